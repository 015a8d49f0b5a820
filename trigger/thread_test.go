package trigger_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// The tests of this file are named after what people asked or complained about in other products,
// with the thread.

func compile(t testing.TB, rules string) *trigger.Set {
	t.Helper()
	set, err := trigger.CompileJSON([]byte(rules), trigger.Config{Schema: hostSchema})
	require.NoError(t, err)
	return set
}

func withDwell(d string) string { return strings.ReplaceAll(dwellRule, "%", d) }

func fired(r trigger.Result) []string {
	ids := []string{}
	for _, f := range r.Fires {
		ids = append(ids, f.Rule())
	}
	return ids
}

func visitAt(url string, at time.Time) trigger.Visit {
	return trigger.Visit{Visitor: "v1", URL: url, Started: at, Entered: at, Active: at, Attrs: map[string]trigger.Value{}}
}

func claim(t testing.TB, s *trigger.Set, v trigger.Visit, h trigger.History, rule string, now time.Time) trigger.History {
	t.Helper()
	h, _, err := s.Claim(v, h, rule, now)
	require.NoError(t, err)
	return h
}

const promptDo = `"do":[{"type":"prompt","text":{"en":"Hello"}}]`

// Rocket.Chat.Livechat #67, #465: a page and a time together.
func TestConditionsOnPageAndTimeGoTogether(t *testing.T) {
	s := compile(t, `[{"id":"r","when":{"all":[{"attr":"page.path","op":"prefix","value":"/a"},{"attr":"page.dwell","op":"ge","value":"10s"}]}}]`)
	v := visitAt("/a", t0)
	require.Empty(t, fired(s.Eval(v, trigger.History{}, t0)))
	require.Equal(t, []string{"r"}, fired(s.Eval(v, trigger.History{}, t0.Add(10*time.Second))))
	require.Empty(t, fired(s.Eval(visitAt("/b", t0), trigger.History{}, t0.Add(time.Hour))))
}

// Rocket.Chat.Livechat #232, PR #537: only the first trigger, its first condition and its first
// action ran.
func TestEveryRuleConditionAndActionCounts(t *testing.T) {
	s := compile(t, `[{"id":"a","when":{"attr":"page.path","op":"eq","value":"/x"}},
	 {"id":"b","when":{"all":[{"attr":"page.path","op":"eq","value":"/a"},{"attr":"cart.value","op":"ge","value":1}]},
	  "do":[{"type":"tag","tag":"t"},{"type":"queue","queue":"q"},{"type":"open"}]},
	 {"id":"c"}]`)
	v := visitAt("/a", t0)
	require.Equal(t, []string{"c"}, fired(s.Eval(v, trigger.History{}, t0)))
	v.Attrs["cart.value"] = trigger.Num(5)
	res := s.Eval(v, trigger.History{}, t0)
	require.Equal(t, []string{"b", "c"}, fired(res))
	require.Len(t, res.Fires[0].Do(), 3)
}

// chatwoot #3363, #6600: "I closed it, it comes back on every page".
func TestDismissedStaysDismissedOnEveryPageAndVisit(t *testing.T) {
	s := compile(t, `[{"id":"r","limits":[{"max":32}],`+promptDo+`}]`)
	v := visitAt("/a", t0)
	h := claim(t, s, v, trigger.History{}, "r", t0)
	h, e, err := h.End("v1", "r", trigger.Dismissed, t0.Add(time.Second))
	require.NoError(t, err)
	require.Equal(t, trigger.Dismissed, e.Fate)
	for _, later := range []time.Duration{time.Second, time.Minute, 24 * time.Hour, 365 * 24 * time.Hour} {
		at := t0.Add(later)
		require.Empty(t, s.Eval(visitAt("/b", at), h, at).Fires)
		_, _, err := s.Claim(visitAt("/b", at), h, "r", at)
		require.ErrorIs(t, err, trigger.ErrQuiet)
	}
}

// LHC #946, #138, #253: "show it again after a while".
func TestADismissedPromptMayComeBackAfterItsQuietPeriod(t *testing.T) {
	s := compile(t, `[{"id":"r","limits":[{"max":32}],"quiet":{"dismissed":"24h"},`+promptDo+`}]`)
	h := claim(t, s, visitAt("/a", t0), trigger.History{}, "r", t0)
	h, _, err := h.End("v1", "r", trigger.Dismissed, t0.Add(time.Minute))
	require.NoError(t, err)
	back := t0.Add(time.Minute + 24*time.Hour)
	res := s.Eval(visitAt("/a", back.Add(-time.Hour)), h, back.Add(-time.Hour))
	require.Empty(t, res.Fires)
	require.Equal(t, back, res.Next)
	require.Equal(t, []string{"r"}, fired(s.Eval(visitAt("/a", back), h, back)))
}

// LHC #1056: "shown only once and the very first which meets condition".
func TestASecondRuleShowsAfterTheFirst(t *testing.T) {
	s := compile(t, `[{"id":"a","priority":2,"group":"prompt","limits":[{"max":1}],`+promptDo+`},{"id":"b","priority":1,"group":"prompt",`+promptDo+`}]`)
	v := visitAt("/a", t0)
	require.Equal(t, []string{"a"}, fired(s.Eval(v, trigger.History{}, t0)), "one of a group at a time")
	h := claim(t, s, v, trigger.History{}, "a", t0)
	require.Empty(t, s.Eval(v, h, t0.Add(time.Second)).Fires, "not while the first still stands")
	next := t0.Add(time.Minute)
	v.Entered = next
	require.Equal(t, []string{"b"}, fired(s.Eval(v, h, next)), "on the next page")
	ended, _, err := h.End("v1", "a", trigger.Expired, t0.Add(time.Second))
	require.NoError(t, err)
	v.Entered = t0
	require.Equal(t, []string{"b"}, fired(s.Eval(v, ended, t0.Add(2*time.Second))), "when the first has ended")
}

// Rocket.Chat #2235, chatwoot #14648: fires with nobody there. LHC #80: stop on a full queue.
func TestNothingFiresWithNobodyThereOrAFullQueue(t *testing.T) {
	s := compile(t, `[{"id":"r","when":{"all":[{"attr":"agents.free","op":"ge","value":1},{"not":{"attr":"queue.waiting","op":"ge","value":5}}]},`+promptDo+`}]`)
	v := visitAt("/a", t0)
	require.Empty(t, s.Eval(v, trigger.History{}, t0).Fires, "unknown is nobody")
	v.Attrs["agents.free"] = trigger.Num(0)
	require.Empty(t, s.Eval(v, trigger.History{}, t0).Fires)
	v.Attrs["agents.free"] = trigger.Num(1)
	require.Len(t, s.Eval(v, trigger.History{}, t0).Fires, 1)
	v.Attrs["queue.waiting"] = trigger.Num(5)
	require.Empty(t, s.Eval(v, trigger.History{}, t0).Fires)
}

// LHC #994: a stale invitation is accepted when the agents are gone.
func TestAPromptIsWithdrawnWhenAgentsLeaveAndExpires(t *testing.T) {
	s := compile(t, `[{"id":"r","when":{"all":[{"attr":"agents.free","op":"ge","value":1},{"attr":"page.path","op":"eq","value":"/a"}]},
	 "do":[{"type":"prompt","text":{"en":"Hello"},"expire":"5m"}]}]`)
	v := visitAt("/a", t0)
	v.Attrs["agents.free"] = trigger.Num(1)
	h := claim(t, s, v, trigger.History{}, "r", t0)
	res := s.Eval(visitAtWith(v, "/b"), h, t0.Add(time.Second))
	require.Empty(t, res.Ends, "another page does not take it back")
	require.Equal(t, t0.Add(5*time.Minute), res.Next, "its end is looked at")
	v.Attrs["agents.free"] = trigger.Num(0)
	res = s.Eval(v, h, t0.Add(time.Second))
	require.Equal(t, trigger.Withdrawn, res.Ends[0].Fate)
	gone, _, err := h.End("v1", "r", trigger.Withdrawn, t0.Add(time.Second))
	require.NoError(t, err)
	_, _, err = gone.End("v1", "r", trigger.Accepted, t0.Add(2*time.Second))
	require.ErrorIs(t, err, trigger.ErrNoOpen)
	late, _, err := h.End("v1", "r", trigger.Accepted, t0.Add(5*time.Minute))
	require.ErrorIs(t, err, trigger.ErrExpired)
	require.Equal(t, trigger.Expired, late.Last)
}

func visitAtWith(v trigger.Visit, url string) trigger.Visit {
	v.URL = url
	return v
}

// chatwoot #3192, #5504: dynamic addresses, wildcards, and one slash at the end.
func TestAddressesMatchByWildcardAndWithoutTheLastSlash(t *testing.T) {
	s := compile(t, `[{"id":"glob","when":{"attr":"page.path","op":"glob","value":"/users/*/orders"}},
	 {"id":"eq","when":{"attr":"page.path","op":"eq","value":"/cart/"}},{"id":"url","when":{"attr":"page.url","op":"eq","value":"https://shop.example/cart"}}]`)
	for url, want := range map[string][]string{
		"https://shop.example/users/7/orders/?page=2": {"glob"}, "/users/7/8/orders": {}, "/users/7/orders": {"glob"},
		"https://shop.example/cart": {"eq", "url"}, "https://shop.example/cart/": {"eq", "url"}, "/cart/#top": {"eq"}, "/cart/x": {},
	} {
		require.Equal(t, want, fired(s.Eval(visitAt(url, t0), trigger.History{}, t0)), url)
	}
}
