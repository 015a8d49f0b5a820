package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// helpedDay is how often answers helped on one day (UTC) at one site, by question.
type helpedDay struct {
	Counts map[string]int `json:"counts"`
}

// maxHelped is how many answers one visitor counts for in a day.
const maxHelped = 20

// HelpedCount is how often the answer to a question helped on one day.
type HelpedCount struct {
	Day      time.Time // its midnight, UTC
	Site     chat.SiteID
	Question string // its id, or HostAnswers
	Count    int    // visitors who said so, each once a day
}

// Helped counts that an answer helped the visitor: each visitor once a day (UTC) for a question,
// and for 20 of them at most. Beyond that, and said again, it changes nothing. An anonymous visitor
// and the customer who they turn out to be (Visitor.Claim) are two until then, and one from then
// on. ErrNotFound: the site has no such question.
func (h Help) Helped(ctx context.Context, site chat.SiteID, id string) error {
	dr, err := h.door(ctx, site)
	if err != nil {
		return err
	}
	is := func(q settings.Question) bool { return q.ID == id }
	host := id == HostAnswers && h.v.d.hooks.answerer != nil
	if !host && !slices.ContainsFunc(dr.site.Help.Questions, is) {
		return chat.ErrNotFound
	}
	me, err := h.v.who(ctx, true)
	if err != nil {
		return err
	}
	day := dr.now.Truncate(24 * time.Hour)
	said := string(dr.site.ID) + "/" + id
	return h.v.d.visitors.updateWith(ctx, me, func(tx *store.Tx, m *visitorRecord) (bool, error) {
		if m.Erased || m.Erasing != nil {
			return false, nil
		}
		if !m.Helped.Day.Equal(day) {
			m.Helped = helped{Day: day}
		}
		if slices.Contains(m.Helped.By, said) || len(m.Helped.By) >= maxHelped {
			return false, nil
		}
		if m.Helped.By = append(m.Helped.By, said); tx == nil {
			return true, nil
		}
		return true, countHelped(tx, records.Helped(day, string(dr.site.ID), records.ShardOf(me)), id)
	})
}

// helped is what helped a visitor on the last day that something did.
type helped struct {
	Day time.Time `json:"day"`
	By  []string  `json:"by"` // site and question
}

// join adds what helped another visitor, who is this one: a day that both have is one day.
func (h *helped) join(o helped) {
	switch {
	case o.Day.After(h.Day):
		*h = o
	case o.Day.Equal(h.Day):
		for _, said := range o.By {
			if !slices.Contains(h.By, said) {
				h.By = append(h.By, said)
			}
		}
	}
}

// countHelped adds one. Visitors are spread over shards, so that few nodes wait for the same one.
func countHelped(tx *store.Tx, key, id string) error {
	rs, err := tx.Get(key)
	if err != nil {
		return unavailable(err)
	}
	var old []byte
	x := helpedDay{Counts: map[string]int{}}
	if len(rs) > 0 {
		old = rs[0].Value
		if x, err = records.Decode[helpedDay](old); err != nil {
			return err
		}
	}
	x.Counts[id]++
	return putRecord(tx, key, x, old)
}

// HelpedBetween returns how often answers helped on the days (UTC) that begin at from or later and
// before to, by day, site and question. It is for a supervisor with everything; others get
// chat.ErrForbidden. The period is at most 93 days.
func HelpedBetween(ctx context.Context, s Supervisor, from, to time.Time) ([]HelpedCount, error) {
	if _, err := s.whole(ctx); err != nil {
		return nil, err
	}
	if err := checkPeriod(from, to); err != nil {
		return nil, err
	}
	prefix := records.Prefix(records.FamilyHelped)
	r := store.Range{Prefix: prefix, After: prefix + records.Instant(from), Limit: records.Page}
	var sum helpedSum
	for {
		rs, err := s.d.cfg.Store.List(ctx, r)
		if err != nil {
			return nil, unavailable(err)
		}
		for _, x := range rs {
			k, err := records.Parse(x.Key)
			if err != nil {
				return nil, err
			}
			if !k.At.Before(to) {
				return sum.all(), nil
			}
			day, err := records.Decode[helpedDay](x.Value)
			if err != nil {
				return nil, err
			}
			sum.add(k, day)
		}
		if len(rs) < r.Limit {
			return sum.all(), nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// helpedSum adds up the shards of a day at a site, which are read one after the other.
type helpedSum struct {
	done []HelpedCount
	of   records.Key
	sum  helpedDay
}

func (s *helpedSum) add(k records.Key, shard helpedDay) {
	if k.ID != s.of.ID || !k.At.Equal(s.of.At) {
		s.done, s.of, s.sum.Counts = s.all(), k, map[string]int{}
	}
	for id, n := range shard.Counts {
		s.sum.Counts[id] += n
	}
}

func (s *helpedSum) all() []HelpedCount { return append(s.done, s.sum.rows(s.of)...) }

// rows are the counts of a day at a site, the questions in order.
func (x helpedDay) rows(k records.Key) (all []HelpedCount) {
	for id, n := range x.Counts {
		all = append(all, HelpedCount{Day: k.At, Site: chat.SiteID(k.ID), Question: id, Count: n})
	}
	slices.SortFunc(all, func(a, b HelpedCount) int { return cmp.Compare(a.Question, b.Question) })
	return all
}
