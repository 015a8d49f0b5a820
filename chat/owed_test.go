package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestOwedCountsFromTheFirstMessageThatNobodyAnswered(t *testing.T) {
	st := active(t)
	st.then(Send{Author: anna(), Text: "Yes?"})
	require.Zero(t, st.s.OwedSince())
	st.now = st.now.Add(time.Minute)
	st.then(Send{Author: visitor(), Text: "Hello?"})
	first := st.s.LastAt
	st.now = st.now.Add(time.Minute)
	st.then(Send{Author: visitor(), Text: "Hello??"})
	require.Equal(t, first, st.s.OwedSince())
	st.then(Send{Author: anna(), Text: "Here."})
	require.Zero(t, st.s.OwedSince())
}

func TestWhoAcceptsAndSaysNothingIsOverdue(t *testing.T) {
	st := active(t)
	taken := st.s.StateAt
	c, at, ok := due(st.s)
	require.True(t, ok)
	require.Equal(t, Remind{}, c)
	require.Equal(t, taken.Add(2*time.Minute), at)
	st.refuses(ErrInvalid, Remind{})
	st.now = at
	st.then(Remind{})
	e := st.entries[len(st.entries)-1]
	require.Equal(t, KindOverdue, e.Kind)
	require.Equal(t, AgentID("agt_anna"), e.Agent)
	require.False(t, e.Public())
	require.True(t, st.s.Overdue())
	st.now = st.now.Add(time.Hour)
	st.refuses(ErrInvalid, Remind{})
	st.then(Send{Author: visitor(), Text: "Hello?"})
	require.True(t, st.s.Overdue(), "another question is no answer")
	st.then(Send{Author: anna(), Text: "Here."})
	require.False(t, st.s.Overdue())
}

func TestAnAnswerIsOwedAnewByWhoeverTakesTheSessionOver(t *testing.T) {
	for name, c := range map[string][]Command{
		"a supervisor gives it on": {Assign{Agent: "agt_ben", Reason: BySupervisor}},
		"it was held": {Hold{By: anna(), Reason: ByAgent},
			Resume{By: anna(), Reason: ByAgent}},
		"its agent was lost": {Requeue{}, Assign{Agent: "agt_ben", Reason: AutoAccept}},
		"to a queue": {Transfer{By: anna(), Queue: "returns", Reason: ByAgent},
			Assign{Agent: "agt_ben", Reason: Picked}},
	} {
		t.Run(name, func(t *testing.T) {
			st := active(t)
			owed := st.s.OwedSince()
			st.now = st.s.StateAt.Add(2 * time.Minute)
			st.then(Remind{})
			st.then(c...)
			require.False(t, st.s.Overdue())
			require.Equal(t, owed, st.s.OwedSince(), "the visitor waits on")
			_, at, _ := due(st.s)
			require.Equal(t, st.s.StateAt.Add(2*time.Minute), at)
		})
	}
}

func TestNothingIsOverdueWhileHeldOrWhereThePolicyHasNoTime(t *testing.T) {
	st := active(t)
	st.then(Hold{By: anna(), Reason: ByAgent})
	st.now = st.now.Add(30 * time.Minute)
	st.refuses(ErrState, Remind{})
	off := start()
	off.Policy.AnswerWithin = -1
	st = tell(t, off, Assign{Agent: "agt_anna", Reason: Picked})
	st.now = st.now.Add(time.Hour)
	st.refuses(ErrInvalid, Remind{})
}

func TestAnUnansweredSessionIsTakenBackToItsPlace(t *testing.T) {
	c := start()
	c.Policy = Policy{TakeBackAfter: 5 * time.Minute, StickyFor: time.Minute}
	st := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked})
	place, taken := st.s.QueuedAt, st.s.StateAt
	back := Requeue{Reason: Unanswered}
	st.now = taken.Add(4 * time.Minute)
	st.then(Remind{})
	st.refuses(ErrInvalid, back)
	cmd, at, _ := due(st.s)
	require.Equal(t, back, cmd)
	require.Equal(t, taken.Add(5*time.Minute), at)
	st.now = at
	st.then(back).is(Queued, Unanswered)
	require.Equal(t, place, st.s.QueuedAt)
	require.Nil(t, st.s.Sticky)
	require.True(t, st.entries[len(st.entries)-1].Public(), "the visitor is told")
	require.Equal(t, time.Minute, st.exclusion("agt_anna").Until.Sub(at))
	require.Equal(t, 10*time.Second, st.exclusion("agt_anna").Again.Sub(at))
}

func TestByDefaultNoSessionIsTakenBackForAMonth(t *testing.T) {
	st := active(t)
	st.now = st.s.StateAt.Add(29 * 24 * time.Hour)
	st.refuses(ErrInvalid, Requeue{Reason: Unanswered})
}

func TestASessionThatNobodyDoesAnythingToEnds(t *testing.T) {
	const month = 30 * 24 * time.Hour
	run := func(st *story) *story {
		for {
			c, at, ok := due(st.s)
			if !ok {
				return st
			}
			if at.After(st.now) {
				st.now = at
			}
			st.then(c)
		}
	}
	waits := tell(t, start())
	run(waits).is(Messaged, LongestWait)
	require.Equal(t, month, waits.s.EndedAt.Sub(waits.s.QueuedAt))

	owed := run(active(t)).is(Messaged, LongestWait)
	require.Equal(t, AgentID(""), owed.s.Agent, "somebody else may answer it")

	c := start()
	c.Policy.WarnAfter = -1
	silent := tell(t, c, Assign{Agent: "agt_anna", Reason: Picked})
	silent.then(Send{Author: anna(), Text: "Yes?"})
	silent.refuses(ErrInvalid, End{Reason: Inactivity, By: Author{Kind: AuthorSystem}})
	run(silent).is(Closed, Inactivity)

	for _, k := range []Kind{KindOverdue, KindQueued, KindMessaged} {
		said := false
		for _, e := range owed.entries {
			said = said || e.Kind == k
		}
		require.True(t, said, k)
	}
}

func TestASessionThatABotHandedOnIsForPeople(t *testing.T) {
	st := tell(t, start(), Assign{Agent: "agt_bot", Bot: true, Reason: AutoAccept})
	st.then(Transfer{By: Author{Kind: AuthorBot, ID: "agt_bot"}, Queue: "returns"})
	require.True(t, st.s.People)
	st.then(Assign{Agent: "agt_anna", Reason: Picked}, Requeue{})
	require.True(t, st.s.People, "also when the person is lost")
	st.then(Assign{Agent: "agt_bob", Bot: true, Reason: BySupervisor})
	require.False(t, st.s.People, "by name a bot may have it")
}

func TestWhatIsTakenBackFromASilentBotIsForPeople(t *testing.T) {
	st := tell(t, start(), Assign{Agent: "agt_bot", Bot: true, Reason: AutoAccept})
	st.s.Policy.TakeBackAfter = time.Minute
	st.now = st.s.StateAt.Add(time.Minute)
	st.then(Requeue{Reason: Unanswered}).is(Queued, Unanswered)
	require.True(t, st.s.People)
	require.Equal(t, []Exclusion{{Agent: "agt_bot"}}, st.s.Excluded)
}
