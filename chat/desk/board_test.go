package desk

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var everything = staffer{Agent: chat.Agent{Supervisor: true, Everything: true}}

func TestTheBoardCountsTheDayTheSameHoweverLateItIsAsked(t *testing.T) {
	c := newCrew(t, 2)
	early, late := c.desks[0], c.desks[1]
	_, err := early.engine.boards.of(t.Context(), everything) // before anything is known
	require.NoError(t, err)
	c.settle()
	_, err = early.engine.boards.of(t.Context(), everything)
	require.NoError(t, err)

	c.agent("a", 2)
	c.arrive(early, "quick")
	c.settle()
	c.accept(early, "quick")
	c.arrive(early, "slow")
	c.settle()
	c.arrive(early, "gone")
	c.arrive(early, "waits")
	c.pass(20 * time.Second)
	c.pass(time.Second)
	c.accept(early, "slow")
	_, err = c.do(early, "gone", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	c.arrive(early, "left", func(s *chat.Start) { s.Leave = chat.Choice })
	c.settle()

	want := Today{Started: 5, Answered: 2, Abandoned: 1, Messaged: 1}
	for _, d := range []*Desk{early, late} {
		b, err := d.engine.boards.of(t.Context(), everything)
		require.NoError(t, err)
		require.Equal(t, want, b.Today, d.cfg.Node)
		require.Equal(t, ServiceLevel{Target: 20 * time.Second, Within: 1, Of: 3, Share: 1.0 / 3}, b.ServiceLevel)
		require.Equal(t, 1, b.Waiting)
		require.Equal(t, 21*time.Second, b.OldestWait)
		require.Len(t, b.Queues, 1)
		require.Equal(t, 2, b.Queues[0].Active)
		require.Equal(t, 1, b.Queues[0].Messages)
		require.Equal(t, 2, b.Agents[0].Load)
	}

	c.mu.Lock()
	c.at = noon.Add(13 * time.Hour) // after midnight
	c.mu.Unlock()
	c.settle()
	c.arrive(early, "next")
	c.settle()
	for _, d := range []*Desk{early, late} {
		b, err := d.engine.boards.of(t.Context(), everything)
		require.NoError(t, err)
		require.Equal(t, 1, b.Today.Started, d.cfg.Node)
	}
}

// wire is a Bus between the desks of one process.
type wire struct {
	mu        sync.Mutex
	receivers []func(string, []byte)
}

func (w *wire) Publish(_ context.Context, topic string, payload []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.receivers {
		r(topic, payload)
	}
	return nil
}

func (w *wire) Subscribe(ctx context.Context, receive func(string, []byte)) error {
	w.mu.Lock()
	w.receivers = append(w.receivers, receive)
	w.mu.Unlock()
	<-ctx.Done()
	return ctx.Err()
}

func TestTheOldestWaitIsNoneThatWasSpentWithAnAgent(t *testing.T) {
	c := newCrew(t, 1)
	d := c.desks[0]
	a := c.agent("a", 1)
	c.settle()
	c.arrive(d, "bob")
	c.settle()
	c.accept(d, "bob")
	c.settle()
	c.pass(2 * time.Minute) // served
	_, err := c.do(d, "bob", chat.Transfer{By: chat.Author{Kind: chat.AuthorAgent, ID: string(a)}, Queue: settings.DefaultQueue})
	require.NoError(t, err)
	c.settle()
	b, err := d.engine.boards.of(t.Context(), everything)
	require.NoError(t, err)
	require.Equal(t, 1, b.Waiting)
	require.Less(t, b.OldestWait, 30*time.Second)
}

func TestATypingSignReachesStreamsOnOtherNodesAndIsNeverStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bus := &wire{}
		c := &crew{t: t, store: memstore.New(memstore.Config{}), skew: map[string]time.Duration{}}
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		for _, node := range []string{"n0", "n1"} {
			d := c.join(node, func(cfg *Config) { cfg.Now, cfg.IDs, cfg.Bus, cfg.Key = nil, nil, bus, make([]byte, 32) })
			running.Go(func() { require.NoError(t, d.Run(ctx)) })
		}
		p := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
		view, err := c.desks[0].Visitor(p).Start(ctx, StartRequest{Text: "hello"})
		require.NoError(t, err)
		var signs []Typing
		running.Go(func() {
			for e, err := range c.desks[0].Visitor(p).Events(ctx, "") {
				require.NoError(t, err)
				if e.Typing != nil {
					require.Empty(t, e.ID)
					signs = append(signs, *e.Typing)
				}
			}
		})
		synctest.Wait()
		before := c.head()
		for range 32 { // more than are kept for a stream
			c.desks[1].engine.signs.Typing(ctx, view.ID, chat.AuthorAgent, true)
		}
		synctest.Wait()
		require.Equal(t, before, c.head())
		cancel()
		running.Wait()
		require.NotEmpty(t, signs)
		require.Equal(t, Typing{By: "agent", On: true}, signs[0])
	})
}
