package desk_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
)

// stands are the kinds of entries, and the words of notes and messages, that come on a stream.
type stands struct {
	mu  sync.Mutex
	all []string
}

// listens opens a stream, until stop.
func listens(t *testing.T, a desk.Agent) (heard func() []string, stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	x := &stands{}
	go func() {
		for e, err := range a.Events(ctx, "") {
			if err != nil || e.Entry == nil {
				continue
			}
			says := string(e.Entry.Kind)
			if e.Entry.Text != "" {
				says = e.Entry.Text
			}
			x.mu.Lock()
			x.all = append(x.all, says)
			x.mu.Unlock()
		}
	}()
	synctest.Wait()
	return func() []string {
			synctest.Wait()
			x.mu.Lock()
			defer x.mu.Unlock()
			all := x.all
			x.all = nil
			return all
		}, func() {
			cancel()
			synctest.Wait()
		}
}

// withCy adds to sales Cy, who may place, and has room for one.
func withCy(s *settings.Team) {
	s.Agents = append(s.Agents, settings.Agent{
		Login: "cy", Name: "Cy", Queues: s.Agents[0].Queues, Capacity: 1,
		Powers: []chat.Power{chat.PowerSee, chat.PowerAnswer, chat.PowerPlace},
	})
}

func TestAColleagueFollowsJoinsWhispersAndParts(t *testing.T) {
	play(t, two(chat.Policy{}, withCy), func(t *testing.T, s *scene) {
		ctx := t.Context()
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		cy := s.Agent("cy")
		v := s.waiting("v", "sales")
		s.take(v, ann)
		heard, stop := listens(t, cy.Agent)
		defer stop()
		annHears, annStops := listens(t, ann.Agent)
		defer annStops()
		beside := cy.Beside()
		require.ErrorIs(t, bob.Beside().Follow(ctx, v.Session), chat.ErrNotFound, "not his queue")
		require.NoError(t, beside.Follow(ctx, v.Session))
		require.NoError(t, beside.Follow(ctx, v.Session))
		s.pass(2e9)
		heard()
		v.Say("Hello?")
		require.Equal(t, []string{"Hello?"}, heard())
		in, err := cy.Inbox(ctx)
		require.NoError(t, err)
		require.Len(t, in.Beside, 1)
		require.Empty(t, in.Sessions)
		require.Zero(t, in.Me.Load, "it takes no room")
		say := desk.MessageRequest{Text: "I am here too"}
		_, err = cy.Send(ctx, v.Session, say)
		require.ErrorIs(t, err, chat.ErrNotOwner)

		annHears()
		_, err = beside.Whisper(ctx, v.Session, desk.MessageRequest{Command: "w", Text: "psst"})
		require.NoError(t, err)
		require.Equal(t, []string{"psst"}, annHears())
		require.NoError(t, beside.Join(ctx, v.Session))
		_, err = cy.Send(ctx, v.Session, say)
		require.NoError(t, err)
		view, err := v.Visitor.Session(ctx, v.Session)
		require.NoError(t, err)
		require.Equal(t, []string{"Cy"}, view.Joined)
		public, _, err := v.Visitor.Timeline(ctx, v.Session, 0, 0)
		require.NoError(t, err)
		var last []string
		for _, e := range public[len(public)-2:] {
			last = append(last, string(e.Kind)+e.Text+e.Author.Name)
		}
		require.Equal(t, []string{"session.joinedCy", "message.createdI am here tooCy"}, last)

		heard()
		require.NoError(t, beside.Part(ctx, v.Session))
		v.Say("Bye")
		require.Equal(t, []string{"session.parted"}, heard(), "and nothing after it")
		require.NoError(t, beside.Follow(ctx, v.Session))
		v.Say("Hm")
		s.pass(2e9)
		require.Contains(t, heard(), "Hm")
		require.NoError(t, ann.Agent.Close(ctx, v.Session))
		require.Equal(t, []string{"session.closed"}, heard())
		require.ErrorIs(t, beside.Join(ctx, v.Session), chat.ErrClosed)
	})
}

func TestAColleagueWithThePowerTakesASessionOverWithinTheirCapacity(t *testing.T) {
	play(t, two(chat.Policy{}, withCy), func(t *testing.T, s *scene) {
		ctx := t.Context()
		ann := s.agents("ann")[0]
		v, w := s.waiting("v", "sales"), s.waiting("w", "sales")
		s.take(v, ann)
		s.take(w, ann)
		cy := s.Agent("cy")
		take := func(a desk.Agent, v chat.SessionID, override bool) error {
			_, err := a.Beside().TakeOver(ctx, v, override)
			return err
		}
		require.ErrorIs(t, take(ann.Agent, v.Session, false), chat.ErrForbidden, "no power")
		require.ErrorIs(t, take(cy.Agent, v.Session, true), chat.ErrNotAvailable, "signed out")
		cy.Available()
		told, stop := listens(t, ann.Agent)
		defer stop()
		require.NoError(t, take(cy.Agent, v.Session, false))
		require.NoError(t, take(cy.Agent, v.Session, false), "again")
		require.Equal(t, []string{"session.transferred"}, told(), "the former owner")
		_, err := ann.Send(ctx, v.Session, desk.MessageRequest{Text: "And I?"})
		require.ErrorIs(t, err, chat.ErrNotOwner)
		load := func(a desk.Agent) int {
			me, err := a.Me(ctx)
			require.NoError(t, err)
			return me.Load
		}
		require.Equal(t, []int{1, 1}, []int{load(ann.Agent), load(cy.Agent)}, "capacity moves")

		require.ErrorIs(t, take(cy.Agent, w.Session, false), chat.ErrAtCapacity)
		require.Equal(t, ann.ID, s.card(w).Agent)
		require.NoError(t, take(cy.Agent, w.Session, true))
		require.Equal(t, 2, load(cy.Agent))
		assigned := s.said(w, chat.KindAssigned)
		require.True(t, assigned[len(assigned)-1].Override)
		trail, _, err := s.boss.Audit(ctx, chat.AuditFilter{By: string(cy.ID)})
		require.NoError(t, err)
		var acts []chat.AuditAct
		for _, l := range trail {
			acts = append(acts, l.Act)
		}
		require.ElementsMatch(t, []chat.AuditAct{chat.AuditTakeOver, chat.AuditOverride}, acts)
	})
}

func TestANoteThatMentionsAColleagueOfAnotherQueueLetsThemSeeTheSession(t *testing.T) {
	p := &phone{}
	cfg := desk.Config{Seed: two(chat.Policy{}, withCy), Notifier: p}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		ctx := t.Context()
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		heard, stop := listens(t, bob.Agent)
		defer stop()
		_, err := bob.Agent.Session(ctx, v.Session)
		require.ErrorIs(t, err, chat.ErrNotFound)
		note := func(ids ...chat.AgentID) error {
			r := desk.MessageRequest{Text: "Bob, a look?", Mentions: ids}
			_, err := ann.Note(ctx, v.Session, r)
			return err
		}
		for _, bad := range [][]chat.AgentID{
			{"agt_00000000000000000000000000"}, {"bob"}, {""}, {bob.ID, bob.ID},
			make([]chat.AgentID, 9),
		} {
			require.ErrorContains(t, note(bad...), "mentions")
		}
		require.Empty(t, heard())
		require.NoError(t, note(bob.ID))
		require.Contains(t, heard(), "Bob, a look?")
		told := p.heard(hook.OccasionMentioned)
		require.Len(t, told, 1)
		require.Equal(t, bob.ID, told[0].Agent)
		require.Equal(t, v.Session, told[0].Session)
		_, err = bob.Agent.Session(ctx, v.Session)
		require.NoError(t, err, "he follows it")
		_, err = bob.Note(ctx, v.Session, desk.MessageRequest{Text: "Yes"})
		require.NoError(t, err)
		require.ErrorIs(t, bob.Agent.Close(ctx, v.Session), chat.ErrNotOwner)
		_, err = bob.Beside().TakeOver(ctx, v.Session, false)
		require.ErrorIs(t, err, chat.ErrForbidden)
		w := s.waiting("w", "sales")
		r := desk.MessageRequest{Text: "And this one?", Mentions: []chat.AgentID{bob.ID}}
		_, err = ann.Note(ctx, w.Session, r)
		require.NoError(t, err)
		_, err = bob.Agent.Session(ctx, w.Session)
		require.NoError(t, err)
		_, err = bob.Pick(ctx, w.Session)
		require.ErrorIs(t, err, chat.ErrForbidden)
		defer page(t, s.Desk, "w")()
		s.pass(6e9)
		_, err = bob.Speak(ctx, w.Session, desk.MessageRequest{Text: "Hello"})
		require.ErrorIs(t, err, chat.ErrForbidden)
		for _, id := range []chat.SessionID{v.Session, w.Session} {
			require.ErrorIs(t, bob.Ban(ctx, id, "", 0), chat.ErrForbidden)
		}
		narrow := chat.Principal{
			Kind: chat.RoleAgent, ID: "bob", Verified: true, Queues: []chat.QueueID{"help"},
		}
		_, err = s.Desk.Agent(narrow).Session(ctx, v.Session)
		require.ErrorIs(t, err, chat.ErrNotFound, "that sign-in is for another queue")

		require.NoError(t, ann.Agent.Close(ctx, v.Session))
		_, err = bob.Agent.Session(ctx, v.Session)
		require.ErrorIs(t, err, chat.ErrNotFound, "it is over")
		require.ErrorContains(t, note(bob.ID), "mentions[0]: they may not see")
	})
}

func TestNobodyStandsBesideASessionOfAQueueTheyDoNotServeByTheirOwnAct(t *testing.T) {
	play(t, two(chat.Policy{}, withCy), func(t *testing.T, s *scene) {
		ctx := t.Context()
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		cy := s.Agent("cy")
		v := s.waiting("v", "sales")
		s.take(v, ann)
		s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID})
		require.True(t, s.offered(v, bob))
		require.ErrorIs(t, bob.Beside().Follow(ctx, v.Session), chat.ErrForbidden)
		require.ErrorIs(t, bob.Beside().Join(ctx, v.Session), chat.ErrForbidden)
		s.decline(v, bob)
		_, err := bob.Agent.Session(ctx, v.Session)
		require.ErrorIs(t, err, chat.ErrNotFound)

		require.NoError(t, cy.Beside().Join(ctx, v.Session))
		heard, stop := listens(t, cy.Agent)
		defer stop()
		v.Say("One")
		require.Equal(t, []string{"One"}, heard())
		serves := func(queues ...chat.QueueID) {
			s.put(cy, queues...)
			s.pass(2e9)
		}
		require.Equal(t, []string{"Cy"}, s.view(v).Joined)
		serves("help")
		require.Empty(t, s.view(v).Joined, "the visitor is not told of who may not speak")
		v.Say("Two")
		require.Empty(t, heard(), "the queue is no longer theirs")
		_, err = cy.Agent.Session(ctx, v.Session)
		require.ErrorIs(t, err, chat.ErrNotFound)
		_, err = cy.Send(ctx, v.Session, desk.MessageRequest{Text: "And I?"})
		require.ErrorIs(t, err, chat.ErrNotFound)
		in, err := cy.Inbox(ctx)
		require.NoError(t, err)
		require.Empty(t, in.Beside)
		r := desk.MessageRequest{Text: "Cy, a look?", Mentions: []chat.AgentID{cy.ID}}
		_, err = ann.Note(ctx, v.Session, r)
		require.NoError(t, err)
		s.pass(2e9)
		_, err = cy.Agent.Session(ctx, v.Session)
		require.NoError(t, err, "a colleague let her see it")
		require.NoError(t, cy.Beside().Follow(ctx, v.Session))
	})
}

func TestWhoIsOfferedASessionHasNoPowerOverItsQueue(t *testing.T) {
	mayPlace := func(s *settings.Team) {
		s.Agents[1].Powers = []chat.Power{chat.PowerSee, chat.PowerAnswer, chat.PowerPlace}
	}
	play(t, two(chat.Policy{}, mayPlace), func(t *testing.T, s *scene) {
		ctx := t.Context()
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		s.transfer(v, ann, desk.TransferRequest{Agent: bob.ID})
		require.True(t, s.offered(v, bob))
		_, err := bob.Beside().TakeOver(ctx, v.Session, true)
		require.ErrorIs(t, err, chat.ErrForbidden)
		require.ErrorIs(t, bob.SetPriority(ctx, v.Session, 5), chat.ErrForbidden)
		require.Equal(t, ann.ID, s.ownedBy(v))
		s.take(v, bob)
		require.Equal(t, bob.ID, s.ownedBy(v), "to take what is offered he needs no such power")
		require.ErrorIs(t, bob.SetPriority(ctx, v.Session, 5), chat.ErrState, "it is his")
	})
}

func TestAnAgentStandsBesideAtMostFiftySessions(t *testing.T) {
	play(t, two(chat.Policy{}, withCy), func(t *testing.T, s *scene) {
		ctx := t.Context()
		ann, cy := s.Agent("ann"), s.Agent("cy")
		var all []chat.SessionID
		for n := range 52 {
			v := s.Visitor(fmt.Sprint(n))
			v.Ask(desk.StartRequest{Queue: "sales", Text: "Hello"})
			all = append(all, v.Session)
		}
		for _, id := range all[:50] {
			require.NoError(t, cy.Beside().Follow(ctx, id))
		}
		s.pass(2e9)
		require.NoError(t, cy.Beside().Follow(ctx, all[0]), "she is there already")
		for _, more := range []error{
			cy.Beside().Follow(ctx, all[50]), cy.Beside().Join(ctx, all[50]),
		} {
			require.ErrorIs(t, more, chat.ErrState)
			require.ErrorContains(t, more, "at most 50")
		}
		r := desk.MessageRequest{Text: "Cy?", Mentions: []chat.AgentID{cy.ID}}
		_, err := ann.Note(ctx, all[51], r)
		require.NoError(t, err, "others may ask her still")
		s.pass(2e9)
		in, err := cy.Inbox(ctx)
		require.NoError(t, err)
		require.Len(brief.T(t), in.Beside, 50)
		require.Equal(t, all[51], in.Beside[49].Session.ID, "the latest are shown")
		require.NoError(t, cy.Beside().Part(ctx, all[0]))
		require.NoError(t, cy.Beside().Part(ctx, all[1]))
		s.pass(2e9)
		require.NoError(t, cy.Beside().Follow(ctx, all[50]))
	})
}

// followsOn is everything that Agent.Beside can do.
func followsOn(w world, a desk.Agent) error {
	return a.Beside().Follow(w.ctx, w.session)
}
