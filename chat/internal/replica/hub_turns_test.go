package replica

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// standing is a line of listeners.
type standing struct {
	topic string
	all   []*Listener
}

func stand(h *Hub, topic string, n int) standing {
	x := standing{topic: topic}
	for range n {
		x.all = append(x.all, h.Listen(topic))
	}
	return x
}

// woken counts those who were woken so many times.
func (x standing) woken(times uint64) (n int) {
	for _, l := range x.all {
		if l.WakesFor(x.topic) == times {
			n++
		}
	}
	return n
}

func TestACrowdIsWokenAFewAtATime(t *testing.T) {
	for _, topic := range []string{TopicPlaces("help"), TopicAvailability} {
		t.Run(topic, func(t *testing.T) { wakesInTurns(t, topic) })
	}
}

func wakesInTurns(t *testing.T, topic string) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		x := stand(&h, topic, 3*perTurn+5)
		h.Wake(topic, TopicQueue("help"))
		for n := perTurn; n <= 3*perTurn; n += perTurn {
			synctest.Wait()
			require.Equal(t, n, x.woken(1))
			time.Sleep(turnEvery)
		}
		synctest.Wait()
		require.Equal(t, 3*perTurn+5, x.woken(1), "the rest")
	})
}

func TestALineThatMovesAllTheTimeIsToldOnceInAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		x := stand(&h, TopicPlaces("help"), 3*perTurn)
		for range 19 {
			h.Wake(TopicPlaces("help"))
			time.Sleep(roundEvery / 20)
		}
		synctest.Wait()
		require.Equal(t, 3*perTurn, x.woken(1))
		time.Sleep(roundEvery)
		synctest.Wait()
		require.Equal(t, 3*perTurn, x.woken(2), "what happened in the meantime")
		time.Sleep(3 * roundEvery)
		synctest.Wait()
		require.Equal(t, 3*perTurn, x.woken(2), "nothing happened since")
		require.Empty(t, h.turns.round)
		h.Wake(TopicPlaces("help"))
		require.Equal(t, perTurn, x.woken(3), "and the first hear of it at once")
	})
}

func TestALongLineDoesNotHoldUpAShortOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		long, short := stand(&h, TopicPlaces("long"), 100*perTurn), stand(&h, TopicPlaces("s"), 1)
		h.Wake(TopicPlaces("long"))
		time.Sleep(2 * turnEvery)
		h.Wake(short.topic)
		time.Sleep(turnEvery)
		synctest.Wait()
		require.Equal(t, 1, short.woken(1))
		require.Less(t, long.woken(1), 5*perTurn)
		time.Sleep(110 * turnEvery)
		synctest.Wait()
		require.Equal(t, 100*perTurn, long.woken(1))
	})
}

func TestWhoLeftTheLineIsNotWokenForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Hub
		x := stand(&h, TopicPlaces("help"), 2*perTurn)
		h.Wake(TopicPlaces("help"))
		for _, l := range x.all {
			l.Close()
		}
		before := x.all[0].Wakes() + x.all[2*perTurn-1].Wakes()
		h.Wake(TopicPlaces("help"))
		time.Sleep(2 * roundEvery)
		synctest.Wait()
		require.Equal(t, before, x.all[0].Wakes()+x.all[2*perTurn-1].Wakes())
		require.Empty(t, h.topics)
		require.Empty(t, h.turns.round)
		h.Wake(TopicPlaces("help"))
		require.Empty(t, h.turns.round, "nobody is there")
	})
}
