package desk_test

import (
	"cmp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// scene is a running shop in a bubble, and a supervisor who looks on.
type scene struct {
	*chattest.Shop
	t    *testing.T
	boss desk.Supervisor
	eyes desk.Agent // the boss's, on timelines
}

// play runs f on a shop in which nothing has happened yet.
func play(t *testing.T, seed settings.Team, f func(t *testing.T, s *scene)) {
	t.Helper()
	playWith(t, desk.Config{Seed: seed}, f)
}

func playWith(t *testing.T, cfg desk.Config, f func(t *testing.T, s *scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		cfg.Lease = cmp.Or(cfg.Lease, 5*time.Minute) // nobody takes over, and each beat of days costs processor
		cfg.Seed.Agents = append(cfg.Seed.Agents, settings.Agent{Login: "boss", Name: "Boss", Supervisor: true})
		s := &scene{Shop: chattest.Open(t, cfg), t: t}
		s.boss = s.Desk.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "boss", Verified: true})
		s.eyes = desk.Agent(s.boss)
		f(t, s)
	})
}

// pass lets time go by.
func (*scene) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// waiting is a visitor in line.
func (s *scene) waiting(name string, queue chat.QueueID) *chattest.Visitor {
	v := s.Visitor(name)
	v.Ask(desk.StartRequest{Queue: queue, Text: "Hello"})
	s.pass(time.Second)
	return v
}

func (s *scene) card(v *chattest.Visitor) chat.Session {
	s.t.Helper()
	c, err := s.boss.Session(s.t.Context(), v.Session)
	require.NoError(s.t, err)
	return c.Session
}

// offered reports whether the session is offered to the agent.
func (s *scene) offered(v *chattest.Visitor, a *chattest.Agent) bool {
	s.t.Helper()
	for _, o := range s.card(v).Offers {
		if o.Agent == a.ID {
			return true
		}
	}
	return false
}

// offers are the instants at which the session was offered to the agent.
func (s *scene) offers(v *chattest.Visitor, a *chattest.Agent) (at []time.Time) {
	s.t.Helper()
	for _, e := range s.timeline(v) {
		if e.Kind == chat.KindOffer && e.Agent == a.ID {
			at = append(at, e.At)
		}
	}
	return at
}

func (s *scene) timeline(v *chattest.Visitor) (all []chat.Entry) {
	s.t.Helper()
	for after, more := 0, true; more; {
		es, next, err := s.eyes.Timeline(s.t.Context(), v.Session, after, 0)
		require.NoError(s.t, err)
		all = append(all, es...)
		more, after = next > after, next
	}
	return all
}

// edit changes a queue's settings while the shop runs.
func (s *scene) edit(id chat.QueueID, change func(*settings.Queue)) {
	s.t.Helper()
	qs, err := s.boss.Queues(s.t.Context())
	require.NoError(s.t, err)
	for _, q := range qs {
		if q.ID == id {
			change(&q)
			_, err := s.Host().PutQueue(s.t.Context(), q)
			require.NoError(s.t, err)
		}
	}
	s.pass(time.Second)
}

// take accepts the offer that the agent has, or gets within a minute.
func (s *scene) take(v *chattest.Visitor, a *chattest.Agent) {
	s.t.Helper()
	for range 60 {
		for _, o := range s.card(v).Offers {
			if o.Agent == a.ID {
				_, err := a.Agent.Accept(s.t.Context(), o.ID)
				require.NoError(s.t, err)
				a.Session = v.Session
				s.pass(100 * time.Millisecond)
				return
			}
		}
		s.pass(time.Second)
	}
	s.t.Fatal("no offer")
}

// decline refuses the offer that the agent has.
func (s *scene) decline(v *chattest.Visitor, a *chattest.Agent) {
	s.t.Helper()
	for _, o := range s.card(v).Offers {
		if o.Agent == a.ID {
			require.NoError(s.t, a.Agent.Decline(s.t.Context(), o.ID))
			s.pass(100 * time.Millisecond)
			return
		}
	}
	s.t.Fatal("no offer")
}

// agents are available agents who serve every queue unless the seed says otherwise.
func (s *scene) agents(names ...string) (as []*chattest.Agent) {
	for _, n := range names {
		a := s.Agent(n)
		a.Available()
		as = append(as, a)
	}
	s.pass(time.Second)
	return as
}

func (s *scene) transfer(v *chattest.Visitor, from *chattest.Agent, r desk.TransferRequest) {
	s.t.Helper()
	require.NoError(s.t, from.Transfer(s.t.Context(), v.Session, r))
	s.pass(time.Second)
}

// two is a site with sales, which Ann serves, and help, which Bob serves. Visitors wait also while nobody is there.
func two(p chat.Policy, edit ...func(*settings.Team)) settings.Team {
	serves := func(q chat.QueueID) []chat.Serves { return []chat.Serves{{Queue: q}} }
	s := settings.Team{
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales", "help"}}},
		Queues: []settings.Queue{{ID: "sales", Policy: p, NoAgent: settings.NoAgentWait}, {ID: "help", Policy: p, NoAgent: settings.NoAgentWait}},
		Agents: []settings.Agent{{Login: "ann", Name: "Ann", Queues: serves("sales")}, {Login: "bob", Name: "Bob", Queues: serves("help")}},
	}
	for _, e := range edit {
		e(&s)
	}
	return s
}

// one is a shop with a single queue, in which visitors wait also while nobody is there.
func one(edit ...func(*settings.Queue)) settings.Team {
	q := settings.Queue{ID: "help", NoAgent: settings.NoAgentWait}
	for _, e := range edit {
		e(&q)
	}
	return settings.Team{Queues: []settings.Queue{q}}
}

func (s *scene) status(a *chattest.Agent, m chat.AgentMode) error {
	_, err := a.SetStatus(s.t.Context(), m, "")
	return err
}
