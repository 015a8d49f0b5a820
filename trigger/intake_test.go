package trigger

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestARuleOfIntakeHasNothingThatASessionCannotDo(t *testing.T) {
	for name, x := range map[string]struct{ rule, fault string }{
		"a prompt": {
			`"on":["start"],"do":[{"type":"prompt","text":{"en":"Hi"}}]`,
			"/0/do/0/type: a prompt makes no sense at start or message",
		},
		"a link": {
			`"on":["start"],"do":[{"type":"link","url":"/a"}]`,
			"/0/do/0/type: a link makes no sense",
		},
		"opening": {
			`"on":["message"],"do":[{"type":"open"}]`,
			"/0/do/0/type: a open makes no sense",
		},
		"a form": {
			`"on":["start"],"do":[{"type":"form","form":"f"}]`,
			"/0/do/0/type: a form makes no sense",
		},
		"the host": {
			`"on":["message"],"do":[{"type":"host","name":"f"}]`,
			"/0/do/0/type: a host makes no sense",
		},
		"in a variant": {
			`"on":["start"],"variants":[{"id":"a","weight":1,"do":[{"type":"open"}]}]`,
			"/0/variants/0/do/0/type",
		},
		"another moment": {
			`"on":["start","page"]`,
			`/0/on/1: start and message are of a session, and do not go with "page"`,
		},
		"an event": {`"on":["event:paid","message"]`, "/0/on/0"},
		"a hold": {
			`"on":["start"],"hold":"5s"`,
			"/0/hold: a rule at start or message has no hold",
		},
		"limits":    {`"on":["start"],"limits":[{"max":1}]`, "/0/limits"},
		"no limits": {`"on":["start"],"uncapped":true`, "/0/uncapped"},
		"quiet":     {`"on":["start"],"quiet":{"engaged":"1h"}`, "/0/quiet"},
		"dwell": {
			`"on":["start"],"when":{"any":[{"attr":"page.dwell","op":"ge","value":"5s"}]}`,
			`/0/when/any/0/attr: "page.dwell" is not known at start or message`,
		},
		"a referrer": {
			`"on":["start"],"when":{"not":{"attr":"referrer.host","op":"eq","value":"a"}}`,
			"/0/when/not/attr",
		},
		"too much priority": {
			`"on":["start"],"do":[{"type":"priority","priority":1001}]`,
			"/0/do/0/priority: beyond ±1,000",
		},
		"no priority": {
			`"on":["start"],"do":[{"type":"priority"}]`,
			"/0/do/0/priority: a priority needs it",
		},
		"no skill": {
			`"on":["start"],"do":[{"type":"skill","level":3}]`,
			"/0/do/0/skill: a skill needs it",
		},
		"a level too high": {
			`"on":["start"],"do":[{"type":"skill","skill":"x","level":11}]`,
			"/0/do/0/level: 1 to 10",
		},
		"no words": {
			`"on":["start"],"do":[{"type":"note"}]`,
			"/0/do/0/text: a note needs it",
		},
		"a skill of a page": {
			`"do":[{"type":"skill","skill":"x"}]`,
			"/0/do/0/type: a skill makes sense at the moments start and message alone",
		},
		"a note of a page": {
			`"on":["page"],"do":[{"type":"note","text":{"en":"x"}}]`,
			"/0/do/0/type",
		},
		"words on a page": {
			`"when":{"attr":"message.text","op":"contains","value":"x"}`,
			`/0/when/attr: "message.text" is known at the moments start and message alone`,
		},
		"a form on a page": {
			`"when":{"all":[{"attr":"form.order","op":"exists","value":true}]}`,
			"/0/when/all/0/attr",
		},
		"a form in a veto": {
			`"type":"suppress","when":{"attr":"form.order","op":"exists","value":true}`,
			"/0/when/attr",
		},
		"words in a prompt": {
			`"do":[{"type":"prompt","text":{"en":"{message.text}"}}]`,
			"/0/do/0/text/en",
		},
		"a share by an answer": {`"rollout":{"percent":5,"by":"form.order"}`, "/0/rollout/by"},
		"a veto at the start": {
			`"type":"suppress","on":["start"]`,
			"/0/on: a suppress rule has no on",
		},
	} {
		_, err := CompileJSON([]byte(`[{"id":"r",`+x.rule+`}]`), Config{})
		require.ErrorContains(t, err, x.fault, name)
	}
}

func TestARuleOfIntakeSortsWhatBegins(t *testing.T) {
	set, err := CompileJSON([]byte(`[
		{"id":"words","on":["start","message"],
		 "when":{"attr":"message.text","op":"contains","value":"refund","fold":true},
		 "do":[{"type":"tag","tag":"refund"},{"type":"priority","priority":5},
			{"type":"skill","skill":"money","level":3}]},
		{"id":"form","on":["start"],"when":{"attr":"form.order","op":"prefix","value":"A-"},
		 "do":[{"type":"queue","queue":"orders"}]},
		{"id":"page","on":["page"],"do":[{"type":"tag","tag":"seen"}]}]`), Config{})
	require.NoError(t, err)
	require.Empty(t, set.Warnings())
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	fires := func(h History, m Moment, attrs map[string]Value) (ids []string) {
		for _, f := range set.Eval(Visit{Moments: []Moment{m}, Attrs: attrs}, h, now).Fires {
			ids = append(ids, f.Rule())
		}
		return ids
	}
	said := map[string]Value{"message.text": Text("My REFUND"), "form.order": Text("A-7")}
	require.Equal(t, []string{"form", "words"}, fires(History{}, OnStart, said))
	require.Equal(t, []string{"words"}, fires(History{}, OnMessage, said))
	require.Equal(t, []string{"words"}, fires(History{ChatOpen: true}, OnMessage, said), "it shows nothing")
	require.Equal(t, []string{"page"}, fires(History{}, OnPage, said))
	rule, ok := set.Rule("words")
	require.True(t, ok)
	require.Equal(t, Sort{Skill: "money", Level: 3}, rule.Do[2].Sort)
	require.True(t, OnStart.Of(&rule))
	require.False(t, OnPage.Of(&rule))
}

func TestAKeyOfAQueryCountsHoweverItsLettersAreWritten(t *testing.T) {
	for url, want := range map[string]string{
		"/a?ref=1": "1", "/a?REF=2": "2", "/a?Ref=3&ref=4": "4", "/a?REF=5&Ref=6": "5",
		"/a?%52ef=7": "7", "/a?refs=8": "-", "/a?re=9": "-", "/a": "-",
	} {
		set, err := CompileJSON([]byte(`[{"id":"r","do":[
			{"type":"link","url":"/a","text":{"en":"{page.query.ref|-}"}}]}]`), Config{})
		require.NoError(t, err)
		v := Visit{URL: url}
		do := set.Eval(v, History{}, time.Unix(1e9, 0)).Fires[0].Do()
		require.Equal(t, want, set.Text(do[0], "en", v, History{}, time.Unix(1e9, 0)), url)
	}
}

func TestTheFragmentOfAPageIsKnown(t *testing.T) {
	set, err := CompileJSON([]byte(`[{"id":"r",
		"when":{"attr":"page.fragment","op":"eq","value":"size chart"}}]`), Config{})
	require.NoError(t, err)
	for url, want := range map[string]int{
		"https://shop.example/p#size%20chart": 1, "/p?a=1#size chart": 1,
		"/p": 0, "/p#": 0, "/size chart": 0,
	} {
		require.Len(t, set.Eval(Visit{URL: url}, History{}, time.Unix(1e9, 0)).Fires, want, url)
	}
}
