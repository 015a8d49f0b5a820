package trigger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// open is a schedule of a few stretches of time, each from its first instant up to its second.
type open [][2]time.Time

func (o open) Open(t time.Time) bool {
	for _, w := range o {
		if !t.Before(w[0]) && t.Before(w[1]) {
			return true
		}
	}
	return false
}

func (o open) NextOpen(t time.Time) (time.Time, bool)  { return o.next(t, 0) }
func (o open) NextClose(t time.Time) (time.Time, bool) { return o.next(t, 1) }

func (o open) next(t time.Time, end int) (time.Time, bool) {
	for _, w := range o {
		if w[end].After(t) {
			return w[end], true
		}
	}
	return time.Time{}, false
}

// openIn is a config with opening hours by minutes of opening and closing.
func openIn(minutes ...int) trigger.Config {
	var o open
	for ; len(minutes) > 0; minutes = minutes[2:] {
		o = append(o, [2]time.Time{after(minutes[0]), after(minutes[1])})
	}
	return trigger.Config{Hours: map[string]trigger.Hours{"s": o}}
}

func after(minutes int) time.Time { return t0.Add(time.Duration(minutes) * time.Minute) }

// slept is two looks, and what changed between them that nobody looked at. The first is at t0.
// Minutes count from it.
type slept struct {
	rules  string
	config trigger.Config
	before func(*trigger.Visit, *trigger.History)
	after  func(*trigger.Visit, *trigger.History)
	now    int // the minute of the second look
	since  int // the minute since when the rule "r" has been true then; -1: it is not held any more
}

// sinceThen looks twice and says since when the rule "r" is held.
func (s slept) sinceThen(t *testing.T) int {
	set, err := trigger.CompileJSON([]byte(s.rules), s.config)
	require.NoError(t, err)
	v, h := visitAt("https://shop.example/cart", after(-60)), trigger.History{}
	if s.before != nil {
		s.before(&v, &h)
	}
	first := set.Eval(v, h, t0)
	require.Len(t, first.Holds, 1)
	require.Equal(t, t0, first.Holds[0].Since.UTC())
	v.Holds = first.Holds
	if s.after != nil {
		s.after(&v, &h)
	}
	then := set.Eval(v, h, after(s.now))
	if len(then.Holds) == 0 {
		return -1
	}
	since := then.Holds[0].Since
	x, err := set.Explain("r", v, h, after(s.now))
	require.NoError(t, err)
	require.Equal(t, since.UTC(), x.Hold.Since.UTC(), "the explanation says the same")
	require.Empty(t, then.Fires, "it has not been true for as long as the hold")
	return int(since.Sub(t0) / time.Minute)
}

// prompted is what a history says of a rule that showed a prompt at minute 5.
func prompted(s trigger.Seen) []trigger.Seen {
	s.Scope, s.At = "rule:x", []time.Time{after(5)}
	return []trigger.Seen{s}
}

func held(when string) string { return `[{"id":"r","hold":"10h","when":` + when + `}]` }

func leaf(attr, op, value string) string {
	return `{"attr":"` + attr + `","op":"` + op + `","value":` + value + `}`
}

func TestAHoldIsBrokenByWhatNobodyLookedAt(t *testing.T) {
	lunch := openIn(-60, 30, 90, 300)
	breaks := openIn(-60, 10, 20, 30, 40, 300)
	isOpen := leaf("hours.s", "is", "true")
	active := func(minute int) func(*trigger.Visit, *trigger.History) {
		return func(v *trigger.Visit, _ *trigger.History) { v.Active = after(minute) }
	}
	entered := func(minute int) func(*trigger.Visit, *trigger.History) {
		return func(v *trigger.Visit, _ *trigger.History) { v.Entered = after(minute) }
	}
	for name, s := range map[string]slept{
		"the shop closed over lunch": {
			rules:  held(isOpen),
			config: lunch,
			now:    91, since: 90,
		},
		"it closed twice": {
			rules:  held(isOpen),
			config: breaks,
			now:    45, since: 40,
		},
		"it was to be closed, and opened in between": {
			rules:  held(`{"not":` + isOpen + `}`),
			config: openIn(10, 20),
			now:    25, since: 20,
		},
		"a moment came and went": {
			rules: held(`{"any":[` + leaf("now", "before", `"2026-11-02T09:05:00Z"`) + `,` + leaf("now", "after", `"2026-11-02T09:10:00Z"`) + `]}`),
			now:   25, since: 10,
		},
		"the visitor moved": {
			rules: held(leaf("idle", "ge", `"5m"`)),
			after: active(10),
			now:   20, since: 15,
		},
		"the visitor went, and is back": {
			rules:  held(leaf("idle", "lt", `"5m"`)),
			before: active(-1),
			after:  active(18),
			now:    20, since: 18,
		},
		"another page, long enough ago": {
			rules: held(leaf("page.dwell", "ge", `"2m"`)),
			after: entered(10),
			now:   20, since: 12,
		},
		"a page that grew old, and another": {
			rules:  held(leaf("page.dwell", "lt", `"5m"`)),
			before: entered(0),
			after:  entered(18),
			now:    20, since: 18,
		},
		"the page was left, and entered again": {
			rules: held(leaf("page.path", "eq", `"/cart"`)),
			after: entered(10),
			now:   20, since: 10,
		},
		"by its host": {
			rules: held(leaf("page.host", "eq", `"shop.example"`)),
			after: entered(10),
			now:   20, since: 10,
		},
		"by what its address does not say": {
			rules: held(`{"not":` + leaf("page.query.sale", "exists", "true") + `}`),
			after: entered(10),
			now:   20, since: 10,
		},
		"by what it is not": {
			rules: held(leaf("page.path", "ne", `"/help"`)),
			after: entered(10),
			now:   20, since: 10,
		},
		"by its title": {
			rules: held(`{"not":` + leaf("page.title", "eq", `"Help"`) + `}`),
			after: entered(10),
			now:   20, since: 10,
		},
		"by where the visitor came from": {
			rules: held(`{"not":` + leaf("referrer.host", "eq", `"a.example"`) + `}`),
			after: entered(10),
			now:   20, since: 10,
		},
		"closed for one part, left the page for another": {
			rules:  held(`{"all":[` + isOpen + `,` + leaf("page.path", "eq", `"/cart"`) + `]}`),
			config: lunch,
			after:  entered(95),
			now:    100, since: 95,
		},
		"a new visit": {
			rules:  held(leaf("cart.value", "ge", "1")),
			before: func(v *trigger.Visit, _ *trigger.History) { v.Attrs["cart.value"] = trigger.Num(5) },
			after:  func(v *trigger.Visit, _ *trigger.History) { v.Started, v.Entered = after(10), after(15) },
			now:    20, since: 10,
		},
		"something was dismissed": {
			rules:  held(leaf("since.dismissed", "ge", `"5m"`)),
			before: func(_ *trigger.Visit, h *trigger.History) { h.Dismissed = after(-20) },
			after:  func(_ *trigger.Visit, h *trigger.History) { h.Dismissed = after(10) },
			now:    20, since: 15,
		},
		"a chat, while the rule shows nothing": {
			rules: held("{}"),
			after: func(_ *trigger.Visit, h *trigger.History) { *h = h.ChatStart(after(5)).ChatEnd(after(10)) },
			now:   20, since: 10,
		},
		"another chat": {
			rules:  `[{"id":"r","hold":"10h","when":` + leaf("chat.open", "is", "true") + `,"do":[{"type":"queue","queue":"q"}]}]`,
			before: func(_ *trigger.Visit, h *trigger.History) { *h = h.ChatStart(after(-5)) },
			after:  func(_ *trigger.Visit, h *trigger.History) { *h = h.ChatEnd(after(5)).ChatStart(after(10)) },
			now:    20, since: 10,
		},
		"a prompt that stood for a while": {
			rules: held(leaf("prompt.open", "is", "false")),
			after: func(_ *trigger.Visit, h *trigger.History) {
				h.Shown, h.Seen = after(5), prompted(trigger.Seen{Expires: after(15), Fate: trigger.Shown})
			}, now: 20, since: 15},
		"a prompt that was taken back": {
			rules: held(leaf("prompt.open", "is", "false")),
			after: func(_ *trigger.Visit, h *trigger.History) {
				h.Shown, h.Seen = after(5), prompted(trigger.Seen{Ended: after(15), Fate: trigger.Withdrawn})
			}, now: 20, since: 15},
		"a page between that is in Never": {
			rules:  held("{}"),
			config: trigger.Config{Never: []string{"/checkout"}},
			after:  entered(10),
			now:    20, since: 10,
		},
		"a suppress rule held over lunch": {
			rules:  `[{"id":"r","hold":"10h"},{"id":"s","type":"suppress","when":{"not":` + isOpen + `}}]`,
			config: lunch,
			now:    91, since: 90,
		},
		"a suppress rule had its day": {
			rules: `[{"id":"r","hold":"10h"},{"id":"s","type":"suppress","from":"2026-11-02T09:05:00Z","until":"2026-11-02T09:15:00Z"}]`,
			now:   20, since: 15,
		},
		"a suppress rule of its group": {
			rules: `[{"id":"r","group":"g","hold":"10h"},{"id":"s","type":"suppress","groups":["g"],"when":` + leaf("idle", "lt", `"5m"`) + `}]`,
			after: active(10),
			now:   20, since: 15,
		},
	} {
		require.Equal(t, s.since, s.sinceThen(t), name)
	}
}

func TestAHoldStandsOverWhatBreaksItsConditionNowhere(t *testing.T) {
	lunch := openIn(-60, 30, 90, 300)
	cart := leaf("cart.value", "ge", "1")
	full := func(v *trigger.Visit, _ *trigger.History) { v.Attrs["cart.value"] = trigger.Num(5) }
	another := func(v *trigger.Visit, _ *trigger.History) {
		v.URL, v.Entered, v.Active = "https://shop.example/help", after(10), after(18)
	}
	for name, s := range map[string]slept{
		"another page, for a rule about the cart": {
			rules:  held(cart),
			before: full,
			after:  another,
			now:    20,
		},
		"another page, where the cart is enough": {
			rules:  held(`{"any":[` + leaf("page.path", "eq", `"/cart"`) + `,` + cart + `]}`),
			before: full,
			after:  another,
			now:    20,
		},
		"lunch, where the cart is enough": {
			rules:  held(`{"any":[` + leaf("hours.s", "is", "true") + `,` + cart + `]}`),
			config: lunch,
			before: full,
			now:    91,
		},
		"another sign of life in time": {
			rules:  held(leaf("idle", "lt", `"5m"`)),
			before: func(v *trigger.Visit, _ *trigger.History) { v.Active = after(0) },
			after:  func(v *trigger.Visit, _ *trigger.History) { v.Active = after(4) },
			now:    6,
		},
		"another page in time": {
			rules:  held(leaf("page.dwell", "lt", `"5m"`)),
			before: func(v *trigger.Visit, _ *trigger.History) { v.Entered = after(0) },
			after:  func(v *trigger.Visit, _ *trigger.History) { v.Entered = after(4) },
			now:    6,
		},
		"another page that was looked at, with pages that are silenced": {
			rules:  held(cart),
			config: trigger.Config{Never: []string{"/checkout"}},
			before: full,
			after: func(v *trigger.Visit, h *trigger.History) {
				another(v, h)
				v.Moments = []trigger.Moment{trigger.OnPage}
			}, now: 20},
		"another page, with pages on which other rules are silenced": {
			rules: `[{"id":"r","hold":"10h"},{"id":"x","group":"g"},{"id":"s","type":"suppress","groups":["g"],"when":` + leaf("page.path", "eq", `"/help"`) + `}]`,
			after: another,
			now:   20,
		},
		"any sign of life": {
			rules: held(leaf("idle", "ge", `"0s"`)),
			after: func(v *trigger.Visit, _ *trigger.History) { v.Active = after(4) },
			now:   6,
		},
		"a suppress rule of other rules": {
			rules:  `[{"id":"r","hold":"10h"},{"id":"s","type":"suppress","groups":["g"],"when":{"not":` + leaf("hours.s", "is", "true") + `}}]`,
			config: lunch,
			now:    91,
		},
		"a chat, where rules fire beside": {
			rules:  held("{}"),
			config: trigger.Config{DuringChat: true},
			after:  func(_ *trigger.Visit, h *trigger.History) { *h = h.ChatStart(after(5)).ChatEnd(after(10)) },
			now:    20,
		},
	} {
		require.Zero(t, s.sinceThen(t), name)
	}
}

func TestAHoldThatNoVisitCanHaveIsNone(t *testing.T) {
	set := compile(t, held("{}"))
	early := trigger.Hold{Rule: "r", Since: after(-60)}
	for name, holds := range map[string][]trigger.Hold{
		"before the visit":          {{Rule: "r", Since: t0.AddDate(-26, 0, 0)}},
		"before everything":         {{Rule: "r", Since: time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)}},
		"in the future":             {{Rule: "r", Since: after(1000)}},
		"of another rule":           {{Rule: "x", Since: after(-60)}},
		"twice, and the later says": {early, {Rule: "r", Since: after(30)}, early},
	} {
		v := visitAt("/cart", after(-60))
		v.Holds = holds
		since := set.Eval(v, trigger.History{}, after(30)).Holds[0].Since.UTC()
		if name == "before the visit" {
			require.Equal(t, v.Started, since, name)
			continue
		}
		require.Equal(t, after(30), since, name)
	}
}

func TestAHoldBehindMoreTurnsThanAreLookedAtBeginsAnew(t *testing.T) {
	var busy open
	for i := range 2000 {
		at := t0.Add(time.Duration(2*i) * time.Second)
		busy = append(busy, [2]time.Time{at, at.Add(time.Second)})
	}
	set, err := trigger.CompileJSON([]byte(held(
		`{"any":[`+leaf("hours.s", "is", "true")+`,`+leaf("idle", "ge", `"0s"`)+`]}`)),
		trigger.Config{Hours: map[string]trigger.Hours{"s": busy}})
	require.NoError(t, err)
	v := visitAt("/cart", t0)
	v.Holds = []trigger.Hold{{Rule: "r", Since: t0}}
	require.Equal(t, t0, set.Eval(v, trigger.History{}, after(5)).Holds[0].Since.UTC())
	late := set.Eval(v, trigger.History{}, after(60))
	require.Equal(t, after(60), late.Holds[0].Since.UTC(), "what no look can show is not claimed")
}

func TestAHoldCarriesTheLookThatFoundIt(t *testing.T) {
	set := compile(t, held("{}"))
	v := visitAt("/cart", t0)
	v.Entered, v.Active = after(1), after(2)
	look := trigger.Hold{Rule: "r", Since: after(3), Seen: after(3), Entered: after(1), Active: after(2)}
	require.Equal(t, []trigger.Hold{look}, set.Eval(v, trigger.History{}, after(3)).Holds)
}
