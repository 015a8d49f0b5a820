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

// slow is one queue whose sessions take six minutes, and Ann, who has one at a time.
func slow(edit ...func(*settings.Queue)) settings.Team {
	s := one(func(q *settings.Queue) { q.HandleTime = 6 * time.Minute })
	for _, e := range edit {
		e(&s.Queues[0])
	}
	s.Agents = []settings.Agent{{Login: "ann", Name: "Ann", Capacity: 1, Queues: []chat.Serves{{Queue: "help"}}}}
	return s
}

// ask starts a session and returns what its visitor is told of it at once.
func (s *scene) ask(name string) (*chattest.Visitor, desk.SessionView) {
	s.t.Helper()
	v := s.Visitor(name)
	view, err := v.Visitor.Start(s.t.Context(), desk.StartRequest{Queue: "help", Text: "Hello"})
	require.NoError(s.t, err)
	v.Session = view.ID
	return v, view
}

func TestEverybodyIsToldTheirOwnWaitAndThatIsWhatIsRecorded(t *testing.T) {
	play(t, slow(), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		s.take(s.waiting("first", "help"), ann)
		mean := 6 * time.Minute
		for i := range 4 { // the first of them joins an empty line
			at, err := s.Visitor("looks").Availability(t.Context(), "", "help")
			require.NoError(t, err)
			v, view := s.ask(fmt.Sprint("v", i))
			require.True(t, view.Wait.Known)
			require.InDelta(t, (time.Duration(i+1) * mean).Seconds(), view.Wait.Mean.Seconds(), 1)
			require.Equal(t, at.Wait, view.Wait, "as the door said")
			require.Equal(t, i+1, view.Position)
			p := s.card(v).Promise
			require.Equal(t, i+1, p.Position)
			require.Equal(t, view.Wait.P90, p.Wait)
			s.pass(2 * time.Second)
			require.Equal(t, i+1, s.view(v).Position)
			require.Equal(t, p, s.card(v).Promise, "what is told later is another matter")
		}
	})
}

func TestWhoGoesFirstIsToldSo(t *testing.T) {
	seed := slow()
	playWith(t, desk.Config{Seed: seed, Profile: vip(500)}, func(t *testing.T, s *scene) {
		s.take(s.waiting("first", "help"), s.agents("ann")[0])
		for i := range 3 {
			s.ask(fmt.Sprint("v", i))
			s.pass(time.Second)
		}
		at, err := s.Visitor("vip").Availability(t.Context(), "", "help")
		require.NoError(t, err)
		require.InDelta(t, 360, at.Wait.Mean.Seconds(), 1)
		_, view := s.ask("vip")
		require.Equal(t, 1, view.Position)
		require.InDelta(t, 360, view.Wait.Mean.Seconds(), 1)
	})
}

func TestAWaitThatBecomesKnownLaterIsRecordedBeforeItIsTold(t *testing.T) {
	play(t, slow(), func(t *testing.T, s *scene) {
		v, view := s.ask("v")
		w, _ := s.ask("w")
		require.False(t, view.Wait.Known, "nobody is there")
		require.Nil(t, s.card(v).Promise)
		s.pass(time.Minute)
		s.take(v, s.agents("ann")[0])
		told := s.view(w).Wait
		require.True(t, told.Known)
		p := s.card(w).Promise
		require.Equal(t, told.P90, p.Wait)
		require.Equal(t, 1, p.Position)
		s.pass(5 * time.Minute)
		require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		s.pass(time.Second)
		s.take(w, s.Agent("ann"))
		require.True(t, s.card(w).Promise.Kept, "it counts from when it was told")
	})
}

func TestAPromiseIsKeptOrBroken(t *testing.T) {
	var told time.Duration
	for name, c := range map[string]struct {
		edit  func(*settings.Queue)
		ends  func(t *testing.T, s *scene, first, v *chattest.Visitor, ann *chattest.Agent)
		state chat.State
		kept  bool
	}{
		"somebody comes in time": {state: chat.Active, kept: true, ends: func(t *testing.T, s *scene, first, v *chattest.Visitor, ann *chattest.Agent) {
			s.pass(told - time.Minute)
			require.NoError(t, first.Visitor.End(t.Context(), first.Session))
			s.take(v, ann)
		}},
		"somebody comes too late": {state: chat.Active, ends: func(t *testing.T, s *scene, first, v *chattest.Visitor, ann *chattest.Agent) {
			s.pass(told + time.Minute)
			require.NoError(t, first.Visitor.End(t.Context(), first.Session))
			s.take(v, ann)
		}},
		"the visitor leaves in time": {state: chat.Abandoned, kept: true, ends: func(t *testing.T, s *scene, _, v *chattest.Visitor, _ *chattest.Agent) {
			s.pass(time.Minute)
			require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		}},
		"the visitor leaves when it is too late": {state: chat.Abandoned, ends: func(t *testing.T, s *scene, _, v *chattest.Visitor, _ *chattest.Agent) {
			s.pass(told + time.Minute)
			require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		}},
		"the visitor leaves a message in time": {state: chat.Messaged, kept: true, ends: func(t *testing.T, s *scene, _, v *chattest.Visitor, _ *chattest.Agent) {
			s.pass(time.Minute)
			require.NoError(t, v.LeaveMessage(t.Context(), v.Session))
		}},
		"the longest wait is over": {state: chat.Messaged, edit: func(q *settings.Queue) { q.MaxWait = time.Minute },
			ends: func(_ *testing.T, s *scene, _, _ *chattest.Visitor, _ *chattest.Agent) { s.pass(2 * time.Minute) }},
		"nobody is left": {state: chat.Messaged, edit: func(q *settings.Queue) { q.NoAgent = settings.NoAgentMessage },
			ends: func(t *testing.T, s *scene, _, _ *chattest.Visitor, ann *chattest.Agent) {
				require.NoError(t, s.status(ann, chat.Draining))
				s.pass(3 * time.Minute)
			}},
	} {
		t.Run(name, func(t *testing.T) {
			edit := func(*settings.Queue) {}
			if c.edit != nil {
				edit = c.edit
			}
			play(t, slow(func(q *settings.Queue) { q.Policy.WarnAfter = -1 }, edit), func(t *testing.T, s *scene) {
				ann := s.agents("ann")[0]
				first := s.waiting("first", "help")
				s.take(first, ann)
				v, view := s.ask("v")
				told = view.Wait.P90
				require.Greater(t, told, 10*time.Minute)
				c.ends(t, s, first, v, ann)
				s.pass(time.Second)
				card := s.card(v)
				require.Equal(t, c.state, card.State, card.Reason)
				require.Equal(t, told, card.Promise.Wait)
				require.Equal(t, c.kept, card.Promise.Kept)
				require.Equal(t, !c.kept, card.Promise.Broken)
			})
		})
	}
}

func TestAPromiseThatWasKeptMakesRoomForTheNext(t *testing.T) {
	play(t, slow(func(q *settings.Queue) { q.Policy.WarnAfter = -1 }), func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		first := s.waiting("first", "help")
		s.take(first, ann)
		v, _ := s.ask("v")
		s.pass(time.Minute)
		require.NoError(t, v.Visitor.End(t.Context(), v.Session))
		require.True(t, s.card(v).Promise.Kept)
		s.pass(time.Hour)
		require.NoError(t, v.Reopen(t.Context(), v.Session))
		s.pass(time.Second)
		again := s.view(v).Wait
		require.True(t, again.Known)
		p := s.card(v).Promise
		require.Equal(t, again.P90, p.Wait)
		require.False(t, p.Kept || p.Broken)
		s.pass(time.Hour)
		require.NoError(t, first.Visitor.End(t.Context(), first.Session))
		s.take(v, ann)
		require.True(t, s.card(v).Promise.Broken)
	})
}

func TestWhoWouldWaitLongerThanTheQueueAdmitsLeavesAMessage(t *testing.T) {
	play(t, slow(func(q *settings.Queue) { q.Admit = 13 * time.Minute }), func(t *testing.T, s *scene) {
		s.take(s.waiting("first", "help"), s.agents("ann")[0])
		for i := range 2 {
			_, view := s.ask(fmt.Sprint("v", i))
			require.Equal(t, chat.Queued, view.State)
			s.pass(2 * time.Second)
		}
		a, err := s.Visitor("looks").Availability(t.Context(), "", "help")
		require.NoError(t, err)
		require.False(t, a.Accepting)
		require.Equal(t, chat.QueueFull, a.Reason)
		require.Equal(t, desk.AnsweredByMessage, a.AnsweredBy)
		v, view := s.ask("third") // would wait 18 minutes
		require.Equal(t, chat.Messaged, view.State)
		require.Equal(t, chat.QueueFull, view.Reason)
		require.Nil(t, s.card(v).Promise)
		_, err = s.Visitor("mute").Visitor.Start(t.Context(), desk.StartRequest{Queue: "help"})
		require.ErrorIs(t, err, chat.ErrQueueFull)
		s.edit("help", func(q *settings.Queue) { q.Admit = time.Minute })
		s.pass(time.Minute)
		b, err := s.boss.Board(t.Context())
		require.NoError(t, err)
		require.Equal(t, 2, b.Waiting, "whoever was let in stays")
	})
}
