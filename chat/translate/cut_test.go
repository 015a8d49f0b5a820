package translate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/translate"
)

// kept are the pieces of a text that stay.
func kept(text string) (all []string) {
	for _, p := range translate.Cut(text) {
		if p.Kept {
			all = append(all, p.Text)
		}
	}
	return all
}

func TestWhatNoEngineMayChangeIsFound(t *testing.T) {
	for text, want := range map[string][]string{
		"See https://shop.example/a?b=1&c=2#d.":       {"https://shop.example/a?b=1&c=2#d"},
		"(www.shop.example/returns)":                  {"www.shop.example/returns"},
		"Write to vera.v+1@mail.shop.example, please": {"vera.v+1@mail.shop.example"},
		"Order EE-2026/11, and #12, and 48213":        {"EE-2026/11", "#12", "48213"},
		"Hello {name}, {{order.number}}!":             {"{name}", "{{order.number}}"},
		"Call +372 5123 4567 now":                     {"+372 5123 4567"},
		"Article M-12 in XL, the 2nd of 3":            {"M-12"},
		"Thanks 👍🏽 and 👨‍👩‍👧 🇪🇪!":                     {"👍🏽", "👨‍👩‍👧", "🇪🇪"},
		"at 10:30 on 12.05.2026":                      {"10:30", "12.05.2026"},
		"well-known and so on / or not":               nil,
		"我的订单 48213 到了吗":                              {"48213"},
		"{ not closed":                                nil,
		"no@where":                                    nil,
		"https://":                                    nil,
		"IBAN EE382200221020145685":                   {"EE382200221020145685"},
		"http://a.example/x and http://a.example/x":   {"http://a.example/x", "http://a.example/x"},
		"HTTPS://SHOP.EXAMPLE/ÕUN":                    {"HTTPS://SHOP.EXAMPLE/ÕUN"},
		"mail mari@шоп.рф or tel. 5551234":            {"mari@шоп.рф", "5551234"},
		"Приходите https://пример.рф/страница сегодня": {"https://пример.рф/страница"},
	} {
		require.Equal(t, want, kept(text), text)
		together := ""
		for _, p := range translate.Cut(text) {
			together += p.Text
		}
		require.Equal(t, text, together)
	}
}

func TestWhatHasNoWordsIsEmpty(t *testing.T) {
	for _, text := range []string{
		"", "12", "48213", "👍", "https://shop.example/x", "EE-2026/11 🙂", "?!",
	} {
		require.True(t, translate.Empty(text), text)
	}
	require.False(t, translate.Empty("48213 ok"))
}

func TestATaggedTextComesBackWhole(t *testing.T) {
	x := translate.Tag(`Is order 48213 < "5 & 6"? See https://shop.example/a&b`)
	require.Equal(t, `Is order <x id="1"/> &lt; "5 &amp; 6"? See <x id="2"/>`, x.Text)
	for back, want := range map[string]string{
		`Kas <x id="1"/> &lt; &quot;5&quot; &amp; <x id="2"/>`: "" +
			`Kas 48213 < "5" & https://shop.example/a&b`,
		`<x id="2" /> on <x id="1"></x>`: `https://shop.example/a&b on 48213`,
	} {
		got, err := x.Restore(back)
		require.NoError(t, err, back)
		require.Equal(t, want, got)
	}
	for _, back := range []string{
		``, `Kas <x id="1"/>`, `<x id="1"/><x id="1"/><x id="2"/>`,
		`<x id="1"/><x id="2"/><x id="3"/>`,
		`<x id="1"/><x id="2"/><b>`, `<x id="1"/><x id="2"/><img src=x onerror=alert(1)>`,
		`<x id="1"/><x id="2"/> &nbsp;`, `<x id="01"/><x id="2"/>`, `<x id="1"/><x id="2"`,
		`<x id='1'/><x id="2"/>`, `<x id="1"><x id="2"/></x>`, `<x id="-1"/><x id="2"/>`, `&`,
	} {
		_, err := x.Restore(back)
		require.ErrorIs(t, err, translate.ErrUnfit, back)
	}
}

func TestAroundWhatStaysOnlyWordsAreSent(t *testing.T) {
	x := translate.Divide("Hello!\n\nWhere is order 48213? – See https://shop.example/x 👍\n")
	require.Equal(t, []string{"Hello!", "Where is order", "?", "See"}[:2], x.Parts[:2])
	parts := make([]string, len(x.Parts))
	for i, p := range x.Parts {
		require.NotContains(t, p, "48213")
		parts[i] = strings.ToUpper(p)
	}
	got, err := x.Restore(parts)
	require.NoError(t, err)
	require.Equal(t, "HELLO!\n\nWHERE IS ORDER 48213? – SEE https://shop.example/x 👍\n", got)
	for _, wrong := range [][]string{
		nil, parts[1:], append([]string{""}, parts[1:]...), append([]string{"a\nb"}, parts[1:]...),
	} {
		_, err := x.Restore(wrong)
		require.ErrorIs(t, err, translate.ErrUnfit)
	}
}

func TestATranslationThatCannotBeOneIsRefused(t *testing.T) {
	const original = "Your order 48213 is at https://shop.example/x, {name}."
	for _, good := range []string{
		"Teie tellimus 48213 on siin: https://shop.example/x, {name}.",
		"{name}, https://shop.example/x – tellimus 48213 👍",
	} {
		require.NoError(t, translate.Check(original, good), good)
	}
	for _, bad := range []string{
		"", "   ", "123 😀",
		"Teie tellimus on siin: https://shop.example/x, {name}.", // lost a number
		"Teie tellimus 48214 on siin: https://shop.example/x, {name}.",
		"Tellimus 48213 on siin: https://evil.example/x, {name}.",
		"Tellimus 48213: https://shop.example/x, {name} <img src=x onerror=alert(1)>",
		"Tellimus 48213: https://shop.example/x, {name} &amp;amp;",
		"Tellimus 48213: https://shop.example/x, {name} maksa EE382200221020145685",
		"Tellimus 48213: https://shop.example/x, {name} kirjuta eve@evil.example",
		"Tellimus 48213: https://shop.example/x, {name} {secret}",
		"Tellimus 48213: https://shop.example/x, {name} \u202egnp.exe",
		"Tellimus 48213: https://shop.example/x, {name} \xff",
		"a\x00b 48213 https://shop.example/x {name}",
		"48213 https://shop.example/x {name} " + strings.Repeat("ja ", 200), "Siin 48213",
		strings.Repeat("a", 1<<20),
	} {
		err := translate.Check(original, bad)
		require.ErrorIs(t, err, translate.ErrUnfit, "%.80q", bad)
		for _, word := range []string{"48213", "shop.example", "evil", "name"} {
			require.NotContains(t, err.Error(), word, "it may be logged")
		}
	}
	before := translate.Check("AT&amp;T, 5 < 6", "AT&amp;T, 5 < 6 ok")
	require.NoError(t, before, "it was there before")
	require.Error(t, translate.Check("OK", strings.Repeat("jah ", 60)))
	short := translate.Check("OK", "Zgadza się w zupełności")
	require.NoError(t, short, "short ones are not measured")
}

func FuzzRestore(f *testing.F) {
	f.Add("Is order 48213 < 5? https://shop.example/a&b {name}", `Kas <x id="1"/> &lt; <x id="2"/>`)
	f.Add("a & b", "&amp;amp; <x id=\"1\"/>")
	f.Fuzz(func(t *testing.T, text, back string) {
		x := translate.Tag(text)
		whole, err := x.Restore(x.Text)
		require.NoError(t, err, "what comes back as it went is whole")
		require.Equal(t, text, whole)
		got, err := x.Restore(back)
		if err == nil && translate.Check(text, got) == nil {
			require.LessOrEqual(t, strings.Count(got, "<"), strings.Count(text, "<"))
		}
	})
}

func FuzzDivide(f *testing.F) {
	f.Add("Hello!\n\nWhere is order 48213? – See https://shop.example/x 👍\n")
	f.Add("\u2028 a\u0085b\r\n{x}")
	f.Fuzz(func(t *testing.T, text string) {
		x := translate.Divide(text)
		whole, err := x.Restore(x.Parts)
		if err != nil {
			return // a part with a line break that Lines does not know
		}
		require.Equal(t, text, whole)
	})
}
