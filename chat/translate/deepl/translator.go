package deepl

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/chat/translate/internal/wire"
)

// Config is what a Translator is made of.
type Config struct {
	// Key is the account's. One of the free API ends in ":fx". Required.
	Key string
	// Base is where the API is. Default: https://api.deepl.com, or https://api-free.deepl.com for a
	// key of the free API.
	Base string
	// Formality is how visitors and agents are addressed, where the language has a choice: more or
	// less. Default: as DeepL sees fit.
	Formality Formality
	// Variants are the languages of which DeepL wants to know the kind, by the language, such as
	// "en" to "EN-US". Default: EN-GB, PT-PT, ZH-HANS.
	Variants map[string]string
	// Client sends. Default: one that waits for 10 seconds. Redirects are never followed.
	Client *http.Client
}

// Formality is a way of addressing people.
type Formality string

// The ways.
const (
	More Formality = "more"
	Less Formality = "less"
)

// Translator is a hook.Translator.
type Translator struct {
	cfg Config
	to  string
}

var _ hook.Translator = (*Translator)(nil)

var keys = regexp.MustCompile(`^[0-9A-Za-z_-]{8,80}(:fx)?$`)

// New returns a Translator, or all that is wrong with the config.
func New(cfg Config) (*Translator, error) {
	var errs []error
	if !keys.MatchString(cfg.Key) {
		errs = append(errs, errors.New("deepl: Key: want the account's key"))
	}
	host := "https://api.deepl.com"
	if strings.HasSuffix(cfg.Key, ":fx") {
		host = "https://api-free.deepl.com"
	}
	base, err := wire.Base(cmp.Or(cfg.Base, host))
	if err != nil {
		return nil, errors.Join(append(errs, fmt.Errorf("deepl: Base: %w", err))...)
	}
	if cfg.Formality != "" && cfg.Formality != More && cfg.Formality != Less {
		errs = append(errs, errors.New("deepl: Formality: want more or less"))
	}
	cfg.Client = wire.Client(cfg.Client)
	return &Translator{cfg, base.JoinPath("v2/translate").String()}, errors.Join(errs...)
}

// request is what DeepL is asked. One text a request: of several, an answer could be for another.
type request struct {
	Text       []string `json:"text"`
	Source     string   `json:"source_lang,omitempty"`
	Target     string   `json:"target_lang"`
	Context    string   `json:"context,omitempty"`
	Formality  string   `json:"formality,omitempty"`
	Tags       string   `json:"tag_handling"`
	Ignore     []string `json:"ignore_tags"`
	Split      string   `json:"split_sentences"` // also at line breaks
	Formatting bool     `json:"preserve_formatting"`
	Billed     bool     `json:"show_billed_characters"`
}

type response struct {
	Translations []struct {
		Text   string `json:"text"`
		Billed int    `json:"billed_characters"`
	} `json:"translations"`
}

// Translate implements hook.Translator.
func (t *Translator) Translate(ctx context.Context, w hook.Wording) (hook.Translated, error) {
	tagged := translate.Tag(w.Text)
	r := request{
		Text: []string{tagged.Text}, Source: strings.ToUpper(primary(w.From)),
		Target: t.target(w.To), Context: strings.Join(w.Before, "\n"),
		Tags: "xml", Ignore: []string{"x"}, Split: "1", Formatting: true, Billed: true,
	}
	if t.cfg.Formality != "" {
		r.Formality = "prefer_" + string(t.cfg.Formality)
	}
	status, body, err := wire.Post(ctx, t.cfg.Client, t.to, "DeepL-Auth-Key "+t.cfg.Key, r)
	if err != nil {
		return hook.Translated{}, fmt.Errorf("deepl: %w", err)
	}
	if err := refused(status); err != nil {
		return hook.Translated{}, err
	}
	return read(tagged, w.Text, body)
}

// read reads an answer.
func read(tagged translate.Tagged, original string, body []byte) (hook.Translated, error) {
	var said response
	if err := json.Unmarshal(body, &said); err != nil {
		return hook.Translated{}, errors.New("deepl: the answer cannot be read")
	}
	if n := len(said.Translations); n != 1 {
		return hook.Translated{}, fmt.Errorf("deepl: %d translations of one text", n)
	}
	billed := max(said.Translations[0].Billed, 0)
	text, err := tagged.Restore(said.Translations[0].Text)
	if err == nil {
		err = translate.Check(original, text)
	}
	if err != nil { // it is billed all the same
		return hook.Translated{Characters: billed}, fmt.Errorf("deepl: %w", err)
	}
	return hook.Translated{Text: text, Engine: "deepl", Characters: billed}, nil
}

// refused judges a status. A key that is not taken will not be a moment later.
func refused(status int) error {
	switch status {
	case http.StatusOK:
		return nil
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return fmt.Errorf("%w: deepl: status %d", hook.ErrRefused, status)
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w: deepl: the key is not taken", hook.ErrUsedUp)
	case quota:
		return fmt.Errorf("%w: deepl: the quota", hook.ErrUsedUp)
	}
	return fmt.Errorf("deepl: status %d", status)
}

// quota is DeepL's status for an account that has no characters left.
const quota = 456

// primary is the first part of a language tag.
func primary(tag string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
	return strings.ToLower(first)
}

// target is a language as DeepL wants to have it: of three it wants to know the kind.
func (t *Translator) target(tag string) string {
	lang := primary(tag)
	whole := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	switch whole {
	case "EN-GB", "EN-US", "PT-PT", "PT-BR", "ZH-HANS", "ZH-HANT":
		return whole
	case "ZH-TW", "ZH-HK":
		return "ZH-HANT"
	}
	if v := t.cfg.Variants[lang]; v != "" {
		return v
	}
	if v := map[string]string{
		"en": "EN-GB", "pt": "PT-PT", "zh": "ZH-HANS", "no": "NB",
	}[lang]; v != "" {
		return v
	}
	return strings.ToUpper(lang)
}
