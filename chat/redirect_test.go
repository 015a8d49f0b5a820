package chat_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestASessionOfARetiredQueueGoesToAnotherOneAtItsPlace(t *testing.T) {
	st := tell(t, start())
	place := st.s.QueuedAt
	st = st.then(Redirect{Queue: "returns"}).is(Queued, Retired)
	require.Equal(t, QueueID("returns"), st.s.Queue)
	require.Equal(t, place, st.s.QueuedAt, "it keeps its place")
	st.refuses(ErrInvalid, Redirect{Queue: "returns"}, Redirect{Queue: "no such/name"})
	active(t).refuses(ErrState, Redirect{Queue: "returns"})
}

func TestAnOfferOfARetiredQueueIsTakenBackWithItsSession(t *testing.T) {
	st := tell(
		t, start(), offerTo("off_1", "agt_anna"),
	).then(Redirect{Queue: "returns"}).is(Queued, Retired)
	require.Empty(t, st.s.Offers)
}

func TestAMessageLeftInARetiredQueueGoesToAnotherOneAndStaysAMessage(t *testing.T) {
	c := start()
	c.Leave = NoAgent
	st := tell(t, c, Redirect{Queue: "returns"}).is(Messaged, NoAgent)
	require.Equal(t, QueueID("returns"), st.s.Queue)
	last := st.entries[len(st.entries)-1]
	require.Equal(t, KindTransferred, last.Kind)
	require.Equal(t, Retired, last.Reason)
}

func TestASessionMeantForARetiredQueueSaysSo(t *testing.T) {
	c := start()
	c.Queue, c.Retired = "returns", "warranty"
	st := tell(t, c).is(Queued, Retired)
	require.Equal(t, QueueID("warranty"), st.entries[0].Queue, "what was asked for")
	last := st.entries[len(st.entries)-1]
	require.Equal(t, KindQueued, last.Kind)
	require.Equal(t, QueueID("returns"), last.Queue)
	require.Equal(t, Retired, last.Reason)
	require.Equal(t, QueueID("returns"), st.s.Queue)
	c.Leave = Choice
	st = tell(t, c).is(Messaged, Choice)
	require.Equal(t, Retired, st.entries[len(st.entries)-2].Reason)
}

func TestASessionTakenUpAgainLeavesItsRetiredQueue(t *testing.T) {
	st := active(t).then(
		End{By: visitor(), Reason: ByVisitor}, Reopen{By: visitor(), Queue: "returns"},
	).is(Queued, Reopened)
	require.Equal(t, QueueID("returns"), st.s.Queue)
	require.Equal(t, Retired, st.entries[len(st.entries)-2].Reason)
}
