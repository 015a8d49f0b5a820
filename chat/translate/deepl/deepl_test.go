package deepl_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/chat/translate/deepl"
)

const key = "b8f1c2d3-4e5f-6789-abcd-ef0123456789:fx"

// asked is what DeepL was asked last.
type asked struct {
	header http.Header
	path   string
	body   map[string]any
}

// engine is a DeepL that answers by fn, and keeps what it was asked.
func engine(
	t *testing.T, fn func(w http.ResponseWriter, text string),
) (*deepl.Translator, *asked) {
	t.Helper()
	last := &asked{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		*last = asked{header: r.Header, path: r.URL.Path}
		if json.Unmarshal(raw, &last.body) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		texts, _ := last.body["text"].([]any)
		text, _ := texts[0].(string)
		fn(w, text)
	}))
	t.Cleanup(s.Close)
	x, err := deepl.New(deepl.Config{Key: key, Base: s.URL})
	require.NoError(t, err)
	return x, last
}

// says answers with one translation.
func says(w http.ResponseWriter, text string) {
	one := map[string]any{
		"detected_source_language": "EN", "text": text, "billed_characters": 31,
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"translations": []any{one}})
}

const original = "Your order 48213 & the shoes are at https://shop.example/x."

func wording() hook.Wording {
	return hook.Wording{
		Text: original, From: "en-US", To: "et", Before: []string{"Tere!", "Kus mu tellimus on?"},
	}
}

func TestWhatIsAskedIsWhatDeepLWants(t *testing.T) {
	x, last := engine(t, func(w http.ResponseWriter, _ string) {
		says(w, `Teie tellimus <x id="1"/> &amp; kingad on siin: <x id="2"/>.`)
	})
	got, err := x.Translate(t.Context(), wording())
	require.NoError(t, err)
	require.Equal(t, hook.Translated{
		Text:   "Teie tellimus 48213 & kingad on siin: https://shop.example/x.",
		Engine: "deepl", Characters: 31,
	}, got)
	require.Equal(t, "/v2/translate", last.path)
	require.Equal(t, "DeepL-Auth-Key "+key, last.header.Get("Authorization"))
	require.Equal(t, map[string]any{
		"text":        []any{`Your order <x id="1"/> &amp; the shoes are at <x id="2"/>.`},
		"source_lang": "EN", "target_lang": "ET", "context": "Tere!\nKus mu tellimus on?",
		"tag_handling": "xml", "ignore_tags": []any{"x"}, "split_sentences": "1",
		"preserve_formatting": true, "show_billed_characters": true,
	}, last.body)
}

func TestLanguagesWithKindsAreNamedAsDeepLWants(t *testing.T) {
	x, last := engine(t, func(w http.ResponseWriter, _ string) { says(w, "Tere hommikust") })
	for to, want := range map[string]string{
		"en": "EN-GB", "en-US": "EN-US", "en_us": "EN-US", "en-AU": "EN-GB", "pt": "PT-PT",
		"pt-BR": "PT-BR", "zh": "ZH-HANS", "zh-TW": "ZH-HANT", "no": "NB",
		"nb-NO": "NB", "et-EE": "ET",
	} {
		_, err := x.Translate(t.Context(), hook.Wording{Text: "Guten Morgen", To: to})
		require.NoError(t, err)
		require.Equal(t, want, last.body["target_lang"], to)
		require.NotContains(t, last.body, "source_lang", "it is not known")
	}
}

func TestAnEngineThatLiesIsNotBelieved(t *testing.T) {
	for name, text := range map[string]string{
		"lost":     `Teie tellimus & kingad on siin: <x id="2"/>.`,
		"doubled":  `Tellimus <x id="1"/> <x id="1"/> on siin: <x id="2"/>.`,
		"invented": `Tellimus <x id="1"/> on siin: <x id="2"/> <x id="3"/>.`,
		"markup":   `Tellimus <x id="1"/> on: <x id="2"/> <img src=x onerror=alert(1)>`,
		"escaped":  `Tellimus <x id="1"/> &amp;amp; kingad: <x id="2"/>.`,
		"a link":   `Tellimus <x id="1"/> on siin: <x id="2"/> või https://evil.example`,
		"empty":    ``, "an emoji": `😀`, "a megabyte": strings.Repeat("a", 1<<20),
		"turned": "Tellimus <x id=\"1\"/> \u202e on: <x id=\"2\"/>",
	} {
		x, _ := engine(t, func(w http.ResponseWriter, _ string) { says(w, text) })
		got, err := x.Translate(t.Context(), wording())
		require.Error(t, err, name)
		if len(text) < 1<<20 { // of which the end is not read
			require.Equal(t, hook.Translated{Characters: 31}, got, "%s is billed too", name)
		}
		require.NotContains(t, err.Error(), key, name)
	}
	for name, body := range map[string]string{
		"none": `{"translations":[]}`, "no JSON": `<html>`, "another form": `{"translations":"x"}`,
		"two": `{"translations":[{"text":"a"},{"text":"b"}]}`, "null": `null`, "nothing": ``,
	} {
		x, _ := engine(t, func(w http.ResponseWriter, _ string) { _, _ = io.WriteString(w, body) })
		_, err := x.Translate(t.Context(), wording())
		require.Error(t, err, name)
	}
}

func TestTagsMayStandInAnotherOrder(t *testing.T) {
	x, _ := engine(t, func(w http.ResponseWriter, _ string) {
		says(w, `<x id="2" />: tellimus <x id="1"></x> ja kingad`)
	})
	got, err := x.Translate(t.Context(), wording())
	require.NoError(t, err)
	require.Equal(t, "https://shop.example/x: tellimus 48213 ja kingad", got.Text)
}

func TestAStatusSaysWhatToDo(t *testing.T) {
	for status, want := range map[int]error{
		403: hook.ErrUsedUp, 401: hook.ErrUsedUp, 456: hook.ErrUsedUp,
		400: hook.ErrRefused, 413: hook.ErrRefused,
		429: nil, 529: nil, 500: nil, 504: nil, 302: nil,
	} {
		x, _ := engine(t, func(w http.ResponseWriter, _ string) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(status)
		})
		_, err := x.Translate(t.Context(), wording())
		require.Error(t, err, status)
		for _, one := range []error{hook.ErrUsedUp, hook.ErrRefused} {
			require.Equal(t, want == one, errorIs(err, one), "%d: %v", status, err)
		}
		require.NotContains(t, err.Error(), "127.0.0.1", "an address may hold a secret")
	}
}

func errorIs(err, target error) bool { return strings.Contains(err.Error(), target.Error()) }

func TestAnEngineThatStallsOrBreaksOffIsLeft(t *testing.T) {
	for name, fn := range map[string]func(http.ResponseWriter, string){
		"hangs": func(http.ResponseWriter, string) { time.Sleep(200 * time.Millisecond) },
		"trickles": func(w http.ResponseWriter, _ string) {
			for range 20 {
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		},
		"breaks off": func(w http.ResponseWriter, _ string) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"translations":[{"text":"Tere`)
		},
	} {
		x, _ := engine(t, fn)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := x.Translate(ctx, wording())
		cancel()
		require.Error(t, err, name)
	}
}

func TestAConfigThatIsWrongIsRefused(t *testing.T) {
	_, err := deepl.New(deepl.Config{Key: "a b", Base: "ftp://x", Formality: "rude"})
	require.ErrorContains(t, err, "Key")
	require.ErrorContains(t, err, "Base")
	_, err = deepl.New(deepl.Config{Key: key, Formality: "rude"})
	require.ErrorContains(t, err, "Formality")
	_, err = deepl.New(deepl.Config{Key: key})
	require.NoError(t, err)
}

func FuzzAnswer(f *testing.F) {
	f.Add(`{"translations":[{"text":"Tere <x id=\"1\"/> ja <x id=\"2\"/>"}]}`)
	f.Add(`{"translations":[{"text":"&amp;amp;"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		got, err := deepl.Read(original, []byte(body))
		if err == nil {
			require.NoError(t, translate.Check(original, got.Text))
		}
	})
}
