package replica

import (
	"context"
	"maps"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// day counts a day's sessions. A row is a function of its session's record alone, so that counting
// one twice, in any order, changes nothing, and the count can be built anew from the records at any
// time. The zero day counts nothing until begin.
type day struct {
	from time.Time                 // when the day began; zero: nobody has asked for it yet
	rows map[chat.SessionID]dayRow // sessions that began on it
}

// dayRow is what one session adds to the day.
type dayRow struct {
	rev       store.Rev
	created   time.Time
	queue     chat.QueueID
	answered  bool
	abandoned bool
	messaged  bool
	waited    time.Duration // until it was answered or abandoned
}

// begin counts from an instant on. What was counted before it is forgotten; it reports whether the
// sessions after it are to be read from the store, because nobody has counted so far.
func (d *day) begin(from time.Time) (read bool) {
	read = d.from.IsZero() || from.Before(d.from)
	if d.rows == nil {
		d.rows = map[chat.SessionID]dayRow{}
	}
	maps.DeleteFunc(d.rows, func(_ chat.SessionID, r dayRow) bool { return r.created.Before(from) })
	d.from = from
	return read
}

// note counts a session as it was at a revision.
func (d *day) note(s chat.Session, rev store.Rev) {
	if d.from.IsZero() || s.CreatedAt.Before(d.from) || d.rows[s.ID].rev >= rev {
		return
	}
	r := dayRow{rev: rev, created: s.CreatedAt, queue: s.Queue, answered: !s.AssignedAt.IsZero(), abandoned: s.State == chat.Abandoned, messaged: s.State == chat.Messaged}
	// Who left before anybody answered has waited until then, and not until it was noticed.
	switch {
	case r.answered:
		r.waited = s.AssignedAt.Sub(s.CreatedAt)
	case r.abandoned:
		r.waited = s.EndedAt.Sub(s.CreatedAt)
		if s.Reason == chat.Left && !s.LeftAt.IsZero() {
			r.waited = max(0, s.LeftAt.Sub(s.CreatedAt))
		}
	}
	d.rows[s.ID] = r
}

// Today is what a day's sessions add up to.
type Today struct {
	Started   int
	Answered  int
	Abandoned int
	Messaged  int
	Within    int // answered within the target of their queue
	Of        int // answered, or abandoned after the target
}

// Today adds up the sessions since midnight in the queues that count, as far as CountToday has
// counted them. Target is the service level's, by queue.
func (r *Replica) Today(counts func(chat.QueueID) bool, target func(chat.QueueID) time.Duration) (sum Today) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, row := range r.state.day.rows {
		if !counts(row.queue) {
			continue
		}
		sum.Started++
		late := row.waited > target(row.queue)
		switch {
		case row.answered:
			sum.Answered++
			sum.Of++
			if !late {
				sum.Within++
			}
		case row.abandoned:
			sum.Abandoned++
			if late {
				sum.Of++
			}
		case row.messaged:
			sum.Messaged++
		}
	}
	return sum
}

// CountToday makes sure that the sessions since midnight are counted: the first call of a day reads
// them from the store, and later ones read nothing. Before the first Renew it does nothing. After
// an error the next call reads them.
func (r *Replica) CountToday(ctx context.Context, s store.Store, now time.Time) error {
	r.mu.Lock()
	from, queues, read := r.state.beginDay(now)
	r.mu.Unlock()
	if !read {
		return nil
	}
	// The lock is free while the store is read. What the feed brings meanwhile is newer, and stays.
	rs, err := sessionsSince(ctx, s, from, queues)
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.state.day = day{}
		return err
	}
	for _, x := range rs {
		if s, err := records.Decode[chat.Session](x.Value); err == nil {
			r.state.day.note(s, x.Rev)
		}
	}
	return nil
}

// beginDay reports whether the sessions since midnight have to be read.
func (s *state) beginDay(now time.Time) (from time.Time, queues []chat.QueueID, read bool) {
	if s.settings == nil || !s.day.begin(s.settings.Midnight(now)) {
		return from, nil, false
	}
	return s.day.from, s.settings.QueueIDs(), true
}
