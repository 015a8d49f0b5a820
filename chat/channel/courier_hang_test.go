package channel_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// hanging is a platform that answers some customers only when a test lets it, or the context ends.
type hanging struct {
	mu    sync.Mutex
	sent  []string
	most  int // how many were under way at a time
	under int
	free  chan struct{}
	stuck map[string]bool // customers
}

func (h *hanging) post(ctx context.Context, m channel.Outbound) channel.Result {
	h.mu.Lock()
	h.sent = append(h.sent, m.ID)
	h.under++
	h.most = max(h.most, h.under)
	h.mu.Unlock()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.under--
	}()
	if h.stuck[m.To] {
		select {
		case <-h.free:
		case <-ctx.Done():
			return channel.Result{}
		}
	}
	return took("x-" + m.ID)
}

// seen is what was sent by now, and how many are under way.
func (h *hanging) seen() (sent []string, under int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.sent), h.under
}

// saw is what was sent by now.
func (h *hanging) saw() []string {
	sent, _ := h.seen()
	return sent
}

// slow is an adapter whose Send is a hanging platform's.
type slow struct {
	plain
	platform *hanging
}

func (s slow) Send(ctx context.Context, m channel.Outbound) channel.Result {
	return s.platform.post(ctx, m)
}

func (s slow) Rules() channel.Rules {
	r := rules
	r.Files = []channel.FileKind{{Most: 1 << 20}}
	return r
}

// hangs is a courier on a platform that hangs for some customers.
func hangs(t *testing.T, j channel.Journal, h *hanging) *channel.Courier {
	c, err := channel.NewCourier(channel.CourierConfig{
		Adapter: slow{platform: h}, Journal: j, AtOnce: 4,
		Files: func(context.Context, string, string) ([]byte, error) { return []byte("x"), nil },
		Tell:  func(context.Context, channel.Address, channel.Change) error { return nil },
	})
	require.NoError(t, err)
	return c
}

// to posts a message to a customer who has written.
func to(t *testing.T, c *channel.Courier, peer, id string, files ...channel.SentFile) {
	t.Helper()
	at := time.Now()
	e := channel.Event{Account: "shop", Peer: peer, Kind: channel.KindMessage, ID: "m" + id}
	require.NoError(t, c.Hear(t.Context(), at, e))
	m := out(id, "text "+id)
	m.To, m.Files, m.At = peer, files, at
	if len(files) > 0 {
		m.Text = ""
	}
	require.NoError(t, c.Post(t.Context(), at, m))
}

// stepping calls Step as Run of a desk does, until so much time has gone.
func stepping(ctx context.Context, c *channel.Courier, d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end) && ctx.Err() == nil; {
		next, _ := c.Step(ctx, time.Now())
		if next.IsZero() || time.Until(next) > time.Second {
			next = time.Now().Add(time.Second)
		}
		time.Sleep(max(time.Until(next), time.Millisecond))
	}
}

func TestALaneThatHangsHoldsItselfAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{free: make(chan struct{}), stuck: map[string]bool{"vera": true}}
		c := hangs(t, &channel.Memory{}, h)
		ctx, stop := context.WithCancel(t.Context())
		to(t, c, "vera", "v1")
		to(t, c, "vera", "v2")
		to(t, c, "mati", "m1")
		stepping(ctx, c, 3*time.Second)
		require.ElementsMatch(t, []string{"v1", "m1"}, h.saw())
		to(t, c, "mati", "m2") // while the other one hangs
		to(t, c, "juhan", "j1")
		stepping(ctx, c, 3*time.Second)
		require.ElementsMatch(t, []string{"v1", "m1", "m2", "j1"}, h.saw())
		close(h.free)
		stepping(ctx, c, 3*time.Second)
		require.Equal(t, "v2", h.saw()[4], "in order, and only after the end of the first")
		require.Len(t, h.saw(), 5)
		stop()
		_, err := c.Step(ctx, time.Now())
		require.ErrorIs(t, err, context.Canceled)
	})
}

func TestFilesThatHangLeaveRoomForWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{free: make(chan struct{}), stuck: map[string]bool{}}
		c := hangs(t, &channel.Memory{}, h)
		for i := range 6 {
			peer := fmt.Sprint("stuck", i)
			h.stuck[peer] = true
			file := channel.SentFile{ID: "a", Name: "a.pdf", Size: 9}
			to(t, c, peer, fmt.Sprint("f", i), file)
		}
		stepping(t.Context(), c, 3*time.Second)
		require.Len(t, h.saw(), 2, "half of those that may be under way")
		to(t, c, "mati", "m1")
		stepping(t.Context(), c, 2*time.Second)
		require.Contains(t, h.saw(), "m1")
		close(h.free)
		stepping(t.Context(), c, 10*time.Second)
		require.Len(t, h.saw(), 7)
		require.LessOrEqual(t, h.most, 4)
	})
}

// TestThoseAPlatformHangsForLeaveRoomForOthers has more customers hang than may be under way: one
// who is answered at once waits no longer than it takes to see that.
func TestThoseAPlatformHangsForLeaveRoomForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{free: make(chan struct{}), stuck: map[string]bool{}}
		c := hangs(t, &channel.Memory{}, h)
		for i := range 9 {
			peer := fmt.Sprint("stuck", i)
			h.stuck[peer] = true
			to(t, c, peer, fmt.Sprint("w", i))
		}
		stepping(t.Context(), c, 900*time.Millisecond)
		require.Len(t, h.saw(), 4, "as many as may be under way")
		to(t, c, "zoe", "z1") // behind them in the journal
		stepping(t.Context(), c, 3*time.Second)
		require.Contains(t, h.saw(), "z1")
		close(h.free)
		stepping(t.Context(), c, 10*time.Second)
		require.Len(t, h.saw(), 10, "each once")
	})
}

func TestNoMoreAreUnderWayThanMayBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{free: make(chan struct{}), stuck: map[string]bool{}}
		c := hangs(t, &channel.Memory{}, h)
		for i := range 40 {
			peer := fmt.Sprint("stuck", i)
			h.stuck[peer] = true
			to(t, c, peer, fmt.Sprint("w", i))
		}
		stepping(t.Context(), c, 20*time.Second)
		require.Len(t, h.saw(), 8*4)
		close(h.free)
		stepping(t.Context(), c, 10*time.Second)
		require.Len(t, h.saw(), 40)
		require.Equal(t, 8*4, h.most)
	})
}

func TestAStopWaitsForWhatHangsAndItsOutcomeIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &hanging{free: make(chan struct{}), stuck: map[string]bool{"vera": true}}
		j := &channel.Memory{}
		c := hangs(t, j, h)
		ctx, stop := context.WithCancel(t.Context())
		to(t, c, "vera", "v1")
		stepping(ctx, c, 2*time.Second)
		_, under := h.seen()
		require.Equal(t, 1, under)
		stop()
		_, err := c.Step(ctx, time.Now())
		require.ErrorIs(t, err, context.Canceled)
		_, under = h.seen()
		require.Zero(t, under, "nothing of it goes on")
		l, err := j.Load(t.Context(), channel.Address{Account: "shop", Peer: "vera"})
		require.NoError(t, err)
		require.True(t, l.Parts[0].Unsure && l.Parts[0].Begun.IsZero(), "its end is written")
		close(h.free)
		stepping(t.Context(), c, 40*time.Second)
		require.Equal(t, []string{"v1", "v1"}, h.saw(), "once more, when nothing was told of it")
	})
}
