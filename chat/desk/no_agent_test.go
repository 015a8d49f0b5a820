package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

func TestAQueueThatSaysNothingTakesMessagesAndOneOfAnOlderReleaseWaits(t *testing.T) {
	s := newShop(t, desk.Settings{
		Queues: []desk.Queue{{ID: "plain"}, {ID: "waits", NoAgent: desk.NoAgentWait}, {ID: "refuses", NoAgent: desk.NoAgentRefuse}},
		Agents: []desk.AgentSettings{{Login: "sue", Name: "Sue", Supervisor: true}},
	})
	boss := s.supervisor("sue")
	_, err := boss.PutQueue(s.ctx, desk.Queue{ID: "put"})
	require.NoError(t, err)
	_, err = boss.PutQueue(s.ctx, desk.Queue{ID: "put-waits", NoAgent: desk.NoAgentWait})
	require.NoError(t, err)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{ // as the release before wrote it
		{Key: records.Setting("queue", "old"), Value: []byte(`{"v":1,"id":"old"}`)},
		{Key: records.Setting("queue", "old-empty"), Value: []byte(`{"v":1,"id":"old-empty","no_agent":""}`)},
		{Key: records.Setting("queue", "old-message"), Value: []byte(`{"v":1,"id":"old-message","no_agent":"message"}`)},
	}})
	require.NoError(t, err)
	want := map[chat.QueueID]desk.NoAgent{
		"plain": desk.NoAgentMessage, "waits": desk.NoAgentWait, "refuses": desk.NoAgentRefuse, "put": desk.NoAgentMessage,
		"put-waits": desk.NoAgentWait, "old": desk.NoAgentWait, "old-empty": desk.NoAgentWait, "old-message": desk.NoAgentMessage,
	}
	again := newShop(t, desk.Settings{}, func(c *desk.Config) { c.Store = s.store }) // read afresh
	got := func() map[chat.QueueID]desk.NoAgent {
		queues, err := again.supervisor("sue").Queues(s.ctx)
		require.NoError(t, err)
		m := map[chat.QueueID]desk.NoAgent{}
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
	_, err := s.supervisor("sue").PutQueue(s.ctx, desk.Queue{ID: "support", NoAgent: "watt"})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "no_agent: want message, wait or refuse")
	_, err = desk.New(desk.Config{Store: s.store, Seed: desk.Settings{Queues: []desk.Queue{{ID: "q", NoAgent: "later"}}}})
	require.ErrorContains(t, err, "queues[0].no_agent")
}
