package chat_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// into is a translation of the message that was said last.
func (st *story) into(lang, text string) Translate {
	m := st.said()
	return Translate{
		Message: m, Said: m.Text, From: "en",
		Into: Translation{Lang: lang, Text: text, Engine: "fake"},
	}
}

func TestATranslationStandsBesideAMessageAndIsNone(t *testing.T) {
	st := active(t).then(Send{Author: anna(), Text: "It left today."})
	before, m := st.s, st.said()
	st.then(st.into("et", "See läks täna teele."))
	e := st.entries[len(st.entries)-1]
	require.Equal(t, KindTranslated, e.Kind)
	require.Equal(t, m.N, e.Of)
	require.Empty(t, e.Text)
	require.True(t, e.Public())
	require.Equal(t, "See läks täna teele.", e.In("et-EE"))
	require.Equal(t, before.AgentAt, st.s.AgentAt, "it is no message")
	require.Equal(t, before.OwedSince(), st.s.OwedSince())

	told, old := m.TranslatedBy(e)
	require.Zero(t, old)
	require.Equal(t, "It left today.", told.Text, "the original stays")
	require.Equal(t, "en", told.Lang)
	require.Equal(t, "See läks täna teele.\n\n[en] It left today.", told.PlainIn("et"))
	require.Equal(t, "It left today.", told.PlainIn("pl"))

	again := st.into("et", "See läks täna teele.")
	again.Message = told
	n := len(st.entries)
	st.then(again)
	require.Len(t, st.entries, n, "the same one says nothing new")
	again.Into.Text = "Läks täna teele."
	st.then(again)
	newer, old := told.TranslatedBy(st.entries[len(st.entries)-1])
	require.Equal(t, e.N, old, "the entry whose words hold no longer")
	require.Empty(t, e.Outdated().Translations)
	require.Len(t, newer.Translations, 1)
	require.Len(t, told.Translations, 1)
	require.Equal(t, "See läks täna teele.", told.In("et"), "the one handed in stays as it was")

	changed := newer.ChangedBy(Entry{N: 99, Kind: KindCorrected, Text: "It leaves tomorrow."})
	require.Empty(t, changed.Translations)
}

func TestATranslationThatDoesNotFitIsRefusedOrComesTooLate(t *testing.T) {
	st := active(t).then(Send{Author: anna(), Text: "It left today."})
	m := st.said()
	for name, change := range map[string]func(*Translate){
		"of a note":       func(c *Translate) { c.Message.Kind = KindNote },
		"of nothing":      func(c *Translate) { c.Message = Entry{} },
		"beyond the end":  func(c *Translate) { c.Message.N = 99 },
		"too long":        func(c *Translate) { c.Into.Text = strings.Repeat("a", MaxText+1) },
		"not UTF-8":       func(c *Translate) { c.Into.Text = "\xff" },
		"shows nothing":   func(c *Translate) { c.Into.Text = " " },
		"a long language": func(c *Translate) { c.Into.Lang = strings.Repeat("a", 40) },
		"a long engine":   func(c *Translate) { c.Into.Engine = strings.Repeat("a", 40) },
		"a negative cost": func(c *Translate) { c.Cost = -1 },
	} {
		c := st.into("et", "x")
		change(&c)
		_, es, err := Decide(st.s, c, st.now)
		require.ErrorIs(t, err, ErrInvalid, name)
		require.Empty(t, es, name)
	}
	late := st.into("et", "x")
	late.Message = m.ChangedBy(Entry{N: 9, Kind: KindCorrected, Text: "Other words."})
	n := len(st.entries)
	st.then(late)
	late.Message = m.ChangedBy(Entry{N: 9, Kind: KindWithdrawn})
	st.then(late)
	require.Len(t, st.entries, n)

	full := st.into("fi", "x")
	for _, lang := range []string{"et", "pl", "id", "zh"} {
		full.Message.Translations = append(full.Message.Translations, Translation{Lang: lang})
	}
	st.then(full)
	require.Len(t, st.entries, n, "there is no room for one more language")
	full.Into.Lang = "pl"
	st.then(full)
	require.Len(t, st.entries, n+1, "but for another try there is")

	kept := st.into("et", "")
	kept.Message.Translations = []Translation{{Lang: "et", Text: "x"}}
	n = len(st.entries)
	st.then(kept)
	require.Len(t, st.entries, n, "a failure takes nothing away")
	st.then(st.into("et", ""))
	e := st.entries[len(st.entries)-1]
	require.Equal(t, Untranslated, e.Reason)
	require.False(t, e.Public())
	st.then(End{By: anna(), Reason: ByAgent}, Redact{})
	st.refuses(ErrClosed, st.into("et", "x"))
	st.refuses(ErrClosed, ChooseLanguage{By: anna(), Lang: "et"})
}

func TestALanguageChangesWithTwoMessagesInARow(t *testing.T) {
	c := start()
	c.Contact.Locale = "de-AT"
	st := tell(t, c)
	reads := func() string { return st.s.LanguageOr(st.s.Contact.Locale) }
	require.Equal(t, "de", reads(), "the locale, as long as nothing was heard")
	hear := func(lang string) {
		st.then(Send{Author: visitor(), Text: "…" + lang})
		m := st.said()
		st.then(Translate{Message: m, Said: m.Text, Heard: lang})
	}
	for i, x := range [][2]string{
		{"et", "et"}, {"", "et"}, {"en", "et"}, {"et", "et"}, {"en", "et"}, {"", "et"},
		{"en", "en"},
		{"pl", "en"}, {"fi", "en"}, {"pl", "en"}, {"pl", "pl"},
	} {
		hear(x[0])
		require.Equal(t, x[1], reads(), i)
	}
	m := st.said()
	for range 3 {
		st.then(Translate{Message: m, Said: m.Text, Heard: "lv"})
	}
	require.Equal(t, "pl", reads(), "the same message is heard once")

	st.then(ChooseLanguage{By: anna(), Lang: "fi-FI"})
	require.Equal(t, LanguageChosen, st.entries[len(st.entries)-1].Reason)
	hear("et")
	hear("et")
	require.Equal(t, "fi", reads(), "it was chosen")
	st.then(ChooseLanguage{By: anna()})
	hear("et")
	hear("et")
	require.Equal(t, "et", reads())
	n := len(st.entries)
	st.then(ChooseLanguage{By: anna()})
	require.Len(brief.T(t), st.entries, n)
	st.then(ChooseLanguage{By: anna(), Verbatim: true})
	require.True(t, st.s.Verbatim)
	require.Equal(t, "et", reads())
}

func TestOfAnAgentsMessageNoLanguageIsHeard(t *testing.T) {
	st := active(t).then(Send{Author: anna(), Text: "It left today."})
	m := st.said()
	st.then(Translate{Message: m, Said: m.Text, Heard: "en", Cost: 14})
	require.Empty(t, st.s.Lang)
	require.Equal(t, 14, st.s.Translated)
	st.then(End{By: anna(), Reason: ByAgent}, Redact{})
	require.Equal(t, Tongue{Translated: 14}, st.s.Tongue)
}

func TestAVarietyIsKeptAsFarAsEnginesTellThemApart(t *testing.T) {
	for tag, want := range map[string]string{
		"pt-BR": "pt-BR", "PT_br": "pt-BR", "pt": "pt", "pt-AO": "pt", "zh-TW": "zh-Hant",
		"zh-Hant-HK": "zh-Hant", "zh_CN": "zh-Hans", "zh-Hans-TW": "zh-Hans", "zh": "zh",
		"en-GB": "en-GB", "en-us": "en-US", "en-AU": "en", "et-EE": "et", "": "", "br-PT": "br",
	} {
		require.Equal(t, want, Variety(tag), tag)
	}
}

func TestTheKindOfALanguageIsTheLocalesWhereWordsTellTheLanguage(t *testing.T) {
	c := start()
	c.Contact.Locale = "pt-BR"
	st := tell(t, c)
	reads := func() string { return st.s.LanguageOr(st.s.Contact.Locale) }
	require.Equal(t, "pt-BR", reads())
	hear := func(lang string) {
		st.then(Send{Author: visitor(), Text: "…" + lang})
		m := st.said()
		st.then(Translate{Message: m, Said: m.Text, Heard: lang})
	}
	for i, x := range [][2]string{
		{"pt", "pt-BR"}, {"en", "pt-BR"}, {"pt", "pt-BR"}, {"en", "pt-BR"}, {"en", "en"},
		{"pt", "en"}, {"pt", "pt-BR"},
	} {
		hear(x[0])
		require.Equal(t, x[1], reads(), i)
	}
	st.then(ChooseLanguage{By: anna(), Lang: "pt-PT"})
	require.Equal(t, "pt-PT", reads())
	e := st.entries[len(st.entries)-1]
	require.Equal(t, "pt-PT", e.Lang)
	require.Equal(t, LanguageChosen, e.Reason)
	require.Equal(t, anna(), e.Author)
	require.True(t, e.Public(), "the visitor is told who chose it")
	st.then(ChooseLanguage{By: anna()})
	hear("pt")
	require.Equal(t, "pt-PT", reads(), "the same language is no news of its kind")
	st.then(ChooseLanguage{By: anna(), Verbatim: true})
	require.Equal(t, OriginalsChosen, st.entries[len(st.entries)-1].Reason)

	m := Entry{Kind: KindMessage, Text: "x"}
	m.Translations = []Translation{{Lang: "pt-BR", Text: "y"}}
	require.True(t, m.Tried("pt-BR"))
	require.True(t, m.Tried("pt"))
	require.False(t, m.Tried("pt-PT"))
	require.Equal(t, "y", m.In("pt-PT"), "until there is a better one")
}
