package desk

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestEachSideHearsHowFarTheOtherHasRead(t *testing.T) {
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Minute)
		defer cancel()
		read := func(side *[]Read) func(Event, error) bool {
			return func(e Event, err error) bool {
				require.NoError(s.t, err)
				if e.Type == EventRead {
					require.Equal(s.t, id, e.Session)
					require.Empty(s.t, e.ID)
					*side = append(*side, *e.Read)
				}
				return true
			}
		}
		var agent, visitor []Read
		var reading sync.WaitGroup
		reading.Go(func() { s.agent("ann").Events(ctx, "")(read(&agent)) })
		reading.Go(func() { s.visitor("vera").Events(ctx, "")(read(&visitor)) })
		synctest.Wait()
		require.NoError(t, s.visitor("vera").Read(s.ctx, id, 2))
		synctest.Wait()
		require.NoError(t, s.agent("ann").Read(s.ctx, id, 1))
		synctest.Wait()
		require.NoError(t, s.agent("ann").Read(s.ctx, id, 1))
		synctest.Wait()
		cancel()
		reading.Wait()
		require.Equal(t, []Read{{By: readerVisitor, UpTo: 2}}, agent)
		require.Equal(t, []Read{{By: readerAgent, UpTo: 1}}, visitor)
	})
}

func TestARatingReachesTheAgentWhoseSessionHasEnded(t *testing.T) {
	inShop(t, func(s *shop) {
		id := s.chat("vera", "ann")
		ctx, cancel := context.WithTimeout(s.ctx, time.Minute)
		defer cancel()
		rated := map[string]int{}
		var reading sync.WaitGroup
		for _, name := range []string{"ann", "bob"} {
			reading.Go(func() {
				for e, err := range s.agent(name).Events(ctx, "") {
					require.NoError(s.t, err)
					if e.Type == string(chat.KindRated) {
						rated[name]++
						require.Equal(s.t, 5, e.Entry.Rating.Score)
					}
				}
			})
		}
		synctest.Wait()
		require.NoError(t, s.agent("ann").Close(s.ctx, id))
		synctest.Wait()
		card, err := s.agent("ann").Session(s.ctx, id)
		require.NoError(t, err)
		if card.Session.State == chat.Wrapping {
			require.NoError(t, s.agent("ann").EndWrap(s.ctx, id))
		}
		synctest.Wait()
		time.Sleep(10 * time.Second)
		require.NoError(t, s.visitor("vera").Rate(s.ctx, id, chat.Rating{Score: 5, Scale: 5}))
		synctest.Wait()
		cancel()
		reading.Wait()
		require.Equal(t, map[string]int{"ann": 1}, rated)
	})
}
