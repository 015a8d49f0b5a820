package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// unfit are queues that a team of support and billing could not work by, with the field that
// says so.
var unfit = map[string]struct {
	queue settings.Queue
	field string
}{
	"an overflow into itself":       {settings.Queue{Overflow: "support"}, "overflow"},
	"an overflow that leads back":   {settings.Queue{Overflow: "billing"}, "overflow"},
	"an overflow to nowhere":        {settings.Queue{Overflow: "nowhere"}, "overflow"},
	"a ring at once":                {settings.Queue{Rings: []settings.Ring{{Anyone: true}}}, "rings[0].after"},
	"a ring before its time":        {settings.Queue{Rings: []settings.Ring{{After: -time.Second}}}, "rings[0].after"},
	"rings that do not rise":        {settings.Queue{Rings: []settings.Ring{{After: time.Minute}, {After: time.Minute}}}, "rings[1].after"},
	"a ring that lifts levels":      {settings.Queue{Rings: []settings.Ring{{After: 1, Lower: -1}}}, "rings[0].lower"},
	"a ring that drops no skill":    {settings.Queue{Rings: []settings.Ring{{After: 1, Drop: []string{""}}}}, "rings[0].drop"},
	"a ring of nowhere":             {settings.Queue{Rings: []settings.Ring{{After: 1, Queues: []chat.QueueID{"nowhere"}}}}, "rings[0].queues"},
	"a skill without a name":        {settings.Queue{Skills: []chat.Skill{{Level: 1}}}, "skills[0].name"},
	"a skill with a long name":      {settings.Queue{Skills: []chat.Skill{{Name: strings.Repeat("x", 33), Level: 1}}}, "skills[0].name"},
	"a skill of two lines":          {settings.Queue{Skills: []chat.Skill{{Name: "p\nl", Level: 1}}}, "skills[0].name"},
	"a skill without a level":       {settings.Queue{Skills: []chat.Skill{{Name: "pl"}}}, "skills[0].level"},
	"a skill of level 99":           {settings.Queue{Skills: []chat.Skill{{Name: "pl", Level: 99}}}, "skills[0].level"},
	"seventeen skills":              {settings.Queue{Skills: skills(17)}, "skills"},
	"no such way without an agent":  {settings.Queue{NoAgent: "shout"}, "no_agent"},
	"a reopening above the limit":   {settings.Queue{Limit: 1, Reopen: 1}, "reopen"},
	"a limit below nothing":         {settings.Queue{Limit: -1}, "limit"},
	"an offer for an age":           {settings.Queue{OfferFor: 1<<63 - 1}, "offer_for"},
	"a wait for an age":             {settings.Queue{MaxWait: 1<<63 - 1}, "max_wait"},
	"an overflow after an age":      {settings.Queue{Overflow: "third", OverflowAfter: 1<<63 - 1}, "overflow_after"},
	"a ring after an age":           {settings.Queue{Rings: []settings.Ring{{After: 1<<63 - 1}}}, "rings[0].after"},
	"a policy of an age":            {settings.Queue{Policy: chat.Policy{Grace: 1<<63 - 1}}, "policy.grace"},
	"a held chat that weighs less":  {settings.Queue{Policy: chat.Policy{HeldWeight: -1}}, "policy.held_weight"},
	"a wrap-up that weighs nothing": {settings.Queue{Policy: chat.Policy{WrapWeight: -2}}, "policy.wrap_weight"},
	"no such hours":                 {settings.Queue{Schedule: "never"}, "schedule"},
	"a weight of nothing":           {settings.Queue{Weight: 65}, "weight"},
	"offers to everybody at once":   {settings.Queue{Broadcast: 17}, "broadcast"},
}

func skills(n int) (all []chat.Skill) {
	for i := range n {
		all = append(all, chat.Skill{Name: fmt.Sprint("s", i), Level: 1})
	}
	return all
}

// leaning is two teams of which billing overflows into support.
func leaning() settings.Team {
	seed := twoTeams()
	seed.Queues[1].Overflow = "support"
	return seed
}

func TestAQueueThatNothingCouldBeMadeOfIsRefused(t *testing.T) {
	for name, c := range unfit {
		t.Run(name, func(t *testing.T) {
			c.queue.ID = "support"
			seed := leaning()
			seed.Queues[0] = c.queue
			_, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: seed})
			require.ErrorIs(t, err, chat.ErrInvalid)
			require.ErrorContains(t, err, "queues[0]."+c.field)

			s := newShop(t, leaning())
			s.available("ann")
			before := s.everything()
			_, err = s.supervisor("sue").PutQueue(s.ctx, c.queue)
			require.ErrorIs(t, err, chat.ErrInvalid)
			require.ErrorContains(t, err, "invalid: "+c.field)
			_, err = s.Host().PutQueue(s.ctx, c.queue)
			require.ErrorIs(t, err, chat.ErrInvalid)
			s.unchanged(before)
			s.chatting(1, "ann")
		})
	}
}

func TestAnOverflowThatLeadsBackTheLongWayIsRefused(t *testing.T) {
	s := newShop(t, settings.Team{Queues: []settings.Queue{{ID: "a", Overflow: "b"}, {ID: "b", Overflow: "c"}, {ID: "c"}}})
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "c", Overflow: "a"})
	require.ErrorContains(t, err, `overflow: "a" leads back to "c"`)
	_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "d", Overflow: "a"})
	require.NoError(t, err, "what leads into a line is in no circle")
}

func TestOtherSettingsThatNothingCouldBeMadeOfAreRefused(t *testing.T) {
	prompt := []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hi"}}}
	big := strings.Repeat("x", 65<<10)
	for name, c := range map[string]struct {
		put   func(s *shop) error
		seed  func(*settings.Team)
		field string
	}{
		"a site of a queue there is not": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"nowhere"}}))
			},
			func(x *settings.Team) { x.Sites[0].Queues = []chat.QueueID{"nowhere"} }, "queues"},
		"a site of one queue twice": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support", "support"}}))
			},
			func(x *settings.Team) { x.Sites[0].Queues = []chat.QueueID{"support", "support"} }, "queues"},
		"a site with a page that is none": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support"}, Never: []string{"checkout"}}))
			},
			func(x *settings.Team) { x.Sites[0].Never = []string{"checkout"} }, "never"},
		"a site with a page without chat that is none": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support"}, NoChat: []string{"checkout"}}))
			},
			func(x *settings.Team) { x.Sites[0].NoChat = []string{"checkout"} }, "no_chat"},
		"a consent that nobody could give": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support"}, Consent: settings.Consent{Version: strings.Repeat("1", 33)}}))
			},
			func(x *settings.Team) { x.Sites[0].Consent.Version = strings.Repeat("1", 33) }, "consent.version"},
		"a reply of a queue there is not": {
			func(s *shop) error {
				return first(s.Host().PutCanned(s.ctx, settings.Canned{ID: "b", Text: map[string]string{"en": "Hi"}, Queue: "nowhere"}))
			},
			func(x *settings.Team) { x.Canned[0].Queue = "nowhere" }, "queue"},
		"a rule that sends nowhere": {
			func(s *shop) error {
				return first(s.Host().PutRule(s.ctx, settings.Rule{Rule: trigger.Rule{ID: "b", Do: append(prompt, trigger.Action{Type: trigger.SetQueue, Queue: "nowhere"})}}))
			},
			func(x *settings.Team) {
				x.Rules = settings.Rules(trigger.Rule{ID: "b", Do: append(prompt, trigger.Action{Type: trigger.SetQueue, Queue: "nowhere"})})
			}, "do.queue"},
		"a rule of hours there are not": {
			func(s *shop) error {
				return first(s.Host().PutRule(s.ctx, settings.Rule{Rule: trigger.Rule{ID: "b", When: trigger.Where("hours.never", trigger.Eq, trigger.Truth(true)), Do: prompt}}))
			},
			func(x *settings.Team) {
				x.Rules = settings.Rules(trigger.Rule{ID: "b", When: trigger.Where("hours.never", trigger.Eq, trigger.Truth(true)), Do: prompt})
			}, "rules"},
		"an agent of a queue there is not": {
			func(s *shop) error {
				return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "x", Name: "X", Queues: []chat.Serves{{Queue: "nowhere"}}}))
			},
			func(x *settings.Team) { x.Agents[0].Queues = []chat.Serves{{Queue: "nowhere"}} }, "queues"},
		"an agent of one queue twice": {
			func(s *shop) error {
				return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "x", Name: "X", Queues: []chat.Serves{{Queue: "support"}, {Queue: "support"}}}))
			},
			func(x *settings.Team) { x.Agents[0].Queues = []chat.Serves{{Queue: "support"}, {Queue: "support"}} }, "queues"},
		"an agent with a skill without a name": {
			func(s *shop) error {
				return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "x", Name: "X", Skills: []chat.Skill{{}}}))
			},
			func(x *settings.Team) { x.Agents[0].Skills = []chat.Skill{{}} }, "skills[0].name"},
		"everything for somebody who is no supervisor": {
			func(s *shop) error {
				return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "x", Name: "X", Everything: true}))
			},
			func(x *settings.Team) { x.Agents[0].Everything = true }, "everything"},
		"a setting too large to be kept": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support"}, Texts: settings.Texts{"en": {"title": big}}}))
			},
			func(x *settings.Team) { x.Sites[0].Texts = settings.Texts{"en": {"title": big}} }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			seed := twoTeams()
			c.seed(&seed)
			_, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: seed})
			require.ErrorIs(t, err, chat.ErrInvalid)
			s := newShop(t, twoTeams())
			s.available("ann")
			before := s.everything()
			err = c.put(s)
			require.Error(t, err)
			require.ErrorContains(t, err, c.field)
			s.unchanged(before)
			s.chatting(1, "ann")
		})
	}
}

func TestASettingThatIsThereTwiceIsRefused(t *testing.T) {
	for _, twice := range []func(*settings.Team){
		func(s *settings.Team) { s.Queues = append(s.Queues, s.Queues[0]) },
		func(s *settings.Team) { s.Sites = append(s.Sites, s.Sites[0]) },
		func(s *settings.Team) { s.Agents = append(s.Agents, s.Agents[0]) },
		func(s *settings.Team) { s.Canned = append(s.Canned, s.Canned[0]) },
		func(s *settings.Team) { s.Schedules = append(s.Schedules, s.Schedules[0]) },
		func(s *settings.Team) { s.Rules = append(s.Rules, s.Rules[0]) },
	} {
		seed := withHours(t)
		seed.Rules = withPrompt().Rules
		twice(&seed)
		_, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{}), Seed: seed})
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, "there twice")
	}
}

func TestHoursThatCannotBeStoredAreRefused(t *testing.T) {
	s := newShop(t, twoTeams())
	_, err := s.Host().PutSchedule(s.ctx, settings.Schedule{ID: "never", Hours: &hours.Schedule{}})
	if err != nil {
		return
	}
	other := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = s.store; c.Node = "node-2" })
	found, err := other.Ready(s.ctx)
	require.NoError(t, err)
	require.Empty(t, found, "what was accepted works on every node")
}

// between runs another write when one is about to be committed, once.
type between struct {
	store.Store
	mu    sync.Mutex
	write func()
}

func (b *between) Commit(ctx context.Context, batch store.Batch) (store.Rev, error) {
	b.mu.Lock()
	write := b.write
	b.write = nil
	b.mu.Unlock()
	if write != nil {
		write()
	}
	return b.Store.Commit(ctx, batch)
}

func TestTwoWritesThatAreRightAloneAreNotWrongTogether(t *testing.T) {
	queue := func(q settings.Queue) func(*shop) error {
		return func(s *shop) error { return first(s.Host().PutQueue(s.ctx, q)) }
	}
	ring := func(id, other chat.QueueID) settings.Queue {
		return settings.Queue{ID: id, Rings: []settings.Ring{{After: time.Minute, Queues: []chat.QueueID{other}}}}
	}
	for name, c := range map[string]struct {
		one, two func(*shop) error
		wrong    bool // together
	}{
		"overflows into each other": {
			queue(settings.Queue{ID: "support", Overflow: "billing"}), queue(settings.Queue{ID: "billing", Overflow: "support"}), true},
		"an overflow and a ring the other way": {
			queue(settings.Queue{ID: "support", Overflow: "billing"}), queue(ring("billing", "support")), false},
		"an overflow through a third": {
			queue(settings.Queue{ID: "third", Overflow: "billing"}), queue(settings.Queue{ID: "billing", Overflow: "third"}), true},
		"a site and the queue it lists": {
			func(s *shop) error {
				return first(s.Host().PutSite(s.ctx, settings.Site{ID: "b", Queues: []chat.QueueID{"support"}}))
			},
			queue(settings.Queue{ID: "support", Name: "Help"}), false},
		"an agent and the queue served": {
			func(s *shop) error {
				return first(s.Host().PutAgent(s.ctx, settings.Agent{Login: "x", Name: "X", Queues: []chat.Serves{{Queue: "support"}}}))
			},
			queue(settings.Queue{ID: "support", Name: "Help"}), false},
	} {
		t.Run(name, func(t *testing.T) {
			seed := twoTeams()
			seed.Queues = append(seed.Queues, settings.Queue{ID: "third"})
			b := &between{Store: memstore.New(memstore.Config{})}
			s := newShop(t, seed, func(cfg *desk.Config) { cfg.Store = b; cfg.IDs = nil })
			other := newShop(t, settings.Team{}, func(cfg *desk.Config) { cfg.Store = b.Store; cfg.Node = "node-2"; cfg.IDs = nil })
			s.available("ann")
			b.write = func() { require.NoError(t, c.two(other)) }
			err := c.one(s)
			require.Nil(t, b.write, "the other write came between")
			if c.wrong {
				require.ErrorIs(t, err, chat.ErrInvalid)
			} else {
				require.NoError(t, err)
			}
			found, err := other.Ready(s.ctx)
			require.NoError(t, err)
			require.Empty(t, found)
			s.chatting(1, "ann")
		})
	}
}

func TestWhateverManyWriteAtOnceIsAcceptedTheSettingsWork(t *testing.T) {
	ids := []chat.QueueID{"a", "b", "c", "d"}
	var seed settings.Team
	for _, id := range ids {
		seed.Queues = append(seed.Queues, settings.Queue{ID: id})
	}
	shared := memstore.New(memstore.Config{})
	on := func(node string) *shop {
		return newShop(t, seed, func(c *desk.Config) { c.Store = shared; c.IDs = nil; c.Node = node })
	}
	var wg sync.WaitGroup
	for n := range 4 {
		s := on(fmt.Sprint("node-", n))
		r := rand.New(rand.NewPCG(uint64(n), 7))
		wg.Go(func() {
			for range 15 {
				q := settings.Queue{ID: ids[r.IntN(len(ids))], Overflow: ids[r.IntN(len(ids))]}
				if _, err := s.Host().PutQueue(s.ctx, q); err != nil {
					require.ErrorIs(t, err, chat.ErrInvalid)
				}
			}
		})
	}
	wg.Wait()
	found, err := on("fresh").Ready(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
}
