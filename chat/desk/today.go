package desk

import (
	"context"
	"maps"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// today counts a day's sessions. A row is a function of its session's record alone, so that counting one twice, in any
// order, changes nothing, and the count can be built anew from the records at any time.
type today struct {
	from time.Time                 // when the day began; zero: nobody has asked for it yet
	rows map[chat.SessionID]dayRow // sessions that began on it
}

type dayRow struct {
	rev       store.Rev
	created   time.Time
	queue     chat.QueueID
	answered  bool
	abandoned bool
	messaged  bool
	waited    time.Duration // until it was answered or abandoned
}

// begin counts from an instant on. What was counted before it is forgotten; it reports whether the sessions after it are
// to be read from the store, because nobody has counted so far.
func (t *today) begin(from time.Time) (read bool) {
	read = t.from.IsZero() || from.Before(t.from)
	if t.rows == nil {
		t.rows = map[chat.SessionID]dayRow{}
	}
	maps.DeleteFunc(t.rows, func(_ chat.SessionID, r dayRow) bool { return r.created.Before(from) })
	t.from = from
	return read
}

// note counts a session as it was at a revision.
func (t *today) note(s chat.Session, rev store.Rev) {
	if t.from.IsZero() || s.CreatedAt.Before(t.from) || t.rows[s.ID].rev >= rev {
		return
	}
	r := dayRow{rev: rev, created: s.CreatedAt, queue: s.Queue, answered: !s.AssignedAt.IsZero(), abandoned: s.State == chat.Abandoned, messaged: s.State == chat.Messaged}
	switch {
	case r.answered:
		r.waited = s.AssignedAt.Sub(s.CreatedAt)
	case r.abandoned:
		r.waited = s.EndedAt.Sub(s.CreatedAt)
	}
	t.rows[s.ID] = r
}

// sum adds the day up. The service level counts those answered in time, of those answered, or abandoned after the time.
func (t *today) sum(counts func(chat.QueueID) bool, target func(chat.QueueID) time.Duration) (Today, ServiceLevel) {
	var sum Today
	var level ServiceLevel
	for _, r := range t.rows {
		if !counts(r.queue) {
			continue
		}
		sum.Started++
		late := r.waited > target(r.queue)
		switch {
		case r.answered:
			sum.Answered++
			level.Of++
			if !late {
				level.Within++
			}
		case r.abandoned:
			sum.Abandoned++
			if late {
				level.Of++
			}
		case r.messaged:
			sum.Messaged++
		}
	}
	if level.Of > 0 {
		level.Share = float64(level.Within) / float64(level.Of)
	}
	return sum, level
}

// countToday makes sure that the sessions since midnight are counted.
func (d *Desk) countToday(ctx context.Context, now time.Time) error {
	im := &d.room.image
	im.mu.Lock()
	if im.settings == nil || !im.today.begin(im.midnight(now)) {
		im.mu.Unlock()
		return nil
	}
	from, queues := im.today.from, im.settings.queues
	im.mu.Unlock()
	rs, err := sessionsSince(ctx, d.cfg.Store, from, queues)
	im.mu.Lock()
	defer im.mu.Unlock()
	if err != nil {
		im.today = today{} // ask again
		return unavailable(err)
	}
	for _, r := range rs {
		if s, err := records.Decode[chat.Session](r.Value); err == nil {
			im.today.note(s, r.Rev)
		}
	}
	return nil
}

// sessionsSince fetches the sessions that began after an instant, and some more, by the indexes: they are open, or were left
// as a message or ended after it. What changes its place meanwhile comes by the feed. It costs as much as happened since,
// however long the shop has run.
func sessionsSince(ctx context.Context, s store.Store, from time.Time, queues []Queue) ([]store.Record, error) {
	index, err := records.List(ctx, s, records.Prefix(records.FamilyOpen))
	if err != nil {
		return nil, err
	}
	prefixes := []string{records.Prefix(records.FamilyEnded)}
	for _, q := range queues {
		prefixes = append(prefixes, records.Prefix(records.FamilyMessaged, string(q.ID)))
	}
	for _, prefix := range prefixes {
		rs, err := records.ListAfter(ctx, s, prefix, prefix+records.Instant(from))
		if err != nil {
			return nil, err
		}
		index = append(index, rs...)
	}
	return sessionsOf(ctx, s, index)
}
