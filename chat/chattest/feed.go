package chattest

import (
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

// await waits until ok, called with what the stream has told, says so, and fails the test when it takes too long.
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

// message finds the first message of a kind of author with a text among the entries of a session, from place from on. It
// answers the place after it, or 0.
func (f *feed) message(id chat.SessionID, from int, by chat.AuthorKind, text string) int {
	for i := from; i < len(f.entries); i++ {
		e := f.entries[i]
		if e.Session == id && e.Entry.Kind == chat.KindMessage && e.Entry.Author.Kind == by && e.Entry.Text == text {
			return i + 1
		}
	}
	return 0
}
