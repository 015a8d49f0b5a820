package replica

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// woken reports whether a wake-up was owed.
func woken(l *Listener) bool {
	select {
	case <-l.Wake():
		return true
	default:
		return false
	}
}

func TestAListenerIsWokenOnceForAllThatItFollows(t *testing.T) {
	var h Hub
	l := h.Listen(TopicBoard, TopicQueue("q"))
	require.False(t, woken(l))
	h.Ring(TopicBoard, TopicQueue("q"), TopicLine)
	require.True(t, woken(l))
	require.False(t, woken(l), "what was told twice meanwhile is one")
	h.Ring(TopicLine)
	require.False(t, woken(l))
	l.Leave(TopicBoard)
	h.Ring(TopicBoard)
	require.False(t, woken(l))
	h.RingAll()
	require.True(t, woken(l))
	l.Close()
	h.Ring(TopicQueue("q"))
	require.False(t, woken(l))
	require.Empty(t, h.topics)
}

func TestAListenerKeepsTheNewestSignalsOfItsSessions(t *testing.T) {
	var h Hub
	l := h.Listen(TopicSession("s1"))
	defer l.Close()
	h.Post(Signal{Session: "s2", Read: 1})
	for n := range maxSignals + 3 {
		h.Post(Signal{Session: "s1", Read: n})
	}
	all := l.Take()
	require.Len(t, all, maxSignals)
	require.Equal(t, 3, all[0].Read)
	require.Empty(t, l.Take())
}

func TestAChangeOfAPersonsPrincipalsIsADoubtOnce(t *testing.T) {
	var h Hub
	l := h.Listen(TopicExtern("visitor", "hash"), TopicBoard)
	defer l.Close()
	h.Ring(TopicBoard)
	require.False(t, l.Doubted())
	h.Ring(TopicExtern("visitor", "hash"))
	require.True(t, l.Doubted())
	require.False(t, l.Doubted())
	h.RingAll()
	require.True(t, l.Doubted(), "whatever was known may be lost")
}
