package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// helpCloses is two queues of which help is open in the first half hour alone.
func helpCloses(s *settings.Team) {
	day, _ := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "00:00-00:30")}})
	s.Schedules = []settings.Schedule{{ID: "short", Hours: day}}
	s.Queues[1].Schedule = "short"
}

func TestATransferToAClosedQueueGoesAsAsked(t *testing.T) {
	for name, c := range map[string]struct {
		way    desk.IfUnavailable
		err    error
		state  chat.State
		reason chat.Reason
	}{
		"not said":    {"", chat.ErrOutsideHours, chat.Active, chat.Accepted},
		"refused":     {desk.UnavailableFail, chat.ErrOutsideHours, chat.Active, chat.Accepted},
		"in line":     {desk.UnavailableQueue, nil, chat.Offered, chat.Admitted},
		"as message":  {desk.UnavailableMessage, nil, chat.Messaged, chat.OutsideHours},
		"not a way":   {"later", chat.ErrInvalid, chat.Active, chat.Accepted},
		"not written": {"Queue", chat.ErrInvalid, chat.Active, chat.Accepted},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, two(chat.Policy{WarnAfter: -1}, helpCloses), func(t *testing.T, s *scene) {
				as := s.agents("ann", "bob")
				v := s.waiting("v", "sales")
				s.take(v, as[0])
				s.pass(31 * time.Minute)
				err := as[0].Transfer(t.Context(), v.Session, desk.TransferRequest{Queue: "help", IfUnavailable: c.way})
				require.ErrorIs(t, err, c.err)
				s.pass(time.Second)
				x := s.card(v)
				require.Equal(t, c.state, x.State)
				if c.err == nil {
					require.Equal(t, c.reason, x.Reason)
					require.Equal(t, chat.QueueID("help"), x.Queue)
				} else {
					require.Equal(t, as[0].ID, x.Agent)
				}
			})
		})
	}
}

func TestATransferToAnEmptyQueueGoesAsAsked(t *testing.T) {
	for way, want := range map[desk.IfUnavailable]chat.State{
		"": chat.Active, desk.UnavailableFail: chat.Active, desk.UnavailableQueue: chat.Queued, desk.UnavailableMessage: chat.Messaged,
	} {
		t.Run(string(way), func(t *testing.T) {
			play(t, two(chat.Policy{}), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				v := s.waiting("v", "sales")
				s.take(v, ann)
				err := ann.Transfer(t.Context(), v.Session, desk.TransferRequest{Queue: "help", IfUnavailable: way})
				if want == chat.Active {
					require.ErrorIs(t, err, chat.ErrNoAgent)
				} else {
					require.NoError(t, err)
				}
				s.pass(time.Second)
				require.Equal(t, want, s.card(v).State)
				if want != chat.Messaged {
					return
				}
				require.Equal(t, chat.NoAgent, s.card(v).Reason)
				bob := s.agents("bob")[0]
				_, err = bob.Answer(t.Context(), v.Session)
				require.NoError(t, err, "it is in his inbox, and can be answered")
				faults, err := s.Check(t.Context())
				require.NoError(t, err)
				require.Empty(t, faults)
			})
		})
	}
}

func TestATransferThatItsAgentCannotTakeBecomesAMessageIfThatWasAsked(t *testing.T) {
	for name, c := range map[string]func(t *testing.T, s *scene, v *chattest.Visitor, bob *chattest.Agent){
		"on a break from the start": func(t *testing.T, s *scene, _ *chattest.Visitor, bob *chattest.Agent) { bob.Break() },
		"declined":                  nil,
		"run out":                   nil,
		"gone meanwhile":            nil,
	} {
		t.Run(name, func(t *testing.T) {
			play(t, one(), func(t *testing.T, s *scene) {
				as := s.agents("ann", "bob")
				ann, bob := as[0], as[1]
				v := s.waiting("v", "")
				if s.offered(v, bob) {
					ann, bob = bob, ann
				}
				s.take(v, ann)
				if c != nil {
					c(t, s, v, bob)
				}
				s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID, IfUnavailable: desk.UnavailableMessage})
				switch name {
				case "declined":
					s.decline(v, bob)
				case "run out":
					s.pass(26 * time.Second)
				case "gone meanwhile":
					require.NoError(t, s.status(bob, chat.Offline))
				}
				s.pass(time.Second)
				require.Equal(t, chat.Messaged, s.card(v).State)
				require.Equal(t, chat.NoAgent, s.card(v).Reason)
				require.Empty(t, s.card(v).Offers)
			})
		})
	}
}

func TestATransferAsksWhetherSomebodyCouldServeThisSession(t *testing.T) {
	play(t, withBot(), func(t *testing.T, s *scene) {
		bot := s.agents("bot")[0]
		v := s.waiting("v", "")
		s.transfer(v, bot, desk.TransferRequest{Queue: "help", IfUnavailable: desk.UnavailableQueue})
		ann := s.agents("ann")[0]
		require.Equal(t, ann.ID, s.ownedBy(v))
		err := ann.Transfer(t.Context(), v.Session, desk.TransferRequest{Queue: "help"})
		require.ErrorIs(t, err, chat.ErrNoAgent, "the bot has handed it on, and is nobody")
		s.agents("cid")
		require.NoError(t, ann.Transfer(t.Context(), v.Session, desk.TransferRequest{Queue: "help"}))
	})
}

func TestTransferTargetsSayTheirHours(t *testing.T) {
	play(t, two(chat.Policy{}, helpCloses), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		target := func(q chat.QueueID) desk.TransferTarget {
			ts, err := ann.TransferTargets(t.Context())
			require.NoError(t, err)
			for _, x := range ts {
				if x.Queue == q {
					return x
				}
			}
			t.Fatal("no such target")
			return desk.TransferTarget{}
		}
		require.True(t, target("help").Open)
		require.Zero(t, target("help").NextOpen)
		s.pass(31 * time.Minute)
		require.False(t, target("help").Open)
		require.Equal(t, time.Date(2000, 1, 2, 0, 0, 0, 0, time.UTC), target("help").NextOpen)
		require.True(t, target("sales").Open)
	})
}

func TestAnOverrideHolds(t *testing.T) {
	for _, m := range []chat.AgentMode{chat.Break, chat.Draining} {
		t.Run(string(m), func(t *testing.T) {
			play(t, one(), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				u := s.waiting("u", "")
				s.take(u, ann)
				require.NoError(t, s.status(ann, m))
				v := s.waiting("v", "")
				require.ErrorIs(t, s.boss.Assign(t.Context(), v.Session, ann.ID, false), chat.ErrNoAgent)
				require.NoError(t, s.boss.Assign(t.Context(), v.Session, ann.ID, true))
				s.pass(time.Hour)
				require.Equal(t, ann.ID, s.card(v).Agent)
			})
		})
	}
}

func TestASessionHeavierThanAnybodysCapacityIsTransferredAsAsked(t *testing.T) {
	heavy := func(s *settings.Team) { s.Queues[0].Weight, s.Agents[1].Capacity = 3, 2 }
	play(t, two(chat.Policy{}, heavy), func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		v := s.waiting("v", "sales")
		s.take(v, as[0])
		to := desk.TransferRequest{Queue: "help"}
		require.ErrorIs(t, as[0].Agent.Transfer(t.Context(), v.Session, to), chat.ErrNoAgent)
		require.Equal(t, chat.Active, s.card(v).State)
		to.IfUnavailable = desk.UnavailableMessage
		require.NoError(t, as[0].Agent.Transfer(t.Context(), v.Session, to))
		s.pass(time.Second)
		require.Equal(t, chat.Messaged, s.card(v).State)
	})
}
