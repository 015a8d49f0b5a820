package settled

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// use is a node of a store that is about to write something which is in the queue that
// everybody has.
func use(t *testing.T, s store.Store) *Keeper {
	t.Helper()
	k, _ := keeper(s, "a", settings.Team{})
	set, err := k.InForce(t.Context())
	require.NoError(t, err)
	require.NoError(t, k.Use(t.Context(), set))
	return k
}

// stands is which queues each site has, of a node that has read nothing before.
func stands(t *testing.T, s store.Store) (
	first chat.SiteID, sites map[chat.SiteID][]chat.QueueID, names map[chat.QueueID]string,
) {
	t.Helper()
	k, _ := keeper(s, "reader", settings.Team{})
	set, err := k.InForce(t.Context())
	require.NoError(t, err)
	require.Empty(t, set.Degraded)
	sites, names = map[chat.SiteID][]chat.QueueID{}, map[chat.QueueID]string{}
	for _, x := range set.Sites {
		sites[x.ID] = x.Queues
	}
	for _, q := range set.Queues {
		names[q.ID] = q.Name
	}
	return set.Default(), sites, names
}

func TestReadingWritesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	stands(t, s)
	rs, err := s.List(t.Context(), store.Range{Limit: 10})
	require.NoError(t, err)
	require.Empty(t, rs)
}

func TestTheQueueAndTheSiteBecomeRecordsOnceHoweverManyNodesUseThem(t *testing.T) {
	s := memstore.New(memstore.Config{})
	var all sync.WaitGroup
	for range 8 {
		k, _ := keeper(s, "n", settings.Team{})
		set, err := k.InForce(t.Context())
		require.NoError(t, err)
		all.Go(func() { require.NoError(t, k.Use(t.Context(), set)) })
	}
	all.Wait()
	k, _ := keeper(s, "reader", settings.Team{})
	ls := lines(t, k)
	require.Len(t, ls, 1)
	require.Equal(t, []string{"queue support", "site main"}, told(ls[0]))
	require.Equal(t, chat.AuditSeed, ls[0].Act)
	require.Equal(t, audit.ByDesk, ls[0].By)
	set, err := k.InForce(t.Context())
	require.NoError(t, err)
	require.Equal(t, settings.Revision(ls[0].Revision), set.Queues[0].Revision)
	require.Equal(t, settings.Revision(ls[0].Revision), set.Sites[0].Revision)
	require.False(t, set.Implied.Queue || set.Implied.Site)
}

func TestASeedThatComesLaterReplacesWhatIsImplied(t *testing.T) {
	for name, c := range map[string]struct {
		seed  settings.Team
		first chat.SiteID
		sites map[chat.SiteID][]chat.QueueID
		names map[chat.QueueID]string
	}{
		"the queue itself": {
			settings.Team{Queues: []settings.Queue{{ID: "support", Name: "Help"}}}, "main",
			map[chat.SiteID][]chat.QueueID{"main": {"support"}}, map[chat.QueueID]string{"support": "Help"},
		},
		"another queue": {
			settings.Team{Queues: []settings.Queue{{ID: "sales", Name: "Sales"}}}, "main",
			map[chat.SiteID][]chat.QueueID{"main": {"support", "sales"}}, map[chat.QueueID]string{"support": "", "sales": "Sales"},
		},
		"the site itself": {
			settings.Team{
				Queues: []settings.Queue{{ID: "sales"}},
				Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}},
			}, "main",
			map[chat.SiteID][]chat.QueueID{"main": {"sales"}}, map[chat.QueueID]string{"support": "", "sales": ""},
		},
		"another site": {
			settings.Team{Sites: []settings.Site{{ID: "a", Queues: []chat.QueueID{"support"}}}}, "main",
			map[chat.SiteID][]chat.QueueID{"main": {"support"}, "a": {"support"}}, map[chat.QueueID]string{"support": ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := memstore.New(memstore.Config{})
			use(t, s)
			for range 2 { // the second time it is there
				k, _ := keeper(s, "b", c.seed)
				_, err := k.InForce(t.Context())
				require.NoError(t, err)
			}
			first, sites, names := stands(t, s)
			require.Equal(t, c.first, first)
			require.Equal(t, c.sites, sites)
			require.Equal(t, c.names, names)
		})
	}
}

func TestASeedIsIgnoredOnceSomebodyWroteASetting(t *testing.T) {
	for name, write := range map[string]func(t *testing.T, s store.Store, k *Keeper){
		"this release": func(t *testing.T, _ store.Store, k *Keeper) {
			_, err := k.PutCanned(t.Context(), settings.Canned{ID: "hi", Text: map[string]string{"en": "Hi"}}, Power{Line: host(k).Line})
			require.NoError(t, err)
		},
		"an older release": func(t *testing.T, s store.Store, k *Keeper) { // it keeps what it does not know
			type older struct {
				Node string      `json:"node"`
				Site chat.SiteID `json:"site,omitempty"`
			}
			at, err := k.stamp(t.Context())
			require.NoError(t, err)
			value, err := records.Encode(older{"old", "main"}, at.Value)
			require.NoError(t, err)
			require.Contains(t, string(value), "implied")
			_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{{Key: StampKey, Value: value}}})
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := memstore.New(memstore.Config{})
			write(t, s, use(t, s))
			k, log := keeper(s, "b", settings.Team{Queues: []settings.Queue{{ID: "sales"}}})
			set, err := k.InForce(t.Context())
			require.NoError(t, err)
			require.False(t, set.HasQueue("sales"))
			require.Contains(t, log.String(), "seed ignored")
		})
	}
}

func TestASeedOfAnyPartMakesRecordsOfTheRest(t *testing.T) {
	for name, seed := range map[string]settings.Team{
		"agents": {Agents: []settings.Agent{{Login: "ann"}}},
		"queues": {Queues: []settings.Queue{{ID: "sales"}}},
		"rules":  {Rules: settings.Rules(rule("r"))},
	} {
		t.Run(name, func(t *testing.T) {
			s := memstore.New(memstore.Config{})
			k, _ := keeper(s, "a", seed)
			set, err := k.InForce(t.Context())
			require.NoError(t, err)
			require.False(t, set.Implied.Queue || set.Implied.Site)
			require.NotZero(t, set.Queues[0].Revision)
			require.NotZero(t, set.Sites[0].Revision)
		})
	}
}

// between is a store on which something happens before the first commit.
type between struct {
	store.Store
	first sync.Once
	then  func()
}

func (b *between) Commit(ctx context.Context, x store.Batch) (store.Rev, error) {
	b.first.Do(b.then)
	return b.Store.Commit(ctx, x)
}

func TestANodeThatUsesTheQueueWhileAnotherSeedsLosesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	at := &between{Store: s, then: func() { use(t, s) }}
	b, _ := keeper(at, "b", settings.Team{Queues: []settings.Queue{{ID: "sales"}}})
	_, err := b.InForce(t.Context())
	require.NoError(t, err)
	first, sites, names := stands(t, s)
	require.Equal(t, chat.SiteID("main"), first)
	require.Equal(t, map[chat.QueueID]string{"support": "", "sales": ""}, names)
	require.Equal(t, map[chat.SiteID][]chat.QueueID{"main": {"support", "sales"}}, sites)
}

func TestStoresOfOlderReleasesWithoutTheseRecordsGetThemWhenTheyAreUsed(t *testing.T) {
	s := memstore.New(memstore.Config{})
	value, err := records.Encode(stamp{Node: "old"}, nil)
	require.NoError(t, err)
	queue, err := records.Encode(settings.Queue{ID: "help"}, nil)
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{
		{Key: StampKey, Value: value}, {Key: records.Setting(kindQueue, "help"), Value: queue},
	}})
	require.NoError(t, err)
	k := use(t, s)
	require.Equal(t, []string{"site main"}, told(lines(t, k)[0]))
	_, sites, names := stands(t, s)
	require.Equal(t, map[chat.SiteID][]chat.QueueID{"main": {"help"}}, sites)
	require.Equal(t, map[chat.QueueID]string{"help": ""}, names)
	require.False(t, unwritten(func() store.Record { r, _ := k.stamp(t.Context()); return r }()), "somebody wrote a queue")
}
