package pgbus_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/bus/pgbus"
)

// made is a bus with c, over a pool at url that may be left with dead connections.
func made(t *testing.T, url string, c pgbus.Config) *pgbus.Bus {
	pool, err := pgxpool.New(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(func() { go pool.Close() })
	c.Pool, c.Rate, c.Channel = pool, 1_000_000, channel(t)
	b, err := pgbus.New(c)
	require.NoError(t, err)
	return b
}

// ends requires that a subscription that has begun ends with an error, although its caller has all
// the time of the test.
func ends(t *testing.T, over <-chan error, why string) {
	select {
	case err := <-over:
		require.Error(t, err, why)
		require.NoError(t, t.Context().Err())
	case <-time.After(time.Minute):
		require.Fail(t, "it is waited for ever", why)
	}
}

// subscribe hears b, and says when it does and how it ended.
func subscribe(t *testing.T, b, from *pgbus.Bus) <-chan error {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	heard, over := make(chan bool, 1_000_000), make(chan error, 1)
	listen := func() { over <- b.Subscribe(ctx, func(string, []byte) { heard <- true }) }
	go listen()
	for {
		_ = from.Publish(ctx, "hello", nil)
		select {
		case <-heard:
			return over
		case err := <-over: // a busy machine may take longer than the Timeout to connect
			require.NoError(t, ctx.Err(), err)
			go listen()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func TestConnectionThatDiesSilentlyIsNotListenedToForEver(t *testing.T) {
	t.Parallel()
	c := shared(t)
	relay := c.Relay(t)
	b, other := made(t, relay.URL(), pgbus.Config{Timeout: 300 * time.Millisecond}), made(t, c.URL(), pgbus.Config{Timeout: time.Minute})
	for range 2 {
		over := subscribe(t, b, other)
		relay.Silence()
		ends(t, over, "the listening connection is dead")
	}
	relay.Mute(true)
	over := make(chan error, 1)
	go func() { over <- b.Subscribe(t.Context(), func(string, []byte) {}) }()
	ends(t, over, "the server says nothing to a new connection")
}

func TestConnectionThatIsQuietIsListenedTo(t *testing.T) {
	t.Parallel()
	c := shared(t)
	b := made(t, c.URL(), pgbus.Config{Timeout: 400 * time.Millisecond})
	over := subscribe(t, b, made(t, c.URL(), pgbus.Config{Timeout: time.Minute}))
	select {
	case err := <-over:
		require.NoError(t, err)
	case <-time.After(1500 * time.Millisecond): // three times asked, and answered
	}
}

// TestWhereverASubscriptionIsCutOffItEnds cuts the connection after every so many bytes of what
// Subscribe sends. Where a machine that has much else to do answers too late, it ends before it has
// sent so much, and is tried again.
func TestWhereverASubscriptionIsCutOffItEnds(t *testing.T) {
	t.Parallel()
	relay := shared(t).Relay(t)
	b := made(t, relay.URL(), pgbus.Config{Timeout: 300 * time.Millisecond})
	tries := 0
	for n := 1; n < 250; { // startup, PID, LISTEN, then pings
		tries++
		require.Less(t, tries, 50, "none sends %d bytes", n)
		cut := relay.CutAfter(n)
		over := make(chan error, 1)
		go func() { over <- b.Subscribe(t.Context(), func(string, []byte) {}) }()
		select {
		case <-cut:
			ends(t, over, "cut off")
			n += 60
		case err := <-over:
			require.Error(t, err)
		}
	}
}

func TestSendingOverADeadConnectionEnds(t *testing.T) {
	t.Parallel()
	relay := shared(t).Relay(t)
	b := made(t, relay.URL("pool_max_conns=1"), pgbus.Config{Timeout: 500 * time.Millisecond})
	require.Eventually(t, func() bool { return b.Publish(t.Context(), "x", nil) == nil }, time.Minute, time.Millisecond)
	relay.Silence()
	over := make(chan error, 1)
	go func() { over <- b.Publish(t.Context(), "x", nil) }()
	ends(t, over, "nobody answers")
	relay.Mute(true)
	go func() { over <- b.Publish(t.Context(), "x", nil) }()
	ends(t, over, "nobody takes the connection")
}

func TestBusWorksInEveryModeOfPgxAndBehindPoolers(t *testing.T) {
	t.Parallel()
	c := shared(t)
	ways := map[string]pgbus.Config{"": {}}
	if by := c.Pooler(t, "transaction"); by != "" {
		ways[by] = pgbus.Config{ListenURL: c.URL()}
	}
	ways[c.Pooler(t, "session")] = pgbus.Config{}
	for way, config := range ways {
		for _, mode := range []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"} {
			config.Timeout = 20 * time.Second
			parameters := []string{"default_query_exec_mode=" + mode}
			if way != "" {
				parameters = append(parameters, way)
			}
			b := made(t, c.URL(parameters...), config)
			require.NoError(t, b.Publish(t.Context(), "é", []byte(`{"a":"\\ ' \" 😀"}`)), mode)
			_ = subscribe(t, b, b)
		}
	}
}

func TestListeningBehindAPoolerByTransactionIsRefusedAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	c := shared(t)
	b := made(t, c.URL(c.Pooler(t, "transaction")), pgbus.Config{Timeout: time.Minute})
	for range 3 {
		err := b.Subscribe(t.Context(), func(string, []byte) {})
		require.ErrorIs(t, err, pgbus.ErrPooler)
		require.ErrorContains(t, err, "ListenURL")
	}
	conn, err := pgx.Connect(t.Context(), c.URL())
	require.NoError(t, err)
	defer conn.Close(context.Background())
	var listening int
	require.NoError(t, conn.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE query = 'LISTEN ' || $1`, channel(t)).Scan(&listening))
	assert.Zero(t, listening, "a server's connection that listens tells whoever has it next")
}

// TestListenerConnectsAsTheHostsPoolDoes: with what the host does before it connects, and without
// its hearing.
func TestListenerConnectsAsTheHostsPoolDoes(t *testing.T) {
	t.Parallel()
	c := shared(t)
	config, err := pgxpool.ParseConfig(c.URL("user=nobody"))
	require.NoError(t, err)
	config.ConnConfig.OnNotification = func(*pgconn.PgConn, *pgconn.Notification) {}
	config.BeforeConnect = func(_ context.Context, c *pgx.ConnConfig) error {
		c.User = "postgres" // as who gets a password or a token that is good for minutes
		return nil
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	b, err := pgbus.New(pgbus.Config{Pool: pool, Channel: channel(t), Rate: 1_000_000, Timeout: time.Minute})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	heard := make(chan bool, 1_000_000)
	over := make(chan error, 1)
	go func() { over <- b.Subscribe(ctx, func(string, []byte) { heard <- true }) }()
	require.Eventually(t, func() bool {
		require.NoError(t, b.Publish(ctx, "hello", nil))
		select {
		case <-heard:
			return true
		case err := <-over:
			require.NoError(t, err)
			return false
		case <-time.After(20 * time.Millisecond):
			return false
		}
	}, time.Minute, time.Millisecond)
	cancel()
	require.Error(t, <-over)
}
