package desk

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// pace is the least time between two snapshots on a stream; what happens in between is merged into
// the next one. Entries are never held back.
const pace = time.Second

// stream is one client's stream. The caller's loop over its events runs it. It reads timelines from
// the store, and the hub wakes it. Only snapshots are read beside the loop.
type stream struct {
	d        *Desk
	ctx      context.Context
	listener *replica.Listener
	scope    StreamScope
	yield    func(Event, error) bool
	ended    bool
	paused   time.Time // no snapshot before, by the clock of intervals
	lives    uint64    // of the node, when the source began
	reads    sync.WaitGroup
	stop     context.CancelFunc // ends what is read beside the loop; nil: nothing was
}

// source is what a stream shows. hello begins it. look sends what is new, and returns when to look
// again if nothing wakes the stream before; the zero instant is never.
type source interface {
	hello(s *stream) error
	again(s *stream) error // this node forgot what it knew of the store: begin anew
	look(s *stream, now time.Time) (time.Time, error)
}

// events runs a source until the consumer stops or ctx ends, which is no error. An error ends the
// stream. Lives is engine.lives, read before the source read anything.
func (d *Desk) events(
	ctx context.Context, scope StreamScope, lives uint64, topics []string, src source,
) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		s, end := d.newStream(ctx, scope, lives, topics, yield)
		defer end()
		s.run(src)
	}
}

// newStream opens a stream. End closes it.
func (d *Desk) newStream(
	ctx context.Context, scope StreamScope, lives uint64, topics []string,
	yield func(Event, error) bool,
) (s *stream, end func()) {
	s = &stream{d: d, ctx: ctx, scope: scope, yield: yield, lives: lives}
	s.listener = d.engine.hub.Listen(topics...)
	leave := d.engine.feed.attend(scope)
	s.listener.Follow(topicDeaf)
	return s, func() {
		leave()
		if s.stop != nil {
			s.stop()
		}
		s.reads.Wait()
		s.listener.Close()
	}
}

// run shows a source until the stream is over.
func (s *stream) run(src source) {
	if err := src.hello(s); err != nil {
		s.fail(err)
		return
	}
	for !s.over() {
		now := s.d.now()
		next, err := s.look(src, now)
		if err != nil {
			s.fail(err)
			return
		}
		if !s.over() {
			wait(s.ctx, s.listener.Wake(), next, now)
		}
	}
}

// look makes the source send what is new. If this node forgot what it knew of the store, the source
// begins anew first.
func (s *stream) look(src source, now time.Time) (time.Time, error) {
	// This node does not know what is new; another node serves the client better.
	if s.d.engine.feed.deaf() {
		return time.Time{}, errDeaf()
	}
	if lives := s.d.engine.lives.Load(); lives != s.lives {
		s.lives = lives
		if err := src.again(s); err != nil || s.over() {
			return time.Time{}, err
		}
	}
	return src.look(s, now)
}

// pause holds snapshots back until the pace is over.
func (s *stream) pause() { s.paused = s.d.tick().Add(pace) }

// resting reports whether snapshots are held back, and until when.
func (s *stream) resting(now time.Time) (until time.Time, yes bool) {
	tick := s.d.tick()
	return timing.After(now, tick, s.paused), tick.Before(s.paused)
}

func (s *stream) over() bool { return s.ended || s.ctx.Err() != nil }

// fail ends the stream with an error, unless its client has gone.
func (s *stream) fail(err error) {
	if !s.over() {
		s.ended = true
		s.dropped(err)
		s.yield(Event{}, err)
	}
}

// send hands one event to the consumer. It reports whether the consumer wants more.
func (s *stream) send(e Event) bool {
	if e.At.IsZero() {
		e.At = s.d.now()
	}
	if !s.ended && !s.yield(e, nil) {
		s.ended = true
	}
	return !s.ended
}

// greet sends the hello.
func (s *stream) greet(cursor string) bool {
	now := s.d.now()
	return s.send(Event{Type: EventHello, At: now, Hello: &Hello{Cursor: cursor, ServerTime: now, Node: s.d.cfg.Node}})
}

// reset tells the client that its cursor is of no use.
func (s *stream) reset(why string) bool { return s.send(Event{Type: EventReset, Reset: why}) }

// ephemerals sends the signs that came since the last look, but for the client's own.
func (s *stream) ephemerals(own chat.AuthorKind) {
	for _, x := range s.listener.Take() {
		if x.By == string(own) {
			continue
		}
		if !s.send(eventOf(x)) {
			return
		}
	}
}

// eventOf is a signal as a stream sends it.
func eventOf(x replica.Signal) Event {
	e := Event{Type: EventRead, At: x.At, Session: x.Session}
	if x.Typing {
		e.Type, e.Typing = EventTyping, &Typing{By: x.By, On: x.On, Text: x.Text}
	} else {
		e.Read = &Read{By: x.By, UpTo: x.Read}
	}
	return e
}

// lineEvent is an entry of a timeline as a stream sends it to an audience.
func lineEvent(l sessions.Line, to sessions.Audience, cursor string) Event {
	x := l.As(to)
	return Event{
		ID: cursor, Type: string(l.Kind), At: l.At, Session: l.Session, Entry: x.Entry(), seen: x,
	}
}

// lines reads the lines of a timeline after entry n, at most sessions.LinesPage of them: those that
// the feed told this node if none of them can be missing, else those in the store.
func (e *engine) lines(
	ctx context.Context, r sessions.Reader, id chat.SessionID, n int,
) ([]sessions.Line, error) {
	if ls, ok := e.views.tails.After(id, n); ok {
		return ls, nil
	}
	return r.Lines(ctx, id, n)
}

// reach is sessions.Reader.Reach, by what the feed told this node if that goes back to the mark.
// What was there when a stream opened is read from the store: a client that resumes is shown what
// is there now.
func (e *engine) reach(
	ctx context.Context, r sessions.Reader, id chat.SessionID, at sessions.Mark, opened store.Rev,
) (n int, after []sessions.Line, whole bool, err error) {
	n, after, whole, ok := e.views.tails.Reach(id, at)
	there := func(l sessions.Line) bool { return l.Rev <= opened }
	if ok && !slices.ContainsFunc(after, there) {
		return n, after, whole, nil
	}
	return r.Reach(ctx, id, at)
}

// ears tell who of this node hears what the feed tells. They know of sessions what the replica did
// before that.
func (e *engine) ears() sessions.Ears {
	return sessions.Ears{
		Session: func(id chat.SessionID) bool { return e.hub.Listens(replica.TopicSession(id)) },
		Agent:   func(id chat.AgentID) bool { return e.hub.Listens(replica.TopicAgent(id)) },
		Agents:  func() bool { return e.feed.open.of(StreamAgent).Load() > 0 },
		Known:   e.inboxes.lists.Grown,
	}
}
