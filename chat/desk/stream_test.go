package desk

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// shop is a running desk with agents ann and bob, in a bubble of synctest.
type shop struct {
	*Desk
	t   *testing.T
	ctx context.Context
}

func inShop(t *testing.T, test func(s *shop)) {
	inShopOn(t, func() store.Store { return memstore.New(memstore.Config{}) }, test)
}

func inShopOn(t *testing.T, open func() store.Store, test func(s *shop)) {
	synctest.Test(t, func(t *testing.T) {
		d, err := New(Config{Store: open(), Seed: settings.Team{
			Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}},
			Agents: []settings.Agent{
				{Login: "ann", Name: "Ann", Hosted: true, Capacity: 5, Queues: []chat.Serves{{Queue: "help"}}},
				{Login: "bob", Name: "Bob", Hosted: true, Capacity: 5, Queues: []chat.Serves{{Queue: "help"}}},
			},
		}})
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { require.NoError(t, d.Run(ctx)) })
		test(&shop{d, t, ctx})
		cancel()
		running.Wait()
	})
}

func (s *shop) visitor(name string) Visitor {
	return s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: name, Verified: true})
}

func (s *shop) agent(name string) Agent {
	return s.Agent(chat.Principal{Kind: chat.RoleAgent, ID: name, Verified: true})
}

// chat begins a session of a visitor that an agent accepts.
func (s *shop) chat(visitor, agent string) chat.SessionID {
	_, err := s.agent(agent).SetStatus(s.ctx, chat.Available, "")
	require.NoError(s.t, err)
	v, err := s.visitor(visitor).Start(s.ctx, StartRequest{Text: "hello", Name: visitor})
	require.NoError(s.t, err)
	synctest.Wait()
	in, err := s.agent(agent).Inbox(s.ctx)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, in.Offers)
	_, err = s.agent(agent).Accept(s.ctx, in.Offers[0].Offer.ID)
	require.NoError(s.t, err)
	return v.ID
}

// reader reads a stream of entries in pieces: it hangs up after a few of them and comes back with the last cursor.
func reader(r *rand.Rand, events func(cursor string) func(func(Event, error) bool), until func(Event) bool) (got []Event, connections int, err error) {
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
	if *full {
		messages = 4000
	}
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Hour)
		defer cancel()
		var got []Event
		var connections int
		var reading sync.WaitGroup
		reading.Go(func() {
			var err error
			got, connections, err = reader(rand.New(rand.NewPCG(1, 1)), func(cursor string) func(func(Event, error) bool) {
				return s.visitor("vera").Events(ctx, cursor)
			}, func(e Event) bool { return e.Entry.Kind == chat.KindClosed })
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
			_, err := s.visitor("vera").Send(s.ctx, id, MessageRequest{Text: fmt.Sprint("question ", i)})
			require.NoError(s.t, err)
			time.Sleep(time.Millisecond)
		}
	})
	both.Go(func() {
		for i := range messages / 2 {
			_, err := s.agent("ann").Send(s.ctx, id, MessageRequest{Text: fmt.Sprint("answer ", i)})
			require.NoError(s.t, err)
			if i%10 == 0 {
				_, err = s.agent("ann").Note(s.ctx, id, MessageRequest{Text: "between us"})
				require.NoError(s.t, err)
			}
			time.Sleep(time.Millisecond)
		}
	})
	both.Wait()
	require.NoError(s.t, s.agent("ann").Close(s.ctx, id))
}

// sameTranscript checks that events are the transcript, each entry once and in order.
func (s *shop) sameTranscript(id chat.SessionID, got []Event) {
	want, err := s.sessions.Transcript(s.ctx, id)
	require.NoError(s.t, err)
	require.Len(s.t, got, len(want))
	for i, e := range got {
		require.Equal(s.t, want[i], *e.Entry)
		require.True(s.t, e.Entry.Public(), "a visitor must not see %s", e.Type)
	}
}

func TestAnAgentsStreamResumesWithoutGapOrDouble(t *testing.T) {
	messages := 200
	if *full {
		messages = 2000
	}
	inShop(t, func(s *shop) {
		first, second := s.chat("vera", "ann"), s.chat("vito", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Hour)
		defer cancel()
		var got []Event
		var connections int
		var reading sync.WaitGroup
		closed := 0
		reading.Go(func() {
			var err error
			got, connections, err = reader(rand.New(rand.NewPCG(2, 2)), func(cursor string) func(func(Event, error) bool) {
				return s.agent("ann").Events(ctx, cursor)
			}, func(e Event) bool {
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
				_, err := s.visitor("vito").Send(s.ctx, second, MessageRequest{Text: fmt.Sprint(i)})
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
		var got []Event
		ctx, cancel := context.WithCancel(s.ctx)
		var reading sync.WaitGroup
		reading.Go(func() {
			for e, err := range s.visitor("vera").Events(ctx, "") {
				require.NoError(t, err)
				got = append(got, e)
			}
		})
		synctest.Wait()
		require.Equal(t, EventHello, got[0].Type)
		require.NoError(t, s.visitor("vera").Typing(s.ctx, first, true))
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
		a, err := s.sessions.Transcript(s.ctx, first)
		require.NoError(t, err)
		b, err := s.sessions.Transcript(s.ctx, second)
		require.NoError(t, err)
		require.Equal(t, len(a)+len(b), entries)
	})
}

func TestAForeignOrUnknownCursorIsAnsweredByAReset(t *testing.T) {
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		s.chat("eve", "ann")
		for _, cursor := range []string{formatCursor(id, 1, 0), "ses_nonsense.3", "x", formatCursor(id, -1, 0)} {
			var types []string
			for e, err := range s.visitor("eve").Events(s.ctx, cursor) {
				require.NoError(t, err)
				require.NotEqual(t, id, e.Session)
				if types = append(types, e.Type); len(types) == 3 {
					break
				}
			}
			require.Equal(t, []string{EventHello, EventReset, string(chat.KindCreated)}, types, cursor)
		}
		for e, err := range s.agent("ann").Events(s.ctx, "999999-1") {
			require.NoError(t, err)
			if e.Type == EventReset {
				break
			}
			require.Equal(t, EventHello, e.Type)
		}
	})
}

func TestTheHostsFeedHasEveryEntryOnceHoweverOftenItIsResumed(t *testing.T) {
	inShop(t, func(s *shop) {
		var got []Event
		var feeding sync.WaitGroup
		feeding.Go(func() {
			var err error
			got, _, err = reader(rand.New(rand.NewPCG(3, 3)), func(cursor string) func(func(Event, error) bool) {
				return s.Host().Follow(s.ctx, cmp.Or(cursor, "0-0"))
			}, func(e Event) bool { return e.Entry.Kind == chat.KindClosed })
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
	d, err := New(Config{Store: memstore.New(memstore.Config{Keep: 10})})
	require.NoError(t, err)
	c := &crew{t: t, store: d.cfg.Store, desks: []*Desk{d}}
	for i := range 20 {
		c.arrive(d, chat.SessionID(fmt.Sprint("s", i)))
	}
	for _, cursor := range []string{"1-1", "999999-1", "yesterday"} {
		for _, err := range d.Host().Follow(t.Context(), cursor) {
			require.ErrorIs(t, err, chat.ErrCursorExpired)
		}
	}
}
