package settings

import (
	"errors"

	"github.com/switchboard-go/switchboard/chat"
)

// Translation has what visitors and agents write to each other translated, each side into its own
// language. It is for a desk with a hook.Translator; without one nothing is. The words go to the
// engine that the host chose.
type Translation struct {
	// On has it done. Default: false.
	On bool `json:"on,omitempty"`
	// Team is the language, such as en, that agents read whose own settings name none, and that is
	// wanted while nobody has the session. Required where it is on.
	Team string `json:"team,omitempty"`
	// Languages are those of visitors for whom it is done. Default: every one.
	Languages []string `json:"languages,omitempty"`
}

// maxLanguages is how many languages of visitors can be listed.
const maxLanguages = 40

// check refuses what could translate into nothing.
func (x Translation) check(at string) error {
	var f faults
	f.when(x.On && chat.Language(x.Team) == "", below(at, "team"), "missing")
	f.add(chat.CheckLocale(below(at, "team"), x.Team))
	f.when(len(x.Languages) > maxLanguages, below(at, "languages"),
		"want at most %d languages", maxLanguages)
	for _, lang := range x.Languages {
		f.when(chat.Language(lang) == "", below(at, "languages"), "want language tags, such as et")
		f.add(chat.CheckLocale(below(at, "languages"), lang))
	}
	return errors.Join(f...)
}

// Serves reports whether what a visitor of a language writes and reads is translated.
func (x Translation) Serves(lang string) bool {
	for _, one := range x.Languages {
		if chat.Language(one) == chat.Language(lang) {
			return x.On
		}
	}
	return x.On && len(x.Languages) == 0
}
