package desk_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestTheSeedIsSownOnce(t *testing.T) {
	shared := memstore.New(memstore.Config{})
	on := func(seed settings.Team) *shop {
		return newShop(t, seed, func(c *desk.Config) { c.Store = shared; c.IDs = nil })
	}
	var wg sync.WaitGroup
	desks := []*shop{on(twoTeams()), on(twoTeams()), on(twoTeams())}
	for _, s := range desks {
		wg.Go(func() {
			_, err := s.visitor(1).Availability(s.ctx, "", "")
			require.NoError(t, err)
		})
	}
	wg.Wait()
	agents, err := desks[0].supervisor("sue").Agents(t.Context())
	require.NoError(t, err)
	require.Len(t, agents, 5)

	_, err = desks[0].supervisor("sue").PutQueue(t.Context(), settings.Queue{ID: "support", Name: "Help"})
	require.NoError(t, err)
	other := twoTeams()
	other.Queues[0].Name = "Seeded again"
	queues, err := on(other).supervisor("sue").Queues(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Help", queues[1].Name)
	require.Equal(t, chat.QueueID("support"), queues[1].ID)
}

func TestNewWritesNothingNorDoesADeskWithNothingToDo(t *testing.T) {
	s := newShop(t, twoTeams())
	require.Zero(t, s.head())
	bare := newShop(t, settings.Team{})
	a, err := bare.visitor(1).Availability(bare.ctx, "", "")
	require.NoError(t, err)
	require.Equal(t, chat.NoAgent, a.Reason, "nobody is there")
	require.Equal(t, chat.QueueID("support"), a.Queue)
	require.Zero(t, bare.head())
}

func TestASettingChangedMeanwhileIsNotOverwritten(t *testing.T) {
	s := newShop(t, twoTeams())
	boss := s.supervisor("sue")
	queues, err := boss.Queues(s.ctx)
	require.NoError(t, err)
	mine, theirs := queues[0], queues[0]
	theirs.Name = "theirs"
	_, err = boss.PutQueue(s.ctx, theirs)
	require.NoError(t, err)
	mine.Name = "mine"
	_, err = boss.PutQueue(s.ctx, mine)
	require.ErrorIs(t, err, chat.ErrRevision)
	mine.Revision = 0
	_, err = boss.PutQueue(s.ctx, mine)
	require.NoError(t, err)
	queues, err = boss.Queues(s.ctx)
	require.NoError(t, err)
	require.Equal(t, "mine", queues[0].Name)
}

func TestAChangedScheduleHoldsAtOnce(t *testing.T) {
	shared := memstore.New(memstore.Config{})
	one := newShop(t, withHours(t), func(c *desk.Config) { c.Store = shared; c.IDs = nil })
	two := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = shared; c.IDs = nil; c.Node = "node-2" })
	_, err := one.visitor(1).Availability(one.ctx, "", "")
	require.NoError(t, err)
	two.setClock(time.Date(2026, 11, 7, 10, 0, 0, 0, time.UTC))
	a, err := two.visitor(1).Availability(two.ctx, "", "")
	require.NoError(t, err)
	require.False(t, a.Accepting, "Saturday")
	site := settings.Site{ID: "main", Queues: []chat.QueueID{"support"}}
	_, err = one.Host().PutSite(one.ctx, site)
	require.NoError(t, err)
	a, err = two.visitor(1).Availability(two.ctx, "", "")
	require.NoError(t, err)
	require.True(t, a.Accepting, "no schedule is always open")
}

func TestAnAgentsSettingsLeaveTheLedgerAlone(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	s.chatting(1, "ann")
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	id, err := s.Host().PutAgent(s.ctx, settings.Agent{Login: "ann", Name: "Anna", Capacity: 5, Queues: []chat.Serves{{Queue: "billing"}}})
	require.NoError(t, err)
	require.Equal(t, me.ID, id)
	now, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, "Anna", now.Name)
	require.Equal(t, 1, now.Load)
	require.Equal(t, chat.Available, now.Mode)
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, in.Sessions, 1, "what she has stays hers")
}

func TestARecordOfANewerReleaseIsNotRewritten(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	key := records.Session(id)
	rs, err := s.store.Get(s.ctx, key)
	require.NoError(t, err)
	newer := append([]byte(`{"v":2,`), rs[0].Value[len(`{"v":1,`):]...)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{{Key: key, Value: newer}}})
	require.NoError(t, err)
	_, err = s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err, "it can be read")
	before := s.everything()
	_, err = s.visitor(1).Send(s.ctx, id, desk.MessageRequest{Text: "hello"})
	require.ErrorIs(t, err, chat.ErrNewer)
	s.unchanged(before)
}
