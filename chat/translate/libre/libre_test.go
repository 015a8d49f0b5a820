package libre_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/chat/translate/libre"
)

// engine is a LibreTranslate that answers by fn, and keeps what it was asked.
func engine(
	t *testing.T, fn func(w http.ResponseWriter, r map[string]string),
) (*libre.Translator, *[]map[string]string) {
	t.Helper()
	var all []map[string]string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := map[string]string{}
		if r.URL.Path != "/translate" || json.NewDecoder(r.Body).Decode(&in) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		all = append(all, in)
		fn(w, in)
	}))
	t.Cleanup(s.Close)
	x, err := libre.New(libre.Config{Base: s.URL, Key: "k1"})
	require.NoError(t, err)
	return x, &all
}

func says(w http.ResponseWriter, text string) {
	_ = json.NewEncoder(w).Encode(map[string]any{
		"translatedText":   text,
		"detectedLanguage": map[string]any{"confidence": 90, "language": "en"},
	})
}

const original = "Hello!\nYour order 48213 is at https://shop.example/x, thanks 👍"

func TestOnlyWordsAreSentEachByItself(t *testing.T) {
	x, all := engine(t, func(w http.ResponseWriter, r map[string]string) {
		says(w, strings.ToUpper(r["q"]))
	})
	got, err := x.Translate(t.Context(), hook.Wording{Text: original, From: "en-GB", To: "et"})
	require.NoError(t, err)
	const want = "HELLO!\nYOUR ORDER 48213 IS AT https://shop.example/x, THANKS 👍"
	require.Equal(t, want, got.Text)
	require.Equal(t, "libre", got.Engine)
	require.Less(t, got.Characters, len(original))
	var sent []string
	for _, r := range *all {
		sent = append(sent, r["q"])
		require.Equal(t, "en", r["source"])
		require.Equal(t, "et", r["target"])
		require.Equal(t, "text", r["format"])
		require.Equal(t, "k1", r["api_key"])
	}
	require.Equal(t, []string{"Hello!", "Your order", "is at", "thanks"}, sent)
}

func TestALanguageThatIsNotKnownIsAskedForOnce(t *testing.T) {
	x, all := engine(t, func(w http.ResponseWriter, r map[string]string) { says(w, r["q"]+" ja") })
	_, err := x.Translate(t.Context(), hook.Wording{Text: original, To: "zh-TW"})
	require.NoError(t, err)
	for i, r := range *all {
		require.Equal(t, map[bool]string{true: "auto", false: "en"}[i == 0], r["source"])
		require.Equal(t, "zt", r["target"])
	}
}

func TestAServerThatLiesIsNotBelieved(t *testing.T) {
	for name, text := range map[string]string{
		"an emoji": "😀", "empty": "", "markup": "Tere <script>alert(1)</script>",
		"escaped": "Tere &amp;amp;", "a link": "Tere https://evil.example",
		"a break": "Tere\nTere", "a megabyte": strings.Repeat("a", 1<<20),
		"long": strings.Repeat("ja ", 99),
	} {
		x, _ := engine(t, func(w http.ResponseWriter, _ map[string]string) { says(w, text) })
		_, err := x.Translate(t.Context(), hook.Wording{
			Text: "Good morning to everybody here", From: "en", To: "et",
		})
		require.Error(t, err, name)
		require.NotErrorIs(t, err, hook.ErrRefused, name)
	}
	for name, body := range map[string]string{
		"a list": `{"translatedText":["Tere"]}`, "no JSON": `Slowdown`, "null": `null`,
		"an error": `{"error":"x"}`,
	} {
		x, _ := engine(t, func(w http.ResponseWriter, _ map[string]string) {
			_, _ = io.WriteString(w, body)
		})
		_, err := x.Translate(t.Context(), hook.Wording{Text: "Good morning", From: "en", To: "et"})
		require.Error(t, err, name)
	}
}

func TestAStatusSaysWhatToDo(t *testing.T) {
	for status, want := range map[int]error{
		400: hook.ErrRefused, 403: hook.ErrUsedUp, 429: nil, 500: nil, 307: nil,
	} {
		x, all := engine(t, func(w http.ResponseWriter, _ map[string]string) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		})
		_, err := x.Translate(t.Context(), hook.Wording{Text: original, From: "en", To: "et"})
		require.Error(t, err)
		require.Equal(t, want == hook.ErrRefused, errors.Is(err, hook.ErrRefused), status)
		require.Equal(t, want == hook.ErrUsedUp, errors.Is(err, hook.ErrUsedUp), status)
		require.Len(t, *all, 1, "the rest is not asked")
	}
}

func TestAServerThatHangsIsLeft(t *testing.T) {
	x, _ := engine(t, func(http.ResponseWriter, map[string]string) {
		time.Sleep(200 * time.Millisecond)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := x.Translate(ctx, hook.Wording{Text: original, From: "en", To: "et"})
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestATextOfTooManyPartsIsRefused(t *testing.T) {
	x, all := engine(t, func(w http.ResponseWriter, r map[string]string) {
		says(w, r["q"])
	})
	text := strings.Repeat("order 48213\n", 40)
	_, err := x.Translate(t.Context(), hook.Wording{Text: text, From: "en", To: "et"})
	require.ErrorIs(t, err, hook.ErrRefused)
	require.Empty(t, *all)
}

func TestAConfigWithoutAServerIsRefused(t *testing.T) {
	for _, base := range []string{
		"", "translate.example", "ftp://x", "http://u:p@x", "http://x/?q",
	} {
		_, err := libre.New(libre.Config{Base: base})
		require.ErrorContains(t, err, "Base", base)
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add("Good morning", `{"translatedText":"Tere hommikust","detectedLanguage":[]}`)
	f.Add("Good morning", `{"translatedText":"😀","detectedLanguage":{"language":"en"}}`)
	f.Fuzz(func(t *testing.T, part, body string) {
		got, err := libre.Read(part, []byte(body))
		if err == nil {
			require.NoError(t, translate.Check(part, got))
		}
	})
}
