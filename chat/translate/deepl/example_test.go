package deepl_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate/deepl"
)

// With a key of one's own, and without Base, it is DeepL that answers. A desk has it as the
// Translator of its Config.
func Example() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"translations":[{"text":"Kus on tellimus <x id=\"1\"/>?"}]}`)
	}))
	defer s.Close()
	translator, err := deepl.New(deepl.Config{Key: "0123456789abcdef", Base: s.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := translator.Translate(context.Background(), hook.Wording{
		Text: "Where is order 48213?", From: "en", To: "et",
	})
	fmt.Println(got.Text, err)
	// Output: Kus on tellimus 48213? <nil>
}
