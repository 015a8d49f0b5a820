package trigger_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// daysOf tells on which of six days a rule fires, of whom a prompt of another rule, "other" of the
// group "g", was answered on the first day, and of whom its own prompt of the second day was.
func daysOf(t *testing.T, rule string, other, own trigger.Fate) (days string) {
	t.Helper()
	prompt := `"do":[{"type":"prompt","text":{"en":"x"},"expire":"1m"}]`
	set := compile(t, `[{"id":"r",`+rule+`,`+prompt+`},
		{"id":"other","priority":1,"group":"g","limits":[{"max":1}],`+prompt+`}]`)
	var h trigger.History
	for day := range 6 {
		now := t0.Add(time.Duration(day) * 24 * time.Hour)
		v := trigger.Visit{Visitor: "v", Started: now, Entered: now}
		fires := set.Eval(v, h, now).Fires
		for _, f := range fires {
			h = claim(t, set, v, h, f.Rule(), now)
		}
		for _, f := range fires {
			fate := own
			if f.Rule() == "other" {
				fate = other
			} else {
				days += fmt.Sprint(day)
			}
			if fate != "" {
				var err error
				h, _, err = h.End("v", f.Rule(), fate, now.Add(time.Second))
				require.NoError(t, err)
			}
		}
	}
	return days
}

func TestARuleFiresUntilItIsAnswered(t *testing.T) {
	for rule, want := range map[string][2]string{ // accepted, dismissed
		`"quiet":{}`:                                  {"012345", "0"},
		`"quiet":{"answered":true}`:                   {"0", "0"},
		`"quiet":{"dismissed":"36h"}`:                 {"012345", "024"},
		`"quiet":{"dismissed":"36h","answered":true}`: {"0", "0"},
		`"quiet":{"engaged":"36h"}`:                   {"024", "0"},
	} {
		require.Equal(t, want[0], daysOf(t, rule, "", trigger.Accepted), rule)
		require.Equal(t, want[1], daysOf(t, rule, "", trigger.Dismissed), rule)
		for _, ignored := range []trigger.Fate{"", trigger.Expired} {
			require.Equal(t, "012345", daysOf(t, rule, "", ignored), "%s: nobody answered", rule)
		}
	}
}

func TestAQuietPeriodIsOfTheRuleItsGroupOrAll(t *testing.T) {
	for scope, want := range map[string]string{
		``: "0345", `,"scope":"all"`: "0345", `,"scope":"group:g"`: "0345",
		`,"scope":"rule"`: "012345", `,"scope":"group:h"`: "012345",
	} {
		rule := `"quiet":{"dismissed":"60h"` + scope + `}`
		require.Equal(t, want, daysOf(t, rule, trigger.Dismissed, ""), rule)
		rule = `"quiet":{"engaged":"60h"` + scope + `}`
		require.Equal(t, want, daysOf(t, rule, trigger.Accepted, ""), rule)
	}
	own := `"quiet":{"dismissed":"60h","scope":"rule"}`
	require.Equal(t, "03", daysOf(t, own, "", trigger.Dismissed))
	wrong := `[{"id":"r","quiet":{"scope":"visit"}}]`
	require.Equal(t, []string{"/0/quiet/scope"}, pointers(t, wrong))
}

func TestAConditionAsksForTheFateOfARule(t *testing.T) {
	ended := leaf("prompt.fate.first", "in", `["dismissed","expired"]`)
	set := compile(t, `[{"id":"first",`+promptDo+`},{"id":"then","when":`+ended+`}]`)
	v := visitAt("/a", t0)
	h := claim(t, set, v, trigger.History{}, "first", t0)
	require.Empty(t, fired(set.Eval(v, h, t0.Add(time.Second))))
	h, _, err := h.End("v", "first", trigger.Dismissed, t0.Add(time.Second))
	require.NoError(t, err)
	require.Equal(t, []string{"then"}, fired(set.Eval(v, h, t0.Add(2*time.Second))))
	misspelt := `{"not":` + leaf("prompt.fate.frist", "eq", `"shown"`) + `}`
	warned := compile(t, `[{"id":"r","when":`+misspelt+`},{"id":"first"}]`).Warnings()
	require.Len(t, warned, 1)
	require.Equal(t, "/0/when/not/attr", warned[0].Pointer)
	require.Contains(t, warned[0].Reason, `did you mean "first"?`)
}

func TestAnUncappedRuleFiresWheneverItCan(t *testing.T) {
	set := compile(t, `[{"id":"r","uncapped":true,"do":[{"type":"tag","tag":"seen"}]}]`)
	v, h, now := visitAt("/a", t0), trigger.History{}, t0
	for range 100 {
		res := set.Eval(v, h, now)
		require.Equal(t, []string{"r"}, fired(res))
		h = claim(t, set, v, h, "r", now)
		now = set.Eval(v, h, now).Next
	}
	require.Equal(t, t0.Add(100*time.Second), now, "a second lies between any two")
	require.Len(t, h.Seen[len(h.Seen)-1].At, 1, "the history stays small")
	both := `[{"id":"r","uncapped":true,"limits":[{"max":1}]}]`
	require.Equal(t, []string{"/0/limits"}, pointers(t, both))
	veto := `[{"id":"r","type":"suppress","uncapped":true}]`
	require.Equal(t, []string{"/0/uncapped"}, pointers(t, veto))
}

func TestWhatIsNewInARuleIsWrittenAndReadBack(t *testing.T) {
	for _, text := range []string{
		`{"id":"r","uncapped":true}`,
		`{"id":"r","quiet":{"answered":true}}`,
		`{"id":"r","quiet":{"dismissed":"1h","scope":"group:g"}}`,
	} {
		var r trigger.Rule
		require.NoError(t, json.Unmarshal([]byte(text), &r))
		back, err := json.Marshal(r)
		require.NoError(t, err)
		require.JSONEq(t, text, string(back))
		set := compile(t, `[`+text+`]`)
		again, ok := set.Rule("r")
		require.True(t, ok)
		require.Equal(t, r, again)
	}
}

func TestWhoHasSeenAVariantGetsItAgain(t *testing.T) {
	rule := func(variants string) *trigger.Set {
		return compile(t, `[{"id":"r","uncapped":true,"variants":[`+variants+`],`+promptDo+`}]`)
	}
	a, b, c := `{"id":"a","weight":1}`, `{"id":"b","weight":1}`, `{"id":"c","weight":1}`
	was := rule(a + "," + b)
	moved, gone := 0, 0
	for i := range 1000 {
		v := visitAt("/a", t0)
		v.Visitor = fmt.Sprint("v", i)
		h, e, err := was.Claim(v, trigger.History{}, "r", t0)
		require.NoError(t, err)
		h, _, err = h.End(v.Visitor, "r", trigger.Expired, t0.Add(time.Second))
		require.NoError(t, err)
		now := t0.Add(time.Hour)
		more, turned, heavier := a+","+b+","+c, b+","+a, `{"id":"a","weight":9},`+b
		for _, variants := range []string{more, turned, heavier} {
			set := rule(variants)
			res := set.Eval(v, h, now)
			require.Equal(t, e.Variant, res.Fires[0].Variant(), "the variant that was seen")
			_, again, err := set.Claim(v, h, "r", now)
			require.NoError(t, err)
			require.Equal(t, e.Variant, again.Variant)
			x, err := set.Explain("r", v, h, now)
			require.NoError(t, err)
			require.Equal(t, e.Variant, x.Variant)
			if fresh := set.Eval(v, trigger.History{}, now); fresh.Fires[0].Variant() != e.Variant {
				moved++
			}
		}
		if only := rule(b+","+c).Eval(v, h, now).Fires[0].Variant(); e.Variant == "a" {
			require.Contains(t, []string{"b", "c"}, only, "what is no more is chosen anew")
			gone++
		}
	}
	require.Positive(t, min(moved, gone))
}
