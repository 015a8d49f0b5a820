package trigger

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// now is the instant of every evaluation.
var now = time.Date(2026, 11, 2, 14, 0, 0, 0, time.UTC)

// always is a schedule that never closes.
type always struct{}

func (always) Open(time.Time) bool                  { return true }
func (always) NextOpen(time.Time) (time.Time, bool) { return time.Time{}, false }
func (always) NextClose(t time.Time) (time.Time, bool) {
	return t.Truncate(time.Hour).Add(4 * time.Hour), true
}

var config = trigger.Config{Hours: map[string]trigger.Hours{"support": always{}}, MaxSlots: 200_000}

var (
	languages = []string{"en", "et", "fi", "de", "lv"}
	countries = []string{"EE", "FI", "LV", "LT", "DE", "SE", "NO", "PL", "US", "GB"}
	referrers = []string{"google.com", "bing.com", "facebook.com", "news.example", "mail.example", ""}
)

// shop draws rules and visits of one kind of load.
type shop struct {
	*rand.Rand
	urls  func(s shop) trigger.Cond // the condition on the page
	trees bool                      // some alternatives and negations
}

func newShop(urls func(shop) trigger.Cond, trees bool) shop {
	return shop{rand.New(rand.NewPCG(11, 7)), urls, trees}
}

func pick[T any](s shop, from []T) T { return from[s.IntN(len(from))] }

func (s shop) category() string { return "cat" + strconv.Itoa(s.IntN(40)) }

func (s shop) product() string { return "item-" + strconv.Itoa(s.IntN(400)) }

// mixed is the page condition of the mixed load: half prefixes, else words, regexps and whole paths.
func mixed(s shop) trigger.Cond {
	switch n := s.IntN(100); {
	case n < 50:
		return trigger.Where("page.path", trigger.Prefix, trigger.Text("/"+pick(s, languages)+"/"+s.category()+"/"))
	case n < 80:
		return trigger.Where("page.path", trigger.Contains, trigger.Text(s.product()))
	case n < 95:
		return trigger.Where("page.path", trigger.Regexp, trigger.Text("/"+s.category()+"/item-[0-9]+"))
	}
	return trigger.Where("page.path", trigger.Eq, trigger.Text(s.path()))
}

// anchored has prefixes and whole paths only.
func anchored(s shop) trigger.Cond {
	if s.IntN(2) == 0 {
		return trigger.Where("page.path", trigger.Eq, trigger.Text(s.path()))
	}
	return trigger.Where("page.path", trigger.Prefix, trigger.Text("/"+pick(s, languages)+"/"+s.category()+"/"))
}

// broad holds on every page.
func broad(shop) trigger.Cond { return trigger.Where("page.path", trigger.Prefix, trigger.Text("/")) }

func (s shop) path() string {
	return "/" + pick(s, languages) + "/" + s.category() + "/" + s.product()
}

func (s shop) rule(i int) trigger.Rule {
	conds := []trigger.Cond{
		s.urls(s),
		trigger.Where("page.dwell", trigger.Ge, trigger.For(time.Duration(5*s.IntN(24))*time.Second)),
		s.number(), s.set(), s.flag(),
	}
	if s.trees {
		switch s.IntN(5) {
		case 0:
			conds[4] = trigger.Any(conds[4], s.flag())
		case 1:
			conds[2] = trigger.Not(conds[2])
		case 2:
			conds[3] = trigger.Any(conds[3], trigger.All(s.number(), s.flag()))
		}
	}
	return trigger.Rule{
		ID: "rule-" + strconv.Itoa(i), Priority: s.IntN(100), When: trigger.All(conds...),
		Limits: []trigger.Limit{{Max: 1, Per: "24h"}, {Max: 3}},
		Do:     []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "May we help?"}}},
	}
}

func (s shop) number() trigger.Cond {
	op := pick(s, []trigger.Op{trigger.Ge, trigger.Lt})
	switch s.IntN(3) {
	case 0:
		return trigger.Where("cart.value", op, trigger.Num(float64(100*s.IntN(200))))
	case 1:
		return trigger.Where("visit.count", op, trigger.Num(float64(1+s.IntN(10))))
	}
	return trigger.Where("visit.pages", op, trigger.Num(float64(1+s.IntN(20))))
}

func (s shop) set() trigger.Cond {
	op := pick(s, []trigger.Op{trigger.In, trigger.NotIn})
	switch s.IntN(3) {
	case 0:
		return trigger.Where("visitor.country", op, trigger.Texts(pick(s, countries), pick(s, countries), pick(s, countries)))
	case 1:
		return trigger.Where("visitor.locale", op, trigger.Texts(pick(s, languages), pick(s, languages)))
	}
	return trigger.Where("referrer.host", op, trigger.Texts(pick(s, referrers[:5]), pick(s, referrers[:5])))
}

func (s shop) flag() trigger.Cond {
	switch s.IntN(4) {
	case 0:
		return trigger.Where("visitor.known", trigger.Is, trigger.Truth(s.IntN(2) == 0))
	case 1:
		return trigger.Where("visitor.vip", trigger.Is, trigger.Truth(s.IntN(4) == 0))
	case 2:
		return trigger.Where("hours.support", trigger.Is, trigger.Truth(true))
	}
	return trigger.Where("agents.free", trigger.Ge, trigger.Num(float64(1+s.IntN(4))))
}

func (s shop) rules(n int) []trigger.Rule {
	out := make([]trigger.Rule, n)
	for i := range out {
		out[i] = s.rule(i)
	}
	return out
}

func (s shop) visit() trigger.Visit {
	dwell := time.Duration(s.IntN(90)) * time.Second
	v := trigger.Visit{
		Visitor: fmt.Sprintf("v%016x", s.Uint64()), URL: "https://shop.example" + s.path() + "?utm_source=news",
		Started: now.Add(-dwell - time.Minute), Entered: now.Add(-dwell), Active: now,
		Moments: []trigger.Moment{trigger.OnPage},
		Attrs: map[string]trigger.Value{
			"cart.value": trigger.Num(float64(100 * s.IntN(200))), "visit.count": trigger.Num(float64(1 + s.IntN(10))),
			"visit.pages": trigger.Num(float64(1 + s.IntN(20))), "visitor.country": trigger.Text(pick(s, countries)),
			"visitor.locale": trigger.Text(pick(s, languages)), "visitor.known": trigger.Truth(s.IntN(2) == 0),
			"visitor.vip": trigger.Truth(s.IntN(10) == 0), "agents.free": trigger.Num(float64(s.IntN(6))),
		},
	}
	if r := pick(s, referrers); r != "" {
		v.Referrer = "https://" + r + "/search"
	}
	return v
}

// history is of a visitor who has seen some prompts before.
func (s shop) history(rules int) trigger.History {
	var h trigger.History
	day := now.Add(-30 * time.Hour)
	for _, i := range []int{1, 3, 5, 7} {
		h.Seen = append(h.Seen, trigger.Seen{Scope: "rule:rule-" + strconv.Itoa(i%rules), At: []time.Time{day}, Fate: trigger.Expired})
	}
	h.Seen = append([]trigger.Seen{{Scope: "all", At: []time.Time{day, day, day, day}}}, h.Seen...)
	return h
}
