package chat_test

import (
	"testing"
	"time"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestALeftMessageIsAnsweredHoweverOld(t *testing.T) {
	for name, policy := range map[string]Policy{"by default": {}, "where nothing is reopened": {ReopenFor: -1}, "with a window of its own": {ReopenFor: time.Hour}} {
		t.Run(name, func(t *testing.T) {
			left := start()
			left.Leave, left.Policy = OutsideHours, policy
			later := func(st *story) *story {
				st.now = st.now.Add(400 * 24 * time.Hour)
				return st
			}
			answer := Reopen{By: anna(), Agent: "agt_anna", Name: "Anna"}
			later(tell(t, left)).then(answer).is(Active, Answered)

			// One whose agent was lost waits again, and is left again by whatever ends the wait.
			for _, why := range []Reason{LongestWait, Closing, NoAgent} {
				st := later(tell(t, left)).then(answer, Requeue{}).is(Queued, AgentGone)
				later(st).then(TakeMessage{Reason: why}).is(Messaged, why)
				later(st).then(answer).is(Active, Answered)
			}

			st := later(tell(t, left))
			st.refuses(ErrWindow, Reopen{By: visitor()}) // its visitor begins another one instead
			st.then(Settle{By: anna()}).is(Closed, Settled)
			later(st).refuses(ErrWindow, answer)
		})
	}
}

func TestAWaitingVisitorsMessageIsAnsweredHoweverOld(t *testing.T) {
	st := tell(t, start(), TakeMessage{By: visitor(), Reason: Choice})
	st.now = st.now.Add(400 * 24 * time.Hour)
	st.then(Reopen{By: anna(), Agent: "agt_anna"}).is(Active, Answered)
}
