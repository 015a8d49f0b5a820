package replica

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
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
	h.Wake(TopicBoard, TopicQueue("q"), TopicLine)
	require.True(t, woken(l))
	require.False(t, woken(l), "what was told twice meanwhile is one")
	h.Wake(TopicLine)
	require.False(t, woken(l))
	l.Leave(TopicBoard)
	h.Wake(TopicBoard)
	require.False(t, woken(l))
	h.RingAll()
	require.True(t, woken(l))
	l.Close()
	h.Wake(TopicQueue("q"))
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
	h.Wake(TopicBoard)
	require.False(t, l.Doubted())
	h.Wake(TopicExtern("visitor", "hash"))
	require.True(t, l.Doubted())
	require.False(t, l.Doubted())
	h.RingAll()
	require.True(t, l.Doubted(), "whatever was known may be lost")
}

func TestASessionsChangeConcernsItsVisitorItsAgentsAndItsQueue(t *testing.T) {
	topicsOf := func(s chat.Session) []string {
		ts := topics{}
		ts.ofSession(s)
		return ts.list()
	}
	require.Empty(t, topicsOf(chat.Session{}), "a session that was not known before")
	s := chat.Session{
		ID: "s1", Visitor: "vis", Queue: "help", State: chat.Offered, Agent: "ann",
		Offers: []chat.Offer{{Agent: "bob"}},
	}
	require.ElementsMatch(t, []string{
		TopicSession("s1"), TopicVisitor("vis"), TopicAgent("ann"), TopicAgent("bob"),
		TopicQueue("help"), TopicPlaces("help"), TopicBoard, TopicLine,
	}, topicsOf(s))
	s.State = chat.Messaged
	require.Contains(t, topicsOf(s), TopicQueue("help"))
	require.NotContains(t, topicsOf(s), TopicPlaces("help"), "it has none")
	s.State = chat.Closed
	require.NotContains(t, topicsOf(s), TopicQueue("help"), "it left the line long ago")
	require.ElementsMatch(t, []string{TopicSession("s2"), TopicBoard, TopicLine}, topicsOf(chat.Session{ID: "s2"}))
}

func TestAnAgentsChangeConcernsTheAgentTheBoardAndTheLine(t *testing.T) {
	f := newFeeding(t, open{"help"})
	f.feed(map[string]any{records.Agent("ann"): chat.Agent{ID: "ann", Capacity: 2}})
	got := f.feed(map[string]any{records.Agent("ann"): chat.Agent{ID: "ann", Capacity: 2, Load: 1, Sessions: 1}})
	require.ElementsMatch(t, []string{TopicAgent("ann"), TopicBoard, TopicLine}, got.Topics)
}

// TestWhoComesWakesNobodyInLine feeds that a visitor who waits in line is there: the agents are
// told, and no stream of a visitor looks, but that of one who had left. Thousands may come at once.
func TestWhoComesWakesNobodyInLine(t *testing.T) {
	f := newFeeding(t, open{"help"})
	f.feed(connected("node1", 1))
	here := func(all ...chat.VisitorID) []string {
		said := records.Visitors{Here: all}
		return f.feed(map[string]any{records.Visiting("node1", 0): said}).Topics
	}
	waits := chat.Session{State: chat.Offered, Offers: []chat.Offer{{Agent: "bob"}}}
	waits.Beside = []chat.Companion{{Agent: "cleo"}}
	f.sessions(1, waits)
	want := []string{TopicQueue("q0"), TopicAgent("bob"), TopicAgent("cleo"), TopicLine}
	require.ElementsMatch(t, want, here("vera"))
	waits.LeftAt = noon
	f.sessions(1, waits)
	require.Contains(t, here(), TopicVisitor("vera"))
	require.Equal(t, []string{TopicVisitor("will")}, here("will"), "theirs may have ended by leaving")
}

func TestATopicKeepsWhoListensAsOthersComeAndGo(t *testing.T) {
	var h Hub
	woken := func(l *Listener) bool {
		select {
		case <-l.Wake():
			return true
		default:
			return false
		}
	}
	var all []*Listener
	for range 3 {
		all = append(all, h.Listen("t", "t"))
		h.Wake("t")
		for _, l := range all {
			require.True(t, woken(l))
		}
	}
	for len(all) > 0 {
		all[0].Close()
		all = all[1:]
		h.Wake("t")
		for _, l := range all {
			require.True(t, woken(l))
		}
		require.Equal(t, len(all) > 0, h.Listens("t"))
	}
	require.Empty(t, h.topics)
}
