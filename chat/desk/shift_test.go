package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var serves = []chat.Serves{{Queue: "help"}}

// shifts is a team in which ann and bob work in shifts: Saturdays 00:10 to 01:30 with a break from
// 00:40 to 00:45. A bubble begins on a Saturday at midnight.
func shifts(handover time.Duration) settings.Team {
	week := saturdays("00:10-00:40", "00:45-01:30")
	team := settings.Team{
		Queues: []settings.Queue{
			{ID: "help", Policy: chat.Policy{WarnAfter: -1, AnswerWithin: -1}},
		},
		Schedules: []settings.Schedule{{ID: "early", Hours: week}},
		Routing:   &settings.Routing{Handover: handover},
	}
	for _, login := range []string{"ann", "bob"} {
		a := settings.Agent{Login: login, Name: login, Capacity: 2, Queues: serves}
		if login == "ann" {
			a.Schedule = "early"
		}
		team.Agents = append(team.Agents, a)
	}
	return team
}

func saturdays(open ...string) *hours.Schedule {
	s, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Sat", open...)}})
	if err != nil {
		panic(err)
	}
	return s
}

// until lets time go by up to an instant of the first day.
func (s *scene) until(clock string) {
	s.t.Helper()
	at, err := time.Parse(time.DateTime, "2000-01-01 "+clock+":00")
	require.NoError(s.t, err)
	s.pass(time.Until(at))
}

// day is when the bubble began.
func (*scene) day() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// chatting is a visitor whom the agent talks to.
func (s *scene) chatting(name string, a *chattest.Agent) *chattest.Visitor {
	v := s.waiting(name, "help")
	a.Accept()
	a.Say("Good morning")
	return v
}

func TestInTheHandoverAnAgentDrainsAndIsTold(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("01:00")
		s.chatting("v", ann)
		told := s.told(ann)
		s.until("01:14")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		require.Len(t, told, 0)
		s.until("01:15")
		s.pass(time.Second)
		me := s.me(ann)
		require.Equal(t, chat.Draining, me.Mode)
		require.Equal(t, chat.ShiftEnding, me.Reason)
		require.Equal(t, 1, me.Sessions, "1 chat left …")
		require.Equal(t, chat.ShiftEnds, me.Shift.Phase)
		require.Equal(t, "01:30", me.Shift.To.Format("15:04"), "… 15 minutes")
		require.Equal(t, chat.ShiftEnding, (<-told).Reason)
	})
}

// told are the changes of their own status that an agent is told of from now on.
func (s *scene) told(a *chattest.Agent) <-chan desk.AgentView {
	told := make(chan desk.AgentView, 16)
	ctx, cancel := context.WithCancel(s.t.Context())
	s.t.Cleanup(cancel)
	go func() {
		for e, err := range a.Events(ctx, "") {
			if err == nil && e.Type == desk.EventAgent {
				told <- *e.Agent
			}
		}
	}()
	s.pass(2 * time.Second)
	return told
}

func TestAtTheEndOfAShiftWhatIsLeftGoesToColleaguesAndTheAgentIsOff(t *testing.T) {
	for _, handover := range []time.Duration{0, 15 * time.Minute} {
		play(t, shifts(handover), func(t *testing.T, s *scene) {
			ann, bob := s.Agent("ann"), s.Agent("bob")
			s.until("00:10")
			ann.Available()
			s.until("01:00")
			v := s.chatting("v", ann)
			since := s.card(v).QueuedAt
			s.until("01:29")
			bob.Available()
			s.until("01:30")
			s.pass(time.Second)
			require.True(t, s.offered(v, bob))
			require.Equal(t, since, s.card(v).QueuedAt, "at its own place")
			var kinds []chat.Kind
			for _, e := range s.timeline(v) {
				if e.At.Sub(s.day()) >= 90*time.Minute {
					kinds = append(kinds, e.Kind)
				}
				if e.Kind == chat.KindTransferred {
					require.Equal(t, chat.OffShift, e.Reason)
				}
			}
			want := []chat.Kind{chat.KindNote, chat.KindTransferred, chat.KindQueued, chat.KindOffer}
			require.Equal(t, want, kinds)
			s.pass(time.Second)
			require.Equal(t, chat.Offline, s.me(ann).Mode)
			require.Equal(t, chat.ShiftOver, s.me(ann).Reason)
			bob.Accept()
			require.Equal(t, bob.ID, s.card(v).Agent)
		})
	}
}

func TestWhoNobodyCouldTakeOverStaysWithTheirAgentAfterTheEnd(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("01:00")
		v := s.chatting("v", ann)
		s.until("02:00")
		require.Equal(t, chat.Active, s.card(v).State)
		require.Equal(t, chat.Draining, s.me(ann).Mode)
		require.Equal(t, chat.ShiftOver, s.me(ann).Reason)
		ann.Say("I am still here")
		bob := s.Agent("bob")
		bob.Available()
		s.pass(10 * time.Second)
		require.True(t, s.offered(v, bob), "a colleague came")
		require.Equal(t, chat.Offline, s.me(ann).Mode)
	})
}

func TestWhoIsAvailableInTheHandoverWorksOnOutsideTheShift(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("01:20")
		ann.Available()
		s.until("01:40")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		require.True(t, s.me(ann).Shift.Outside)
		b, err := s.boss.Board(t.Context())
		require.NoError(t, err)
		require.Equal(t, ann.ID, b.Agents[1].ID)
		require.True(t, b.Agents[1].Shift.Outside, "and the board says so")
		v := s.waiting("v", "help")
		require.True(t, s.offered(v, ann))
	})
}

func TestBeforeAShiftAnAgentMayWorkAndNoShiftMakesSomebodyAvailable(t *testing.T) {
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:20")
		require.Equal(t, chat.Offline, s.me(ann).Mode)
		require.Equal(t, chat.ShiftOn, s.me(ann).Shift.Phase)
	})
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:05")
		ann.Available()
		require.True(t, s.me(ann).Shift.Outside)
		s.until("00:20")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		require.False(t, s.me(ann).Shift.Outside)
	})
}

func TestAPlannedBreakIsAnnouncedBeginsByDrainingAndGivesBackWhatItTook(t *testing.T) {
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("00:30")
		v := s.chatting("v", ann)
		told := s.told(ann)
		s.until("00:35")
		s.pass(2 * time.Second)
		soon := <-told
		require.Equal(t, chat.Available, soon.Mode)
		require.Equal(t, chat.ShiftNotice, soon.Shift.Phase)
		require.Equal(t, "00:40", soon.Shift.BreakFrom.Format("15:04"))
		require.Equal(t, "00:45", soon.Shift.BreakTo.Format("15:04"))
		s.until("00:40")
		s.pass(2 * time.Second)
		require.Equal(t, chat.Draining, (<-told).Mode)
		require.Equal(t, chat.PlannedBreak, s.me(ann).Reason)
		v.End()
		s.pass(2 * time.Second)
		require.Equal(t, chat.Break, s.me(ann).Mode, "and not signed off")
		s.until("00:44")
		require.Equal(t, chat.Break, s.me(ann).Mode)
		s.until("00:45")
		s.pass(2 * time.Second)
		require.Equal(t, chat.Available, s.me(ann).Mode)
	})
}

func TestABreakOfOnesOwnIsNotEndedByThePlan(t *testing.T) {
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("00:38")
		ann.Break()
		s.until("01:00")
		require.Equal(t, chat.Break, s.me(ann).Mode)
	})
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:10")
		ann.Available()
		s.until("00:42")
		require.Equal(t, chat.Break, s.me(ann).Mode)
		ann.Available() // she comes back early
		s.until("00:44")
		require.Equal(t, chat.Available, s.me(ann).Mode)
	})
}

func TestAPlanThatIsGivenSetsNobodyOffForAShiftThatIsOver(t *testing.T) {
	play(t, shifts(0), func(t *testing.T, s *scene) {
		bob := s.Agent("bob")
		bob.Available()
		s.until("02:30")
		x := settings.Agent{ID: bob.ID, Name: "bob", Queues: serves, Schedule: "early"}
		_, err := s.boss.PutAgent(t.Context(), x)
		require.NoError(t, err)
		s.pass(time.Hour)
		require.Equal(t, chat.Available, s.me(bob).Mode)
		require.True(t, s.me(bob).Shift.Outside)
	})
}

func TestAScheduleThatChangesIsFollowedAtOnce(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:50")
		ann.Available()
		s.chatting("v", ann)
		shorter := settings.Schedule{ID: "early", Hours: saturdays("00:10-01:10")}
		_, err := s.Host().PutSchedule(t.Context(), shorter)
		require.NoError(t, err)
		s.until("00:54")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		s.until("00:55")
		s.pass(time.Second)
		require.Equal(t, chat.ShiftEnding, s.me(ann).Reason)
	})
}

func TestHoursAndAHandoverOfTheAgentsOwnCount(t *testing.T) {
	team := shifts(15 * time.Minute)
	ann := &team.Agents[0]
	ann.Schedule, ann.Shifts, ann.Handover = "", saturdays("00:10-00:30"), 5*time.Minute
	play(t, team, func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("00:15")
		ann.Available()
		s.chatting("v", ann)
		s.until("00:24")
		require.Equal(t, chat.Available, s.me(ann).Mode)
		s.until("00:25")
		s.pass(time.Second)
		require.Equal(t, chat.ShiftEnding, s.me(ann).Reason)
	})
}

func TestWhoIsLostOverAnEdgeIsDrainedOnceTheyAreBack(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
		connect := func() (leave func()) {
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				for range ann.Events(ctx, "") {
				}
			}()
			return cancel
		}
		leave := connect()
		s.until("01:00")
		me, err := ann.SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		v := s.waiting("v", "help")
		_, err = ann.Accept(t.Context(), s.card(v).Offers[0].ID)
		require.NoError(t, err)
		s.until("01:14")
		s.pass(50 * time.Second)
		leave()
		s.until("01:15")
		s.pass(5 * time.Second)
		team, err := s.boss.Agents(t.Context())
		require.NoError(t, err)
		for _, a := range team {
			if a.ID == me.ID {
				require.Equal(t, chat.Lost, a.Mode, "what is lost is lost, whatever the plan says")
			}
		}
		defer connect()()
		s.pass(3 * time.Second)
		me, err = ann.Me(t.Context())
		require.NoError(t, err)
		require.Equal(t, chat.Draining, me.Mode)
		require.Equal(t, chat.ShiftEnding, me.Reason)
		require.Equal(t, 1, me.Sessions)
	})
}

func TestWhatIsHeldAtTheEndGoesToColleaguesToo(t *testing.T) {
	play(t, shifts(0), func(t *testing.T, s *scene) {
		ann, bob := s.Agent("ann"), s.Agent("bob")
		s.until("01:00")
		ann.Available()
		v := s.chatting("v", ann)
		require.NoError(t, ann.Hold(t.Context(), v.Session, time.Hour))
		s.until("01:29")
		bob.Available()
		s.until("01:30")
		s.pass(2 * time.Second)
		require.True(t, s.offered(v, bob))
	})
}

func TestWhomASupervisorMakesAvailableInTheHandoverWorksOn(t *testing.T) {
	play(t, shifts(15*time.Minute), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		s.until("01:00")
		ann.Available()
		s.until("01:20")
		require.NoError(t, s.boss.SetAgentStatus(t.Context(), ann.ID, chat.Available, ""))
		s.until("01:40")
		require.Equal(t, chat.Available, s.me(ann).Mode)
	})
}

func TestShiftsOfPeopleWhoAreNotThereCostNothing(t *testing.T) {
	store := memstore.New(memstore.Config{})
	cfg := desk.Config{Store: store, Seed: shifts(15 * time.Minute)}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		bob := s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "bob", Verified: true})
		_, err := bob.Me(t.Context())
		require.NoError(t, err)
		s.pass(time.Minute)
		_, before, err := store.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
		s.pass(14 * 24 * time.Hour)
		_, after, err := store.Changes(t.Context(), 0, 0)
		require.NoError(t, err)
		require.Equal(t, before, after, "no write, and no lease")
	})
}
