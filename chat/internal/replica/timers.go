package replica

import (
	"math"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

// timers are when open sessions have their next automatic commands, by id and the time of day. A
// session has one at most.
type timers struct {
	moves timing.Deadlines
	notes timing.Deadlines // of commands that change nothing but what is said of a session in line
}

// set makes at the instant of a session's next command. The zero instant takes it away.
func (x *timers) set(id chat.SessionID, at time.Time, c chat.Command) {
	move, note := at, time.Time{}
	switch c.(type) {
	case chat.Attended, chat.Unattended:
		move, note = note, at
	}
	x.moves.Set(string(id), move)
	x.notes.Set(string(id), note)
}

// next returns the earliest instant; the zero instant if there is none.
func (x *timers) next() time.Time {
	move, _ := x.moves.Next()
	note, _ := x.notes.Next()
	return timing.Earlier(move, note)
}

// SessionsDue returns the open sessions that have an automatic command due now. Of those in line of
// which is only to be noted that nobody is there for them, or somebody again, it returns so many at
// most, apart: that concerns a whole line at once, and whoever comes to one shall not wait until
// all of it is told. All are looked at again a little later: until then the feed should have told
// that it was done.
func (r *Replica) SessionsDue(now time.Time, most int) (moves, notes []chat.SessionID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	x := &r.state.timers
	return r.state.due(&x.moves, now, math.MaxInt), r.state.due(&x.notes, now, most)
}

// due takes at most so many sessions out whose command is due.
func (s *state) due(from *timing.Deadlines, now time.Time, most int) (ids []chat.SessionID) {
	for _, key := range from.FirstDue(now, most) {
		id := chat.SessionID(key)
		k, open := s.sessions.open[id]
		if !open {
			continue
		}
		// What was due may have moved since the timer was set: by an agent who came, say.
		if at, c := s.next(k.value, now); c == nil || at.After(now) {
			s.timers.set(id, at, c)
			continue
		}
		from.Set(key, now.Add(again))
		ids = append(ids, id)
	}
	return ids
}
