package trigger_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestAMessageSaysWhatWasMeant(t *testing.T) {
	when := func(s string) string { return `[{"id":"r","when":` + s + `}]` }
	per := func(s string) string { return `[{"id":"r","limits":[{"max":1,"per":"` + s + `"}]}]` }
	for rules, want := range map[string]string{
		when(`{"attr":"pagepath","op":"eq","value":"/"}`):            `/0/when/attr: unknown attribute "pagepath"; did you mean "page.path"?; declare it in Config.Schema`,
		when(`{"attr":"cart.vlaue","op":"ge","value":1}`):            `did you mean "cart.value"?`,
		when(`{"attr":"hours.suport","op":"is","value":true}`):       `unknown schedule "suport"; did you mean "support"?; declare it in Config.Hours`,
		when(`{"attr":"page.path","op":"startswith","value":"/"}`):   `/0/when/op: unknown operator "startswith"; did you mean "prefix"?; these go with a string: eq, ne, in, not_in, prefix, suffix, contains, glob, regexp, exists`,
		when(`{"attr":"cart.value","op":">=","value":1}`):            `did you mean "ge"?; these go with a number: `,
		when(`{"attr":"nothing.near.it","op":"like","value":1}`):     `unknown operator "like"; known: eq, ne, in, `,
		when(`{"and":[{"attr":"page.path","op":"eq","value":"/"}]}`): `/0/when/and: unknown member; did you mean "all"?`,
		when(`[{"attr":"page.path","op":"eq","value":"/"}]`):         `/0/when: an object is expected, not a list; conditions that must all hold are {"all": […]}`,
		`[{"id":"r","enabeld":true}]`:                                `/0/enabeld: unknown member; did you mean "enabled"?`,
		`[{"id":"r","Priority":5}]`:                                  `did you mean "priority"?`,
		`[{"id":7}]`:                                                 `/0/id: a string is expected, not the number 7`,
		`[{"id":"r","enabled":"yes"}]`:                               `/0/enabled: true or false is expected, not the string "yes"`,
		`[{"id":"r","do":{"type":"open"}}]`:                          `/0/do: a list is expected, not an object`,
		`[{"id":"r","rollout":{"percent":"25%"}}]`:                   `/0/rollout/percent: a number is expected, not the string "25%"`,
		when(`{"attr":"page.path","value":"/"}`):                     `/0/when/op: an operator is expected; these go`,
		`[{"id":"r","type":"supress"}]`:                              `/0/type: unknown type; did you mean "suppress"?; known: rule`,
		`[{"id":"r","rollout":{"percentage":25}}]`:                   `/percentage: unknown member; did you mean "percent"?`,
		per("week"):     `; did you mean "7d"?`,
		per("session"):  `; did you mean "visit"?`,
		per("1 Day"):    `; did you mean "24h"?`,
		per("fortnite"): `/0/limits/0/per: a duration ("24h", "7d"), "visit" or "calendar`,

		per("calendar:visitor"):           `/0/limits/0/per: the visitor's own day is no window`,
		per("calendar:visitor.time_zone"): `name a zone, as in calendar:Europe/Berlin`,
		per("calendar:Local"):             `the visitor's own day is no window`,
		per("calendar:Narnia"):            `unknown time zone "Narnia"`,

		`"[]"`:       `a list is expected, not the string "[]"`,
		``:           `JSON, byte 0: the text is empty`,
		`[{"id":"r"`: `the text ends too early`,
	} {
		_, err := trigger.CompileJSON([]byte(rules), trigger.Config{Schema: hostSchema, Hours: map[string]trigger.Hours{"support": openAlways{}}})
		require.ErrorContains(t, err, want, rules)
		require.ErrorIs(t, err, trigger.ErrRule)
		require.NotContains(t, err.Error(), "EOF")
	}
}

func TestAnUnknownAttributeDoesNotHideAnUnknownOperator(t *testing.T) {
	require.Equal(t, []string{"/0/when/attr", "/0/when/op"}, pointers(t, `[{"id":"r","when":{"attr":"pagepath","op":"startswith","value":"/"}}]`))
}

func TestEachNumberOfAConfigIsAFaultOfItsOwn(t *testing.T) {
	_, err := trigger.Compile(nil, trigger.Config{MaxSlots: -1, Budget: -1, Horizon: -1})
	require.EqualError(t, err, "trigger: /config/max_slots: cannot be negative\ntrigger: /config/budget: cannot be negative\n"+
		"trigger: /config/horizon: cannot be negative, nor above ten years")
}

func TestAWrongVisitOrHistoryIsToldInTheWordsOfItsJSON(t *testing.T) {
	for text, want := range map[string][]string{
		`{"url":5,"started":"yesterday","attrs":{"cart":{}}}`: {
			`/url: a string is expected, not the number 5`, `/started: an instant is expected, such as "2026-11-01T00:00:00Z"`, `/attrs/cart: a string, a number`,
		},
		`{"Url2":"x","referer":"y"}`:       {`/referer: unknown member; did you mean "referrer"?`, `/Url2: unknown member; did you mean "url"?`},
		`{"moments":"page"}`:               {`/moments: a list is expected, not the string "page"`},
		`{"holds":[{"rule":1,"since":2}]}`: {`/holds/0/rule: a string`, `/holds/0/since: an instant`},
		`[]`:                               {`an object is expected, not a list`},
		`"x"`:                              {`an object is expected, not the string "x"`},
	} {
		var v trigger.Visit
		plain(t, json.Unmarshal([]byte(text), &v), want, text)
	}
	for text, want := range map[string][]string{
		`{"seen":[{"scope":1,"at":["soon"]}],"chats":"two"}`: {`/seen/0/scope: a string`, `/seen/0/at/0: an instant`, `/chats: a number is expected, not the string "two"`},
		`[]`: {`an object is expected, not a list`},
	} {
		var h trigger.History
		plain(t, json.Unmarshal([]byte(text), &h), want, text)
	}
}

// plain checks that an error names all that is wrong, and no type of Go.
func plain(t *testing.T, err error, want []string, text string) {
	t.Helper()
	require.ErrorIs(t, err, trigger.ErrVisit, text)
	var faults trigger.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, len(want), "%s: %v", text, err)
	for _, w := range want {
		require.ErrorContains(t, err, w, text)
	}
	for _, word := range []string{"struct", "Go ", "plain", "[]string", "parsing time", "json:"} {
		require.NotContains(t, err.Error(), word, text)
	}
}

func TestThePriorityOfASuppressRuleIsAWarning(t *testing.T) {
	s, err := trigger.CompileJSON([]byte(`[{"id":"a"},{"id":"b","type":"suppress","priority":5}]`), trigger.Config{})
	require.NoError(t, err)
	require.Contains(t, s.Warnings(), trigger.Fault{Pointer: "/1/priority", Reason: "means nothing in a suppress rule: all of them come before every other rule"})
}

// openAlways is a schedule without an end.
type openAlways struct{ trigger.Hours }
