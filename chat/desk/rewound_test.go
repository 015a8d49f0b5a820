package desk_test

import (
	"cmp"
	"context"
	"iter"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestWhatWasWrittenBeforeTheStoreWentBackIsNotBuiltOn(t *testing.T) {
	c := newCrew(t, 2)
	a, b := c.desks[0], c.desks[1]
	c.begin(a, "s1")
	_, err := c.do(a, "s1", send("kept", "c0"))
	require.NoError(t, err)
	c.settle()
	s := c.memory()
	before, n := s.Backup(), c.session("s1").Entries
	for _, id := range []chat.CommandID{"c1", "c2", "c3"} {
		_, err := c.do(a, "s1", send("lost", id))
		require.NoError(t, err)
	}
	s.Restore(before)
	c.staff("ann", 1)
	c.staff("bob", 1)                       // the next commit is the third since then, as the last one that was lost
	for i, d := range []*shop{b, a, a, b} { // nobody has noticed yet
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
	var log testlog.Lines
	c := newCrew(t, 2, func(cfg *desk.Config) { cfg.Logger = log.Logger() })
	c.staff("ann", 3)
	s := c.memory()
	before := s.Backup()
	c.begin(c.desks[0], "s1")
	c.settle()
	leader := c.leader()
	term := leader.Term()
	require.NotZero(t, term)
	leave := leader.Connects("ann", 0)
	defer leave(noon)
	c.settle()
	seen := leader.Replica().Seen()
	s.Restore(before)
	c.begin(c.desks[1], "s2")
	c.settle()
	require.NotEqual(t, term, c.leader().Term())
	require.Equal(t, chat.Offered, c.session("s2").State, "routing goes on")
	for _, d := range c.desks {
		_, _, known := d.Replica().Session("s1")
		require.False(t, known)
	}
	c.advance(time.Second)
	rs, err := s.Get(t.Context(), records.Presence(leader.name))
	require.NoError(t, err)
	require.Len(t, rs, 1, "who is connected is told again")

	require.Equal(t, 2, strings.Count(log.String(), "\n"), "one line for each desk: %s", log.String())
	require.Contains(t, log.String(), "level=WARN")
	require.Contains(t, log.String(), "rewound=true")
	require.Contains(t, log.String(), "seen="+strconv.FormatUint(uint64(seen), 10))
}

func TestStreamsOfALostPastAreReset(t *testing.T) {
	inShop(t, func(s *shop) {
		mem := s.memory()
		id := s.chat("vera", "ann")
		synctest.Wait()
		before := mem.Backup()
		visitor, ann := s.tail(s.customer("vera").Events), s.tail(s.agent("ann").Events)
		synctest.Wait()
		hostCursor := ""
		for range 3 {
			_, err := s.customer("vera").Send(s.ctx, id, desk.MessageRequest{Text: "lost"})
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
		_, err := s.customer("vera").Send(s.ctx, id, desk.MessageRequest{Text: "after"})
		require.NoError(t, err)
		synctest.Wait()
		require.Equal(t, 1, visitor.resets())
		require.Equal(t, 1, ann.resets())
		require.Equal(t, []string{"hello", "after"}, visitor.texts())
		require.Equal(t, []string{"after"}, ann.texts(), "an agent reads the timeline and follows from there")

		for i, events := range []events{s.customer("vera").Events, s.agent("ann").Events} {
			again := s.tail(func(ctx context.Context, _ string) iter.Seq2[desk.Event, error] { return events(ctx, cursors[i]) })
			synctest.Wait()
			require.Equal(t, 1, again.resets(), "a cursor of the lost past")
		}
		for _, err := range s.Host().Follow(s.ctx, hostCursor) {
			require.ErrorIs(t, err, chat.ErrCursorExpired)
		}
	})
}

// memory is the store of a shop that has no other one.
func (s *shop) memory() *memstore.Store { return s.store.(*memstore.Store) }

type events func(ctx context.Context, cursor string) iter.Seq2[desk.Event, error]

// tail is a stream that is read as it comes.
type tail struct {
	mu   sync.Mutex
	seen []desk.Event
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
	t.each(func(e desk.Event) {
		if e.Type == desk.EventReset {
			n++
		}
	})
	return n
}

// texts are the messages since the last reset.
func (t *tail) texts() (texts []string) {
	t.each(func(e desk.Event) {
		switch {
		case e.Type == desk.EventReset:
			texts = nil
		case e.Type == string(chat.KindMessage):
			texts = append(texts, e.Entry.Text)
		}
	})
	return texts
}

// last is the last cursor.
func (t *tail) last() (cursor string) {
	t.each(func(e desk.Event) { cursor = cmp.Or(e.ID, cursor) })
	return cursor
}

func (t *tail) each(f func(desk.Event)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.seen {
		f(e)
	}
}

func TestACursorOfWhatWasWrittenAnewMeanwhileIsReset(t *testing.T) {
	inShop(t, func(s *shop) {
		mem := s.memory()
		id := s.chat("vera", "ann")
		say := func(text string) {
			_, err := s.customer("vera").Send(s.ctx, id, desk.MessageRequest{Text: text})
			require.NoError(t, err)
		}
		before := mem.Backup()
		say("lost")
		seen := s.tail(s.customer("vera").Events)
		synctest.Wait()
		kept := s.tail(func(ctx context.Context, _ string) iter.Seq2[desk.Event, error] {
			return s.customer("vera").Events(ctx, seen.last())
		})
		synctest.Wait()
		require.Zero(t, kept.resets())
		lost := seen.last()
		mem.Restore(before)
		say("after")
		say("after that")
		again := s.tail(func(ctx context.Context, _ string) iter.Seq2[desk.Event, error] {
			return s.customer("vera").Events(ctx, lost)
		})
		synctest.Wait()
		require.NotZero(t, again.resets())
		require.Equal(t, []string{"hello", "after", "after that"}, again.texts())
	})
}
