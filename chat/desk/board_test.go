package desk_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestTheBoardCountsTheDayTheSameHoweverLateItIsAsked(t *testing.T) {
	c := newCrew(t, 2)
	early, late := c.desks[0], c.desks[1]
	_, err := early.BoardNow(t.Context()) // before anything is known
	require.NoError(t, err)
	c.settle()
	_, err = early.BoardNow(t.Context())
	require.NoError(t, err)

	c.staff("a", 2)
	c.begin(early, "quick")
	c.settle()
	c.accept(early, "quick")
	c.begin(early, "slow")
	c.settle()
	c.begin(early, "gone")
	c.begin(early, "waits")
	c.advance(20 * time.Second)
	c.advance(time.Second)
	c.accept(early, "slow")
	_, err = c.do(early, "gone", chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor})
	require.NoError(t, err)
	c.begin(early, "left", func(s *chat.Start) { s.Leave = chat.Choice })
	c.settle()

	want := desk.Today{Started: 5, Answered: 2, Abandoned: 1, Messaged: 1}
	for _, d := range []*shop{early, late} {
		b, err := d.BoardNow(t.Context())
		require.NoError(t, err)
		require.Equal(t, want, b.Today, d.name)
		require.Equal(t, desk.ServiceLevel{Target: 20 * time.Second, Within: 1, Of: 3, Share: 1.0 / 3}, b.ServiceLevel)
		require.Equal(t, 1, b.Waiting)
		require.Equal(t, 21*time.Second, b.OldestWait)
		require.Len(t, b.Queues, 1)
		require.Equal(t, 2, b.Queues[0].Active)
		require.Equal(t, 1, b.Queues[0].Messages)
		require.Equal(t, 2, b.Agents[0].Load)
	}

	c.setClock(noon.Add(13 * time.Hour)) // after midnight
	c.settle()
	c.begin(early, "next")
	c.settle()
	for _, d := range []*shop{early, late} {
		b, err := d.BoardNow(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, b.Today.Started, d.name)
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
	a := c.staff("a", 1)
	c.settle()
	c.begin(d, "bob")
	c.settle()
	c.accept(d, "bob")
	c.settle()
	c.advance(2 * time.Minute) // served
	_, err := c.do(d, "bob", chat.Transfer{By: chat.Author{Kind: chat.AuthorAgent, ID: string(a)}, Queue: settings.DefaultQueue})
	require.NoError(t, err)
	c.settle()
	b, err := d.BoardNow(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, b.Waiting)
	require.Less(t, b.OldestWait, 30*time.Second)
}

func TestATypingSignReachesStreamsOnOtherNodesAndIsNeverStored(t *testing.T) {
	bus := &wire{}
	inCrew(t, 2, func(t *testing.T, c *shop) {
		view, err := c.customer("vera").Start(c.ctx, desk.StartRequest{Text: "hello"})
		require.NoError(t, err)
		ctx, hangUp := context.WithCancel(c.ctx)
		var signs []desk.Typing
		var hearing sync.WaitGroup
		hearing.Go(func() {
			for e, err := range c.customer("vera").Events(ctx, "") {
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
			c.desks[1].Types(ctx, view.ID, chat.AuthorAgent, true)
		}
		synctest.Wait()
		require.Equal(t, before, c.head())
		hangUp()
		hearing.Wait()
		require.NotEmpty(t, signs)
		require.Equal(t, desk.Typing{By: "agent", On: true}, signs[0])
	}, func(cfg *desk.Config) { cfg.Bus, cfg.Key = bus, make([]byte, 32) })
}
