package report

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// told is a session that commands made, one after another, at these minutes.
type told struct {
	t *testing.T
	chat.Session
}

func (s *told) at(minute float64, c chat.Command) *told {
	s.t.Helper()
	at := t0.Add(time.Duration(minute * float64(time.Minute)))
	next, _, err := chat.Decide(s.Session, c, at)
	require.NoError(s.t, err)
	s.Session = next
	return s
}

func begun(t *testing.T, c chat.Start) *told {
	c.ID, c.Site, c.Visitor, c.Queue, c.Text = "s", "main", "v", "help", "Hello"
	return (&told{t: t}).at(0, c)
}

func by(a chat.AgentID) chat.Author { return chat.Author{Kind: chat.AuthorAgent, ID: string(a)} }

func assign(a chat.AgentID) chat.Assign {
	return chat.Assign{Agent: a, Name: "A", Reason: chat.Picked}
}

func total(t *testing.T, s ...chat.Session) Row {
	t.Helper()
	r, err := Summarise(slices.Values(s), Config{Threshold: 20 * time.Second})
	require.NoError(t, err)
	require.Len(t, r.Rows, 1)
	return r.Rows[0]
}

func TestWorkIsCountedForWhoeverDidIt(t *testing.T) {
	t.Run("after a transfer", func(t *testing.T) {
		s := begun(t, chat.Start{}).at(1, assign("ann"))
		s.at(61, chat.Transfer{By: by("ann"), Queue: "help"}).at(81, assign("bob"))
		s.at(82, chat.End{By: by("bob")})
		row := total(t, s.Session)
		require.Len(t, row.Agents, 2)
		ann, bob := row.Agents[0], row.Agents[1]
		require.Equal(t, time.Hour, ann.Busy)
		require.Equal(t, time.Minute, bob.Busy)
		require.Equal(t, []int{0, 1}, []int{ann.Closed, bob.Closed})
		require.Equal(t, 61*time.Minute, row.Handle.Mean, "the 20 minutes in line are nobody's")
	})
	t.Run("after a reopening", func(t *testing.T) {
		s := begun(t, chat.Start{}).at(0, assign("ann")).at(1, chat.End{By: by("ann")})
		s.at(2, chat.Rate{Score: 5, Scale: 5})
		s.at(1200, chat.Reopen{By: chat.Author{Kind: chat.AuthorVisitor}}).at(1210, assign("bob"))
		s.at(1211, chat.End{By: by("bob")})
		row := total(t, s.Session)
		require.Equal(t, 2*time.Minute, row.Handle.Mean, "not 20 hours")
		require.Equal(t, 1, row.Agents[0].Positive, "the verdict is on Ann")
		require.Zero(t, row.Agents[1].Ratings)
	})
	t.Run("after a night as a message", func(t *testing.T) {
		night := chat.OutsideHours
		s := begun(t, chat.Start{Leave: night})
		s.at(540, chat.Reopen{By: by("ann"), Agent: "ann", Name: "Ann"})
		s.at(541, chat.End{By: by("ann")})
		row := total(t, s.Session)
		require.Zero(t, row.Wait.Count, "nobody stood in line")
		require.Zero(t, row.Counts.Answered)
		require.Equal(t, time.Minute, row.Agents[0].Busy)
	})
	t.Run("as an earlier release wrote it", func(t *testing.T) {
		s := answered(t0, time.Minute, 5*time.Minute, "ann")
		require.Equal(t, 5*time.Minute, total(t, s).Agents[0].Busy)
	})
}
