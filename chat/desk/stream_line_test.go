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

// TestStreamsOfALineLookAFewAtATime has a line move in which many wait and listen. Few of them look
// at one instant: else thousands who look at once would hold up every message meanwhile.
func TestStreamsOfALineLookAFewAtATime(t *testing.T) {
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
		time.Sleep(3 * desk.Pace)
		synctest.Wait()
		moved := time.Now()
		require.NoError(t, s.customer("first").End(s.ctx, first.ID))
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		looked := map[time.Time]int{}
		for i, h := range all {
			require.Equal(t, i+1, h.place())
			last := len(h.at) - 1
			require.Equal(t, desk.EventPosition, h.all[last].Type)
			require.WithinRange(t, h.at[last], moved, moved.Add(desk.Pace/10), "at once: few wait")
			looked[h.at[last]]++
		}
		for at, together := range looked {
			require.LessOrEqual(t, together, n/4, at)
		}
	})
}

// TestAStreamInLineHearsOfTheLineOnceInAWhile counts what wakes those in a line that moves again
// and again. Else each of thousands in a line would wake at each that comes.
func TestAStreamInLineHearsOfTheLineOnceInAWhile(t *testing.T) {
	inShop(t, func(s *shop) {
		first := s.queues("first")
		time.Sleep(time.Second) // who comes in the same instant stands before or behind by their id
		s.queues("vera")
		said, bye := s.listen(s.customer("vera").Events)
		defer bye()
		places := replica.TopicPlaces(first.Queue)
		beside := s.Hub().Listen(places)
		defer beside.Close()
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		require.Equal(t, 2, said.place())
		before := beside.WakesFor(places)
		s.queues("will")
		synctest.Wait()
		s.queues("xeno")
		synctest.Wait()
		require.Equal(t, before+1, beside.WakesFor(places), "it was told of just now")
		require.NoError(t, s.customer("first").End(s.ctx, first.ID))
		time.Sleep(2 * desk.Pace)
		synctest.Wait()
		require.Equal(t, before+2, beside.WakesFor(places))
		require.Equal(t, 1, said.place(), "what happened meanwhile is told")
	})
}
