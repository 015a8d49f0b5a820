package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// powered is a shop in which Sue, of everything, may do only so much.
func powered(t *testing.T, ps ...chat.Power) world {
	w := newWorld(t)
	sue := settings.Agent{Login: "sue", Name: "Sue", Supervisor: true, Everything: true, Powers: ps}
	sue.Queues = serving("support")
	require.NoError(t, first(w.Host().PutAgent(w.ctx, sue)))
	return w
}

// needs says which power each thing that a supervisor may do needs.
func needs(t *testing.T) map[string]struct {
	power chat.Power
	do    func(w world) error
} {
	type need = struct {
		power chat.Power
		do    func(w world) error
	}
	sue := func(w world) desk.Supervisor { return w.supervisor("sue") }
	me := func(w world) desk.Agent { return desk.Agent(sue(w)) }
	say := desk.MessageRequest{Text: "x"}
	all := map[string]need{
		"note": {chat.PowerAnswer, func(w world) error {
			return first(me(w).Note(w.ctx, w.session, say))
		}},
		"tag": {chat.PowerAnswer, func(w world) error {
			return me(w).Tag(w.ctx, w.session, []string{"x"}, nil)
		}},
		"type": {chat.PowerAnswer, func(w world) error {
			return me(w).Typing(w.ctx, w.session, true)
		}},
		"hold": {chat.PowerAnswer, func(w world) error {
			return me(w).Hold(w.ctx, w.session, 0)
		}},
		"close": {chat.PowerAnswer, func(w world) error {
			return me(w).Close(w.ctx, w.session)
		}},
		"ban": {chat.PowerAnswer, func(w world) error {
			return me(w).Ban(w.ctx, w.session, "", 0)
		}},
		"come": {chat.PowerAnswer, func(w world) error {
			return first(me(w).SetStatus(w.ctx, chat.Available, ""))
		}},
		"come too": {chat.PowerAnswer, func(w world) error {
			return sue(w).SetAgentStatus(w.ctx, w.id("sue"), chat.Available, "")
		}},
		"assign": {chat.PowerPlace, func(w world) error {
			return sue(w).Assign(w.ctx, w.session, w.ann, true)
		}},
		"transfer": {chat.PowerPlace, func(w world) error {
			return me(w).Transfer(w.ctx, w.session, desk.TransferRequest{Queue: "billing"})
		}},
		"end who waits": {chat.PowerPlace, func(w world) error {
			return me(w).Close(w.ctx, w.waiting())
		}},
		"move who waits": {chat.PowerPlace, func(w world) error {
			return me(w).Transfer(w.ctx, w.waiting(), desk.TransferRequest{Queue: "billing", IfUnavailable: desk.UnavailableQueue})
		}},
		"rank who waits": {chat.PowerPlace, func(w world) error {
			return me(w).SetPriority(w.ctx, w.waiting(), 7)
		}},
		"capacity": {chat.PowerPlace, func(w world) error {
			return sue(w).SetCapacity(w.ctx, w.ann, 5)
		}},
		"status": {chat.PowerPlace, func(w world) error {
			return sue(w).SetAgentStatus(w.ctx, w.ann, chat.Break, "")
		}},
		"erase": {chat.PowerErase, func(w world) error {
			return sue(w).Erase(w.ctx, "vis_00000000000000000000000001")
		}},
	}
	for name, a := range acts(t) {
		if len(name) > 14 && name[:14] == "Supervisor.Put" {
			all[name] = need{chat.PowerConfigure, a.do}
		}
	}
	return all
}

func TestASupervisorDoesWhatTheirPowersSayAndNothingElse(t *testing.T) {
	given := []chat.Power{
		chat.PowerSee, chat.PowerAnswer, chat.PowerPlace, chat.PowerConfigure, chat.PowerErase,
	}
	for name, x := range needs(t) {
		require.NoError(t, x.do(powered(t, chat.PowerEverything)), name)
		require.NoError(t, x.do(powered(t)), "%s: nothing said is everything", name)
		require.NoError(t, x.do(powered(t, chat.PowerSee, x.power)), "%s: %s is enough", name, x.power)
		w := powered(t, slices.DeleteFunc(slices.Clone(given), func(p chat.Power) bool { return p == x.power })...)
		before := w.head()
		require.ErrorIs(t, x.do(w), chat.ErrForbidden, "%s without %s", name, x.power)
		require.Equal(t, before, w.head(), "%s wrote", name)
	}
}

func TestASupervisorWhoOnlySeesReadsEverythingAndWritesNothing(t *testing.T) {
	w := powered(t, chat.PowerSee)
	sue := w.supervisor("sue")
	before := w.head()
	for name, err := range map[string]error{
		"board": first(sue.Board(w.ctx)), "session": first(sue.Session(w.ctx, w.session)), "sites": first(sue.Sites(w.ctx)),
		"queues": first(sue.Queues(w.ctx)), "agents": first(sue.Agents(w.ctx)), "explain": first(sue.Explain(w.ctx, w.session)),
		"timeline": second(desk.Agent(sue).Timeline(w.ctx, w.session, 0, 0)), "audit": second(sue.Audit(w.ctx, chat.AuditFilter{})),
		"sessions": second(sue.Sessions(w.ctx, desk.SessionFilter{})), "inbox": first(desk.Agent(sue).Inbox(w.ctx)),
	} {
		require.NoError(t, err, name)
	}
	for name, x := range needs(t) {
		require.ErrorIs(t, x.do(w), chat.ErrForbidden, name)
	}
	require.Equal(t, before, w.head())
	as := w.agent("sue") // let in as an agent they may not answer either
	require.ErrorIs(t, first(as.Note(w.ctx, w.session, desk.MessageRequest{Text: "x"})), chat.ErrForbidden)
	require.ErrorIs(t, first(as.SetStatus(w.ctx, chat.Available, "")), chat.ErrForbidden)
	me, err := desk.Agent(sue).Me(w.ctx)
	require.NoError(t, err)
	require.Equal(t, []chat.Power{chat.PowerSee}, me.Powers)
}

func TestWhoLosesThePowerToAnswerIsOfferedNothingMore(t *testing.T) {
	w := powered(t)
	sue := w.supervisor("sue")
	require.NoError(t, first(desk.Agent(sue).SetStatus(w.ctx, chat.Available, "")))
	x := settings.Agent{Login: "sue", Name: "Sue", Supervisor: true, Everything: true, Powers: []chat.Power{chat.PowerSee}}
	require.NoError(t, first(w.Host().PutAgent(w.ctx, x)))
	me, err := desk.Agent(sue).Me(w.ctx)
	require.NoError(t, err)
	require.Equal(t, chat.Offline, me.Mode)
	x.Login, x.Name = "max", "Max"
	id, err := w.Host().PutAgent(w.ctx, x)
	require.NoError(t, err)
	x.Login, x.Name, x.Powers = "liz", "Liz", nil
	require.NoError(t, first(w.Host().PutAgent(w.ctx, x)))
	liz := w.supervisor("liz")
	require.ErrorIs(t, liz.Assign(w.ctx, w.session, id, true), chat.ErrNoAgent)
	require.ErrorIs(t, liz.SetAgentStatus(w.ctx, id, chat.Available, ""), chat.ErrForbidden)
}

func TestPowersAreWordsThatTheHostGives(t *testing.T) {
	s := newShop(t, twoTeams())
	x := settings.Agent{Login: "new", Name: "New", Supervisor: true, Queues: serving("support")}
	for field, ps := range map[string][]chat.Power{
		"powers":    {chat.PowerAnswer},
		"powers[1]": {chat.PowerSee, chat.PowerSee},
		"powers[0]": {"all"},
		"powers ":   {},
	} {
		x.Powers = ps
		_, err := s.Host().PutAgent(s.ctx, x)
		require.ErrorIs(t, err, chat.ErrInvalid, "%v", ps)
		require.ErrorContains(t, err, field[:len(field)-1], "%v", ps)
	}
	x.Supervisor, x.Powers = false, []chat.Power{chat.PowerSee, chat.PowerErase}
	_, err := s.Host().PutAgent(s.ctx, x)
	require.ErrorContains(t, err, "powers[1]: only a supervisor")
	x.Supervisor, x.Powers = true, nil
	id, err := s.Host().PutAgent(s.ctx, x)
	require.NoError(t, err)
	require.NotEmpty(t, s.holding(`"powers":["everything"]`), "in a record everything is a word")

	x.Powers = []chat.Power{chat.PowerSee, chat.PowerConfigure}
	x.Login, x.Name = "mia", "Mia"
	mia, err := s.Host().PutAgent(s.ctx, x)
	require.NoError(t, err)
	boss := s.supervisor("sue")
	grab := settings.Agent{ID: mia, Name: "Mia", Queues: serving("support", "billing"), Powers: []chat.Power{chat.PowerEverything}}
	require.NoError(t, first(boss.PutAgent(s.ctx, grab)))
	me, err := s.supervisor("mia").Agents(s.ctx)
	require.NoError(t, err)
	for _, a := range me {
		if a.ID == mia {
			require.Equal(t, x.Powers, a.Powers, "no supervisor gives powers")
		}
	}
	grab.ID, grab.Queues = id, serving("support")
	require.ErrorIs(t, first(s.supervisor("mia").PutAgent(s.ctx, grab)), chat.ErrForbidden, "who may do more is not theirs to change")
}

// grants is everything that an agent may do: powers by queue, and the queues that they serve.
func grants(a chat.Agent) map[string]bool {
	has := map[string]bool{}
	for _, q := range append(slices.Clone(realmQueues), "queues yet to come") {
		for _, p := range []chat.Power{chat.PowerSee, chat.PowerAnswer, chat.PowerPlace, chat.PowerConfigure, chat.PowerErase} {
			if a.Supervisor && (a.In(q) || a.Oversees()) && a.May(p) {
				has[fmt.Sprint(p, " ", q)] = true
			}
		}
		if a.In(q) {
			has[fmt.Sprint("serve ", q)] = true
		}
	}
	return has
}

func TestNoRandomWriteGivesAnybodyAPowerThatItsWriterHasNot(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	all := deeds()
	allowed := 0
	for round := range 6 {
		r := newRealm(t)
		for _, x := range realmStaff { // each supervisor gets some powers
			if x.Supervisor {
				x.Powers = []chat.Power{chat.PowerSee}
				for _, p := range []chat.Power{chat.PowerAnswer, chat.PowerPlace, chat.PowerConfigure, chat.PowerErase} {
					if rng.IntN(4) > 0 {
						x.Powers = append(x.Powers, p)
					}
				}
				require.NoError(t, first(r.Host().PutAgent(r.ctx, x)))
			}
		}
		for range 150 {
			w := realmStaff[rng.IntN(len(realmStaff))]
			p := chat.Principal{Kind: chat.RoleSupervisor, ID: w.Login, Verified: true}
			before := map[string]chat.Agent{}
			for _, x := range r.records() {
				before[x.ID] = x.Agent
			}
			d := all[rng.IntN(len(all))]
			if d.do(r, p) != nil {
				continue
			}
			allowed++
			writer := grants(before[string(r.agents[w.Login])])
			for _, x := range r.records() {
				had := grants(before[x.ID])
				for g := range grants(x.Agent) {
					if had[g] {
						continue
					}
					need := g
					var q string
					if _, err := fmt.Sscanf(g, "serve %s", &q); err == nil {
						need = "configure " + q
					}
					require.True(t, writer[need], "round %d: %s by %s gave %s: %s", round, d.name, w.Name, x.Name, g)
				}
				require.Equal(t, before[x.ID].Powers, x.Powers, "%s by %s", d.name, w.Name)
			}
		}
	}
	require.Greater(t, allowed, 20)
}
