package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestADeadlineCountsFromTheSessionsOwnNow(t *testing.T) {
	st := tell(t, start())
	last := st.s.LastAt
	require.Equal(t, last.Add(time.Minute), st.s.Deadline(last.Add(-time.Hour), time.Minute))
	require.Equal(t, last.Add(time.Hour+time.Minute), st.s.Deadline(last.Add(time.Hour), time.Minute))
}

func TestAClockThatWasPutBackHoldsNoMissesBack(t *testing.T) {
	a := Agent{Mode: Available}.Miss(t0, t0.Add(25*time.Second), 2)
	back := t0.Add(-time.Hour)
	a = a.Miss(back, back.Add(25*time.Second), 2)
	require.Equal(t, AwayMissed, a.ModeReason)
}

func TestAKeptPromiseIsNotBrokenByALaterMessage(t *testing.T) {
	c := start()
	c.Promise = &Promise{Position: 1, Wait: time.Hour}
	st := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, Requeue{})
	st.then(TakeMessage{Reason: NoAgent}).is(Messaged, NoAgent)
	require.False(t, st.s.Promise.Broken)
	st = tell(t, c)
	st.then(TakeMessage{Reason: NoAgent})
	require.True(t, st.s.Promise.Broken)
}

func TestATransferMayLeaveASessionAsAMessage(t *testing.T) {
	st := active(t)
	st.then(Transfer{By: anna(), Queue: "returns", Leave: OutsideHours, Reason: ByAgent})
	st.is(Messaged, OutsideHours)
	require.Equal(t, QueueID("returns"), st.s.Queue)
	require.Empty(t, st.s.Agent)
	require.Empty(t, st.s.Charges())
	kinds := []Kind{}
	for _, e := range st.entries[len(st.entries)-3:] {
		kinds = append(kinds, e.Kind)
	}
	require.Equal(t, []Kind{KindTransferred, KindQueued, KindMessaged}, kinds)
	st.then(Reopen{By: anna(), Agent: "agt_ben"}).is(Active, Answered)
}

func TestTimeDoesNotGoBackBehindWhatLeftNoEntry(t *testing.T) {
	st := tell(t, start())
	st.now = t0.Add(time.Hour) // by a clock that is ahead
	st.then(Unattended{}).is(Queued, NoAgent)
	require.Equal(t, t0.Add(time.Hour), st.s.Now(t0))
	require.True(t, st.s.LastAt.Before(t0.Add(time.Minute)), "it left no entry")
}
