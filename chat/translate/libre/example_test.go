package libre_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate/libre"
)

func Example() {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"translatedText":"Kus on tellimus"}`)
	}))
	defer s.Close()
	translator, err := libre.New(libre.Config{Base: s.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := translator.Translate(context.Background(), hook.Wording{
		Text: "Where is order 48213", From: "en", To: "et",
	})
	fmt.Println(got.Text, err)
	// Output: Kus on tellimus 48213 <nil>
}
