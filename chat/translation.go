package chat

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// MaxTranslations is how many languages a message has beside its own.
const MaxTranslations = 4

// Translation is what a message says in another language. The message itself stays as it was
// written, and is what counts: a translation is an engine's, and nobody has looked at it. Some
// words are the same in both.
type Translation struct {
	Lang   string    `json:"lang"`
	Text   string    `json:"text,omitempty"`   // empty: it could not be made
	Engine string    `json:"engine,omitempty"` // whose it is, up to 32 characters
	At     time.Time `json:"at"`
	N      int       `json:"n"` // the entry that told it
	Shown
}

// Tongue is the language that a session's visitor writes and reads.
//
// It is that of the contact's locale, until a message is long enough to tell. From then on it
// changes when two messages in a row are of one other language: a product's name or a quotation
// changes nothing. Who chooses it ends that.
type Tongue struct {
	// Lang is the language, such as "et"; empty: nothing was heard or chosen, so Locale counts.
	Lang string `json:"lang,omitempty"`
	// LangNext is the language of the last message, where it was another one.
	LangNext string `json:"lang_next,omitempty"`
	// LangAt is the last message that was heard.
	LangAt int `json:"lang_at,omitempty"`
	// LangChosen says that somebody chose it: nothing that is heard changes it.
	LangChosen bool `json:"lang_chosen,omitempty"`
	// Verbatim says that nobody wants translations here.
	Verbatim bool `json:"verbatim,omitempty"`
	// Translated is how many characters were charged for.
	Translated int `json:"translated,omitempty"`
}

// LanguageOr returns the language that the visitor reads, as far as it was heard or chosen, else
// that of their locale; "" where neither is known. Words do not tell a Variety: where they are in
// the language of the locale, it is the locale's.
func (g Tongue) LanguageOr(locale string) string {
	if g.Lang == "" || g.Lang == Language(locale) {
		return Variety(locale)
	}
	return g.Lang
}

// hear takes in the language of message n, as far as it can be told. Messages may come in any
// order: one before the last that was heard says nothing new.
func (g *Tongue) hear(lang string, n int) {
	if lang == "" || g.LangChosen || n <= g.LangAt {
		return
	}
	g.LangAt = n
	switch lang {
	case Language(g.Lang):
		g.LangNext = ""
	case g.LangNext:
		g.Lang, g.LangNext = lang, ""
	default:
		if g.LangNext = lang; g.Lang == "" {
			g.Lang, g.LangNext = lang, ""
		}
	}
}

// Translate puts a translation beside a message, in any state. It is no message: nothing is owed or
// answered by it, and it restarts no timer. What has other words by now gets none.
type Translate struct {
	Message Entry  // as it stands in the timeline
	Said    string // the words that were translated
	From    string // their language; "" where it is not known
	// Heard is the language that the visitor's words are in by themselves; "" where they are too
	// few to tell.
	Heard string
	// Into is the translation; without a Text it failed. Its At and N are filled in. The zero
	// Translation adds none: the language was heard, and that is all.
	Into Translation
	Cost int // characters that were charged for
}

func (c Translate) apply(t *step) error {
	m := c.Message
	switch {
	case t.Erased:
		return ErrClosed
	case m.Kind != KindMessage || m.N < 1 || m.N > t.Entries || c.Cost < 0:
		return invalid("message", "want a message of this session")
	}
	t.Translated += c.Cost
	if m.Author.Kind == AuthorVisitor {
		t.hear(c.Heard, m.N)
	}
	if m.Text != c.Said || m.Withdrawn || m.Erased || c.Into.Lang == "" {
		return nil
	}
	if err := c.Into.check(); err != nil {
		return err
	}
	if !c.Into.fits(m) {
		return invalid("translation", "want as many products and choices as the message has")
	}
	// What failed now takes nothing away that was made before.
	before := m.In(c.Into.Lang)
	if m.spare(c.Into.Lang) < 1 || before != "" && (c.Into.Text == before || c.Into.Text == "") {
		return nil
	}
	c.Into.At, c.Into.N = t.now, t.Entries+1
	e := Entry{Kind: KindTranslated, Lang: c.From}
	e.Of, e.Translations = m.N, []Translation{c.Into}
	if c.Into.Text == "" {
		e.Reason = Untranslated
	}
	t.add(e)
	return nil
}

// check refuses a translation that could not be shown.
func (x Translation) check() error {
	errs := []error{
		missing("lang", x.Lang), CheckLocale("lang", x.Lang), short("engine", x.Engine, 32),
	}
	if x.Text != "" {
		errs = append(errs, CheckText("text", x.Text))
	}
	return errors.Join(append(errs, x.Shown.check())...)
}

// into finds the translation into a language.
func (e Entry) into(lang string) int {
	same := func(x Translation) bool { return Language(x.Lang) == Language(lang) }
	return slices.IndexFunc(e.Translations, same)
}

// spare is how many translations there is room for beside those into other languages.
func (e Entry) spare(lang string) int {
	n := MaxTranslations - len(e.Translations)
	if e.into(lang) >= 0 {
		n++
	}
	return n
}

// In returns what a message says in a language: "" where it has no translation into it.
func (e Entry) In(lang string) string {
	if i := e.into(lang); i >= 0 {
		return e.Translations[i].Text
	}
	return ""
}

// Tried reports whether a translation into a language was made, or could not be. One into another
// Variety of it is another one.
func (e Entry) Tried(lang string) bool {
	i := e.into(lang)
	if i < 0 {
		return false
	}
	made, want := Variety(e.Translations[i].Lang), Variety(lang)
	return made == want || made == Language(lang) || want == Language(lang)
}

// ToldIn returns the number of the entry that told the translation into a language, or that there
// is none; 0: nobody has asked for it.
func (e Entry) ToldIn(lang string) int {
	if i := e.into(lang); i >= 0 {
		return e.Translations[i].N
	}
	return 0
}

// TranslatedBy returns a message as it stands once an entry has told a translation, and the number
// of the entry that told the one before it; 0 for none.
func (e Entry) TranslatedBy(x Entry) (Entry, int) {
	before := 0
	e.Lang = cmp.Or(x.Lang, e.Lang)
	e.Translations = slices.Clone(e.Translations)
	for _, tr := range x.Translations {
		if i := e.into(tr.Lang); i >= 0 {
			before, e.Translations[i] = e.Translations[i].N, tr
			continue
		}
		e.Translations = append(e.Translations, tr)
	}
	return e, before
}

// PlainIn is Plain for a reader of a language: the translation first, if there is one, and below it
// what was written.
func (e Entry) PlainIn(lang string) string {
	words := e.In(lang)
	if words == "" || words == e.Text { // what it shows may have other words all the same
		return e.shownIn(lang).Plain()
	}
	was := e.Text
	e = e.shownIn(lang)
	e.Text = words
	return e.Plain() + "\n\n[" + cmp.Or(e.Lang, "…") + "] " + was
}

// ChooseLanguage says which language the visitor writes and reads, whatever is heard, or has the
// session go on as it is written. The zero language goes back to what is heard.
type ChooseLanguage struct {
	By       Author
	Lang     string
	Verbatim bool
}

func (c ChooseLanguage) apply(t *step) error {
	if err := CheckLocale("lang", c.Lang); err != nil {
		return err
	}
	if t.Erased {
		return ErrClosed
	}
	next := t.Tongue
	next.Verbatim, next.LangChosen, next.LangNext = c.Verbatim, c.Lang != "", ""
	if c.Lang != "" {
		next.Lang = Variety(c.Lang)
	}
	if next == t.Tongue {
		return nil
	}
	t.Tongue = next
	e := Entry{Kind: KindUpdated, Author: c.By, Lang: Variety(c.Lang), Reason: LanguageChosen}
	if c.Verbatim {
		e.Reason = OriginalsChosen
	}
	t.add(e)
	return nil
}
