package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// log is the lines of an agent's log, the oldest first.
func (s *scene) log(a *chattest.Agent) (all []chat.AgentLine) {
	s.t.Helper()
	ls, next, err := s.boss.AgentLog(a.ID).Page(s.t.Context(), chat.AgentLogFilter{Limit: 200})
	require.NoError(s.t, err)
	require.Zero(s.t, next)
	for i := range ls {
		all = append(all, ls[len(ls)-1-i])
	}
	return all
}

func TestAnAgentsLogTellsOfEveryChangeAndWhoMadeIt(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:20")
		ann.Available()
		require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 3))
		s.until("01:00")
		s.chatting("v", ann)
		s.until("01:31")
		var said []string
		for i, l := range s.log(ann) {
			require.Equal(t, i+1, l.N)
			at := l.At.Format("15:04")
			said = append(said, fmt.Sprintf("%s %s %s %s", at, l.Mode, l.Reason, l.By.Role))
		}
		require.Equal(t, []string{
			"00:00 offline  host", "00:20 available  agent", "00:20 available  supervisor",
			"00:40 break planned-break desk", "00:45 available break-over desk",
			"01:15 draining shift-ending desk", "01:30 draining shift-over desk",
		}, said)
		capacity := s.log(ann)[2]
		require.Equal(t, 3, capacity.Capacity)
		of := chat.AuditFilter{Kind: chat.AuditAgent, ID: string(ann.ID)}
		trail, _, err := s.boss.Audit(t.Context(), of)
		require.NoError(t, err)
		require.Equal(t, trail[0].ID, capacity.Audit, "the same act in the audit trail")
		require.NotContains(t, string(trail[0].Changes[0].After), `"log"`)

		times, err := s.boss.AgentLog(ann.ID).Times(t.Context(), s.day(), s.day().Add(24*time.Hour))
		require.NoError(t, err)
		require.Len(t, times.Lines, 7)
		require.NotNil(t, times.Shifts)
		require.NoError(t, s.Host().EraseAudit(t.Context(), ann.ID))
		require.Empty(t, s.log(ann))
	})
}

func TestALostConnectionAndMissedOffersAreInTheLog(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		s.waiting("v", "")
		s.pass(2 * time.Minute)
		ls := s.log(ann)
		last := ls[len(ls)-1]
		require.Equal(t, chat.Break, last.Mode)
		require.Equal(t, chat.AwayMissed, last.Reason)
		require.Equal(t, chat.AuditByDesk, last.By.Role)
	})
}

func TestALogIsReadByWhoMayKnowOfTheAgent(t *testing.T) {
	team := two(chat.Policy{})
	team.Agents = append(team.Agents, settings.Agent{
		Login: "sue", Name: "Sue", Supervisor: true, Queues: []chat.Serves{{Queue: "help"}},
	})
	play(t, team, func(t *testing.T, s *scene) {
		ann, bob := s.Agent("ann"), s.Agent("bob")
		who := chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true}
		sue := s.Desk.Supervisor(who)
		_, _, err := sue.AgentLog(bob.ID).Page(t.Context(), chat.AgentLogFilter{})
		require.NoError(t, err)
		_, _, err = sue.AgentLog(ann.ID).Page(t.Context(), chat.AgentLogFilter{})
		require.ErrorIs(t, err, chat.ErrNotFound)
		_, err = sue.AgentLog(ann.ID).Times(t.Context(), s.day(), s.day().Add(time.Hour))
		require.ErrorIs(t, err, chat.ErrNotFound)
		_, err = s.boss.AgentLog(ann.ID).Times(t.Context(), s.day(), s.day().Add(101*24*time.Hour))
		require.ErrorIs(t, err, chat.ErrInvalid)
		as := s.Desk.Supervisor(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
		_, _, err = as.AgentLog(ann.ID).Page(t.Context(), chat.AgentLogFilter{})
		require.ErrorIs(t, err, chat.ErrForbidden)
	})
}

func TestTheTimesOfAnAgentSayWhenTheyHadSessions(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann, bob := s.agents("ann", "bob")[0], s.Agent("bob")
		v := s.waiting("v", "")
		s.take(v, ann)
		from := time.Now()
		s.pass(10 * time.Minute)
		to := desk.TransferRequest{Queue: "help"}
		require.NoError(t, ann.Transfer(t.Context(), v.Session, to))
		gave := time.Now()
		s.pass(time.Second)
		s.take(v, bob)
		times := func(a *chattest.Agent, from time.Time) []chat.Stint {
			x, err := s.boss.AgentLog(a.ID).Times(t.Context(), from, from.Add(time.Hour))
			require.NoError(t, err)
			return x.Stints
		}
		had := times(ann, s.day())
		require.Len(t, had, 1)
		require.InDelta(t, gave.Sub(from).Seconds(), had[0].To.Sub(had[0].From).Seconds(), 1)
		require.Empty(t, times(ann, gave.Add(time.Second)), "that was before")
		has := times(bob, s.day())
		require.Len(t, has, 1)
		require.Zero(t, has[0].To, "he has it still")
		bob.Session = v.Session
		bob.Close()
		s.pass(time.Second)
		require.NotZero(t, times(bob, s.day())[0].To)
	})
}
