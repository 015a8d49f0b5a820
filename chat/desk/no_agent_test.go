package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

func TestAQueueThatSaysNothingTakesMessagesAndOneOfAnOlderReleaseWaits(t *testing.T) {
	s := newShop(t, settings.Team{
		Queues: []settings.Queue{{ID: "plain"}, {ID: "waits", NoAgent: settings.NoAgentWait}, {ID: "refuses", NoAgent: settings.NoAgentRefuse}},
		Agents: []settings.Agent{{Login: "sue", Name: "Sue", Supervisor: true}},
	})
	boss := s.supervisor("sue")
	_, err := boss.PutQueue(s.ctx, settings.Queue{ID: "put"})
	require.NoError(t, err)
	_, err = boss.PutQueue(s.ctx, settings.Queue{ID: "put-waits", NoAgent: settings.NoAgentWait})
	require.NoError(t, err)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{ // as the release before wrote it
		{Key: records.Setting("queue", "old"), Value: []byte(`{"v":1,"id":"old"}`)},
		{Key: records.Setting("queue", "old-empty"), Value: []byte(`{"v":1,"id":"old-empty","no_agent":""}`)},
		{Key: records.Setting("queue", "old-message"), Value: []byte(`{"v":1,"id":"old-message","no_agent":"message"}`)},
	}})
	require.NoError(t, err)
	want := map[chat.QueueID]settings.NoAgent{
		"plain": settings.NoAgentMessage, "waits": settings.NoAgentWait, "refuses": settings.NoAgentRefuse, "put": settings.NoAgentMessage,
		"put-waits": settings.NoAgentWait, "old": settings.NoAgentWait, "old-empty": settings.NoAgentWait, "old-message": settings.NoAgentMessage,
	}
	again := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = s.store }) // read afresh
	got := func() map[chat.QueueID]settings.NoAgent {
		queues, err := again.supervisor("sue").Queues(s.ctx)
		require.NoError(t, err)
		m := map[chat.QueueID]settings.NoAgent{}
		for _, q := range queues {
			m[q.ID] = q.NoAgent
			q.Name = "touched"
			_, err := again.supervisor("sue").PutQueue(s.ctx, q)
			require.NoError(t, err)
		}
		return m
	}
	require.Equal(t, want, got())
	require.Equal(t, want, got(), "reading and writing a queue back changes none of it")

	for id, waits := range map[chat.QueueID]bool{"put-waits": true, "put": false, "refuses": false} { // what the release before reads
		rs, err := s.store.Get(s.ctx, records.Setting("queue", string(id)))
		require.NoError(t, err)
		require.Equal(t, waits, !strings.Contains(string(rs[0].Value), "no_agent"), "%s", rs[0].Value)
	}
}

func TestAWordForNobodyThereThatIsNoneIsRefused(t *testing.T) {
	s := newShop(t, twoTeams())
	_, err := s.supervisor("sue").PutQueue(s.ctx, settings.Queue{ID: "support", NoAgent: "watt"})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "no_agent: want message, wait or refuse")
	_, err = desk.New(desk.Config{Store: s.store, Seed: settings.Team{Queues: []settings.Queue{{ID: "q", NoAgent: "later"}}}})
	require.ErrorContains(t, err, "queues[0].no_agent")
}
