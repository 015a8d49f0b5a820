package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/report"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// answering is a queue with targets, open for half an hour of each hour. A bubble begins at midnight.
func answering(t *testing.T) settings.Team {
	half, err := hours.New(hours.Config{Rules: []hours.Rule{hours.Week("Mon-Sun", "00:00-00:30", "01:00-01:30")}})
	require.NoError(t, err)
	seed := one(func(q *settings.Queue) {
		q.Schedule, q.FirstReply, q.NextReply = "half", 10*time.Minute, 5*time.Minute
		q.Policy = chat.Policy{WarnAfter: -1, AnswerWithin: -1}
	})
	seed.Schedules = []settings.Schedule{{ID: "half", Hours: half}}
	return seed
}

func (s *scene) replyBy(id chat.SessionID) time.Time {
	s.t.Helper()
	c, err := s.boss.Session(s.t.Context(), id)
	require.NoError(s.t, err)
	return c.ReplyBy
}

func (s *scene) lateNow() int {
	s.t.Helper()
	b, err := s.boss.Board(s.t.Context())
	require.NoError(s.t, err)
	return b.Queues[0].Late
}

func TestAnAnswerHasATargetInTheHoursOfItsQueue(t *testing.T) {
	play(t, answering(t), func(t *testing.T, s *scene) {
		midnight := time.Now()
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		asked := s.card(v).OwedSince()
		require.Equal(t, asked.Add(10*time.Minute), s.replyBy(v.Session), "also while it is in line")
		s.take(v, ann)
		s.pass(9 * time.Minute)
		require.Zero(t, s.lateNow())
		ann.Say("Hello")
		require.Equal(t, chat.Replies{InTime: 1}, s.card(v).Replies)
		require.Zero(t, s.replyBy(v.Session), "nothing is owed")

		s.pass(time.Until(midnight.Add(28 * time.Minute)))
		v.Say("And this?")
		require.WithinDuration(t, midnight.Add(63*time.Minute), s.replyBy(v.Session), time.Second, "two minutes of five before the shop closes")
		s.pass(30 * time.Minute)
		v.Say("Hello?")
		require.WithinDuration(t, midnight.Add(63*time.Minute), s.replyBy(v.Session), time.Second, "from the first that nobody answered")
		require.Zero(t, s.lateNow())
		s.pass(time.Until(midnight.Add(64 * time.Minute)))
		require.Equal(t, 1, s.lateNow())
		ann.Say("Sorry")
		s.pass(time.Second)
		require.Zero(t, s.lateNow())
		ann.Say("It is so")
		require.Equal(t, chat.Replies{InTime: 1, Late: 1}, s.card(v).Replies, "what nobody asked for is no answer")

		r, err := report.Summarise(slices.Values([]chat.Session{s.card(v), s.card(v)}), report.Config{})
		require.NoError(t, err)
		require.Equal(t, [2]int{2, 2}, [2]int{r.Rows[0].InTime, r.Rows[0].Late})
	})
}

func TestWhoeverTakesAChatOverHasTheTargetAnew(t *testing.T) {
	seed := answering(t)
	play(t, seed, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		s.take(v, ann)
		ann.Say("I hand you on")
		bob := s.agents("bob")[0]
		s.transfer(v, ann, desk.TransferRequest{Queue: "help"})
		s.take(v, bob)
		c := s.card(v)
		require.Equal(t, bob.ID, c.Agent)
		require.Equal(t, c.StateAt.Add(5*time.Minute), s.replyBy(v.Session))
		bob.Say("Here I am")
		require.Equal(t, 2, s.card(v).InTime)
	})
}

func TestAQueueWithoutTargetsCountsNothing(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v := s.waiting("v", "help")
		s.take(v, ann)
		s.pass(time.Minute)
		require.Zero(t, s.replyBy(v.Session))
		ann.Say("Hello")
		require.Zero(t, s.card(v).Replies)
		require.Zero(t, s.lateNow())
	})
}
