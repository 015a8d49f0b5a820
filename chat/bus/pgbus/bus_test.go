package pgbus_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/bus/pgbus"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

var _ hook.Bus = (*pgbus.Bus)(nil)

func bus(t *testing.T, c *pgtest.Cluster, rate int) *pgbus.Bus {
	pool, err := pgxpool.New(t.Context(), c.URL("pool_max_conns=2"))
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	b, err := pgbus.New(pgbus.Config{Pool: pool, Channel: channel(t), Rate: rate})
	require.NoError(t, err)
	return b
}

// listen hears a bus until the test ends, and returns when it does hear.
func listen(t *testing.T, b *pgbus.Bus) <-chan string {
	heard := make(chan string, 100)
	go func() {
		_ = b.Subscribe(t.Context(), func(topic string, payload []byte) { heard <- topic + ":" + string(payload) })
	}()
	require.Eventually(t, func() bool {
		require.NoError(t, b.Publish(t.Context(), "hello", nil))
		select {
		case <-heard:
			return true
		case <-time.After(100 * time.Millisecond):
			return false
		}
	}, 20*time.Second, time.Millisecond)
	return heard
}

func TestWhatOneNodePublishesTheOthersHear(t *testing.T) {
	c := shared(t)
	one, other := bus(t, c, 1000), bus(t, c, 1000)
	heard := listen(t, other)
	require.NoError(t, one.Publish(t.Context(), "session/1", []byte("{\n}")))
	require.Eventually(t, func() bool { return <-heard == "session/1:{\n}" }, 10*time.Second, time.Millisecond)
}

func TestTooLongAndTooMuchIsDropped(t *testing.T) {
	b := bus(t, shared(t), 10)
	require.ErrorIs(t, b.Publish(t.Context(), "x", make([]byte, pgbus.MaxMessage)), pgbus.ErrTooLong)
	require.NoError(t, b.Publish(t.Context(), "x", []byte(strings.Repeat("x", pgbus.MaxMessage-2))))
	dropped := 0
	for range 100 { // in more than a second or two it would take a very slow machine
		if b.Publish(t.Context(), "x", nil) != nil {
			dropped++
		}
	}
	require.Positive(t, dropped)
}

func TestSubscribeEndsWithItsContext(t *testing.T) {
	b := bus(t, shared(t), 10)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, b.Subscribe(ctx, func(string, []byte) {}), context.Canceled)
}

func Example() {
	_, err := pgbus.New(pgbus.Config{Channel: "Typing"}) // no pool, and a bad name
	fmt.Println(err)
	// Output:
	// pgbus: Pool: missing
	// pgbus: Channel: "Typing", must be lower-case letters, digits and underscores
}
