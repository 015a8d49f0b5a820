package trigger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// chatwoot #3997, #4925: pages that never load anew, and events of the host.
func TestEventsOfTheHostFireWithoutANewPage(t *testing.T) {
	s := compile(t, `[{"id":"r","on":["event:wishlist"],"when":{"attr":"page.path","op":"eq","value":"/a"}},{"id":"any","on":["event"]}]`)
	v := visitAt("/a", t0)
	res := s.Eval(v, trigger.History{}, t0)
	require.Empty(t, res.Fires)
	require.True(t, res.Next.IsZero(), "the clock alone fires nothing")
	v.Moments = []trigger.Moment{trigger.OnEvent("wishlist")}
	require.Equal(t, []string{"any", "r"}, fired(s.Eval(v, trigger.History{}, t0)))
	v.Moments = []trigger.Moment{trigger.OnEvent("other"), trigger.OnPage}
	require.Equal(t, []string{"any"}, fired(s.Eval(v, trigger.History{}, t0)))
}

// chatwoot #657: the first, or the nth, visit.
func TestTheFirstAndTheNthVisitAreTold(t *testing.T) {
	s := compile(t, `[{"id":"first","when":{"attr":"visit.first","op":"is","value":true}},{"id":"third","when":{"attr":"visit.count","op":"eq","value":3}}]`)
	for count, want := range map[float64][]string{1: {"first"}, 2: {}, 3: {"third"}} {
		v := visitAt("/a", t0)
		v.Attrs["visit.count"] = trigger.Num(count)
		require.Equal(t, want, fired(s.Eval(v, trigger.History{}, t0)))
	}
}

// chatwoot #5483: "nothing happens, why?" (an old conversation blocked it).
func TestExplainSaysThatAnOpenChatBlocks(t *testing.T) {
	s := compile(t, `[{"id":"r",`+promptDo+`}]`)
	h := trigger.History{}.ChatStart(t0)
	x, err := s.Explain("r", visitAt("/a", t0), h, t0)
	require.NoError(t, err)
	require.False(t, x.Fires)
	require.Equal(t, "chat", x.Blocks[0].By)
	require.Contains(t, x.String(), "the visitor has a chat open")
}

// Rocket.Chat #13459: triggers stopped for good after a chat.
func TestRulesGoOnAfterAChat(t *testing.T) {
	s := compile(t, `[{"id":"r","quiet":{"chat_ended":"1h"},`+promptDo+`}]`)
	h := trigger.History{}.ChatStart(t0).ChatEnd(t0.Add(time.Minute))
	res := s.Eval(visitAt("/a", t0), h, t0.Add(2*time.Minute))
	require.Empty(t, res.Fires)
	require.Equal(t, t0.Add(61*time.Minute), res.Next)
	require.Equal(t, []string{"r"}, fired(s.Eval(visitAt("/a", t0), h, res.Next)))
}

// brittaniarw-ux/borcha #121: a poll every ten seconds, and what it costs.
func TestNobodyNeedsToPoll(t *testing.T) {
	s := compile(t, `[{"id":"r","when":{"attr":"page.dwell","op":"ge","value":"45s"},"hold":"10s",`+promptDo+`}]`)
	v, h, looks := visitAt("/a", t0), trigger.History{}, 0
	for now := t0; !now.IsZero(); looks++ {
		res := s.Eval(v, h, now)
		v.Holds = res.Holds
		for _, f := range res.Fires {
			require.Equal(t, t0.Add(55*time.Second), now)
			h = claim(t, s, v, h, f.Rule(), now)
		}
		now = res.Next
		require.Less(t, looks, 6)
	}
	require.Equal(t, []string{"r"}, h.OpenPrompts(t0.Add(time.Minute)))
}

// Unleash node PR #533, php PR #179: one seed for "in or out" and for "which variant" skews the
// variants.
func TestVariantsAreEvenAmongThoseASmallRolloutLetsIn(t *testing.T) {
	s := compile(t, `[{"id":"r","rollout":{"percent":10},"variants":[{"id":"a","weight":50},{"id":"b","weight":50}]}]`)
	counts := map[string]int{}
	for i := range 40_000 {
		v := visitAt("/a", t0)
		v.Visitor = fmt.Sprint("visitor-", i)
		for _, f := range s.Eval(v, trigger.History{}, t0).Fires {
			counts[f.Variant()]++
		}
	}
	require.InDelta(t, 4000, counts["a"]+counts["b"], 250)
	require.InDelta(t, counts["a"], counts["b"], 250)
}

// DESIGN: a prompt is never shown where it must not be, whatever its priority, and a timer under a
// veto is dropped.
func TestNothingFiresWhereItMustNot(t *testing.T) {
	set, err := trigger.CompileJSON([]byte(`[{"id":"r","priority":1000000,"when":{"attr":"page.dwell","op":"ge","value":"10s"},`+promptDo+`},
	 {"id":"buying","type":"suppress","when":{"attr":"cart.value","op":"ge","value":1}}]`), trigger.Config{Never: []string{"/checkout", "/*/pay/**"}})
	require.NoError(t, err)
	for _, url := range []string{"/checkout", "/checkout/", "https://shop.example/checkout/pay?x=1", "/et/pay", "/et/pay/card"} {
		res := set.Eval(visitAt(url, t0), trigger.History{}, t0.Add(time.Minute))
		require.Empty(t, res.Fires, url)
		require.True(t, res.Next.IsZero(), "%s: the timer is dropped, not late", url)
	}
	v := visitAt("/checkouts", t0)
	require.Len(t, set.Eval(v, trigger.History{}, t0.Add(time.Minute)).Fires, 1)
	v.Attrs["cart.value"] = trigger.Num(5)
	require.Empty(t, set.Eval(v, trigger.History{}, t0.Add(time.Minute)).Fires)
}

func TestAGrowingRolloutOnlyAddsVisitors(t *testing.T) {
	in := map[string]bool{}
	for _, percent := range []string{"0", "0.01", "1", "12.5", "50", "99.99", "100"} {
		s := compile(t, `[{"id":"r","rollout":{"percent":`+percent+`}}]`)
		now := map[string]bool{}
		for i := range 3000 {
			v := visitAt("/a", t0)
			v.Visitor = fmt.Sprint("v", i)
			now[v.Visitor] = len(s.Eval(v, trigger.History{}, t0).Fires) == 1
			require.False(t, in[v.Visitor] && !now[v.Visitor], "%s at %s", v.Visitor, percent)
		}
		in = now
		require.Empty(t, s.Eval(trigger.Visit{}, trigger.History{}, t0).Fires, "nobody without an ID is in")
	}
	for id, is := range in {
		require.True(t, is, id)
	}
}

func TestTheHoldoutGroupIsCountedAndShownNothing(t *testing.T) {
	rules := []trigger.Rule{{ID: "r", Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}}}}
	set, err := trigger.Compile(rules, trigger.Config{Holdout: trigger.Rollout{Percent: 20}})
	require.NoError(t, err)
	var funnel trigger.Funnel
	for i := range 5000 {
		v := visitAt("/a", t0)
		v.Visitor = fmt.Sprint("v", i)
		res := set.Eval(v, trigger.History{}, t0)
		require.Equal(t, 1, len(res.Fires)+len(res.Held))
		h, e, err := set.Claim(v, trigger.History{}, "r", t0)
		require.NoError(t, err)
		require.Equal(t, len(res.Held) == 1, e.Held)
		require.Equal(t, e.Held, len(h.OpenPrompts(t0)) == 0)
		funnel.Add(e)
	}
	step := funnel.Steps()[0]
	require.Equal(t, 5000, step.Shown+step.Held)
	require.InDelta(t, 1000, step.Held, 120)
}
