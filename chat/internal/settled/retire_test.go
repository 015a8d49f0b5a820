package settled

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var old = settings.Ref{Kind: settings.KindQueues, ID: "old"}

func reply(id string, q chat.QueueID) settings.Canned {
	return settings.Canned{ID: id, Text: map[string]string{"en": "Hi"}, Queue: q}
}

// withOld is a node of a team with a queue that may be retired.
func withOld(t *testing.T) (*Keeper, store.Store) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{
		Queues: []settings.Queue{{ID: "sales"}, {ID: "old"}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}},
	})
	_, err := k.InForce(t.Context())
	require.NoError(t, err)
	return k, s
}

func power(k *Keeper) Power { return Power{Line: host(k).Line} }

func TestWhatAnOlderReleaseLetReferToARetiredOneKeepsNobodyFromWriting(t *testing.T) {
	k, s := withOld(t)
	_, err := k.Retire(t.Context(), old, time.Unix(1e9, 0), power(k))
	require.NoError(t, err)
	at, err := k.stamp(t.Context())
	require.NoError(t, err)
	value, err := records.Encode(reply("theirs", "old"), nil)
	require.NoError(t, err)
	_, err = s.Commit(t.Context(), store.Batch{Put: []store.Record{ // an older release knows of no retiring
		{Key: records.Setting(kindCanned, "theirs"), Value: value}, {Key: StampKey, Value: at.Value},
	}})
	require.NoError(t, err)

	_, err = k.PutCanned(t.Context(), reply("ours", "sales"), power(k))
	require.NoError(t, err, "it has nothing to do with that")
	_, err = k.PutCanned(t.Context(), reply("ours", "old"), power(k))
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, `canned reply "ours"`)
	require.NotContains(t, err.Error(), "theirs")
}

func TestWhoRetiresAndWhoRefersAtOnceDoNotBothSucceed(t *testing.T) {
	for range 10 {
		k, s := withOld(t)
		other, _ := keeper(s, "b", settings.Team{})
		var both sync.WaitGroup
		var retired, referred error
		both.Go(func() { _, retired = k.Retire(t.Context(), old, time.Unix(1e9, 0), power(k)) })
		both.Go(func() { _, referred = other.PutCanned(t.Context(), reply("c", "old"), power(other)) })
		both.Wait()
		require.True(t, (retired == nil) != (referred == nil), "%v, %v", retired, referred)
	}
}

func TestTwoWhoRetireTheLastTwoQueuesLeaveOne(t *testing.T) {
	k, s := withOld(t)
	other, _ := keeper(s, "b", settings.Team{})
	set := settings.Team{
		Queues: []settings.Queue{{ID: "third"}}, Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"third"}}},
	}
	_, err := k.Put(t.Context(), set, host(k))
	require.NoError(t, err)
	sales := settings.Ref{Kind: settings.KindQueues, ID: "sales"}
	third := settings.Ref{Kind: settings.KindQueues, ID: "third"}
	by := host(k)
	by.Now = time.Unix(1e9, 0)
	swap := settings.Team{Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"sales"}}}, Retire: []settings.Ref{third}}
	var both sync.WaitGroup
	var one, two error
	both.Go(func() { _, one = k.Put(t.Context(), swap, by) })
	both.Go(func() { _, two = other.Retire(t.Context(), sales, time.Unix(1e9, 0), power(other)) })
	both.Wait()
	require.True(t, (one == nil) != (two == nil), "%v, %v", one, two)
}

func TestASetSaysWhichOfThoseItRetiresIsNotThere(t *testing.T) {
	k, _ := withOld(t)
	_, err := k.Put(t.Context(), settings.Team{Retire: []settings.Ref{{Kind: settings.KindQueues, ID: "OLD"}}}, host(k))
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.ErrorContains(t, err, "retire[0]")
	_, err = k.Put(t.Context(), settings.Team{Restore: []settings.Ref{old}}, host(k))
	require.ErrorIs(t, err, chat.ErrState)
	require.ErrorContains(t, err, "restore[0]")
}
