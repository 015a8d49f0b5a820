package desk

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// notices tells the Notifier of what nobody may be looking at. Each occasion is told by the node
// that committed what it is about, so by one alone. Nobody waits for it.
type notices struct {
	notifier hook.Notifier // nil: nobody is told
	guard    guard.Guard
	log      *slog.Logger
	now      func() time.Time
	replica  func() *replica.Replica // of which there is none before the desk is open

	store store.Store

	mu      sync.Mutex
	last    map[subjectOfNotice]time.Time
	watched map[chat.QueueID]time.Time // until when a job is known to be there that looks at the line
}

// subjectOfNotice is what is not told again for a while.
type subjectOfNotice struct {
	occasion hook.Occasion
	queue    chat.QueueID
	agent    chat.AgentID
}

// every is how often one subject is told at most.
const every = time.Minute

// due reports whether a subject may be told now, and notes that it was.
func (n *notices) due(s subjectOfNotice, now time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.last == nil {
		n.last = map[subjectOfNotice]time.Time{}
	}
	for k, at := range n.last { // an instant from the future was told before the clock was put back
		if now.Before(at) || !now.Before(at.Add(every)) {
			delete(n.last, k)
		}
	}
	if _, told := n.last[s]; told {
		return false
	}
	n.last[s] = now
	return true
}

// tell tells of an occasion unless it was told just now. Messages, unwanted and reopened sessions,
// and mentions are each told.
func (n *notices) tell(x hook.Notice) {
	now := n.now()
	each := []hook.Occasion{
		hook.OccasionMessage, hook.OccasionUnwanted, hook.OccasionMentioned, hook.OccasionReopened,
	}
	once := !slices.Contains(each, x.Occasion)
	if n.notifier == nil || once && !n.due(subjectOfNotice{x.Occasion, x.Queue, x.Agent}, now) {
		return
	}
	line := n.replica().Line(x.Queue)
	x.Sessions = len(line)
	if len(line) > 0 {
		x.Oldest = max(0, now.Sub(line[0].QueuedAt))
	}
	if x.Occasion == hook.OccasionWaiting {
		x.Sessions = max(1, x.Sessions) // this node may not know it yet
	}
	go func() {
		ctx, cancel := n.guard.Within(context.Background())
		defer cancel()
		err := n.guard.Call(ctx, "notifier", func() error { return n.notifier.Notify(ctx, x) })
		if err != nil {
			n.log.WarnContext(ctx, "notifier", "error", err)
		}
	}()
}

// joined tells that somebody has joined a line, if nobody could be offered anything from it, and
// has the line looked at again later.
func (n *notices) joined(dr entrance) {
	if n.notifier == nil || dr.serves().Staff == chat.StaffFree {
		return
	}
	n.tell(hook.Notice{Occasion: hook.OccasionWaiting, Queue: dr.queue.ID})
	n.watch(dr.queue.ID)
}

// rejoined is joined for who is at the place of before again. Where nobody is there, and nobody is
// asked to come, deserted tells of them.
func (n *notices) rejoined(dr entrance) {
	if dr.summons() || dr.serves().Staff != chat.StaffAway {
		n.joined(dr)
	}
}

// deserted tells that the last one who could serve a session in line has gone. Whoever comes when
// nobody is there is told of as they join.
func (n *notices) deserted(s chat.Session) {
	came := s.EnteredAt.Equal(s.QueuedAt) && s.StateAt.Sub(s.EnteredAt) < time.Second
	if s.State == chat.Queued && s.Reason == chat.NoAgent && !came {
		n.tell(hook.Notice{Occasion: hook.OccasionLastGone, Queue: s.Queue, Session: s.ID})
	}
}

// noticing is an Observer that tells the Notifier of entries that this node wrote.
type noticing struct {
	hook.Observer
	notices *notices
}

// Entry implements hook.Observer.
func (o noticing) Entry(s chat.Session, e chat.Entry) {
	o.Observer.Entry(s, e)
	if s.State == chat.Queued && e.Kind != chat.KindCreated && !s.Arriving && !(e.Kind == chat.KindQueued && e.Reason == chat.Admitted) {
		o.notices.watch(s.Queue)
	}
	x := hook.Notice{Queue: s.Queue, Session: s.ID}
	switch e.Kind {
	case chat.KindMessaged:
		x.Occasion, x.Agent = hook.OccasionMessage, s.Agent
	case chat.KindReopened:
		if e.Author.Kind != chat.AuthorVisitor || e.Agent == "" {
			return
		}
		x.Occasion, x.Agent = hook.OccasionReopened, e.Agent
	case chat.KindUnwanted:
		x.Occasion = hook.OccasionUnwanted
	case chat.KindExpired:
		x.Occasion, x.Agent = hook.OccasionMissed, e.Agent
	case chat.KindOverdue:
		x.Occasion, x.Agent = hook.OccasionOverdue, e.Agent
	default:
		for _, a := range e.Mentions {
			x.Occasion, x.Agent = hook.OccasionMentioned, a
			o.notices.tell(x)
		}
		return
	}
	o.notices.tell(x)
}
