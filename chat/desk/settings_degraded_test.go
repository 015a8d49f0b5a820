package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

var (
	supportKey = records.Setting("queue", "support")
	billingKey = records.Setting("queue", "billing")
	mainKey    = records.Setting("site", "main")
	officeKey  = records.Setting("schedule", "office")
	shoesKey   = records.Rule("shoes")
	replyKey   = records.Setting("canned", "hi")
)

// wrote puts records as another release would have written them.
func (s *shop) wrote(values map[string]string) {
	s.t.Helper()
	b := store.Batch{Put: []store.Record{{Key: records.Setting("stamp", "1"), Value: []byte(`{"v":1,"node":"other"}`)}}}
	for k, v := range values {
		b.Put = append(b.Put, store.Record{Key: k, Value: []byte(v)})
	}
	_, err := s.store.Commit(s.ctx, b)
	require.NoError(s.t, err)
}

// degraded are the keys of the settings that are not in force as they stand.
func (s *shop) degraded() (keys []string) {
	s.t.Helper()
	found, err := s.Ready(s.ctx)
	require.NoError(s.t, err)
	audit, err := s.Check(s.ctx)
	require.NoError(s.t, err)
	for _, f := range found {
		require.Equal(s.t, chat.FaultSetting, f.Kind)
		require.NotEmpty(s.t, f.Says)
		require.Contains(s.t, audit, f)
		keys = append(keys, f.Key)
	}
	return keys
}

// broken are records that cannot be loaded, or not together with the others of two teams with
// hours and a prompt.
var broken = map[string]map[string]string{
	"a queue that is no JSON":              {supportKey: `{"v":1,"id":"support"`},
	"a queue of another shape":             {supportKey: `{"v":2,"id":"support","limit":"many"}`},
	"a queue of another name":              {supportKey: `{"v":1,"id":"billing"}`},
	"a queue that is nothing":              {supportKey: `null`},
	"a queue with a word of tomorrow":      {supportKey: `{"v":2,"id":"support","no_agent":"call-back"}`},
	"a queue beyond what is allowed":       {supportKey: `{"v":1,"id":"support","priority":100000}`},
	"a queue with skills nobody can carry": {supportKey: `{"v":1,"id":"support","skills":[{"name":"","level":99}]}`},
	"a queue with rings that do not rise":  {supportKey: `{"v":1,"id":"support","rings":[{"after":0,"anyone":true}]}`},
	"queues that lead into each other":     {supportKey: `{"v":1,"id":"support","overflow":"billing"}`},
	"a queue that overflows into nowhere":  {supportKey: `{"v":1,"id":"support","overflow":"nowhere"}`},
	"a queue with hours there are not":     {supportKey: `{"v":1,"id":"support","schedule":"nowhere"}`},
	"a site that is no JSON":               {mainKey: `[]`},
	"a site that lists what there is not":  {mainKey: `{"v":1,"id":"main","queues":["nowhere","support"]}`},
	"a site with hours there are not":      {mainKey: `{"v":1,"id":"main","queues":["support"],"schedule":"nowhere"}`},
	"a site with a page that is none":      {mainKey: `{"v":1,"id":"main","queues":["support"],"never":["checkout"]}`},
	"hours that are none":                  {officeKey: `{"v":1,"id":"office","hours":{"zone":"Mars/Olympus"}}`},
	"hours that are missing":               {officeKey: `{"v":1,"id":"office"}`},
	"a rule that is no JSON":               {shoesKey: `{"v":1,"rule":`},
	"a rule of tomorrow":                   {shoesKey: `{"v":2,"rule":{"id":"shoes","when":{"attr":"no.such","op":"eq","value":"x"}}}`},
	"a reply that is no JSON":              {replyKey: `x`},
}

func withAll(t *testing.T) settings.Team {
	seed := withHours(t)
	seed.Rules = withPrompt().Rules
	seed.Queues[0].Limit = 7
	seed.Queues[1].Overflow, seed.Queues[1].OverflowAfter = "support", time.Hour
	return seed
}

func TestARecordThatCannotBeLoadedLeavesItsLastGoodValueInForce(t *testing.T) {
	for name, values := range broken {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, withAll(t))
			s.available("ann")
			boss := s.supervisor("sue")
			before := s.inForce(boss)
			require.Empty(t, s.degraded())

			s.wrote(values)
			s.settle()
			require.NotEmpty(t, s.degraded())
			brief.Same(t, before, s.inForce(boss))
			s.chatting(1, "ann")
			a, err := s.visitor(2).Visit(s.ctx, looking("/shoes"))
			require.NoError(t, err)
			require.NotNil(t, a.Prompt, "prompts go on")

			_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip"})
			require.NoError(t, err, "everything else can be changed")
			s.settle()
			queues, err := boss.Queues(s.ctx)
			require.NoError(t, err)
			require.Len(t, queues, 3)
			require.NotEmpty(t, s.degraded())
		})
	}
}

// inForce is the settings in force, their revisions aside.
func (s *shop) inForce(boss desk.Supervisor) (all settings.Team) {
	s.t.Helper()
	var err error
	all.Queues, err = boss.Queues(s.ctx)
	require.NoError(s.t, err)
	all.Sites, err = boss.Sites(s.ctx)
	require.NoError(s.t, err)
	all.Schedules, err = boss.Schedules(s.ctx)
	require.NoError(s.t, err)
	all.Canned, err = boss.Canned(s.ctx)
	require.NoError(s.t, err)
	rules, err := boss.Rules(s.ctx)
	require.NoError(s.t, err)
	for i := range all.Queues {
		all.Queues[i].Revision = 0
	}
	for i := range all.Sites {
		all.Sites[i].Revision = 0
	}
	for i := range all.Schedules {
		all.Schedules[i].Revision = 0
	}
	for i := range all.Canned {
		all.Canned[i].Revision = 0
	}
	for _, r := range rules {
		all.Rules = append(all.Rules, settings.Rule{Rule: r.Rule})
	}
	return all
}

func TestAFreshNodeServesAllButTheRecordThatItCannotLoad(t *testing.T) {
	for name, values := range broken {
		t.Run(name, func(t *testing.T) {
			seed := withAll(t)
			seed.Sites = append(seed.Sites, settings.Site{ID: "other", Queues: []chat.QueueID{"billing"}})
			old := newShop(t, seed)
			old.available("ann", "bob")
			waiting, err := old.visitor(1).Start(old.ctx, desk.StartRequest{Command: "c", Text: "hello"})
			require.NoError(t, err)
			old.wrote(values)

			s := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = old.store; c.Node = "node-2"; c.IDs = nil })
			s.settle()
			require.NotEmpty(t, s.degraded())
			v, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Site: "other", Text: "hello"})
			require.NoError(t, err)
			s.settle()
			require.Equal(t, v.ID, s.offer("bob").Session.Session.ID, "billing is served")
			card, err := s.supervisor("sue").Session(s.ctx, waiting.ID)
			require.NoError(t, err)
			require.Contains(t, []chat.State{chat.Queued, chat.Offered}, card.Session.State, "nobody is sent away")
		})
	}
}

func TestABrokenRuleTakesNoOtherWithIt(t *testing.T) {
	old := newShop(t, withAll(t))
	old.available("ann")
	old.wrote(map[string]string{
		records.Rule("aaa"): `{"v":1,"rule":{"id":"aaa","when":{"attr":"no.such","op":"eq","value":"x"},"do":[{"type":"prompt","text":{"en":"A"}}]}}`,
		records.Rule("zzz"): `{"v":1,"rule":{"id":"zzz","do":[{"type":"shout"}]}}`,
	})
	for _, s := range []*shop{old, newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = old.store; c.Node = "node-2"; c.IDs = nil })} {
		s.settle()
		require.ElementsMatch(t, []string{records.Rule("aaa"), records.Rule("zzz")}, s.degraded())
		a, err := s.visitor(2).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		if s == old {
			require.NotNil(t, a.Prompt)
			require.Equal(t, "shoes", a.Prompt.Rule)
		}
	}
}

func TestWhereNothingMayBeShownIsNotKnownNothingIs(t *testing.T) {
	old := newShop(t, withAll(t))
	old.available("ann")
	old.wrote(map[string]string{mainKey: broken["a site with a page that is none"][mainKey]})
	s := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = old.store; c.Node = "node-2"; c.IDs = nil })
	s.settle()
	a, err := s.visitor(2).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
}

func TestADeskThatCanServeNoQueueIsNotReadyAndIsMendedByAWrite(t *testing.T) {
	old := newShop(t, twoTeams())
	old.available("ann")
	v, err := old.visitor(1).Start(old.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	old.wrote(map[string]string{supportKey: "x", billingKey: "x"})
	s := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = old.store; c.Node = "node-2"; c.IDs = nil })
	s.settle()
	_, err = s.Ready(s.ctx)
	require.ErrorIs(t, err, chat.ErrUnavailable)
	require.ErrorContains(t, err, supportKey)
	_, err = s.visitor(2).Availability(s.ctx, "", "")
	require.ErrorIs(t, err, chat.ErrUnavailable)
	found, err := s.Check(s.ctx)
	require.NoError(t, err)
	require.NotEmpty(t, found)

	_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "support"})
	require.NoError(t, err)
	s.settle()
	require.Contains(t, s.degraded(), billingKey)
	require.Equal(t, v.ID, s.offer("ann").Session.Session.ID, "who waited is served")
}

func TestASettingIsMendedByWritingIt(t *testing.T) {
	s := newShop(t, withAll(t))
	s.available("ann")
	s.wrote(broken["queues that lead into each other"])
	s.settle()
	require.NotEmpty(t, s.degraded())
	queues, err := s.supervisor("sue").Queues(s.ctx)
	require.NoError(t, err)
	for _, q := range queues {
		_, err = s.supervisor("sue").PutQueue(s.ctx, q) // as it is in force, at the revision that is stored
		require.NoError(t, err)
	}
	require.Empty(t, s.degraded())
}

func TestACauseIsLoggedOnce(t *testing.T) {
	var log testlog.Lines
	s := newShop(t, withAll(t), func(c *desk.Config) { c.Logger = log.Logger() })
	s.available("ann")
	s.wrote(map[string]string{supportKey: "x"})
	for range 20 {
		s.pass(time.Second)
		s.settle()
	}
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip"})
	require.NoError(t, err)
	s.settle()
	require.Equal(t, 1, strings.Count(log.String(), supportKey), log.String())
}

func TestTheHostsOwnRoutingStaysWhenSettingsChange(t *testing.T) {
	s := newShop(t, twoTeams(), withMisses(2))
	s.available("ann")
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip"})
	require.NoError(t, err)
	s.settle()
	for n := range 2 {
		_, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
		s.offer("ann")
		s.pass(30 * time.Second)
		s.settle()
		require.NoError(t, s.visitor(n).End(s.ctx, s.current(n)))
	}
	_, err = s.visitor(5).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Empty(t, in.Offers, "two misses pause an agent, also after a setting changed")
}

func (s *shop) current(n int) chat.SessionID {
	v, ok, err := s.visitor(n).Current(s.ctx)
	require.NoError(s.t, err)
	require.True(s.t, ok)
	return v.ID
}

func withMisses(n int) func(*desk.Config) {
	return func(c *desk.Config) {
		c.Router = func(rc routing.Config) (desk.Router, error) {
			rc.Misses = n
			return routing.New(rc)
		}
	}
}
