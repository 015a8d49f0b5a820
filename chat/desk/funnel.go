package desk

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// PromptCount is what became of the prompts of one rule, or of one of its variants, that were shown
// on one day of UTC. It has nothing that says to whom, so it stays when a visitor is erased.
type PromptCount struct {
	Day       time.Time `json:"-"`
	Rule      string    `json:"rule"`
	Variant   string    `json:"variant,omitempty"`
	Shown     int       `json:"shown,omitempty"`
	Held      int       `json:"held,omitempty"` // not shown, because the visitor is in the holdout
	Accepted  int       `json:"accepted,omitempty"`
	Dismissed int       `json:"dismissed,omitempty"`
	Expired   int       `json:"expired,omitempty"`
	Withdrawn int       `json:"withdrawn,omitempty"`
	Chats     int       `json:"chats,omitempty"` // sessions that began from them
}

// dayCounts is the value of funnel/<day>/<shard>. The tally changes it, by what stands uncounted in
// visitors' records.
type dayCounts struct {
	Rules []PromptCount `json:"rules"`
}

// maxCounted is how many rules and variants a shard of a day counts by name. What is beyond counts
// for a rule without one.
const maxCounted = 500

// keepCounts is how long counts are kept, and mostForgotten how many of their records go at once.
const (
	keepCounts    = 400 * day
	mostForgotten = 32
	day           = 24 * time.Hour
)

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(day) }

// plus adds counts to those of their rule and variant.
func (c *dayCounts) plus(n PromptCount) {
	at := func() int {
		return slices.IndexFunc(c.Rules, func(x PromptCount) bool {
			return x.Rule == n.Rule && x.Variant == n.Variant
		})
	}
	i := at()
	if i < 0 && len(c.Rules) >= maxCounted {
		n.Rule, n.Variant = "", ""
		i = at()
	}
	if i < 0 {
		c.Rules = append(c.Rules, n)
		return
	}
	x := &c.Rules[i]
	x.Shown, x.Held = x.Shown+n.Shown, x.Held+n.Held
	x.Accepted, x.Dismissed = x.Accepted+n.Accepted, x.Dismissed+n.Dismissed
	x.Expired, x.Withdrawn = x.Expired+n.Expired, x.Withdrawn+n.Withdrawn
	x.Chats += n.Chats
}

// promptCounts are counts that are not among those of their day yet, by day.
type promptCounts map[time.Time]*dayCounts

// count adds what became of a prompt to the counts of the day it was shown on.
func (c *promptCounts) count(p shown, n PromptCount) {
	n.Rule, n.Variant = p.Rule, p.Variant
	c.plus(dayOf(p.At), n)
}

// plus adds counts of a day.
func (c *promptCounts) plus(on time.Time, ns ...PromptCount) {
	if *c == nil {
		*c = promptCounts{}
	}
	if (*c)[on] == nil {
		(*c)[on] = &dayCounts{}
	}
	for _, n := range ns {
		(*c)[on].plus(n)
	}
}

// join adds the counts of another record.
func (c *promptCounts) join(o promptCounts) {
	for on, sum := range o {
		c.plus(on, sum.Rules...)
	}
}

// fate adds the end of a prompt.
func (c *promptCounts) fate(p shown) {
	switch p.Fate {
	case trigger.Accepted:
		c.count(p, PromptCount{Accepted: 1})
	case trigger.Dismissed:
		c.count(p, PromptCount{Dismissed: 1})
	case trigger.Expired:
		c.count(p, PromptCount{Expired: 1})
	case trigger.Withdrawn:
		c.count(p, PromptCount{Withdrawn: 1})
	}
}

// forgetCounts deletes some of the counts of before a day.
func forgetCounts(tx *store.Tx, before time.Time) error {
	prefix := records.Prefix(records.FamilyFunnel)
	rs, err := tx.List(store.Range{Prefix: prefix, Limit: mostForgotten})
	if err != nil {
		return unavailable(err)
	}
	for _, r := range rs {
		if k, err := records.Parse(r.Key); err == nil && k.At.Before(before) {
			tx.Delete(r.Key)
		}
	}
	return nil
}

// PromptsBetween gives what became of the prompts that were shown on each day of UTC which the
// period from from to to has a part of, the earliest first: the way from a prompt that was shown to
// a session, by rule and variant. A rule and variant may come several times for a day. What
// visitors did later counts for the day the prompt was shown on. Orders are those of OrdersBetween.
// What was written in the last seconds may not be counted yet, nor what a node that was killed had
// not counted of visitors who were not seen since.
//
// It is for a supervisor with everything; others get chat.ErrForbidden. The period is at most 93
// days; counts are kept for 400. An error is the last that it gives.
func PromptsBetween(
	ctx context.Context, s Supervisor, from, to time.Time,
) iter.Seq2[PromptCount, error] {
	return func(yield func(PromptCount, error) bool) {
		_, err := s.whole(ctx)
		if err == nil {
			err = checkPeriod(from, to)
		}
		if err != nil {
			yield(PromptCount{}, err)
			return
		}
		if err := s.d.visitors.tally.countSoon(ctx); err != nil {
			s.d.cfg.Logger.WarnContext(ctx, "counts of prompts", "error", err)
		}
		prefix := records.Prefix(records.FamilyFunnel)
		r := store.Range{
			Prefix: prefix, After: prefix + records.Instant(dayOf(from)), Limit: records.Page,
		}
		for {
			rs, err := s.d.cfg.Store.List(ctx, r)
			if err != nil {
				yield(PromptCount{}, unavailable(err))
				return
			}
			for _, x := range rs {
				if on, sum, err := readCounts(x); !sum.yield(on, to, err, yield) {
					return
				}
			}
			if len(rs) < r.Limit {
				return
			}
			r.After = rs[len(rs)-1].Key
		}
	}
}

// began notes that a session began from a prompt.
func (m *visitorRecord) began(uid string) {
	if p := m.find(uid); p != nil && !p.Began {
		p.Began = true
		m.Uncounted.count(*p, PromptCount{Chats: 1})
	}
}

// readCounts reads a record of counts.
func readCounts(r store.Record) (on time.Time, c dayCounts, err error) {
	k, err := records.Parse(r.Key)
	if err == nil {
		c, err = records.Decode[dayCounts](r.Value)
	}
	return k.At, c, err
}

// yield gives counts of a day that begins before to, and reports whether to go on.
func (c dayCounts) yield(
	on, to time.Time, err error, yield func(PromptCount, error) bool,
) bool {
	if err != nil {
		yield(PromptCount{}, err)
		return false
	}
	if !on.Before(to) {
		return false
	}
	for _, n := range c.Rules {
		if n.Day = on; !yield(n, nil) {
			return false
		}
	}
	return true
}
