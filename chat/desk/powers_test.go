package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store"
)

// realm is a shop of three queues with everybody who could try to do more than they may.
type realm struct {
	*shop
	agents   map[string]chat.AgentID
	sessions map[string]chat.SessionID
}

var realmQueues = []chat.QueueID{"support", "billing", "third"}

func serving(qs ...chat.QueueID) (out []chat.Serves) {
	for _, q := range qs {
		out = append(out, chat.Serves{Queue: q})
	}
	return out
}

var realmStaff = []settings.Agent{
	{Login: "ann", Name: "Ann", Queues: serving("support")},
	{Login: "bob", Name: "Bob", Queues: serving("billing")},
	{Login: "cy", Name: "Cy", Queues: serving("support", "billing")},
	{Login: "zoe", Name: "Zoe"},
	{Login: "sue", Name: "Sue", Supervisor: true},
	{Login: "sid", Name: "Sid", Supervisor: true, Queues: serving("support")},
	{Login: "sam", Name: "Sam", Supervisor: true, Queues: serving("billing")},
	{Login: "sol", Name: "Sol", Supervisor: true, Queues: serving("support", "billing")},
	{Login: "eve", Name: "Eve", Supervisor: true, Everything: true, Queues: serving("support")},
}

func newRealm(t *testing.T, adjust ...func(*desk.Config)) realm {
	seed := withPrompt()
	seed.Queues = []settings.Queue{
		{ID: "support", Overflow: "third", Rings: []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"billing"}}}}, {ID: "billing"}, {ID: "third"},
	}
	seed.Agents = realmStaff
	seed.Schedules = []settings.Schedule{{ID: "office", Hours: weekdays(t, 0, 0)}}
	seed.Canned = append(seed.Canned, settings.Canned{ID: "sup", Title: "S", Text: map[string]string{"en": "x"}, Queue: "support"})
	r := realm{newShop(t, seed, adjust...), map[string]chat.AgentID{}, map[string]chat.SessionID{}}
	for _, a := range realmStaff {
		me, err := r.agent(a.Login).Me(r.ctx)
		require.NoError(t, err)
		r.agents[a.Login] = me.ID
	}
	for n, q := range []chat.QueueID{"support", "billing"} {
		v, err := r.visitor(n).Start(r.ctx, desk.StartRequest{Command: "c", Queue: q, Text: "hello"})
		require.NoError(t, err)
		r.sessions[string(q)] = v.ID
	}
	r.available("ann", "bob")
	return r
}

// actors are those who may write something, and not everything.
var actors = map[string]chat.Principal{
	"Sid":                     {Kind: chat.RoleSupervisor, ID: "sid", Verified: true},
	"Sam":                     {Kind: chat.RoleSupervisor, ID: "sam", Verified: true},
	"Sol":                     {Kind: chat.RoleSupervisor, ID: "sol", Verified: true},
	"Sol of support alone":    {Kind: chat.RoleSupervisor, ID: "sol", Verified: true, Queues: []chat.QueueID{"support"}},
	"Sue of support alone":    {Kind: chat.RoleSupervisor, ID: "sue", Verified: true, Queues: []chat.QueueID{"support"}},
	"Eve of support alone":    {Kind: chat.RoleSupervisor, ID: "eve", Verified: true, Queues: []chat.QueueID{"support"}},
	"Ann":                     {Kind: chat.RoleAgent, ID: "ann", Verified: true},
	"Ann, who says she leads": {Kind: chat.RoleSupervisor, ID: "ann", Verified: true},
	"Sue, let in as agent":    {Kind: chat.RoleAgent, ID: "sue", Verified: true},
}

// reach is everything the actor can see or do, found out without changing anything: what is written is what was there.
func (r realm) reach(p chat.Principal) map[string]bool {
	r.t.Helper()
	can := map[string]bool{}
	a, s := r.Agent(p), r.Supervisor(p)
	ask := func(what string, err error) { can[what] = err == nil }
	for q, id := range r.sessions {
		ask("see as agent "+q, first(a.Session(r.ctx, id)))
		ask("see as supervisor "+q, first(s.Session(r.ctx, id)))
		ask("read "+q, second(a.Timeline(r.ctx, id, 0, 0)))
		ask("card of "+q, first(a.VisitorCard(r.ctx, id)))
		ask("tag "+q, a.Tag(r.ctx, id, nil, nil))
	}
	cards, _, _ := s.Sessions(r.ctx, desk.SessionFilter{})
	for _, c := range cards {
		can["list "+string(c.Session.ID)] = true
	}
	team, _ := s.Agents(r.ctx)
	for _, x := range team {
		can["know "+x.Name] = true
	}
	b, _ := s.Board(r.ctx)
	for _, q := range b.Queues {
		can["watch "+string(q.Queue)] = true
	}
	replies, _ := a.Canned(r.ctx, "")
	for _, c := range replies {
		can["say "+c.ID] = true
	}
	host := r.supervisor("sue")
	for _, x := range r.records() {
		ask("write "+x.ID, first(s.PutAgent(r.ctx, settings.Agent{ID: chat.AgentID(x.ID), Name: x.Name, Everything: x.Oversees(), Queues: x.Queues, Capacity: x.Capacity})))
		ask("size "+x.ID, s.SetCapacity(r.ctx, chat.AgentID(x.ID), x.Capacity))
		ask("send "+x.ID, s.SetAgentStatus(r.ctx, chat.AgentID(x.ID), x.Mode, x.ModeReason))
	}
	queues, err := host.Queues(r.ctx)
	require.NoError(r.t, err)
	for _, q := range queues {
		ask("queue "+string(q.ID), first(s.PutQueue(r.ctx, q)))
	}
	replies, err = host.Canned(r.ctx)
	require.NoError(r.t, err)
	for _, c := range replies {
		ask("reply "+c.ID, first(s.PutCanned(r.ctx, c)))
	}
	sites, err := host.Sites(r.ctx)
	require.NoError(r.t, err)
	ask("site", first(s.PutSite(r.ctx, sites[0])))
	hours, err := host.Schedules(r.ctx)
	require.NoError(r.t, err)
	ask("hours", first(s.PutSchedule(r.ctx, hours[0])))
	rules, err := host.Rules(r.ctx)
	require.NoError(r.t, err)
	ask("rule", first(s.PutRule(r.ctx, rules[0])))
	return can
}

// staffed is an agent's record with its id as text.
type staffed struct {
	ID string
	chat.Agent
}

func (r realm) records() (all []staffed) {
	rs, err := r.store.List(r.ctx, store.Range{Prefix: "agent/", Limit: 100})
	require.NoError(r.t, err)
	for _, rec := range rs {
		a, err := records.Decode[chat.Agent](rec.Value)
		require.NoError(r.t, err)
		all = append(all, staffed{string(a.ID), a})
	}
	return all
}

func TestNobodyCanDoMoreAfterAWriteThanBefore(t *testing.T) {
	for who, p := range actors {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			r := newRealm(t)
			before, stands := r.reach(p), r.standing()
			allowed := 0
			for _, d := range deeds() {
				if d.do(r, p) != nil {
					brief.Same(t, stands, r.standing(), "%s was refused and wrote", d.name)
					continue
				}
				allowed++
				after := r.reach(p)
				for what, can := range after {
					if what == "say new" || what == "reply new" { // it is theirs, and was not there before
						continue
					}
					require.False(t, can && !before[what], "after %q: %s", d.name, what)
				}
				for key, was := range stands {
					require.True(t, was == r.standing()[key] || within(key, was, p), "%q changed %s", d.name, key)
				}
				r = newRealm(t)
				before, stands = r.reach(p), r.standing()
			}
			t.Log(allowed, "were allowed")
			require.NotZero(t, allowed)
		})
	}
}

// standing is what stands in the settings and the agents' records, loads and modes aside.
func (r realm) standing() map[string]string {
	all := map[string]string{}
	for _, rec := range r.everything() {
		switch family, _, _ := strings.Cut(rec.Key, "/"); family {
		case "settings", "rule":
			if rec.Key != records.Setting("stamp", "1") {
				all[rec.Key] = string(rec.Value)
			}
		case "agent":
			a, err := records.Decode[chat.Agent](rec.Value)
			require.NoError(r.t, err)
			all[rec.Key] = fmt.Sprint(a.Name, a.Supervisor, a.Oversees(), a.Queues, a.Capacity, a.Name)
		}
	}
	return all
}

// within reports whether a record is the actor's to change: of agents, queues and replies that reach no further.
func within(key, was string, p chat.Principal) bool {
	mine := map[string][]chat.QueueID{"sid": {"support"}, "sam": {"billing"}, "sol": {"support", "billing"}}[p.ID]
	if len(p.Queues) > 0 {
		mine = p.Queues
	}
	if p.Kind != chat.RoleSupervisor || p.ID == "ann" {
		return false
	}
	for _, q := range realmQueues {
		if strings.Contains(was, string(q)) && !slices.Contains(mine, q) && !strings.HasPrefix(key, "settings/queue/") {
			return false
		}
	}
	k, err := records.Parse(key)
	if err != nil {
		return false
	}
	switch {
	case k.Family == records.FamilyAgent:
		return !strings.Contains(was, "[]") && !strings.Contains(was, "Sue") && !strings.Contains(was, "Eve") && !strings.HasPrefix(strings.ToLower(was), p.ID)
	case k.Kind == "queue":
		return slices.Contains(mine, chat.QueueID(k.ID))
	case k.Kind == "canned":
		return strings.Contains(was, "queue")
	}
	return false
}

func TestASupervisorOfSomeQueuesSteersWhoseQueuesAreAllTheirs(t *testing.T) {
	r := newRealm(t)
	sid := r.supervisor("sid")
	put := func(login string, everything bool, qs ...chat.QueueID) error {
		return first(sid.PutAgent(r.ctx, settings.Agent{ID: r.agents[login], Name: "x", Everything: everything, Queues: serving(qs...)}))
	}
	require.NoError(t, put("ann", false, "support"))
	require.ErrorIs(t, put("ann", false, "support", "billing"), chat.ErrForbidden, "not theirs to give")
	require.ErrorIs(t, put("ann", false, "billing"), chat.ErrForbidden)
	require.ErrorIs(t, put("ann", false), chat.ErrForbidden, "never an empty list")
	require.ErrorIs(t, put("cy", false, "billing"), chat.ErrForbidden, "Cy reaches further")
	require.ErrorIs(t, put("sol", false, "support"), chat.ErrForbidden, "and so does Sol")
	require.ErrorIs(t, put("sid", false, "support"), chat.ErrForbidden, "their own record")
	require.ErrorIs(t, put("eve", false, "support"), chat.ErrForbidden, "a supervisor of everything")
	require.ErrorIs(t, put("sue", false, "support"), chat.ErrNotFound, "of no queue of theirs")
	require.ErrorIs(t, put("zoe", false, "support"), chat.ErrNotFound)
	require.ErrorIs(t, put("bob", false, "support"), chat.ErrNotFound)
	require.ErrorIs(t, sid.SetCapacity(r.ctx, r.agents["cy"], 9), chat.ErrForbidden)
	require.ErrorIs(t, sid.SetCapacity(r.ctx, r.agents["sid"], 9), chat.ErrForbidden)
	require.ErrorIs(t, sid.SetAgentStatus(r.ctx, r.agents["cy"], chat.Offline, ""), chat.ErrForbidden)
	require.NoError(t, sid.SetAgentStatus(r.ctx, r.agents["sid"], chat.Available, ""), "their own status")
	require.NoError(t, sid.SetAgentStatus(r.ctx, r.agents["ann"], chat.Break, ""))
	require.ErrorIs(t, sid.SetAgentStatus(r.ctx, r.agents["ann"], chat.Lost, ""), chat.ErrInvalid)

	queue := func(q settings.Queue) error { q.ID = "support"; return first(sid.PutQueue(r.ctx, q)) }
	ring := []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{"billing"}}}
	require.NoError(t, queue(settings.Queue{Name: "Help", Overflow: "third", Rings: ring}), "what leads elsewhere stays as it is")
	require.ErrorIs(t, queue(settings.Queue{Overflow: "billing", Rings: ring}), chat.ErrForbidden)
	require.ErrorIs(t, queue(settings.Queue{Rings: ring}), chat.ErrForbidden)
	require.ErrorIs(t, queue(settings.Queue{Overflow: "third"}), chat.ErrForbidden)
	require.ErrorIs(t, first(sid.PutCanned(r.ctx, settings.Canned{ID: "vat", Text: map[string]string{"en": "x"}, Queue: "support"})), chat.ErrForbidden, "it is billing's")
	require.ErrorIs(t, first(sid.PutCanned(r.ctx, settings.Canned{ID: "hi", Text: map[string]string{"en": "x"}, Queue: "support"})), chat.ErrForbidden, "it is everybody's")
}

func TestEverythingIsAWordAndNeverAnEmptyList(t *testing.T) {
	r := newRealm(t)
	sue := r.supervisor("sue")
	put := func(login string, everything bool, qs ...chat.QueueID) error {
		return first(sue.PutAgent(r.ctx, settings.Agent{ID: r.agents[login], Name: "x", Everything: everything, Queues: serving(qs...)}))
	}
	everything := func(login string) bool {
		me, err := r.Agent(chat.Principal{Kind: chat.RoleSupervisor, ID: login, Verified: true}).Me(r.ctx)
		require.NoError(t, err)
		_, err = r.supervisor(login).PutSchedule(r.ctx, settings.Schedule{ID: "new", Hours: weekdays(t, 0, 0)})
		require.Equal(t, err == nil, me.Everything)
		return err == nil
	}
	require.ErrorIs(t, put("sid", false), chat.ErrInvalid, "an empty list is no word")
	require.False(t, everything("sid"))
	require.NoError(t, put("sid", true))
	require.True(t, everything("sid"))
	require.NoError(t, put("sid", true, "support"))
	require.True(t, everything("sid"), "and they may serve a queue besides")
	require.NoError(t, put("sid", false, "support"))
	require.False(t, everything("sid"))
	require.ErrorIs(t, put("ann", true), chat.ErrInvalid, "Ann is no supervisor")
	require.NoError(t, put("ann", false), "an agent may serve no queue")
	require.NoError(t, put("sue", false))
	require.True(t, everything("sue"), "who watches everything still does when nothing is said")
	rs, err := r.store.Get(r.ctx, records.Agent(r.agents["sue"]))
	require.NoError(t, err)
	require.Contains(t, string(rs[0].Value), `"everything":true`)
}

func TestASupervisorOfAnEarlierReleaseWithoutQueuesIsOneOfEverything(t *testing.T) {
	r := newRealm(t)
	key := records.Agent(r.agents["sue"])
	rs, err := r.store.Get(r.ctx, key)
	require.NoError(t, err)
	old := strings.Replace(string(rs[0].Value), `"everything":true,`, "", 1)
	require.NotEqual(t, old, string(rs[0].Value))
	_, err = r.store.Commit(r.ctx, store.Batch{Put: []store.Record{{Key: key, Value: []byte(old)}}})
	require.NoError(t, err)
	_, err = r.supervisor("sue").PutSchedule(r.ctx, settings.Schedule{ID: "new", Hours: weekdays(t, 0, 0)})
	require.NoError(t, err)
}

func TestWhoLosesTheirPowerMeanwhileWritesNothing(t *testing.T) {
	b := &between{}
	seed := twoTeams()
	s := newShop(t, seed, func(c *desk.Config) { b.Store = c.Store; c.Store = b })
	other := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = b.Store; c.Node = "node-2"; c.IDs = nil })
	s.available("ann", "bob")
	bob, err := s.agent("bob").Me(s.ctx)
	require.NoError(t, err)
	for what, write := range map[string]func() error{
		"a queue": func() error {
			return first(s.supervisor("sam").PutQueue(s.ctx, settings.Queue{ID: "billing", Name: "Mine"}))
		},
		"an agent": func() error {
			return first(s.supervisor("sam").PutAgent(s.ctx, settings.Agent{ID: bob.ID, Name: "Mine", Queues: serving("billing")}))
		},
	} {
		sam := settings.Agent{Login: "sam", Name: "Sam", Supervisor: true, Queues: serving("support")}
		b.write = func() { require.NoError(t, first(other.Host().PutAgent(s.ctx, sam))) }
		require.Error(t, write(), what)
		require.Nil(t, b.write)
		sam.Queues = serving("billing")
		require.NoError(t, first(other.Host().PutAgent(s.ctx, sam)))
	}
}
