package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

func TestWhoWaitsIsMovedToAClosedOrAnEmptyQueueAsAsked(t *testing.T) {
	noon, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "12:00-13:00")}})
	require.NoError(t, err)
	for name, closed := range map[string]bool{"closed": true, "empty": false} {
		for way, want := range map[desk.IfUnavailable]chat.QueueID{
			"": "sales", desk.UnavailableFail: "sales", desk.UnavailableQueue: "help",
			desk.UnavailableMessage: "help",
		} {
			t.Run(name+" "+string(way), func(t *testing.T) {
				seed := two(chat.Policy{}, func(x *settings.Team) {
					x.Schedules = []settings.Schedule{{ID: "noon", Hours: noon}}
					if closed {
						x.Queues[1].Schedule = "noon"
					}
				})
				play(t, seed, func(t *testing.T, s *scene) {
					why := chat.NoAgent
					if closed {
						s.agents("bob")
						why = chat.OutsideHours
					}
					v := s.waiting("v", "sales")
					since := s.card(v).QueuedAt
					r := desk.TransferRequest{Queue: "help", IfUnavailable: way}
					err := desk.Agent(s.boss).Transfer(t.Context(), v.Session, r)
					s.pass(time.Second)
					x := s.card(v)
					require.Equal(t, want, x.Queue)
					require.Equal(t, since, x.QueuedAt, "its place stays")
					switch {
					case want == "sales":
						require.ErrorIs(t, err, chat.ErrNoAgent)
						if closed {
							require.ErrorIs(t, err, chat.ErrOutsideHours)
						}
						require.Equal(t, chat.Queued, x.State)
					case way == desk.UnavailableMessage:
						require.NoError(t, err)
						require.Equal(t, chat.Messaged, x.State)
						require.Equal(t, why, x.Reason)
					default:
						require.NoError(t, err)
						require.True(t, x.State.Waiting(), x.Reason)
						s.pass(10 * time.Minute)
						require.False(t, s.card(v).State.Ended(), "hours are for the door")
					}
				})
			})
		}
	}
}

func TestTheWaitThatAQueueAdmitsIsForItsDoorAlone(t *testing.T) {
	seed := slow(func(q *settings.Queue) { q.Admit = time.Minute })
	seed.Queues = append(seed.Queues, settings.Queue{ID: "sales", NoAgent: settings.NoAgentWait})
	seed.Agents = append(seed.Agents, settings.Agent{
		Login: "bob", Name: "Bob", Queues: []chat.Serves{{Queue: "sales"}},
	})
	play(t, seed, func(t *testing.T, s *scene) {
		as := s.agents("ann", "bob")
		s.take(s.waiting("first", "help"), as[0])
		v := s.waiting("v", "sales")
		s.take(v, as[1])
		turned, view := s.ask("w")
		require.Equal(t, chat.Messaged, view.State)
		require.ErrorIs(t, turned.Reopen(t.Context(), turned.Session), chat.ErrQueueFull)
		s.transfer(v, as[1], toLine("help"))
		s.pass(time.Minute)
		require.Equal(t, chat.Queued, s.card(v).State, "a chat under way is not turned away")
	})
}
