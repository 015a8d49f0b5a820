package trigger_test

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/switchboard-go/switchboard/trigger"
)

// naive is a visitor before rules, looked at every second by the words of the documentation alone:
// it remembers a list of firings and nothing else that the package computes. What a Set fires,
// asked only at each Next and at events, must be the same.
type naive struct {
	start  time.Time
	rules  []trigger.Rule
	config trigger.Config
	visit  trigger.Visit
	events trigger.History // what was dismissed, accepted and chatted, as interpret needs it
	chat   bool
	fired  []firing
	since  map[string]time.Time // since when the condition of a rule with a hold has been true
	days   map[string]string    // by zone, the latest date its clock has shown so far
}

type firing struct {
	rule, group, variant string
	at                   time.Time
	held                 bool              // in the holdout group
	days                 map[string]string // the naive's, then
	prompt, shows        bool
	expires              time.Time
	ended                bool
	fate                 trigger.Fate
	answered             time.Time
}

func (n *naive) String() (text string) {
	for _, f := range n.fired {
		text += fmt.Sprintf("%s/%s/%t@%s ", f.rule, f.variant, f.held, f.at.Sub(n.start))
	}
	return text
}

// tick is one second of the clocks on the wall, which may show a date again that was over.
func (n *naive) tick(now time.Time) {
	n.days = maps.Clone(n.days)
	for _, zone := range zonesOfCaps {
		there, err := time.LoadLocation(zone)
		if err != nil {
			panic(err)
		}
		n.days[zone] = max(n.days[zone], now.In(there).Format(time.DateOnly))
	}
}

// silent tells whether nothing may ever be shown on the page; of these pages it is known.
func (n *naive) silent() bool { return n.config.Never != nil && checkoutOrNowhere[n.visit.URL] }

// heldOut tells whether the visitor is one of those to whom nothing is shown.
func (n *naive) heldOut(r trigger.Rule) bool {
	return shows(r) && float64(line("holdout", n.visit.Visitor)) < n.config.Holdout.Percent*100
}

// look is one second.
func (n *naive) look(now time.Time, moments []trigger.Moment) {
	n.tick(now)
	n.visit.Moments = moments
	order := slices.Clone(n.rules)
	sort.SliceStable(order, func(i, j int) bool {
		if order[i].Priority != order[j].Priority {
			return order[i].Priority > order[j].Priority
		}
		return order[i].ID < order[j].ID
	})
	vetoed := func(r trigger.Rule) bool {
		return n.silent() || n.chat && shows(r) || slices.ContainsFunc(n.rules, func(v trigger.Rule) bool {
			return covers(v, r) && interpret(v.When, n.visit, n.events, now)
		})
	}
	for _, r := range order {
		if r.Type == trigger.Suppress {
			continue
		}
		in := (r.Rollout == nil || float64(line(r.ID, n.visit.Visitor)) < r.Rollout.Percent*100)
		if !in || vetoed(r) || !interpret(r.When, n.visit, n.events, now) {
			delete(n.since, r.ID)
			continue
		}
		if _, ok := n.since[r.ID]; !ok {
			n.since[r.ID] = now
		}
		moment := len(r.On) == 0 || slices.Contains(r.On, trigger.OnTimer)
		moment = moment || slices.ContainsFunc(r.On, func(m trigger.Moment) bool {
			return slices.Contains(moments, m)
		})
		within := !now.Before(r.From) && (r.Until.IsZero() || now.Before(r.Until))
		due := within && moment && now.Sub(n.since[r.ID]) >= r.Hold
		if !due || n.capped(r, now) || n.quiet(r, now) || n.busy(r, now) {
			continue
		}
		n.since[r.ID] = now
		f := firing{rule: r.ID, group: r.Group, variant: n.variant(r), at: now, days: n.days}
		f.shows, f.held = shows(r), n.heldOut(r)
		if f.prompt = len(r.Do) > 0 && r.Do[0].Type == trigger.Prompt; f.prompt {
			expire := r.Do[0].Expire
			if expire == 0 {
				expire = 15 * time.Minute
			}
			f.expires = now.Add(expire)
		}
		n.fired = append(n.fired, f)
	}
}

// doubt begins the holds anew that nobody can vouch for: a look at the second seen found them, was
// is the visit as it was then, and a sign of life or another page between then and now may not have
// been the only one.
func (n *naive) doubt(seen, now time.Time, was trigger.Visit) {
	for id, since := range n.since {
		i := slices.IndexFunc(n.rules, func(r trigger.Rule) bool { return r.ID == id })
		for at := seen; at.Before(now); at = at.Add(time.Second) {
			vetoed := slices.ContainsFunc(n.rules, func(v trigger.Rule) bool {
				return covers(v, n.rules[i]) && n.maybe(v.When, at, was, true)
			})
			if !n.maybe(n.rules[i].When, at, was, false) || vetoed {
				since = at.Add(time.Second)
			}
		}
		n.since[id] = since
	}
}

// maybe tells whether a condition was true at a second between two looks; what nobody knows counts
// as so.
func (n *naive) maybe(c trigger.Cond, at time.Time, was trigger.Visit, so bool) bool {
	kid := func(k trigger.Cond) bool { return n.maybe(k, at, was, so) }
	switch {
	case c.All != nil:
		return !slices.ContainsFunc(c.All, func(k trigger.Cond) bool { return !kid(k) })
	case c.Any != nil:
		return slices.ContainsFunc(c.Any, kid)
	case c.Not != nil:
		return !n.maybe(*c.Not, at, was, !so)
	}
	fresh := n.visit
	moved := c.Attr == "page.dwell" && at.Before(n.visit.Entered) || c.Attr == "idle" && at.Before(n.visit.Active)
	if !moved {
		return interpret(c, n.visit, n.events, at)
	}
	fresh.Entered, fresh.Active = at, at
	a, b := interpret(c, fresh, n.events, at), interpret(c, was, n.events, at)
	if so {
		return a || b
	}
	return a && b
}

// covers tells whether a suppress rule silences another.
func covers(v, r trigger.Rule) bool {
	return v.Type == trigger.Suppress && (v.Groups == nil || slices.Contains(v.Groups, r.Group) && r.Group != "")
}

func shows(r trigger.Rule) bool { return len(r.Do) == 0 || r.Do[0].Type == trigger.Prompt }

func (n *naive) capped(r trigger.Rule, now time.Time) bool {
	limits := r.Limits
	if r.Uncapped {
		// A second lies between two firings of a rule, which its group sees to.
		return false
	}
	if limits == nil {
		limits = []trigger.Limit{{Max: 1, Per: "visit"}}
	}
	for _, l := range limits {
		count := 0
		for _, f := range n.fired {
			counts := f.rule == r.ID
			if l.Scope == "all" {
				counts = f.shows
			} else if l.Scope == "group:a" {
				counts = f.group == "a"
			}
			if per, err := time.ParseDuration(l.Per); err == nil {
				counts = counts && now.Sub(f.at) < per
			} else if zone, ok := strings.CutPrefix(l.Per, "calendar:"); ok {
				counts = counts && f.days[zone] == n.days[zone]
			} else if l.Per == "visit" {
				counts = counts && !f.at.Before(n.visit.Started)
			}
			if counts {
				count++
			}
		}
		if count >= l.Max {
			return true
		}
	}
	return false
}

func (n *naive) quiet(r trigger.Rule, now time.Time) bool {
	for i := len(n.fired) - 1; i >= 0; i-- {
		if f := n.fired[i]; f.rule == r.ID {
			answered := f.fate == trigger.Dismissed || f.fate == trigger.Accepted
			if f.fate == trigger.Dismissed && r.Quiet.Dismissed == 0 || answered && r.Quiet.Answered {
				return true
			}
			break
		}
	}
	recent := func(at time.Time, d time.Duration) bool { return d > 0 && !at.IsZero() && now.Sub(at) < d }
	h := n.events
	if r.Quiet.Scope != "" && r.Quiet.Scope != "all" {
		h.Dismissed, h.Accepted = n.answers(r)
	}
	return recent(h.Dismissed, r.Quiet.Dismissed) || recent(h.Accepted, r.Quiet.Engaged) ||
		recent(h.ChatStarted, r.Quiet.Engaged) || recent(h.ChatEnded, r.Quiet.ChatEnded)
}

// answers are when the prompts of a rule, or of a group, were last answered.
func (n *naive) answers(r trigger.Rule) (dismissed, accepted time.Time) {
	for _, f := range n.fired {
		own := r.Quiet.Scope == "rule" && f.rule == r.ID
		if !own && "group:"+f.group != r.Quiet.Scope {
			continue
		}
		switch {
		case f.fate == trigger.Dismissed && f.answered.After(dismissed):
			dismissed = f.answered
		case f.fate == trigger.Accepted && f.answered.After(accepted):
			accepted = f.answered
		}
	}
	return dismissed, accepted
}

// busy tells whether something stands in the rule's group: of each rule what it did last.
func (n *naive) busy(r trigger.Rule, now time.Time) bool {
	seen := map[string]bool{}
	for i := len(n.fired) - 1; i >= 0; i-- {
		f := n.fired[i]
		if seen[f.rule] || f.rule != r.ID && (r.Group == "" || f.group != r.Group) {
			continue
		}
		seen[f.rule] = true
		switch {
		case !f.prompt && now.Sub(f.at) < time.Second:
			return true
		case f.prompt && !f.ended && now.Before(f.expires) && !f.at.Before(n.visit.Entered):
			return true
		}
	}
	return false
}

func (n *naive) variant(r trigger.Rule) string {
	total := 0
	for _, v := range r.Variants {
		total += v.Weight
	}
	place := line(r.ID+"/variant", n.visit.Visitor) * total
	for _, v := range r.Variants {
		if place -= v.Weight * 10_000; place < 0 {
			return v.ID
		}
	}
	return ""
}

// line is GrowthBook's second hash, in ten-thousandths, from its own description.
func line(seed, id string) int {
	fnv := func(text string) uint32 {
		h := uint32(2166136261)
		for _, unit := range utf16.Encode([]rune(text)) {
			h = (h ^ uint32(unit)) * 16777619
		}
		return h
	}
	return int(fnv(strconv.FormatUint(uint64(fnv(seed+id)), 10)) % 10_000)
}
