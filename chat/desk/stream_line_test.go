package desk_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// queues puts a visitor in line, where nobody comes.
func (s *shop) queues(name string) desk.SessionView {
	_, err := s.agent("ann").SetStatus(s.ctx, chat.Break, "")
	require.NoError(s.t, err)
	v, err := s.customer(name).Start(s.ctx, desk.StartRequest{Text: "hello", Name: name})
	require.NoError(s.t, err)
	require.True(s.t, v.State.Waiting())
	return v
}

// place is the last place in line that was told.
func (h *heard) place() (n int) {
	for _, e := range h.events() {
		if e.View != nil {
			n = e.View.Position
		}
	}
	return n
}

// TestALineThatMovesIsReadFromTheStoreByNobodyInIt counts what one more session in a line asks the
// store for: no more with ten visitors who wait in it and listen than with none.
func TestALineThatMovesIsReadFromTheStoreByNobodyInIt(t *testing.T) {
	inCountedShop(t, func(s *shop, asked func(do func()) map[string]int) {
		joins := func(name string) func() {
			return func() {
				s.queues(name)
				time.Sleep(2 * desk.Pace)
			}
		}
		joins("first")()
		alone := asked(joins("second"))
		for n := range 10 {
			name := fmt.Sprint("vera-", n)
			s.queues(name)
			_, bye := s.listen(s.customer(name).Events)
			defer bye()
		}
		require.Equal(t, alone, asked(joins("last")))
	})
}

// TestStreamsOfALineLookOneAfterTheOther has a line move in which many wait and listen. Each looks at an
// instant of its own: else thousands who look at once would hold up every message meanwhile.
func TestStreamsOfALineLookOneAfterTheOther(t *testing.T) {
	const n = 40
	inShop(t, func(s *shop) {
		first := s.queues("first")
		time.Sleep(time.Second)
		var all []*heard
		for i := range n {
			name := fmt.Sprint("vera-", i)
			s.queues(name)
			said, bye := s.listen(s.customer(name).Events)
			defer bye()
			all = append(all, said)
		}
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		moved := time.Now()
		require.NoError(t, s.customer("first").End(s.ctx, first.ID))
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		looked := map[time.Time]bool{}
		for i, h := range all {
			require.Equal(t, i+1, h.place())
			last := len(h.at) - 1
			require.Equal(t, desk.EventPosition, h.all[last].Type)
			require.WithinRange(t, h.at[last], moved, moved.Add(desk.Pace), "soon, where so few wait")
			looked[h.at[last]] = true
		}
		require.Len(t, looked, n, "each at an instant of its own")
	})
}

// TestAStreamInLineHearsOfTheLineOnceInAWhile looks at what wakes a visitor's stream: after it has
// shown how the line stands it hears of it again when it may show it again. Else each of thousands
// in a line would wake at each that comes.
func TestAStreamInLineHearsOfTheLineOnceInAWhile(t *testing.T) {
	inShop(t, func(s *shop) {
		first := s.queues("first")
		hears := func() bool { return s.Hub().Listens(replica.TopicPlaces(first.Queue)) }
		time.Sleep(time.Second) // who comes in the same instant stands before or behind by their id
		s.queues("vera")
		said, bye := s.listen(s.customer("vera").Events)
		defer bye()
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		require.True(t, hears(), "the line is at rest")
		require.Equal(t, 2, said.place())
		s.queues("will")
		synctest.Wait()
		s.queues("xeno")
		synctest.Wait()
		require.False(t, hears(), "it was told of just now")
		require.NoError(t, s.customer("first").End(s.ctx, first.ID))
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		require.True(t, hears())
		require.Equal(t, 1, said.place(), "what happened meanwhile is told")
	})
}
