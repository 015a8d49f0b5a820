package desk_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// full says whether tests run at their full size, as at night.
var full = os.Getenv("SWITCHBOARD_FULL") != ""

// reader reads a stream of entries in pieces: it hangs up after a few of them and comes back with
// the last cursor.
func reader(r *rand.Rand, events func(cursor string) func(func(desk.Event, error) bool), until func(desk.Event) bool) (got []desk.Event, connections int, err error) {
	cursor := ""
	for {
		connections++
		left := 1 + r.IntN(3)
		for e, fault := range events(cursor) {
			if fault != nil {
				return got, connections, fault
			}
			if e.Hello != nil && cursor == "" {
				cursor = e.Hello.Cursor
			}
			if e.ID == "" {
				continue
			}
			cursor = e.ID
			got = append(got, e)
			if until(e) {
				return got, connections, nil
			}
			if left--; left == 0 {
				break
			}
		}
	}
}

func TestAVisitorsStreamResumesWithoutGapOrDouble(t *testing.T) {
	messages := 400
	if full {
		messages = 4000
	}
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Hour)
		defer cancel()
		var got []desk.Event
		var connections int
		var reading sync.WaitGroup
		reading.Go(func() {
			var err error
			got, connections, err = reader(rand.New(rand.NewPCG(1, 1)), func(cursor string) func(func(desk.Event, error) bool) {
				return s.customer("vera").Events(ctx, cursor)
			}, func(e desk.Event) bool { return e.Entry.Kind == chat.KindClosed })
			require.NoError(t, err)
		})
		s.talk(id, messages)
		reading.Wait()
		require.Greater(t, connections, messages/4)
		s.sameTranscript(id, got)
	})
}

// talk has both sides send messages at the same time, and a note in between, and ends the session.
func (s *shop) talk(id chat.SessionID, messages int) {
	var both sync.WaitGroup
	both.Go(func() {
		for i := range messages / 2 {
			_, err := s.customer("vera").Send(s.ctx, id, desk.MessageRequest{Text: fmt.Sprint("question ", i)})
			require.NoError(s.t, err)
			time.Sleep(time.Millisecond)
		}
	})
	both.Go(func() {
		for i := range messages / 2 {
			_, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: fmt.Sprint("answer ", i)})
			require.NoError(s.t, err)
			if i%10 == 0 {
				_, err = s.agent("ann").Note(s.ctx, id, desk.MessageRequest{Text: "between us"})
				require.NoError(s.t, err)
			}
			time.Sleep(time.Millisecond)
		}
	})
	both.Wait()
	require.NoError(s.t, s.agent("ann").Close(s.ctx, id))
}

// sameTranscript checks that events are the transcript, each entry once and in order.
func (s *shop) sameTranscript(id chat.SessionID, got []desk.Event) {
	want, err := sessions.NewReader(s.store, nil).Transcript(s.ctx, id)
	require.NoError(s.t, err)
	require.Len(brief.T(s.t), got, len(want))
	for i, e := range got {
		require.Equal(s.t, want[i], *e.Entry)
		require.True(s.t, e.Entry.Public(), "a visitor must not see %s", e.Type)
	}
}

func TestAnAgentsStreamResumesWithoutGapOrDouble(t *testing.T) {
	messages := 200
	if full {
		messages = 2000
	}
	inShop(t, func(s *shop) {
		first, second := s.chat("vera", "ann"), s.chat("vito", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Hour)
		defer cancel()
		var got []desk.Event
		var connections int
		var reading sync.WaitGroup
		closed := 0
		reading.Go(func() {
			var err error
			got, connections, err = reader(rand.New(rand.NewPCG(2, 2)), func(cursor string) func(func(desk.Event, error) bool) {
				return s.agent("ann").Events(ctx, cursor)
			}, func(e desk.Event) bool {
				if e.Entry.Kind == chat.KindClosed {
					closed++
				}
				return closed == 2
			})
			require.NoError(t, err)
		})
		synctest.Wait()
		var both sync.WaitGroup
		both.Go(func() { s.talk(first, messages) })
		both.Go(func() {
			for i := range messages {
				_, err := s.customer("vito").Send(s.ctx, second, desk.MessageRequest{Text: fmt.Sprint(i)})
				require.NoError(t, err)
				time.Sleep(time.Millisecond)
			}
			time.Sleep(time.Second)
			require.NoError(t, s.agent("ann").Close(s.ctx, second))
		})
		both.Wait()
		reading.Wait()
		require.Greater(t, connections, messages/4)

		for _, id := range []chat.SessionID{first, second} {
			var ns []int
			for _, e := range got {
				if e.Session == id {
					ns = append(ns, e.Entry.N)
				}
			}
			require.Greater(t, len(ns), messages)
			for i, n := range ns {
				require.Equal(t, ns[0]+i, n, "session %s", id)
			}
		}
	})
}

func TestAStreamFollowsItsVisitorIntoTheNextSession(t *testing.T) {
	inShop(t, func(s *shop) {
		first := s.chat("vera", "ann")
		var got []desk.Event
		ctx, cancel := context.WithCancel(s.ctx)
		var reading sync.WaitGroup
		reading.Go(func() {
			for e, err := range s.customer("vera").Events(ctx, "") {
				require.NoError(t, err)
				got = append(got, e)
			}
		})
		synctest.Wait()
		require.Equal(t, desk.EventHello, got[0].Type)
		require.NoError(t, s.customer("vera").Typing(s.ctx, first, true))
		require.NoError(t, s.agent("ann").Typing(s.ctx, first, true))
		require.NoError(t, s.agent("ann").Close(s.ctx, first))
		_, err := s.agent("ann").SetStatus(s.ctx, chat.Break, "lunch")
		require.NoError(t, err)
		second := s.chat("vera", "bob")
		require.NotEqual(t, first, second)
		time.Sleep(time.Minute)
		synctest.Wait()
		cancel()
		reading.Wait()

		var entries, views, typing int
		for _, e := range got {
			switch {
			case e.Entry != nil:
				entries++
			case e.View != nil:
				views++
			case e.Typing != nil:
				typing++
				require.Equal(t, "agent", e.Typing.By, "nobody is told of their own typing")
			}
		}
		last := got[len(got)-1]
		require.Equal(t, second, last.Session)
		require.Equal(t, 1, typing)
		require.NotZero(t, views)
		a, err := sessions.NewReader(s.store, nil).Transcript(s.ctx, first)
		require.NoError(t, err)
		b, err := sessions.NewReader(s.store, nil).Transcript(s.ctx, second)
		require.NoError(t, err)
		require.Equal(t, len(a)+len(b), entries)
	})
}

func TestAForeignOrUnknownCursorIsAnsweredByAReset(t *testing.T) {
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		s.chat("eve", "ann")
		for _, cursor := range []string{desk.FormatCursor(id, 1, 0), "ses_nonsense.3", "x", desk.FormatCursor(id, -1, 0)} {
			var types []string
			for e, err := range s.customer("eve").Events(s.ctx, cursor) {
				require.NoError(t, err)
				require.NotEqual(t, id, e.Session)
				if types = append(types, e.Type); len(types) == 3 {
					break
				}
			}
			require.Equal(t, []string{desk.EventHello, desk.EventReset, string(chat.KindCreated)}, types, cursor)
		}
		for e, err := range s.agent("ann").Events(s.ctx, "999999-1") {
			require.NoError(t, err)
			if e.Type == desk.EventReset {
				break
			}
			require.Equal(t, desk.EventHello, e.Type)
		}
	})
}

func TestTheHostsFeedHasEveryEntryOnceHoweverOftenItIsResumed(t *testing.T) {
	inShop(t, func(s *shop) {
		var got []desk.Event
		var feeding sync.WaitGroup
		feeding.Go(func() {
			var err error
			got, _, err = reader(rand.New(rand.NewPCG(3, 3)), func(cursor string) func(func(desk.Event, error) bool) {
				return s.Host().Follow(s.ctx, cmp.Or(cursor, "0-0"))
			}, func(e desk.Event) bool { return e.Entry.Kind == chat.KindClosed })
			require.NoError(t, err)
		})
		id := s.chat("vera", "ann")
		s.talk(id, 100)
		feeding.Wait()
		for i, e := range got {
			require.Equal(t, i+1, e.Entry.N)
			require.Equal(t, id, e.Session)
		}
	})
}

func TestAFeedOlderThanWhatTheStoreKeepsSaysSo(t *testing.T) {
	short := memstore.New(memstore.Config{Keep: 10})
	c := newCrew(t, 1, func(cfg *desk.Config) { cfg.Store = short })
	for i := range 20 {
		c.begin(c, chat.SessionID(fmt.Sprint("s", i)))
	}
	for _, cursor := range []string{"1-1", "999999-1", "yesterday"} {
		for _, err := range c.Host().Follow(t.Context(), cursor) {
			require.ErrorIs(t, err, chat.ErrCursorExpired)
		}
	}
}
