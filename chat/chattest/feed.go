package chattest

import (
	"context"
	"iter"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// feed is what somebody's stream has told so far.
type feed struct {
	mu      sync.Mutex
	changed chan struct{} // closed by the next event
	inbox   desk.Inbox
	view    desk.SessionView
	entries []desk.Event
	err     error
	look    func() // reads it anew, where nobody listens: the shop stands
}

func newFeed() *feed { return &feed{changed: make(chan struct{})} }

// listen takes in a stream until it ends.
func (f *feed) listen(events iter.Seq2[desk.Event, error]) {
	for e, err := range events {
		f.mu.Lock()
		switch {
		case err != nil:
			f.err = err
		case e.Inbox != nil:
			f.inbox = *e.Inbox
		case e.View != nil:
			f.view = *e.View
		case e.Entry != nil:
			f.entries = append(f.entries, e)
		}
		close(f.changed)
		f.changed = make(chan struct{})
		f.mu.Unlock()
	}
}

// await waits until ok, called with what the stream has told, says so, and fails the test when it
// takes too long.
func (f *feed) await(t testing.TB, who, what string, ok func() bool) {
	t.Helper()
	late := time.NewTimer(Patience)
	defer late.Stop()
	for {
		f.mu.Lock()
		done, changed, err := ok(), f.changed, f.err
		f.mu.Unlock()
		if done {
			return
		}
		if err != nil {
			t.Fatalf("%s: waiting %s: %v", who, what, err)
		}
		select {
		case <-changed:
		case <-late.C:
			t.Fatalf("%s: waited %v %s", who, Patience, what)
		}
	}
}

// await has somebody wait until ok, called with what they were told, says so.
func (s *Shop) await(f *feed, who, what string, ok func() bool) {
	s.t.Helper()
	if f.look == nil {
		f.await(s.t, who, what, ok)
		return
	}
	s.until(who, what, func() bool { f.look(); return ok() })
}

// reread has the feed tell of a timeline that was read as a whole.
func (f *feed) reread(of chat.SessionID, timeline []chat.Entry) {
	f.entries = f.entries[:0]
	for i := range timeline {
		f.entries = append(f.entries, desk.Event{Session: of, Entry: &timeline[i]})
	}
}

// timeline reads the whole timeline of a session.
func timeline(s *Shop, who string, of chat.SessionID, read timelineOf) (all []chat.Entry) {
	s.t.Helper()
	for after, more := 0, true; more; {
		es, next, err := read(s.ctx, of, after, 0)
		check(s.t, who, "timeline", err)
		all = append(all, es...)
		more, after = next > after, next
	}
	return all
}

// timelineOf is a page of a timeline, as somebody may see it.
type timelineOf func(
	ctx context.Context, id chat.SessionID, after, limit int,
) (page []chat.Entry, next int, err error)

// said is a message that somebody waits for: in a session, after its first entries, by a kind of
// author.
type said struct {
	in    chat.SessionID
	after int
	by    chat.AuthorKind
	text  string
}

// message finds the first such message among the entries, from place from on. It answers the place
// after it, or 0.
func (f *feed) message(m said, from int) int {
	for i := from; i < len(f.entries); i++ {
		e := f.entries[i]
		here := e.Session == m.in && e.Entry.N > m.after && e.Entry.Kind == chat.KindMessage
		if here && e.Entry.Author.Kind == m.by && e.Entry.Text == m.text {
			return i + 1
		}
	}
	return 0
}
