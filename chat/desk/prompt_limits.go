package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// prompted is how many prompts were shown in one hour of the clock. There is one such record, and
// only where the team limits its prompts: the batch that claims a prompt changes it, so the limits
// hold with any number of nodes. It changes as often as the limits let it.
type prompted struct {
	Hour  time.Time      `json:"hour"`
	Shown int            `json:"shown"`
	Pages map[string]int `json:"pages,omitempty"` // by pageMark, where pages are limited
}

// maxPrompted is how many pages are counted in an hour. On others no prompt is shown then.
const maxPrompted = 2048

// spent is what an attempt takes of the limits of prompts.
type spent struct {
	on    bool // the team limits its prompts
	pages bool // and those of each page
	now   prompted
	old   []byte
	wrote bool

	load func() error // reads the rest, once a rule invites; nil: it was
	err  error        // of load
}

// known reads what was shown, unless this attempt did already, and reports whether it is known. A
// look at which no rule invites reads nothing, so its write depends on nobody's prompts.
func (s *spent) known() bool {
	if load := s.load; load != nil {
		err := load()
		s.load, s.err = nil, err
	}
	return s.err == nil
}

// readSpent reads what was shown in this hour: in the batch, or without one.
func (l *look) readSpent(ctx context.Context, tx *store.Tx) error {
	l.spent = spent{}
	p := l.set.Prompts
	if p == nil || p.PerHour == 0 && p.PerPage == 0 {
		return nil
	}
	var rs []store.Record
	var err error
	if key := records.Prompted(); tx == nil {
		rs, err = l.d.cfg.Store.Get(ctx, key)
	} else {
		rs, err = tx.Get(key)
	}
	if err != nil {
		return unavailable(err)
	}
	l.spent.on, l.spent.pages = true, p.PerPage > 0
	if len(rs) > 0 {
		l.spent.old = rs[0].Value
		if l.spent.now, err = records.Decode[prompted](rs[0].Value); err != nil {
			return err
		}
	}
	// A clock that is behind by less than an hour begins none anew. A count from farther ahead is
	// that of a clock that was wrong, and would hold every prompt back until its hour comes.
	ahead := l.spent.now.Hour.Sub(l.hour())
	if hour := l.hour(); ahead < 0 || ahead > clocksDiffer {
		l.spent.now, l.spent.old = prompted{Hour: hour}, nil
	}
	return nil
}

// hour is when the hour of the clock began.
func (l *look) hour() time.Time { return l.now.UTC().Truncate(time.Hour) }

// spend counts a prompt on a page.
func (s *spent) spend(url string) {
	if !s.on {
		return
	}
	s.now.Shown++
	if s.pages {
		pages := maps.Clone(s.now.Pages)
		if pages == nil {
			pages = map[string]int{}
		}
		pages[pageKey(url)]++
		s.now.Pages = pages
	}
	s.wrote = true
}

// write adds the count to the batch; nil: nothing is written yet.
func (s *spent) write(tx *store.Tx) error {
	if s.err != nil || tx == nil || !s.wrote {
		return s.err
	}
	return putRecord(tx, records.Prompted(), s.now, s.old)
}

// beyond says which limit of prompts the team has reached; nil: none.
func (l *look) beyond(m *visitorRecord, do []trigger.Action) *trigger.Block {
	p := l.set.Prompts
	if p == nil || !invites(do) {
		return nil
	}
	next := l.spent.now.Hour.Add(time.Hour)
	is := l.spent.now
	switch at := is.Pages[pageKey(l.f.URL)]; {
	case p.PerHour > 0 && is.Shown >= p.PerHour:
		return &trigger.Block{By: "per_hour", Until: next, Why: fmt.Sprintf(
			"%d prompts were shown in this hour, and no more than %d are", is.Shown, p.PerHour)}
	case p.PerPage > 0 && at >= p.PerPage:
		return &trigger.Block{By: "per_page", Until: next, Why: fmt.Sprintf(
			"%d prompts were shown on this page in this hour, and no more than %d are",
			at, p.PerPage)}
	case p.PerPage > 0 && at == 0 && len(is.Pages) >= maxPrompted:
		why := "too many pages showed prompts in this hour"
		return &trigger.Block{By: "per_page", Until: next, Why: why}
	}
	return m.beyond(p, l.now)
}

// clocksDiffer is how far apart clocks may be. What is dated farther ahead is of a wrong one.
const clocksDiffer = time.Hour

// ofLast reports whether an instant is of the last so long, or a little ahead.
func ofLast(d time.Duration, at, now time.Time) bool {
	age := now.Sub(at)
	return age < d && age >= -clocksDiffer
}

// opens counts a chat that a rule opened without a prompt.
func (m *visitorRecord) opens(now time.Time) {
	m.Opened = append(slices.Clone(m.Opened), now)
	m.Opened = m.Opened[max(0, len(m.Opened)-maxShown):]
}

// beyond says whether the visitor has seen as many prompts as one may; a chat that opened by itself
// is one. What a wrong clock dated far ahead does not count: it would until that day comes.
func (m *visitorRecord) beyond(p *settings.Prompts, now time.Time) *trigger.Block {
	of := slices.Clone(m.Opened)
	for _, s := range m.Prompts {
		of = append(of, s.At)
	}
	of = slices.DeleteFunc(of, func(at time.Time) bool { return !ofLast(24*time.Hour, at, now) })
	slices.SortFunc(of, time.Time.Compare)
	if p.PerVisitor == 0 || len(of) < p.PerVisitor {
		return nil
	}
	return &trigger.Block{
		By: "per_visitor", Until: of[len(of)-p.PerVisitor].Add(24 * time.Hour),
		Why: fmt.Sprintf("the visitor was shown %d prompts in 24 hours, and no more than %d are",
			len(of), p.PerVisitor),
	}
}

// pageKey stands for a page in a record.
func pageKey(url string) string { return strconv.FormatUint(pageMark(url), 36) }
