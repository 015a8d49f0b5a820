package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// raising is a shop with a visitor of whom events can be raised.
type raising struct {
	*shop
	raise func(events ...string)
	look  func(change ...func(*desk.VisitFacts)) desk.VisitAnswer
}

func newRaising(t *testing.T, rs []settings.Rule, more ...func(*desk.Config)) raising {
	seed := twoTeams()
	seed.Rules = rs
	s := newShop(t, seed, more...)
	s.available("ann")
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "vis_00000000000000000000000001"})
	require.NoError(t, err)
	return raising{
		shop: s,
		raise: func(events ...string) {
			for _, e := range events {
				require.NoError(t, s.Host().Raise(s.ctx, id, e))
			}
		},
		look: func(change ...func(*desk.VisitFacts)) desk.VisitAnswer {
			f := looking("/cart")
			for _, c := range change {
				c(&f)
			}
			a, err := s.visitor(1).Visit(s.ctx, f)
			require.NoError(t, err)
			return a
		},
	}
}

// linkingRules returns uncapped rules, one for each name, that link to a page of the rule's name.
func linkingRules(t *testing.T, conditions map[string]string) []settings.Rule {
	var all []settings.Rule
	for _, name := range slices.Sorted(maps.Keys(conditions)) {
		all = append(all, rules(t, fmt.Sprintf(`[{"id":%q,%s,"uncapped":true,
			"do":[{"type":"link","url":"/%s"}]}]`, name, conditions[name], name))...)
	}
	return all
}

func links(a desk.VisitAnswer) (urls []string) {
	for _, d := range a.Do {
		urls = append(urls, d.URL)
	}
	return urls
}

func TestEachOfSeveralEventsBetweenTwoBeaconsFiresWhatWaitsForIt(t *testing.T) {
	named := func(op, value string) string {
		const rule = `"on":["event"],"when":{"attr":"event.name","op":%q,"value":%s}`
		return fmt.Sprintf(rule, op, value)
	}
	s := newRaising(t, linkingRules(t, map[string]string{
		"eq-failed": named("eq", `"payment-failed"`), "eq-saved": named("eq", `"saved"`),
		"not-paid":  named("ne", `"paid"`),
		"on-failed": `"on":["event:payment-failed"]`, "on-saved": `"on":["event:saved"]`,
		"page": `"on":["page"]`,
	}))
	s.raise("payment-failed", "saved")
	a := s.look(func(f *desk.VisitFacts) { f.Moments = []trigger.Moment{trigger.OnPage} })
	failed := []string{"/eq-failed", "/not-paid", "/on-failed", "/page"}
	require.Equal(t, failed, links(a), "the oldest first")
	saved := []string{"/eq-saved", "/not-paid", "/on-saved"}
	require.Equal(t, 2*time.Second, a.Next)
	s.pass(a.Next)
	a = s.look()
	require.Equal(t, saved, links(a), "the next one soon, and without the page's own moment")
	s.pass(a.Next)
	require.Empty(t, s.look().Do, "they were taken")
	s.raise("unheard", "paid", "saved")
	require.Equal(t, []string{"/not-paid"}, links(s.look()))
	s.pass(2 * time.Second)
	require.Equal(t, saved, links(s.look()), "what nothing waits for keeps nobody waiting")
	s.raise("saved", "saved")
	for range 2 {
		s.pass(2 * time.Second)
		require.Equal(t, saved, links(s.look()), "an event twice is two, as it is in two beacons")
	}
}

func TestAnEventThatCouldNotBeAnsweredBesideAnotherWaitsForTheNextBeacon(t *testing.T) {
	s := newRaising(t, rules(t, `[
		{"id":"failed","on":["event:payment-failed"],
		 "do":[{"type":"prompt","text":{"en":"Trouble?"}}]},
		{"id":"saved","when":{"attr":"event.name","op":"eq","value":"saved"},
		 "do":[{"type":"prompt","text":{"en":"Saved!"}}]}]`))
	s.raise("payment-failed", "saved")
	a := s.look()
	require.Equal(t, "Trouble?", a.Prompt.Text)
	require.Equal(t, 2*time.Second, a.Next, "one prompt at a time, and the other soon")
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	s.pass(a.Next)
	a = s.look()
	require.NotNil(t, a.Prompt, "the second event is still there")
	require.Equal(t, "Saved!", a.Prompt.Text)
	s.pass(a.Next)
	require.Nil(t, s.look().Prompt)
}

func TestAPageThatShowsNothingNowLosesNoEvent(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{"paid": `"on":["event:paid"]`}))
	s.raise("paid")
	require.Empty(t, s.look(func(f *desk.VisitFacts) { f.Quiet = true }).Do)
	require.Equal(t, []string{"/paid"}, links(s.look()))
}

func TestAnEventThatThePageItselfSaysHasItsName(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{
		"wish": `"when":{"attr":"event.name","op":"eq","value":"wish"}`,
		"zoom": `"on":["event:zoom"]`,
	}))
	a := s.look(func(f *desk.VisitFacts) {
		f.Moments = []trigger.Moment{trigger.OnEvent("wish"), trigger.OnEvent("zoom")}
	})
	require.Equal(t, []string{"/wish"}, links(a))
	s.pass(a.Next)
	require.Equal(t, []string{"/zoom"}, links(s.look()))
}

func TestAsManyEventsOfTheHostAsWaitHideNoneOfThePage(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{
		"first": `"on":["event:first"]`, "zoom": `"on":["event:zoom"]`,
	}))
	zooms := func(f *desk.VisitFacts) { f.Moments = []trigger.Moment{trigger.OnEvent("zoom")} }
	eight := slices.Repeat([]string{"unheard"}, 8)
	s.raise(eight...)
	require.Equal(t, []string{"/zoom"}, links(s.look(zooms)))
	s.pass(2 * time.Second)
	eight[0] = "first"
	s.raise(eight...)
	require.Equal(t, []string{"/first"}, links(s.look(zooms)))
	s.pass(2 * time.Second)
	require.Equal(t, []string{"/zoom"}, links(s.look()), "it waited")
}

func TestAPageFullOfMomentsHidesNoEvent(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{"paid": `"on":["event:paid"]`}))
	s.raise("paid")
	a := s.look(func(f *desk.VisitFacts) {
		f.Moments = slices.Repeat([]trigger.Moment{trigger.OnCart}, trigger.MaxMoments)
	})
	require.Equal(t, []string{"/paid"}, links(a))
}

func TestARecorderSeesEachEventByItself(t *testing.T) {
	var seen looks
	every := linkingRules(t, map[string]string{"any": `"on":["event"]`})
	s := newRaising(t, every, func(c *desk.Config) { c.Recorder = &seen })
	s.raise("one", "two")
	s.pass(s.look().Next)
	s.look()
	names := func() (all []string) {
		for _, r := range seen {
			all = append(all, r.Visit.Attrs["event.name"].String())
		}
		return all
	}
	require.Equal(t, []string{`"one"`, `"two"`}, names())
	set, err := trigger.Compile([]trigger.Rule{every[0].Rule}, trigger.Config{})
	require.NoError(t, err)
	b := &trigger.Backtest{Set: set}
	for _, r := range seen {
		require.NoError(t, b.Add(r))
	}
	require.Len(t, b.Report().Firings, 2)
}

func TestAConditionThatAnEventBrokeBeginsItsTimeAnew(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{
		"calm": `"when":{"attr":"event.name","op":"ne","value":"upset"},"hold":"30s"`,
	}))
	var began time.Time
	facts := func(a desk.VisitAnswer) func(*desk.VisitFacts) {
		return func(f *desk.VisitFacts) {
			f.Holds, f.OnPage = a.Holds, s.clock().Sub(began)
			f.OnSite = f.OnPage
		}
	}
	began = s.clock()
	a := s.look()
	require.Len(t, a.Holds, 1)
	s.pass(20 * time.Second)
	s.raise("upset", "glad")
	a = s.look(facts(a))
	require.Equal(t, s.clock(), a.Holds[0].Since, "the first of the two broke it")
	s.pass(20 * time.Second)
	a = s.look(facts(a))
	require.Empty(t, a.Do)
	s.pass(10 * time.Second)
	require.Equal(t, []string{"/calm"}, links(s.look(facts(a))))
}

func TestARuleIsExplainedAtTheEventThatItFiresFor(t *testing.T) {
	s := newRaising(t, linkingRules(t, map[string]string{
		"one": `"when":{"attr":"event.name","op":"eq","value":"one"}`,
		"two": `"when":{"attr":"event.name","op":"eq","value":"two"}`,
	}))
	s.raise("one", "two")
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "vis_00000000000000000000000001"})
	require.NoError(t, err)
	for _, rule := range []string{"one", "two"} {
		x, err := s.supervisor("sue").ExplainRule(s.ctx, desk.RuleQuestion{
			Rule: rule, Visitor: id, Facts: looking("/cart"),
		})
		require.NoError(t, err)
		require.True(t, x.Fires, "%s: %+v", rule, x.Blocks)
	}
	for _, url := range []string{"/one", "/two"} {
		require.Equal(t, []string{url}, links(s.look()), "as it does")
		s.pass(2 * time.Second)
	}
}
