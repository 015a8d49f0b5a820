package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// page is a page of a visitor's at a node.
func page(t *testing.T, d *desk.Desk, name string) (leave func()) {
	leave, err := d.Visitor(customer(name)).Attend(t.Context())
	require.NoError(t, err)
	return leave
}

// customer is a customer, or a visitor without a name.
func customer(name string) chat.Principal {
	vouched := !strings.HasPrefix(name, "vis_")
	return chat.Principal{Kind: chat.RoleVisitor, ID: name, Verified: vouched}
}

func patient() settings.Team {
	return settings.Team{Queues: []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}}}
}

// here begins a session of a visitor whose page is open.
func (s *scene) here(name string) (v *chattest.Visitor, leave func()) {
	v = s.Visitor(name)
	v.Ask(desk.StartRequest{Queue: "help", Text: "Hello"})
	leave = page(s.t, s.Desk, name)
	s.pass(6 * time.Second)
	return v, leave
}

func (s *scene) presence(v *chattest.Visitor) desk.VisitorPresence {
	s.t.Helper()
	c, err := s.boss.Session(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	return c.Presence
}

func TestWhoClosesTheTabWhileWaitingLosesThePlaceAndIsOfferedToNobody(t *testing.T) {
	play(t, patient(), func(t *testing.T, s *scene) {
		v, leave := s.here("v")
		require.Equal(t, desk.VisitorPresence{Known: true, Here: true}, s.presence(v))
		leave()
		gone := time.Now().UTC()
		s.pass(12 * time.Second)
		p := s.presence(v)
		require.False(t, p.Here)
		require.Equal(t, gone, p.Gone)
		require.Zero(t, s.position(v), "a ghost keeps nobody behind it")

		ann := s.agents("ann")[0]
		s.pass(2 * time.Minute)
		require.Empty(t, s.offers(v, ann), "never offered while gone")
		require.Equal(t, chat.Queued, s.card(v).State, "it has its place still")
		s.pass(time.Minute)
		over := s.card(v)
		require.Equal(t, chat.Abandoned, over.State)
		require.Equal(t, chat.Left, over.Reason)
		require.Equal(t, gone, over.LeftAt)
		es := s.timeline(v)
		require.Equal(t, gone, es[len(es)-1].Since, "the entry says since when")
		require.InDelta(t, (3 * time.Minute).Seconds(), over.EndedAt.Sub(gone).Seconds(), 1)
	})
}

func (s *scene) position(v *chattest.Visitor) int {
	s.t.Helper()
	c, err := s.boss.Session(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	return c.Position
}

func TestWhoComesBackInTimeHasThePlaceOfBefore(t *testing.T) {
	for name, c := range map[string]struct {
		away time.Duration
		ends bool
	}{
		"a page loaded anew": {time.Second, false},
		"a minute":           {time.Minute, false},
		"an hour":            {time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, patient(), func(t *testing.T, s *scene) {
				v, leave := s.here("v")
				w, _ := s.here("w")
				since := s.card(v).QueuedAt
				leave()
				s.pass(c.away)
				require.Equal(t, c.ends, s.card(v).State == chat.Abandoned)
				defer page(t, s.Desk, "v")()
				go func() {
					for range v.Events(t.Context(), "") {
					}
				}()
				s.pass(10 * time.Second)
				got := s.card(v)
				require.Equal(t, chat.Queued, got.State)
				require.Equal(t, since, got.QueuedAt)
				require.Equal(t, 1, s.position(v))
				require.Equal(t, 2, s.position(w))
				require.True(t, s.presence(v).Here)
				ann := s.agents("ann")[0]
				s.take(v, ann)
			})
		})
	}
}

func TestALockedPhoneIsWaitedForLonger(t *testing.T) {
	play(t, patient(), func(t *testing.T, s *scene) {
		v, leave := s.here("v")
		require.NoError(t, v.Sign(t.Context(), "p", chat.PageHidden))
		s.pass(6 * time.Second)
		require.Equal(t, desk.VisitorPresence{Known: true, Here: true, Hidden: true}, s.presence(v))
		leave()
		s.pass(10 * time.Minute)
		require.Equal(t, chat.Queued, s.card(v).State)
		require.True(t, s.presence(v).Hidden)
		s.pass(6 * time.Minute)
		require.Equal(t, chat.Abandoned, s.card(v).State)

		w, leave := s.here("w")
		require.NoError(t, w.Sign(t.Context(), "p", chat.PageHidden))
		err := w.Sign(t.Context(), "p", chat.PageLeaving)
		require.NoError(t, err, "a tab that is closed is hidden first")
		leave()
		s.pass(4 * time.Minute)
		require.Equal(t, chat.Abandoned, s.card(w).State)
	})
}

func TestOneOfTwoTabsIsEnough(t *testing.T) {
	play(t, patient(), func(t *testing.T, s *scene) {
		v, one := s.here("v")
		two := page(t, s.Desk, "v")
		one()
		s.pass(time.Hour)
		require.Equal(t, chat.Queued, s.card(v).State)
		require.True(t, s.presence(v).Here)
		two()
		two()
		s.pass(4 * time.Minute)
		require.Equal(t, chat.Abandoned, s.card(v).State)
	})
}

func TestWhatBecomesOfWhoLeftIsTheQueuesToSay(t *testing.T) {
	for way, want := range map[chat.WhenLeft][2]chat.State{
		"":                     {chat.Abandoned, chat.Messaged},
		chat.WhenLeftReachable: {chat.Abandoned, chat.Messaged},
		chat.WhenLeftMessage:   {chat.Messaged, chat.Messaged},
		chat.WhenLeftAbandon:   {chat.Abandoned, chat.Abandoned},
	} {
		seed := patient()
		seed.Queues[0].Policy.WhenLeft = way
		play(t, seed, func(t *testing.T, s *scene) {
			for i, mail := range []string{"", "v@example.org"} {
				v := s.Visitor("v" + mail)
				v.Ask(desk.StartRequest{Queue: "help", Text: "Hello", Email: mail})
				page(t, s.Desk, "v"+mail)()
				s.pass(4 * time.Minute)
				require.Equal(t, want[i], s.card(v).State, "%q %q", way, mail)
				require.Equal(t, chat.Left, s.card(v).Reason)
			}
		})
	}
}

func TestNobodyLeavesWhoHasNoPage(t *testing.T) {
	off := patient()
	off.Queues[0].Policy.LeaveAfter = -1
	play(t, patient(), func(t *testing.T, s *scene) {
		v := s.waiting("hosted", "help")
		s.pass(6 * time.Hour)
		require.Equal(t, chat.Queued, s.card(v).State)
		require.False(t, s.presence(v).Known)
	})
	play(t, off, func(t *testing.T, s *scene) {
		v, leave := s.here("v")
		leave()
		s.pass(time.Hour)
		require.Equal(t, chat.Queued, s.card(v).State, "switched off")
		s.take(v, s.agents("ann")[0])
	})
}

func TestAnActiveChatWhoseVisitorLeftTakesNoCapacityUntilTheyAreBack(t *testing.T) {
	seed := patient()
	seed.Queues[0].Policy = chat.Policy{WarnAfter: -1}
	play(t, seed, func(t *testing.T, s *scene) {
		v, leave := s.here("v")
		ann := s.agents("ann")[0]
		s.take(v, ann)
		leave()
		s.pass(4 * time.Minute)
		got := s.card(v)
		require.Equal(t, chat.Active, got.State, "it is the agent's still")
		require.True(t, got.Idle)
		me, err := ann.Me(t.Context())
		require.NoError(t, err)
		require.Zero(t, me.Load)
		ann.Say("Are you there?")
		s.pass(time.Minute)
		require.True(t, s.card(v).Idle, "nobody has come back by that")

		page(t, s.Desk, "v")
		s.pass(10 * time.Second)
		got = s.card(v)
		require.False(t, got.Idle)
		require.Zero(t, got.LeftAt)
		me, err = ann.Me(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, me.Load)
	})
}

func TestAnOfferIsTakenBackWhenTheVisitorGoes(t *testing.T) {
	seed := patient()
	seed.Queues[0].OfferFor = time.Hour
	play(t, seed, func(t *testing.T, s *scene) {
		ann := s.agents("ann")[0]
		v, leave := s.here("v")
		require.True(t, s.offered(v, ann))
		leave()
		s.pass(15 * time.Second)
		require.False(t, s.offered(v, ann))
		me, err := ann.Me(t.Context())
		require.NoError(t, err)
		require.Zero(t, me.Missed)
		page(t, s.Desk, "v")
		s.pass(10 * time.Second)
		require.True(t, s.offered(v, ann), "and made again")
	})
}

func TestAnAgentSpeaksFirstToWhoIsThereAndToNobodyElse(t *testing.T) {
	play(t, patient(), func(t *testing.T, s *scene) {
		ann := s.Agent("ann")
		ann.Available()
		s.pass(time.Second)
		_, err := ann.SetStatus(t.Context(), chat.Available, "")
		require.NoError(t, err)
		v, leave := s.here("v")
		hi := desk.MessageRequest{Command: "hi", Text: "Can I help?"}
		e, err := ann.Speak(t.Context(), v.Session, hi)
		require.NoError(t, err)
		again, err := ann.Speak(t.Context(), v.Session, hi)
		require.NoError(t, err)
		require.Equal(t, e, again, "said again")
		require.Equal(t, ann.ID, s.card(v).Agent)
		v.End()
		_, err = ann.Speak(t.Context(), v.Session, desk.MessageRequest{Text: "One more thing"})
		require.NoError(t, err, "it has just ended")
		require.Equal(t, chat.Active, s.card(v).State)
		v.End()
		leave()
		s.pass(15 * time.Second)
		_, err = ann.Speak(t.Context(), v.Session, desk.MessageRequest{Text: "Hello?"})
		require.ErrorIs(t, err, chat.ErrVisitorGone)
	})
}

func TestAgentsHearThatAVisitorCameAndWent(t *testing.T) {
	play(t, patient(), func(t *testing.T, s *scene) {
		v, leave := s.here("v")
		ann := s.agents("ann")[0]
		s.take(v, ann)
		var heard []desk.VisitorPresence
		go func() {
			for e, err := range ann.Agent.Events(t.Context(), "") {
				if err == nil && e.Type == desk.EventPresence && e.Session == v.Session {
					heard = append(heard, *e.Presence)
				}
			}
		}()
		s.pass(5 * time.Second)
		leave()
		s.pass(15 * time.Second)
		page(t, s.Desk, "v")
		s.pass(15 * time.Second)
		require.Len(t, heard, 2)
		require.False(t, heard[0].Here)
		require.True(t, heard[1].Here)
	})
}
