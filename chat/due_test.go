package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

// due is what a session does by itself, whatever is around it.
func due(s Session) (Command, time.Time, bool) {
	at, c := Next(s, Around{}, s.LastAt)
	return c, at, c != nil
}

// silence is due without the deadlines of an answer and of a session that is forgotten.
func silence(s Session) (Command, time.Time, bool) {
	s.Policy.AnswerWithin, s.Policy.EndAfter = -1, -1
	return due(s)
}

func TestInactivityWarnsThenClosesAndCountsOnlyAfterAnAgentSpoke(t *testing.T) {
	st := active(t)
	_, _, ok := silence(st.s)
	require.False(t, ok, "the agent owes an answer")
	st.then(Send{Author: anna(), Text: "Yes."})
	spoke := st.s.AgentAt
	warn, at, ok := silence(st.s)
	require.True(t, ok)
	require.Equal(t, spoke.Add(10*time.Minute), at)
	st.refuses(ErrInvalid, warn)
	st.now = at
	st.then(warn)
	end, at, _ := silence(st.s)
	require.Equal(t, spoke.Add(15*time.Minute), at)
	st.refuses(ErrInvalid, end)

	answers := *st
	answers.then(Send{Author: visitor(), Text: "Sorry, was away."}).refuses(ErrInvalid, end)
	st.now = at
	st.then(end).is(Closed, Inactivity)
}

func TestAnIdleSessionGivesItsSlotBackAndTakesItAgainWithTheNextMessage(t *testing.T) {
	c := start()
	c.Policy = Policy{IdleAfter: time.Minute, WarnAfter: -1}
	st := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, Send{Author: anna(), Text: "Yes."})
	idle, at, _ := due(st.s)
	st.now = at
	st.then(idle)
	require.Empty(t, st.s.Charges())
	st.then(Send{Author: visitor(), Text: "And to Narva?"})
	require.Equal(t, []Charge{{"agt_anna", 1}}, st.s.Charges())
	require.Equal(t, Woken, st.entries[len(st.entries)-1].Reason)
}

func TestAHoldAndAWrapUpEndByThemselves(t *testing.T) {
	c := start()
	c.Policy = Policy{WrapUp: time.Minute}
	st := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked}, Hold{By: anna(), Reason: ByAgent})
	over, at, _ := due(st.s)
	require.Equal(t, st.s.StateAt.Add(time.Hour), at)
	st.refuses(ErrInvalid, over)
	st.now = at
	st.then(over).is(Active, HoldOver).then(End{By: anna(), Reason: ByAgent})
	over, at, _ = due(st.s)
	st.now = at
	st.then(over).is(Closed, ByAgent)
	_, _, ok := due(st.s)
	require.False(t, ok)
}

func TestABrokenPromiseIsRecorded(t *testing.T) {
	c := start()
	c.Promise = &Promise{Position: 1, Wait: time.Minute}
	kept := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked})
	require.False(t, kept.s.Promise.Broken)
	broken := tell(t, c)
	broken.now = t0.Add(2 * time.Minute)
	broken.then(Assign{Agent: "agt_anna", Reason: Picked})
	require.True(t, broken.s.Promise.Broken)
	require.False(t, c.Promise.Broken, "the command's own value stays")
}
