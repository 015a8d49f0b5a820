package replica

import (
	"cmp"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/door"
)

// Figures is how some queues stand.
type Figures struct {
	Queues []QueueFigures
	Agents []chat.Agent // those who are not removed, in no order
	// Unwanted are sessions in line in these queues that nobody accepts; the longest wait first.
	Unwanted []chat.Session
	// Overdue are sessions of these queues whose agent owes an answer for too long; the longest
	// first.
	Overdue []chat.Session
	// Effects are what is in the outbox, of every queue, in no order, without texts and addresses.
	Effects []hook.Effect
}

// QueueFigures is how one queue stands.
type QueueFigures struct {
	Waiting    int           // in line, those on offer included
	OldestWait time.Duration // of those who wait
	Active     int           // sessions that an agent has, held ones included
	Messages   int           // left and not settled
	Unwanted   int           // of those in line, whom nobody accepts
	Overdue    int           // whose agent owes an answer for too long
	Late       int           // whose visitor waits for an answer beyond the queue's target
	There      door.Verdict  // on another such session
}

// Figures returns how queues stand, in the order asked for. It looks at every open session once, and
// at everybody in these lines.
func (r *Replica) Figures(queues []chat.QueueID, now time.Time) Figures {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.state
	active, overdue, late := s.sessions.active(), map[chat.QueueID][]chat.Session{}, map[chat.QueueID]int{}
	for _, x := range s.sessions.open {
		if by := s.settings.ReplyBy(x.value); !by.IsZero() && now.After(by) {
			late[x.value.Queue]++
		}
		if x.value.Overdue() {
			overdue[x.value.Queue] = append(overdue[x.value.Queue], x.value)
		}
	}
	f := Figures{Agents: s.team.list(), Effects: s.effectsOut()}
	for _, q := range queues {
		line := s.sessions.line[q]
		x := QueueFigures{Waiting: len(line), Active: active[q], Messages: len(s.messages[q]), There: s.settings.Demand(q).Among(s.team.there)}
		for id := range line {
			waits := &s.sessions.at(id).value
			x.OldestWait = max(x.OldestWait, now.Sub(waits.WaitingSince()))
			if waits.Unwanted() {
				x.Unwanted++
				f.Unwanted = append(f.Unwanted, *waits)
			}
		}
		x.Late = late[q]
		x.Overdue, f.Overdue = len(overdue[q]), append(f.Overdue, overdue[q]...)
		f.Queues = append(f.Queues, x)
	}
	slices.SortFunc(f.Overdue, func(a, b chat.Session) int {
		return cmp.Or(a.OwedSince().Compare(b.OwedSince()), cmp.Compare(a.ID, b.ID))
	})
	slices.SortFunc(f.Unwanted, func(a, b chat.Session) int {
		return cmp.Or(a.WaitingSince().Compare(b.WaitingSince()), cmp.Compare(a.ID, b.ID))
	})
	return f
}

// active counts the sessions of each queue that an agent has.
func (x *sessions) active() map[chat.QueueID]int {
	n := map[chat.QueueID]int{}
	for _, ids := range x.owned {
		for id := range ids {
			if s := &x.at(id).value; s.State == chat.Active || s.State == chat.Held {
				n[s.Queue]++
			}
		}
	}
	return n
}
