package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// waiting is a session in line.
func (w world) waiting() chat.SessionID {
	v, ok, err := w.visitor(4).Current(w.ctx)
	require.NoError(w.t, err)
	require.True(w.t, ok)
	require.True(w.t, v.State.Waiting(), v.State)
	return v.ID
}

// inLine begins a session that waits in support and is offered to nobody.
func (s *shop) inLine(n int) chat.SessionID {
	v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(s.t, err)
	s.settle()
	require.Equal(s.t, chat.Queued, s.stands(v.ID).State)
	return v.ID
}

// stands is how a session stands, as Sue sees it.
func (s *shop) stands(id chat.SessionID) chat.Session {
	c, err := s.supervisor("sue").Session(s.ctx, id)
	require.NoError(s.t, err)
	return c.Session
}

func (s *shop) position(id chat.SessionID) int {
	c, err := s.supervisor("sue").Session(s.ctx, id)
	require.NoError(s.t, err)
	return c.Position
}

// place lets ann, who is no supervisor, put the line of support in order.
func (s *shop) place(powers ...chat.Power) error {
	return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "ann", Name: "Ann", Powers: powers, Queues: serving("support")}))
}

func TestStaffAndTheHostEndMoveAndRankWhoWaits(t *testing.T) {
	type how struct {
		by   chat.Reason
		end  func(s *shop, id chat.SessionID) error
		move func(s *shop, id chat.SessionID) error
		rank func(s *shop, id chat.SessionID, n int) error
	}
	agent := func(by chat.Reason, of func(*shop) desk.Agent) how {
		return how{
			by,
			func(s *shop, id chat.SessionID) error { return of(s).Close(s.ctx, id) },
			func(s *shop, id chat.SessionID) error {
				return of(s).Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing", IfUnavailable: desk.UnavailableQueue})
			},
			func(s *shop, id chat.SessionID, n int) error { return of(s).SetPriority(s.ctx, id, n) },
		}
	}
	for name, h := range map[string]how{
		"a supervisor":           agent(chat.BySupervisor, func(s *shop) desk.Agent { return desk.Agent(s.supervisor("sue")) }),
		"an agent who may place": agent(chat.ByAgent, func(s *shop) desk.Agent { return s.agent("ann") }),
		"the host": {
			chat.ByHost,
			func(s *shop, id chat.SessionID) error { return s.Host().Line().End(s.ctx, id) },
			func(s *shop, id chat.SessionID) error { return s.Host().Line().Move(s.ctx, id, "billing") },
			func(s *shop, id chat.SessionID, n int) error { return s.Host().Line().SetPriority(s.ctx, id, n) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, twoTeams())
			require.NoError(t, s.place(chat.PowerSee, chat.PowerAnswer, chat.PowerPlace))
			one, two := s.inLine(1), s.inLine(2)
			require.Equal(t, 2, s.position(two))

			require.NoError(t, h.rank(s, two, 50))
			s.settle()
			require.Equal(t, 1, s.position(two), "it comes first")
			require.Equal(t, 50, s.stands(two).Priority)
			require.ErrorIs(t, h.rank(s, two, 1001), chat.ErrInvalid)
			require.NoError(t, h.rank(s, two, 50), "it has it")

			since := s.stands(two).QueuedAt
			s.pass(time.Minute)
			require.NoError(t, h.move(s, two))
			s.settle()
			moved := s.stands(two)
			require.Equal(t, chat.QueueID("billing"), moved.Queue)
			require.Equal(t, chat.Queued, moved.State)
			require.Equal(t, since, moved.QueuedAt, "it keeps its place")

			require.NoError(t, h.end(s, one))
			over := s.stands(one)
			require.Equal(t, chat.Abandoned, over.State)
			require.Equal(t, h.by, over.Reason)
			for _, err := range []error{h.end(s, one), h.move(s, one), h.rank(s, one, 1)} {
				require.ErrorIs(t, err, chat.ErrClosed)
			}

			var acts []chat.AuditAct
			for _, l := range s.trail(chat.AuditFilter{Kind: chat.AuditSession}) {
				acts = append(acts, l.Act)
			}
			require.Equal(t, []chat.AuditAct{chat.AuditEnd, chat.AuditMove, chat.AuditPriority}, acts, "one line each, the newest first")
			require.JSONEq(t, `{"queue":"support"}`, string(s.trail(chat.AuditFilter{ID: string(two)})[0].Changes[0].Before))
		})
	}
}

func TestAnOfferOfWhoIsEndedOrMovedIsTakenBack(t *testing.T) {
	for name, act := range map[string]func(s *shop, id chat.SessionID) error{
		"ended": func(s *shop, id chat.SessionID) error { return s.Host().Line().End(s.ctx, id) },
		"moved": func(s *shop, id chat.SessionID) error { return s.Host().Line().Move(s.ctx, id, "billing") },
	} {
		s := newShop(t, twoTeams())
		s.available("ann")
		v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
		s.settle()
		offer := s.offer("ann").Offer.ID
		require.NoError(t, act(s, v.ID), name)
		s.settle()
		me, err := s.agent("ann").Me(s.ctx)
		require.NoError(t, err)
		require.Zero(t, me.Load, name)
		require.Zero(t, me.Missed, "%s: it was no fault of theirs", name)
		_, err = s.agent("ann").Accept(s.ctx, offer)
		require.ErrorIs(t, err, chat.ErrOfferGone, name)
	}
}

func TestTheLineIsNotForAgentsWithoutThePower(t *testing.T) {
	s := newShop(t, twoTeams())
	id := s.inLine(1)
	ann := s.agent("ann")
	for _, err := range []error{
		ann.Close(s.ctx, id), ann.SetPriority(s.ctx, id, 1),
		ann.Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing"}),
	} {
		require.ErrorIs(t, err, chat.ErrForbidden)
	}
	require.NoError(t, s.place(chat.PowerSee, chat.PowerAnswer, chat.PowerPlace))
	bob := s.agent("bob")
	for _, err := range []error{bob.Close(s.ctx, id), bob.SetPriority(s.ctx, id, 1)} {
		require.ErrorIs(t, err, chat.ErrNotFound, "it is not in Bob's queues")
	}
	for _, p := range []chat.Power{chat.PowerConfigure, chat.PowerErase, chat.PowerEverything} {
		require.ErrorIs(t, s.place(chat.PowerSee, p), chat.ErrInvalid, "%s is a supervisor's", p)
	}
	require.NoError(t, s.place())
	require.ErrorIs(t, ann.SetPriority(s.ctx, id, 1), chat.ErrForbidden, "it was taken back")
}

func TestOneInLineIsMovedToAQueueAndNotToAnAgent(t *testing.T) {
	s := newShop(t, twoTeams())
	id := s.inLine(1)
	sue := desk.Agent(s.supervisor("sue"))
	err := sue.Transfer(s.ctx, id, desk.TransferRequest{Agent: s.id("ann")})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "agent: ")
	require.ErrorIs(t, sue.Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing"}), chat.ErrNoAgent, "nobody is there")
	require.ErrorIs(t, s.Host().Line().Move(s.ctx, id, "nowhere"), chat.ErrInvalid)
	before := s.head()
	require.NoError(t, s.Host().Line().Move(s.ctx, id, "support"), "it is there")
	require.Equal(t, before, s.head())
	require.NoError(t, sue.Transfer(s.ctx, id, desk.TransferRequest{Queue: "billing", IfUnavailable: desk.UnavailableMessage, Text: "for you"}))
	require.Equal(t, chat.Messaged, s.stands(id).State)
}

func TestAnOverrideIsNotUndoneByTheNextRounds(t *testing.T) {
	for name, mode := range map[string]chat.AgentMode{
		"at capacity": chat.Available, "on a break": chat.Break, "draining": chat.Draining,
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, twoTeams())
			s.available("ann")
			sue := s.supervisor("sue")
			require.NoError(t, sue.SetCapacity(s.ctx, s.id("ann"), 1))
			kept := s.chatting(1, "ann")
			require.NoError(t, first(s.agent("ann").SetStatus(s.ctx, mode, "")))
			id := s.inLine(2)
			require.NoError(t, sue.Assign(s.ctx, id, s.id("ann"), true))
			s.available("cy")
			for range 20 {
				s.pass(10 * time.Second)
				s.settle()
				require.NoError(t, first(s.agent("ann").Me(s.ctx)))
			}
			for _, x := range []chat.SessionID{kept, id} {
				c := s.stands(x)
				require.Equal(t, s.id("ann"), c.Agent)
				require.Equal(t, chat.Active, c.State)
			}
			me, err := s.agent("ann").Me(s.ctx)
			require.NoError(t, err)
			require.Equal(t, 2, me.Load)
		})
	}
}
