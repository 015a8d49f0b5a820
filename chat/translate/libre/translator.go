package libre

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/chat/translate/internal/wire"
)

// Config is what a Translator is made of.
type Config struct {
	// Base is the server, such as https://translate.shop.example. Required.
	Base string
	// Key is the api_key that the server wants. Default: none.
	Key string
	// Codes are the languages that the server calls otherwise, such as "zh" to "zh-Hans". Default:
	// those of its own list.
	Codes map[string]string
	// Client sends. Default: one that waits for 10 seconds. Redirects are never followed.
	Client *http.Client
}

// Translator is a hook.Translator.
type Translator struct {
	cfg Config
	to  string
}

var _ hook.Translator = (*Translator)(nil)

// mostParts is how many requests one text may take: a server counts each.
const mostParts = 12

// New returns a Translator, or what is wrong with the config.
func New(cfg Config) (*Translator, error) {
	base, err := wire.Base(cfg.Base)
	if err != nil {
		return nil, fmt.Errorf("libre: Base: %w", err)
	}
	cfg.Client = wire.Client(cfg.Client)
	return &Translator{cfg, base.JoinPath("translate").String()}, nil
}

type request struct {
	Text   string `json:"q"`
	Source string `json:"source"`
	Target string `json:"target"`
	Format string `json:"format"`
	Key    string `json:"api_key,omitempty"`
}

type response struct {
	Text     string `json:"translatedText"`
	Detected struct {
		Language string `json:"language"`
	} `json:"detectedLanguage"`
}

// Translate implements hook.Translator. The parts of a text are sent one after the other: a batch
// is no faster, takes one language for all of it, and could come back in another order.
func (t *Translator) Translate(ctx context.Context, w hook.Wording) (hook.Translated, error) {
	none := hook.Translated{}
	around := translate.Divide(w.Text)
	if n := len(around.Parts); n == 0 || n > mostParts {
		return none, fmt.Errorf("%w: libre: %d parts", hook.ErrRefused, n)
	}
	from, sent := t.code(w.From), 0
	if from == "" {
		from = "auto"
	}
	var parts []string
	for _, part := range around.Parts {
		said, err := t.part(ctx, request{part, from, t.code(w.To), "text", t.cfg.Key})
		if err != nil {
			return hook.Translated{Characters: sent}, err
		}
		if from == "auto" && said.Detected.Language != "" {
			from = said.Detected.Language // one text has one language
		}
		parts = append(parts, said.Text)
		sent += utf8.RuneCountInString(part)
	}
	text, err := around.Restore(parts)
	if err == nil {
		err = translate.Check(w.Text, text)
	}
	if err != nil {
		return hook.Translated{Characters: sent}, fmt.Errorf("libre: %w", err)
	}
	return hook.Translated{Text: text, Engine: "libre", Characters: sent}, nil
}

// part translates one part.
func (t *Translator) part(ctx context.Context, r request) (response, error) {
	status, body, err := wire.Post(ctx, t.cfg.Client, t.to, "", r)
	if err != nil {
		return response{}, fmt.Errorf("libre: %w", err)
	}
	switch status {
	case http.StatusOK:
		return read(r.Text, body)
	case http.StatusBadRequest:
		return response{}, fmt.Errorf("%w: libre: status 400", hook.ErrRefused)
	case http.StatusUnauthorized, http.StatusForbidden:
		return response{}, fmt.Errorf("%w: libre: the key is not taken", hook.ErrUsedUp)
	}
	return response{}, fmt.Errorf("libre: status %d", status)
}

// read reads an answer: of one part, one text.
func read(part string, body []byte) (r response, err error) {
	if err := json.Unmarshal(body, &r); err != nil {
		return r, errors.New("libre: the answer cannot be read")
	}
	if err := translate.Check(part, r.Text); err != nil {
		return r, fmt.Errorf("libre: %w", err)
	}
	return r, nil
}

// code is a language as the server calls it.
func (t *Translator) code(tag string) string {
	lang := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	if c := t.cfg.Codes[lang]; c != "" {
		return c
	}
	first, _, _ := strings.Cut(lang, "-")
	if c := t.cfg.Codes[first]; c != "" {
		return c
	}
	switch lang {
	case "zh-tw", "zh-hk", "zh-hant":
		return "zt"
	case "pt-br":
		return "pb"
	}
	return first
}
