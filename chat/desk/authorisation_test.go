package desk_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// world is a shop in which Ann of support chats with visitor 1 and is offered visitor 4, and Bob of billing has nothing
// to do with either.
type world struct {
	*shop
	session chat.SessionID // of visitor 1, owned by Ann
	offer   chat.OfferID   // to Ann
	ann     chat.AgentID
}

func newWorld(t *testing.T) world { return worldOf(newShop(t, withPrompt())) }

func worldOf(s *shop) world {
	s.available("ann", "bob")
	w := world{shop: s, session: s.chatting(1, "ann")}
	_, err := s.visitor(4).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(s.t, err)
	w.offer = s.offer("ann").Offer.ID
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(s.t, err)
	w.ann = me.ID
	return w
}

func (w world) principals() map[string]chat.Principal {
	agent := func(kind chat.Role, login string, qs ...chat.QueueID) chat.Principal {
		return chat.Principal{Kind: kind, ID: login, Verified: true, Queues: qs}
	}
	visitor := func(n int) chat.Principal {
		return chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n)}
	}
	return map[string]chat.Principal{
		"nobody":                        {},
		"the visitor":                   visitor(1),
		"another visitor":               visitor(2),
		"a visitor nobody minted":       {Kind: chat.RoleVisitor, ID: "admin"},
		"a customer of the same id":     {Kind: chat.RoleVisitor, ID: "vis_00000000000000000000000001", Verified: true},
		"the visitor, revoked":          visitor(3),
		"the agent":                     agent(chat.RoleAgent, "ann"),
		"an agent of another queue":     agent(chat.RoleAgent, "bob"),
		"an agent narrowed down":        agent(chat.RoleAgent, "cy", "billing"),
		"an agent nobody vouches for":   {Kind: chat.RoleAgent, ID: "ann"},
		"an agent nobody knows":         agent(chat.RoleAgent, "mallory"),
		"an agent who calls himself so": agent(chat.RoleSupervisor, "bob"),
		"the supervisor":                agent(chat.RoleSupervisor, "sue"),
		"a supervisor of another queue": agent(chat.RoleSupervisor, "sam"),
		"a supervisor let in as agent":  agent(chat.RoleAgent, "sue"),
	}
}

// access is who a method lets in. Everybody else must be answered with a refusal, and leave the store as it was.
type access struct {
	call  func(w world, p chat.Principal) error
	allow []string
}

func first[T any](_ T, err error) error          { return err }
func second[T, U any](_ T, _ U, err error) error { return err }

func firstEvent(seq iter.Seq2[desk.Event, error]) error {
	for _, err := range seq {
		return err
	}
	return nil
}

var (
	visitors = []string{"the visitor", "another visitor", "a customer of the same id"}
	agents   = []string{"the agent", "an agent of another queue", "an agent narrowed down", "the supervisor", "a supervisor of another queue", "a supervisor let in as agent", "an agent who calls himself so"}
	bosses   = []string{"the supervisor", "a supervisor of another queue"}
	own      = []string{"the visitor"}
	seeing   = []string{"the agent", "the supervisor"}
)

func visitorMethods() map[string]access {
	v := func(allow []string, f func(w world, v desk.Visitor) error) access {
		return access{func(w world, p chat.Principal) error { return f(w, w.Visitor(p)) }, allow}
	}
	anyone := append([]string{"a visitor nobody minted", "the visitor, revoked"}, visitors...)
	return map[string]access{
		"Availability": v(anyone, func(w world, v desk.Visitor) error { return first(v.Availability(w.ctx, "", "")) }),
		"Visit":        v(visitors, func(w world, v desk.Visitor) error { return first(v.Visit(w.ctx, desk.VisitFacts{URL: "/"})) }),
		"With":         v(visitors, visitsWith),
		"Peek":         v(own, endsPeek), "Help": v(visitors, helps),
		"Start": v(visitors, func(w world, v desk.Visitor) error {
			return first(v.Start(w.ctx, desk.StartRequest{Text: "hello"}))
		}),
		"Current": v(visitors, func(w world, v desk.Visitor) error { return second(v.Current(w.ctx)) }),
		"Claim": v([]string{"a customer of the same id"}, func(w world, v desk.Visitor) error {
			return v.Claim(w.ctx, anonymous(1))
		}),
		"Identify": v(visitors, func(w world, v desk.Visitor) error { return v.Identify(w.ctx, chat.Contact{Name: "x"}) }),
		"Export":   v(visitors, func(w world, v desk.Visitor) error { return first(v.Export(w.ctx)) }),
		"Erase":    v(visitors, func(w world, v desk.Visitor) error { return v.Erase(w.ctx) }),
		"Events": v(visitors, func(w world, v desk.Visitor) error {
			return firstEvent(v.Events(w.ctx, ""))
		}),
		"Prompt":   v(nil, func(w world, v desk.Visitor) error { return v.Prompt(w.ctx, "prm_x", desk.PromptAccepted) }),
		"Session":  v(own, func(w world, v desk.Visitor) error { return first(v.Session(w.ctx, w.session)) }),
		"Timeline": v(own, func(w world, v desk.Visitor) error { return second(v.Timeline(w.ctx, w.session, 0, 0)) }),
		"Send": v(own, func(w world, v desk.Visitor) error {
			return first(v.Send(w.ctx, w.session, desk.MessageRequest{Text: "hello"}))
		}),
		"Messages": v(own, visitorsWords), "Typing": v(own, func(w world, v desk.Visitor) error { return v.Typing(w.ctx, w.session, true) }),
		"Read": v(own, func(w world, v desk.Visitor) error { return v.Read(w.ctx, w.session, 1) }),
		"Transcript": v(nil, func(w world, v desk.Visitor) error {
			return v.Transcript(w.ctx, w.session, "mallory@example.org")
		}),
		"End": v(own, func(w world, v desk.Visitor) error { return v.End(w.ctx, w.session) }),
		"Rate": v(nil, func(w world, v desk.Visitor) error {
			return v.Rate(w.ctx, w.session, chat.Rating{Score: 1, Scale: 5})
		}),
		"Reopen":       v(nil, func(w world, v desk.Visitor) error { return v.Reopen(w.ctx, w.session) }),
		"LeaveAddress": v(own, leavesAddress), "CorrectForm": v(own, correctsForm),
		"RefuseIdentity": v(nil, refusesWho), "Attend": v(visitors, func(w world, v desk.Visitor) error { return first(v.Attend(w.ctx)) }),
		"Seen":         v(visitors, func(w world, v desk.Visitor) error { return v.Seen(w.ctx) }),
		"Sign":         v(visitors, func(w world, v desk.Visitor) error { return v.Sign(w.ctx, "p", chat.PageHidden) }),
		"LeaveMessage": v(nil, func(w world, v desk.Visitor) error { return v.LeaveMessage(w.ctx, w.session) }),
	}
}

func agentMethods() map[string]access {
	a := func(allow []string, f func(w world, a desk.Agent) error) access {
		return access{func(w world, p chat.Principal) error { return f(w, w.Agent(p)) }, allow}
	}
	owner := []string{"the agent"}
	return map[string]access{
		"Me":              a(agents, func(w world, a desk.Agent) error { return first(a.Me(w.ctx)) }),
		"SetStatus":       a(agents, func(w world, a desk.Agent) error { return first(a.SetStatus(w.ctx, chat.Break, "tea")) }),
		"Inbox":           a(agents, func(w world, a desk.Agent) error { return first(a.Inbox(w.ctx)) }),
		"Canned":          a(agents, func(w world, a desk.Agent) error { return first(a.Canned(w.ctx, "")) }),
		"TransferTargets": a(agents, func(w world, a desk.Agent) error { return first(a.TransferTargets(w.ctx)) }),
		"Events":          a(agents, func(w world, a desk.Agent) error { return firstEvent(a.Events(w.ctx, "")) }),
		"Session":         a(seeing, func(w world, a desk.Agent) error { return first(a.Session(w.ctx, w.session)) }),
		"Timeline":        a(seeing, func(w world, a desk.Agent) error { return second(a.Timeline(w.ctx, w.session, 0, 0)) }),
		"Explain":         a(seeing, func(w world, a desk.Agent) error { return first(a.Explain(w.ctx, w.session)) }),
		"VisitorCard":     a(seeing, func(w world, a desk.Agent) error { return first(a.VisitorCard(w.ctx, w.session)) }),
		"Accept":          a(owner, func(w world, a desk.Agent) error { return first(a.Accept(w.ctx, w.offer)) }),
		"Decline":         a(owner, func(w world, a desk.Agent) error { return a.Decline(w.ctx, w.offer) }),
		"Pick":            a(seeing, func(w world, a desk.Agent) error { return first(a.Pick(w.ctx, w.session)) }),
		"Send": a(owner, func(w world, a desk.Agent) error {
			return first(a.Send(w.ctx, w.session, desk.MessageRequest{Text: "hello"}))
		}),
		"Note": a(seeing, func(w world, a desk.Agent) error {
			return first(a.Note(w.ctx, w.session, desk.MessageRequest{Text: "hello"}))
		}),
		"Beside":   a(seeing, followsOn),
		"Messages": a(nil, agentsWords),
		"Tag":      a(seeing, func(w world, a desk.Agent) error { return a.Tag(w.ctx, w.session, []string{"x"}, nil) }),
		"Typing":   a(seeing, func(w world, a desk.Agent) error { return a.Typing(w.ctx, w.session, true) }),
		"Read":     a(seeing, func(w world, a desk.Agent) error { return a.Read(w.ctx, w.session, 1) }),
		"Hold":     a(seeing, func(w world, a desk.Agent) error { return a.Hold(w.ctx, w.session, 0) }),
		"Resume":   a(seeing, func(w world, a desk.Agent) error { return a.Resume(w.ctx, w.session) }),
		"Transfer": a(seeing, func(w world, a desk.Agent) error {
			return a.Transfer(w.ctx, w.session, desk.TransferRequest{Queue: "billing"})
		}),
		"Escalate": a(seeing, func(w world, a desk.Agent) error {
			return a.Escalate(w.ctx, w.session, desk.EscalateRequest{To: "email", Address: "x@example.org"})
		}),
		"SetPriority": a(nil, func(w world, a desk.Agent) error { return a.SetPriority(w.ctx, w.session, 5) }),
		"Close":       a(seeing, func(w world, a desk.Agent) error { return a.Close(w.ctx, w.session) }),
		"Concluding":  a(seeing, concluding), "AskIdentity": a(seeing, asksWho),
		"Speak": a(nil, func(w world, a desk.Agent) error {
			return first(a.Speak(w.ctx, w.session, desk.MessageRequest{Text: "hello"}))
		}),
		"Ban":     a(seeing, func(w world, a desk.Agent) error { return a.Ban(w.ctx, w.session, "spam", 0) }),
		"EndWrap": a(nil, func(w world, a desk.Agent) error { return a.EndWrap(w.ctx, w.session) }),
		"Reopen":  a(seeing, func(w world, a desk.Agent) error { return a.Reopen(w.ctx, w.session) }),
		"Answer":  a(seeing, func(w world, a desk.Agent) error { return first(a.Answer(w.ctx, w.session)) }),
		"Settle":  a(nil, func(w world, a desk.Agent) error { return a.Settle(w.ctx, w.session) }),
	}
}

func supervisorMethods(t *testing.T) map[string]access {
	s := func(allow []string, f func(w world, s desk.Supervisor) error) access {
		return access{func(w world, p chat.Principal) error { return f(w, w.Supervisor(p)) }, allow}
	}
	whole := []string{"the supervisor"}
	return map[string]access{
		"Board": s(bosses, func(w world, s desk.Supervisor) error { return first(s.Board(w.ctx)) }),
		"Events": s(bosses, func(w world, s desk.Supervisor) error {
			return firstEvent(s.Events(w.ctx, ""))
		}),
		"Sites":  s(bosses, func(w world, s desk.Supervisor) error { return first(s.Sites(w.ctx)) }),
		"Queues": s(bosses, func(w world, s desk.Supervisor) error { return first(s.Queues(w.ctx)) }),
		"Schedules": s(bosses, func(w world, s desk.Supervisor) error {
			return first(s.Schedules(w.ctx))
		}),
		"Rules":  s(bosses, func(w world, s desk.Supervisor) error { return first(s.Rules(w.ctx)) }),
		"Canned": s(bosses, func(w world, s desk.Supervisor) error { return first(s.Canned(w.ctx)) }),
		"Audit": s(whole, func(w world, s desk.Supervisor) error {
			return second(s.Audit(w.ctx, chat.AuditFilter{}))
		}),
		"Agents":  s(bosses, func(w world, s desk.Supervisor) error { return first(s.Agents(w.ctx)) }),
		"Routing": s(bosses, func(w world, s desk.Supervisor) error { return first(s.Routing(w.ctx)) }),
		"Prompts": s(bosses, func(w world, s desk.Supervisor) error { return first(s.Prompts(w.ctx)) }),
		"PutSettings": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutSettings(w.ctx, settings.Team{Prompts: &settings.Prompts{Language: "et"}}))
		}),
		"PutRouting": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutRouting(w.ctx, settings.Routing{Strict: true}))
		}),
		"PutPrompts": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutPrompts(w.ctx, settings.Prompts{Language: "pl"}))
		}),
		"Erase": s(whole, func(w world, s desk.Supervisor) error {
			return s.Erase(w.ctx, "vis_00000000000000000000000001")
		}),
		"SessionsBetween": s(bosses, func(w world, s desk.Supervisor) error {
			for _, err := range s.SessionsBetween(w.ctx, time.Unix(0, 0), time.Unix(1, 0)) {
				return err
			}
			return nil
		}),
		"Sessions": s(bosses, func(w world, s desk.Supervisor) error {
			return second(s.Sessions(w.ctx, desk.SessionFilter{}))
		}),
		"Session": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.Session(w.ctx, w.session))
		}),
		"Explain": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.Explain(w.ctx, w.session))
		}),
		"ExplainOffer": s(whole, explainsOffer),
		"ExplainRule": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.ExplainRule(w.ctx, desk.RuleQuestion{Rule: "shoes", Session: w.session, Facts: desk.VisitFacts{URL: "/"}}))
		}),
		"Assign": s(whole, func(w world, s desk.Supervisor) error {
			return s.Assign(w.ctx, w.session, w.ann, true)
		}),
		"SetCapacity": s(whole, func(w world, s desk.Supervisor) error {
			return s.SetCapacity(w.ctx, w.ann, 5)
		}),
		"SetAgentStatus": s(whole, func(w world, s desk.Supervisor) error {
			return s.SetAgentStatus(w.ctx, w.ann, chat.Break, "")
		}),
		"AgentLog": s(whole, func(w world, s desk.Supervisor) error {
			return second(s.AgentLog(w.ann).Page(w.ctx, chat.AgentLogFilter{}))
		}),
		"PutAgent": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutAgent(w.ctx, settings.Agent{ID: w.ann, Name: "Anna"}))
		}),
		"PutSite": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutSite(w.ctx, settings.Site{ID: "main", Queues: []chat.QueueID{"support"}}))
		}),
		"PutQueue": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutQueue(w.ctx, settings.Queue{ID: "support"}))
		}),
		"PutSchedule": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutSchedule(w.ctx, settings.Schedule{ID: "office", Hours: weekdays(t, 0, 0)}))
		}),
		"PutRule": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutRule(w.ctx, settings.Rule{Rule: trigger.Rule{ID: "r"}}))
		}),
		"Outgoing": s(bosses, func(w world, s desk.Supervisor) error {
			return second(s.Outgoing().Page(w.ctx, ""))
		}),
		"Settings": s(bosses, func(w world, s desk.Supervisor) error {
			return first(s.Settings().Retired(w.ctx))
		}),
		"PutCanned": s(whole, func(w world, s desk.Supervisor) error {
			return first(s.PutCanned(w.ctx, settings.Canned{ID: "x", Title: "x", Text: map[string]string{"en": "x"}}))
		}),
	}
}

// refusals are the answers to somebody who may not.
var refusals = []error{chat.ErrForbidden, chat.ErrUnauthenticated, chat.ErrNotFound, chat.ErrOfferGone, chat.ErrNotOwner}

func TestEveryMethodOfEveryHandleLetsInThoseItShouldAndNobodyElse(t *testing.T) {
	tables := map[string]struct {
		handle  reflect.Type
		methods map[string]access
	}{
		"Visitor":    {reflect.TypeFor[desk.Visitor](), visitorMethods()},
		"Agent":      {reflect.TypeFor[desk.Agent](), agentMethods()},
		"Supervisor": {reflect.TypeFor[desk.Supervisor](), supervisorMethods(t)},
		"Settings":   {reflect.TypeFor[desk.Settings](), settingsMethods()},
	}
	for handle, table := range tables {
		for m := range table.handle.Methods() {
			_, ok := table.methods[m.Name]
			require.True(t, ok, "%s.%s has no row: say who may call it", handle, m.Name)
		}
		require.Equal(t, table.handle.NumMethod(), len(table.methods), "a row of %s without a method", handle)
		for name, row := range table.methods {
			t.Run(handle+"."+name, func(t *testing.T) { row.check(t) })
		}
	}
}

func (row access) check(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Host().Revoke(w.ctx, chat.RoleVisitor, "vis_00000000000000000000000003", 1))
	_, err := w.visitor(1).Availability(w.ctx, "", "")
	require.NoError(t, err)
	for who, p := range w.principals() {
		allowed := false
		for _, a := range row.allow {
			allowed = allowed || a == who
		}
		if allowed {
			continue
		}
		before := w.head()
		ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
		err := row.call(world{w.with(ctx), w.session, w.offer, w.ann}, p)
		cancel()
		require.Error(t, err, "%s was let in", who)
		if row.allow != nil {
			require.True(t, isAny(err, refusals), "%s: %v", who, err)
		}
		require.Equal(t, before, w.head(), "%s wrote", who)
	}
	for _, who := range row.allow { // each in a world of its own: what one does may end what another could do
		w := newWorld(t)
		err := row.call(w, w.principals()[who])
		if who == "a visitor nobody minted" || who == "the visitor, revoked" || errors.Is(err, chat.ErrState) {
			continue
		}
		require.NoError(t, err, "%s", who)
	}
}

func isAny(err error, targets []error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

func TestSomebodyElsesSessionIsLikeNone(t *testing.T) {
	w := newWorld(t)
	const none chat.SessionID = "ses_zzzzzzzzzzzzzzzzzzzzzzzzzz"
	other, bob := w.visitor(2), w.agent("bob")
	say := desk.MessageRequest{Command: "m", Text: "hello"}
	for name, f := range map[string]func(chat.SessionID) error{
		"visitor session":  func(id chat.SessionID) error { return first(other.Session(w.ctx, id)) },
		"visitor timeline": func(id chat.SessionID) error { return second(other.Timeline(w.ctx, id, 0, 0)) },
		"visitor send":     func(id chat.SessionID) error { return first(other.Send(w.ctx, id, say)) },
		"visitor end":      func(id chat.SessionID) error { return other.End(w.ctx, id) },
		"visitor rate":     func(id chat.SessionID) error { return other.Rate(w.ctx, id, chat.Rating{Score: 1, Scale: 5}) },
		"visitor reopen":   func(id chat.SessionID) error { return other.Reopen(w.ctx, id) },
		"visitor mail":     func(id chat.SessionID) error { return other.Transcript(w.ctx, id, "x@example.org") },
		"agent session":    func(id chat.SessionID) error { return first(bob.Session(w.ctx, id)) },
		"agent send":       func(id chat.SessionID) error { return first(bob.Send(w.ctx, id, say)) },
		"agent note":       func(id chat.SessionID) error { return first(bob.Note(w.ctx, id, say)) },
		"agent close":      func(id chat.SessionID) error { return bob.Close(w.ctx, id) },
		"agent wrap":       func(id chat.SessionID) error { return bob.EndWrap(w.ctx, id) },
		"agent reopen":     func(id chat.SessionID) error { return bob.Reopen(w.ctx, id) },
		"agent ban":        func(id chat.SessionID) error { return bob.Ban(w.ctx, id, "", 0) },
	} {
		require.Equal(t, f(none), f(w.session), name)
		require.ErrorIs(t, f(none), chat.ErrNotFound, name)
	}
}

func TestARevokedPrincipalIsOut(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Host().Revoke(w.ctx, chat.RoleAgent, "ann", 7))
	_, err := w.agent("ann").Inbox(w.ctx)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	fresh := w.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true, Version: 7})
	_, err = fresh.Inbox(w.ctx)
	require.NoError(t, err)
	require.NoError(t, w.Host().Revoke(w.ctx, chat.RoleVisitor, "vis_00000000000000000000000001", 1))
	_, err = w.visitor(1).Send(w.ctx, w.session, desk.MessageRequest{Text: "hello"})
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	require.NoError(t, w.Host().RemoveAgent(w.ctx, w.ann))
	_, err = fresh.Inbox(w.ctx)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	card, err := w.supervisor("sue").Session(w.ctx, w.session)
	require.NoError(t, err)
	require.Equal(t, chat.Queued, card.Session.State, "what she had goes to others")
}
