package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// TestWhateverIsAcceptedIsInForceOrMarkedAndNobodysPowerGrows has people of random powers write
// random settings at two nodes of two releases. After each write it compares all settings and
// agents with what they were: what was refused has changed nothing, what was accepted is in
// force on both nodes or marked as degraded, nobody reached beyond their power, and the trail
// tells of every difference.
func TestWhateverIsAcceptedIsInForceOrMarkedAndNobodysPowerGrows(t *testing.T) {
	stories, steps := 4, 40
	if full {
		stories, steps = 60, 100
	}
	done := map[string]int{}
	for seed := range uint64(stories) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := beginStory(t, seed)
				for n := range steps {
					s.step(n, done)
				}
			})
		})
	}
	for _, what := range []string{"accepted", "refused", "degraded", "newer", "narrow"} {
		require.Positive(t, done[what], "%s: %v", what, done)
	}
}

// story is two nodes on a store, and those who write.
type story struct {
	*rand.Rand
	t     *testing.T
	store store.Store
	nodes []*shop // of this release, and of the later one
	ids   map[string]chat.AgentID
	lines map[string]bool // of the trail, that were looked at
	done  map[string]int
	at    string // the step, for failures
}

// writers are supervisors of everything or of some queues, by login; ordinary are the others.
var (
	writers   = []string{"sue", "tom", "una", "vic", "wes"}
	ordinary  = []string{"ann", "bob", "cat"}
	allQueues = []chat.QueueID{"plain", "other", "tone", "mood", "call", "next"}
)

func beginStory(t *testing.T, seed uint64) *story {
	s := &story{Rand: rand.New(rand.NewPCG(seed, 14)), t: t}
	s.ids, s.lines = map[string]chat.AgentID{}, map[string]bool{}
	ctx := t.Context()
	first := crewOf(t, chattest.Open, 2, []edit{func(cfg *desk.Config) {
		if cfg.Key = make([]byte, 32); cfg.Node == "n1" {
			cfg.Store = laterRelease{cfg.Store}
		}
	}})
	s.store, s.nodes = first.store, first.desks
	for _, q := range allQueues {
		_, err := s.node().Host().PutQueue(ctx, settings.Queue{ID: q})
		require.NoError(t, err)
	}
	for _, login := range append(slices.Clone(writers), ordinary...) {
		a := settings.Agent{Login: login, Name: login, Hosted: true, Queues: s.serves(1 + s.IntN(3))}
		if slices.Contains(writers, login) {
			a.Supervisor, a.Everything = true, login == "sue" || s.IntN(4) == 0
			a.Powers = s.powers(login)
		}
		id, err := s.node().Host().PutAgent(ctx, a)
		require.NoError(t, err)
		s.ids[login] = id
	}
	s.pass()
	s.newLines()
	return s
}

// powers are random ones; Sue has them all.
func (s *story) powers(login string) []chat.Power {
	if login == "sue" || s.IntN(3) == 0 {
		return nil
	}
	ps := []chat.Power{chat.PowerSee}
	all := []chat.Power{chat.PowerAnswer, chat.PowerPlace, chat.PowerConfigure, chat.PowerErase}
	for _, p := range all {
		if s.IntN(2) == 0 {
			ps = append(ps, p)
		}
	}
	return ps
}

func (s *story) node() *shop { return s.nodes[s.IntN(2)] }

func (s *story) queue() chat.QueueID { return allQueues[s.IntN(len(allQueues))] }

func (s *story) serves(n int) (qs []chat.Serves) {
	for _, i := range s.Perm(len(allQueues))[:n] {
		qs = append(qs, chat.Serves{Queue: allQueues[i]})
	}
	return qs
}

func (*story) pass() {
	time.Sleep(2 * time.Second)
	synctest.Wait()
}

// snapshot is all settings and agents by key, as the later release understands them.
func (s *story) snapshot() map[string]object {
	all := map[string]object{}
	families := []records.Family{records.FamilySettings, records.FamilyRule, records.FamilyAgent}
	for _, family := range families {
		rs, err := records.List(context.Background(), laterRelease{s.store}, records.Prefix(family))
		require.NoError(s.t, err)
		for _, r := range rs {
			var o object
			require.NoError(s.t, json.Unmarshal(r.Value, &o), r.Key)
			if delete(o, "v"); r.Key != records.Setting("stamp", "1") {
				all[r.Key] = o
			}
		}
	}
	return all
}

// extras are what the later release alone says, by key.
func (s *story) extras() map[string]bool {
	all := map[string]bool{}
	for key := range s.snapshot() {
		rs, err := s.store.Get(context.Background(), key)
		require.NoError(s.t, err)
		var o object
		require.NoError(s.t, json.Unmarshal(rs[0].Value, &o))
		below, name := extra(key)
		in := o
		if below != "" {
			in = o.at(below)
		}
		all[key] = name != "" && in[name] != nil || string(o["v"]) == "2" ||
			string(o["no_agent"]) == callBack
	}
	return all
}

// into reads a member of an object.
func (o object) into(name string, v any) {
	if text := o[name]; text != nil {
		_ = json.Unmarshal(text, v)
	}
}

// step has somebody write something, and looks at what came of it.
func (s *story) step(n int, done map[string]int) {
	before, said := s.snapshot(), s.extras()
	who, what, err := s.write(n)
	s.at = fmt.Sprintf("step %d: %s writes %s: %v", n, who, what, err)
	s.done = done
	s.pass()
	after := s.snapshot()
	changed := differing(before, after)
	if err != nil {
		require.Empty(s.t, changed, s.at)
		if done["refused"]++; errors.Is(err, chat.ErrNewer) {
			done["newer"]++
		}
	} else {
		done["accepted"]++
		if who != "host" {
			s.withinPower(who, before, after, changed)
		}
	}
	s.inForce(after)
	s.told(who, before, after, changed)
	for key, had := range said {
		if had && after[key] != nil {
			require.True(s.t, s.extras()[key], "%s: what the later release says of %s is lost", s.at, key)
		}
	}
}

// ofAgents are the members of an agent's record that are settings or power, not their day.
var ofAgents = []string{
	"name", "queues", "skills", "languages", "capacity", "tier", "share", "powers", "supervisor",
	"everything", "mode", "bot", "hosted",
}

// differing are the members that differ, by key.
func differing(before, after map[string]object) map[string][]string {
	out := map[string][]string{}
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	for key := range keys {
		members := maps.Clone(before[key])
		if members == nil {
			members = object{}
		}
		maps.Copy(members, after[key])
		for name := range members {
			k, _ := records.Parse(key)
			if k.Family == records.FamilyAgent && !slices.Contains(ofAgents, name) {
				continue
			}
			if string(before[key][name]) != string(after[key][name]) {
				out[key] = append(out[key], name)
			}
		}
		slices.Sort(out[key])
		if len(out[key]) == 0 {
			delete(out, key)
		}
	}
	return out
}

func (s *story) write(n int) (who, what string, err error) {
	ctx, d := context.Background(), s.node()
	who = writers[s.IntN(len(writers))]
	if s.IntN(8) == 0 {
		who = "host"
	}
	boss := d.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: who, Verified: true})
	h := d.Host()
	q := settings.Queue{ID: s.queue(), Limit: n, Weight: 1 + s.IntN(3)}
	if s.IntN(2) == 0 {
		q.Overflow = s.queue()
	}
	if s.IntN(3) == 0 {
		q.Rings = []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{s.queue()}}}
	}
	canned := settings.Canned{ID: pick(s, "hi", "tone", "next"), Title: fmt.Sprint(n)}
	canned.Text = map[string]string{"en": "Hi"}
	if s.IntN(3) > 0 {
		canned.Queue = s.queue()
	}
	text := map[string]string{"en": fmt.Sprint("Hello ", n)}
	rule := settings.Rules(trigger.Rule{ID: pick(s, "r", "nudge", "next")})[0]
	rule.Rule.Do = []trigger.Action{{Type: trigger.Prompt, Text: text}}
	if s.IntN(5) == 0 {
		rule.Rule.When = trigger.Where("no.such", trigger.Eq, trigger.Text("x"))
	}
	site := settings.Site{ID: "main", Name: fmt.Sprint(n), Queues: []chat.QueueID{s.queue()}}
	opening, err := hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{
		hours.Week("Mon", fmt.Sprintf("%02d:00-20:00", 1+n%8)),
	}})
	require.NoError(s.t, err)
	office := settings.Schedule{ID: pick(s, "office", "moon"), Hours: opening}
	prompts := settings.Prompts{Holdout: float64(n % 50)}
	routing := settings.Routing{LostBoost: n}
	set := settings.Team{}
	for _, add := range []func(){
		func() { set.Queues = append(set.Queues, q) }, func() { set.Canned = append(set.Canned, canned) },
		func() { set.Rules = append(set.Rules, rule) }, func() { set.Sites = append(set.Sites, site) },
		func() { set.Prompts = &prompts },
		func() { set.Queues = append(set.Queues, settings.Queue{ID: q.ID + "x"}) },
	} {
		if s.IntN(3) == 0 {
			add()
		}
	}
	whom := pick(s, append(slices.Clone(writers), ordinary...)...)
	agent := settings.Agent{ID: s.ids[whom], Name: fmt.Sprint(whom, n), Capacity: 1 + s.IntN(9)}
	agent.Queues, agent.Everything = s.serves(s.IntN(4)), s.IntN(6) == 0
	host, writes := map[string]func() error{
		"queue":  func() error { return first(h.PutQueue(ctx, q)) },
		"canned": func() error { return first(h.PutCanned(ctx, canned)) },
		"rule":   func() error { return first(h.PutRule(ctx, rule)) },
		"site":   func() error { return first(h.PutSite(ctx, site)) },
		"set":    func() error { return first(h.PutSettings(ctx, set)) },
	}, map[string]func() error{
		"queue":    func() error { return first(boss.PutQueue(ctx, q)) },
		"canned":   func() error { return first(boss.PutCanned(ctx, canned)) },
		"rule":     func() error { return first(boss.PutRule(ctx, rule)) },
		"site":     func() error { return first(boss.PutSite(ctx, site)) },
		"schedule": func() error { return first(boss.PutSchedule(ctx, office)) },
		"prompts":  func() error { return first(boss.PutPrompts(ctx, prompts)) },
		"routing":  func() error { return first(boss.PutRouting(ctx, routing)) },
		"set":      func() error { return first(boss.PutSettings(ctx, set)) },
		"agent":    func() error { return first(boss.PutAgent(ctx, agent)) },
		"capacity": func() error { return boss.SetCapacity(ctx, agent.ID, agent.Capacity) },
		"status": func() error {
			return boss.SetAgentStatus(ctx, agent.ID, pick(s, chat.Offline, chat.Break), "")
		},
		"erase": func() error { return boss.Erase(ctx, "vis_00000000000000000000000009") },
	}
	if who == "host" {
		writes = host
	}
	what = pick(s, slices.Sorted(maps.Keys(writes))...)
	return who, what, writes[what]()
}

func pick[T any](s *story, from ...T) T { return from[s.IntN(len(from))] }
