package desk

import "github.com/switchboard-go/switchboard/chat"

// Reading is in which language the visitor of a session reads. It is zero where nothing is
// translated.
type Reading struct {
	Translates bool   // the desk, the site and the queue have what is written translated
	Lang       string // the language that the visitor reads; empty: it is not known yet
	Chosen     bool   // somebody chose it: see LanguageChoice
	Verbatim   bool   // the visitor, or an agent, wants everything as it was written
}

// reading is what the visitor of a session is told of that.
func (vs views) reading(s chat.Session) Reading {
	if s.Erased || !vs.translates(s) {
		return Reading{}
	}
	return Reading{
		Translates: true, Lang: s.LanguageOr(s.Contact.Locale),
		Chosen: s.LangChosen, Verbatim: s.Verbatim,
	}
}

// translates reports whether the messages of a session can be translated, also where somebody chose
// that they are not.
func (vs views) translates(s chat.Session) bool {
	set := vs.settings.Load()
	if !vs.converts || set == nil {
		return false
	}
	site, _ := set.Site(s.Site)
	q, _ := set.Queue(s.Queue)
	return site.Translation.On && !q.Verbatim
}
