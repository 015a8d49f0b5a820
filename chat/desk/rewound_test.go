package desk

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestWhatWasWrittenBeforeTheStoreWentBackIsNotBuiltOn(t *testing.T) {
	c := newCrew(t, 2)
	a, b := c.desks[0], c.desks[1]
	c.arrive(a, "s1")
	_, err := c.do(a, "s1", send("kept", "c0"))
	require.NoError(t, err)
	c.settle()
	s := c.store.(*memstore.Store)
	before, n := s.Backup(), c.session("s1").Entries
	for _, id := range []chat.CommandID{"c1", "c2", "c3"} {
		_, err := c.do(a, "s1", send("lost", id))
		require.NoError(t, err)
	}
	s.Restore(before)
	c.agent("ann", 1)
	c.agent("bob", 1)                       // the next commit is the third since then, as the last one that was lost
	for i, d := range []*Desk{b, a, a, b} { // nobody has noticed yet
		out, err := c.do(d, "s1", send("after", chat.CommandID("d"+string(rune('0'+i)))))
		require.NoError(t, err)
		require.Equal(t, n+1+i, out.Entries[0].N)
	}
	c.settle()
	faults, err := a.Check(t.Context())
	require.NoError(t, err)
	for _, f := range faults {
		require.NotContains(t, f.String(), "timeline")
	}
}

func TestALeaderWhoseStoreWentBackGivesUpItsTermAndSaysWhatItSaw(t *testing.T) {
	var log bytes.Buffer
	c := newCrew(t, 2, func(cfg *Config) { cfg.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	c.agent("ann", 3)
	s := c.store.(*memstore.Store)
	before := s.Backup()
	c.arrive(c.desks[0], "s1")
	c.settle()
	leader := c.leader()
	term := leader.engine.lease.Term()
	require.NotZero(t, term)
	leave := leader.engine.near.join("ann", 0)
	defer leave(noon)
	c.settle()
	seen := leader.engine.replica.Seen()
	s.Restore(before)
	c.arrive(c.desks[1], "s2")
	c.settle()
	require.NotEqual(t, term, c.leader().engine.lease.Term())
	require.Equal(t, chat.Offered, c.session("s2").State, "routing goes on")
	for _, d := range c.desks {
		_, _, known := d.engine.replica.Session("s1")
		require.False(t, known)
	}
	c.pass(time.Second)
	rs, err := s.Get(t.Context(), records.Presence(leader.cfg.Node))
	require.NoError(t, err)
	require.Len(t, rs, 1, "who is connected is told again")

	require.Equal(t, 2, strings.Count(log.String(), "\n"), "one line for each desk: %s", log.String())
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "rewound=true")
	require.Contains(t, log.String(), "seen="+strconv.FormatUint(uint64(seen), 10))
}

func TestStreamsOfALostPastAreReset(t *testing.T) {
	inShop(t, func(s *shop) {
		mem := beneath(s.cfg.Store).(*memstore.Store)
		id := s.chat("vera", "ann")
		synctest.Wait()
		before := mem.Backup()
		visitor, ann := s.tail(s.visitor("vera").Events), s.tail(s.agent("ann").Events)
		synctest.Wait()
		hostCursor := ""
		for range 3 {
			_, err := s.visitor("vera").Send(s.ctx, id, MessageRequest{Text: "lost"})
			require.NoError(t, err)
		}
		synctest.Wait()
		for e, err := range s.Host().Follow(s.ctx, "0-0") {
			require.NoError(t, err)
			if hostCursor = e.ID; e.Entry.Text == "lost" {
				break
			}
		}
		cursors := [2]string{visitor.last(), ann.last()}
		mem.Restore(before)
		synctest.Wait()
		_, err := s.visitor("vera").Send(s.ctx, id, MessageRequest{Text: "after"})
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, 1, visitor.resets())
		require.Equal(t, 1, ann.resets())
		require.Equal(t, []string{"hello", "after"}, visitor.texts())
		require.Equal(t, []string{"after"}, ann.texts(), "an agent reads the timeline and follows from there")

		for i, events := range []events{s.visitor("vera").Events, s.agent("ann").Events} {
			again := s.tail(func(ctx context.Context, _ string) iter.Seq2[Event, error] { return events(ctx, cursors[i]) })
			synctest.Wait()
			require.Equal(t, 1, again.resets(), "a cursor of the lost past")
		}
		for _, err := range s.Host().Follow(s.ctx, hostCursor) {
			require.ErrorIs(t, err, chat.ErrCursorExpired)
		}
	})
}

// beneath is the store that a desk was given.
func beneath(s store.Store) store.Store {
	for under := store.Unwrap(s); under != nil; under = store.Unwrap(s) {
		s = under
	}
	return s
}

type events func(ctx context.Context, cursor string) iter.Seq2[Event, error]

// tail is a stream that is read as it comes.
type tail struct {
	mu   sync.Mutex
	seen []Event
}

func (s *shop) tail(from events) *tail {
	t := &tail{}
	go func() {
		for e, err := range from(s.ctx, "") {
			if err != nil {
				return
			}
			t.mu.Lock()
			t.seen = append(t.seen, e)
			t.mu.Unlock()
		}
	}()
	return t
}

func (t *tail) resets() (n int) {
	t.each(func(e Event) {
		if e.Type == EventReset {
			n++
		}
	})
	return n
}

// texts are the messages since the last reset.
func (t *tail) texts() (texts []string) {
	t.each(func(e Event) {
		switch {
		case e.Type == EventReset:
			texts = nil
		case e.Type == string(chat.KindMessage):
			texts = append(texts, e.Entry.Text)
		}
	})
	return texts
}

// last is the last cursor.
func (t *tail) last() (cursor string) {
	t.each(func(e Event) { cursor = cmp.Or(e.ID, cursor) })
	return cursor
}

func (t *tail) each(f func(Event)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.seen {
		f(e)
	}
}

func TestACursorOfWhatWasWrittenAnewMeanwhileIsReset(t *testing.T) {
	inShop(t, func(s *shop) {
		mem := beneath(s.cfg.Store).(*memstore.Store)
		id := s.chat("vera", "ann")
		say := func(text string) {
			_, err := s.visitor("vera").Send(s.ctx, id, MessageRequest{Text: text})
			require.NoError(t, err)
		}
		before := mem.Backup()
		say("lost")
		seen := s.tail(s.visitor("vera").Events)
		synctest.Wait()
		kept := s.tail(func(ctx context.Context, _ string) iter.Seq2[Event, error] {
			return s.visitor("vera").Events(ctx, seen.last())
		})
		synctest.Wait()
		require.Zero(t, kept.resets())
		lost := seen.last()
		mem.Restore(before)
		say("after")
		say("after that")
		again := s.tail(func(ctx context.Context, _ string) iter.Seq2[Event, error] {
			return s.visitor("vera").Events(ctx, lost)
		})
		synctest.Wait()
		require.NotZero(t, again.resets())
		require.Equal(t, []string{"hello", "after", "after that"}, again.texts())
	})
}

func FuzzParseCursor(f *testing.F) {
	for _, c := range []string{"ses_x.3", "ses_x.3.99", "ses_x.0", "ses_x.0.1", "ses_x.-1", "x", "a.1.2.3", "a.1.99999999999999999999"} {
		f.Add(c)
	}
	f.Fuzz(func(t *testing.T, c string) {
		id, n, nth, ok := parseCursor(c)
		if !ok {
			return
		}
		againID, againN, againNth, ok := parseCursor(formatCursor(id, n, nth))
		require.True(t, ok)
		require.Equal(t, id, againID)
		require.Equal(t, n, againN)
		require.Equal(t, nth, againNth)
	})
}
