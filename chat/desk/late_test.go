package desk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestEachSideHearsHowFarTheOtherHasRead(t *testing.T) {
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Minute)
		defer cancel()
		read := func(side *[]desk.Read) func(desk.Event, error) bool {
			return func(e desk.Event, err error) bool {
				require.NoError(s.t, err)
				if e.Type == desk.EventRead {
					require.Equal(s.t, id, e.Session)
					require.Empty(s.t, e.ID)
					*side = append(*side, *e.Read)
				}
				return true
			}
		}
		var agent, visitor []desk.Read
		var reading sync.WaitGroup
		reading.Go(func() { s.agent("ann").Events(ctx, "")(read(&agent)) })
		reading.Go(func() { s.customer("vera").Events(ctx, "")(read(&visitor)) })
		synctest.Wait()
		require.NoError(t, s.customer("vera").Read(s.ctx, id, 2))
		synctest.Wait()
		require.NoError(t, s.agent("ann").Read(s.ctx, id, 1))
		synctest.Wait()
		require.NoError(t, s.agent("ann").Read(s.ctx, id, 1))
		synctest.Wait()
		cancel()
		reading.Wait()
		require.Equal(t, []desk.Read{{By: "visitor", UpTo: 2}}, agent)
		require.Equal(t, []desk.Read{{By: "agent", UpTo: 1}}, visitor)
	})
}

// heardLate opens the streams of ann and bob, ends a session of ann's, lets something happen to it
// a while later, and returns how often each heard of a kind.
func (s *shop) heardLate(kind chat.Kind, happens func(chat.SessionID)) map[string]int {
	id := s.chat("vera", "ann")
	ctx, cancel := context.WithTimeout(s.ctx, time.Minute)
	defer cancel()
	heard := map[string]int{}
	var mu sync.Mutex
	var reading sync.WaitGroup
	for _, name := range []string{"ann", "bob"} {
		reading.Go(func() {
			for e, err := range s.agent(name).Events(ctx, "") {
				require.NoError(s.t, err)
				if e.Type == string(kind) {
					mu.Lock()
					heard[name]++
					mu.Unlock()
				}
			}
		})
	}
	synctest.Wait()
	require.NoError(s.t, s.agent("ann").Close(s.ctx, id))
	synctest.Wait()
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(s.t, err)
	if card.Session.State == chat.Wrapping {
		require.NoError(s.t, s.agent("ann").EndWrap(s.ctx, id))
	}
	synctest.Wait()
	time.Sleep(10 * time.Second)
	happens(id)
	synctest.Wait()
	cancel()
	reading.Wait()
	return heard
}

func TestARatingReachesTheAgentWhoseSessionHasEnded(t *testing.T) {
	inShop(t, func(s *shop) {
		heard := s.heardLate(chat.KindRated, func(id chat.SessionID) {
			require.NoError(t, s.customer("vera").Rate(s.ctx, id, chat.Rating{Score: 5, Scale: 5}))
		})
		require.Equal(t, map[string]int{"ann": 1}, heard)
	})
}

func TestWhoHadAnEndedSessionHearsThatItWasTakenUpAgain(t *testing.T) {
	inShop(t, func(s *shop) { // by a colleague, who hears it with all the rest of theirs
		heard := s.heardLate(chat.KindReopened, func(id chat.SessionID) {
			_, err := s.agent("bob").SetStatus(s.ctx, chat.Available, "")
			require.NoError(t, err)
			require.NoError(t, s.agent("bob").Reopen(s.ctx, id))
		})
		require.Equal(t, map[string]int{"ann": 1, "bob": 1}, heard)
	})
	inShop(t, func(s *shop) { // by the agent themselves, once
		heard := s.heardLate(chat.KindReopened, func(id chat.SessionID) {
			require.NoError(t, s.agent("ann").Reopen(s.ctx, id))
		})
		require.Equal(t, map[string]int{"ann": 1}, heard)
	})
	inShop(t, func(s *shop) { // by its visitor
		heard := s.heardLate(chat.KindReopened, func(id chat.SessionID) {
			require.NoError(t, s.customer("vera").Reopen(s.ctx, id))
		})
		require.Equal(t, map[string]int{"ann": 1}, heard)
	})
}
