package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

//go:embed phrases.json
var phrasesJSON []byte

// phrasebook is a hook.Translator for who tries the shop out without an engine: it knows the
// sentences of phrases.json, the canned replies and the questions of the help in their languages,
// and refuses all others. A shop that is in earnest has one of chat/translate in its place.
type phrasebook map[string]phrase // by the key of each of its sentences

// phrase is what says the same, by language.
type phrase map[string]string

// newPhrasebook reads the shop's own sentences.
func newPhrasebook() (phrasebook, error) {
	var phrases []phrase
	if err := json.Unmarshal(phrasesJSON, &phrases); err != nil {
		return nil, fmt.Errorf("phrases.json: %w", err)
	}
	for _, c := range canned {
		phrases = append(phrases, c.Text)
	}
	for _, q := range help.Questions {
		phrases = append(phrases, q.Ask, q.Answer)
	}
	p := phrasebook{}
	for _, said := range phrases {
		p.add(said)
	}
	return p, nil
}

// add adds to a phrase that is known by one of its sentences, or puts in a new one.
func (p phrasebook) add(said phrase) {
	into := phrase{}
	for _, text := range said {
		if known := p[key(text)]; known != nil {
			into = known
		}
	}
	for lang, text := range said {
		into[lang] = text
		p[key(text)] = into
	}
}

// key is a sentence as it is looked for: whatever its capitals, spaces and last marks are.
func key(text string) string {
	words := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	return strings.TrimRight(words, " .!?…。！？؟")
}

// translating are the settings of a site for which it is done.
var translating = settings.Translation{On: true, Team: "en"}

// Translate implements hook.Translator.
func (p phrasebook) Translate(_ context.Context, w hook.Wording) (hook.Translated, error) {
	text, ok := p.say(w.Text, chat.Language(w.To))
	if !ok {
		return hook.Translated{}, fmt.Errorf("%w: not in the phrasebook", hook.ErrRefused)
	}
	return hook.Translated{Text: text, Engine: "phrasebook"}, nil
}

// sentences finds those of a text, each with its last marks.
var sentences = regexp.MustCompile(`[^.!?…。！？؟]+[.!?…。！？؟]*`)

// say looks for all of a text first, and then for one sentence after the other.
func (p phrasebook) say(text, lang string) (string, bool) {
	if said := p[key(text)][lang]; said != "" {
		return said, true
	}
	var all []string
	for _, sentence := range sentences.FindAllString(text, -1) {
		said := p[key(sentence)][lang]
		if said == "" {
			return "", false
		}
		all = append(all, said)
	}
	return strings.Join(all, " "), len(all) > 0
}
