package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// toLine is a transfer to a queue, in which the session waits if nobody can take it.
func toLine(q chat.QueueID) desk.TransferRequest {
	return desk.TransferRequest{Queue: q, IfUnavailable: desk.UnavailableQueue}
}

// Each of these let visitors down at one time, in the steps that are here. What else is of its kind
// is tried elsewhere: docs/faults.md says where.
func TestWhatOnceLetVisitorsDownStaysMended(t *testing.T) {
	t.Run("queues that overflow into each other stop all routing", func(t *testing.T) {
		seed := two(chat.Policy{})
		seed.Queues[0].Overflow, seed.Queues[1].Overflow = "help", "sales"
		_, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: seed})
		require.ErrorContains(t, err, "overflow")
	})
	t.Run("the only agent misses an offer and is never asked again", func(t *testing.T) {
		seed := settings.Team{Queues: []settings.Queue{{ID: "help"}}}
		play(t, seed, func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "")
			s.pass(26 * time.Second)
			s.pass(11 * time.Second)
			require.True(t, s.offered(v, ann))
			s.pass(4 * time.Hour)
			require.Equal(t, chat.Messaged, s.card(v).State, "she was set away: nobody was left")
			require.Equal(t, 2, s.card(v).Offered)
		})
	})
	t.Run("whoever takes a chat over is warned of a colleague's silence", func(t *testing.T) {
		p := chat.Policy{WarnAfter: 10 * time.Minute, CloseAfter: 5 * time.Minute}
		play(t, two(p), func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "sales")
			s.take(v, ann)
			ann.Say("I hand you on")
			s.transfer(v, ann, toLine("help"))
			s.pass(20 * time.Minute)
			s.take(v, s.agents("bob")[0])
			s.pass(9 * time.Minute)
			require.Zero(t, s.card(v).WarnedAt)
			require.Equal(t, chat.Active, s.card(v).State)
		})
	})
	t.Run("a chat that a bot hands on comes back to it", func(t *testing.T) {
		play(t, withBot(), func(t *testing.T, s *scene) {
			bot := s.agents("bot")[0]
			v := s.waiting("v", "")
			_, err := bot.Send(t.Context(), v.Session, desk.MessageRequest{Text: "One moment"})
			require.NoError(t, err)
			s.transfer(v, bot, toLine("help"))
			s.pass(30 * time.Minute)
			require.Equal(t, chat.Queued, s.card(v).State, s.card(v).Reason)
		})
	})
	t.Run("a chat under way is cut off because the shop has closed", func(t *testing.T) {
		open := []hours.Rule{hours.Week("Mon-Sun", "00:00-00:30")}
		day, err := hours.New(hours.Config{Rules: open})
		require.NoError(t, err)
		seed := settings.Team{
			Queues: []settings.Queue{{
				ID: "help", Schedule: "day", Policy: chat.Policy{WarnAfter: -1},
			}},
			Schedules: []settings.Schedule{{ID: "day", Hours: day}},
		}
		play(t, seed, func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			v := s.waiting("v", "")
			s.take(v, ann)
			bob := s.agents("bob")[0]
			s.pass(31 * time.Minute) // closed a minute ago, both are still there
			s.transfer(v, ann, desk.TransferRequest{Queue: "help"})
			s.take(v, bob)
			require.Equal(t, chat.Active, s.card(v).State)
		})
	})
	t.Run("who is in line is put out by a chat that is handed on", func(t *testing.T) {
		seed := two(chat.Policy{}, func(x *settings.Team) { x.Queues[1].Limit = 1 })
		play(t, seed, func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			w, v := s.waiting("w", "help"), s.waiting("v", "sales")
			s.take(v, ann)
			s.transfer(v, ann, toLine("help"))
			s.pass(time.Minute)
			require.Equal(t, chat.Queued, s.card(w).State, s.card(w).Reason)
			require.Equal(t, chat.Queued, s.card(v).State, s.card(v).Reason)
		})
	})
	t.Run("the first queue that is added strands whoever waits", func(t *testing.T) {
		play(t, settings.Team{}, func(t *testing.T, s *scene) {
			ann := s.agents("ann")[0]
			require.NoError(t, s.boss.SetCapacity(t.Context(), ann.ID, 1))
			v := s.waiting("v", "")
			s.take(v, ann)
			w := s.waiting("w", "")
			require.Equal(t, chat.Queued, s.card(w).State)
			_, err := s.Host().PutQueue(t.Context(), settings.Queue{ID: "returns"})
			require.NoError(t, err)
			s.pass(5 * time.Minute)
			require.Equal(t, chat.Queued, s.card(w).State, s.card(w).Reason)
			ann.Close()
			s.take(w, ann)
		})
	})
}
