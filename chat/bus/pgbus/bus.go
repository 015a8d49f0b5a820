package pgbus

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// MaxMessage is how long topic and payload together may be: NOTIFY takes just under 8,000 bytes.
const MaxMessage = 7900

// ErrTooLong says that a message cannot be carried.
var ErrTooLong = errors.New("pgbus: message too long")

// ErrDropped says that a message was not sent because there were too many.
var ErrDropped = errors.New("pgbus: dropped, there were too many")

// Config of a Bus. Pool is required.
type Config struct {
	// Pool is the host's, and stays open. Required.
	Pool *pgxpool.Pool
	// Channel is the channel of NOTIFY, lower-case letters, digits and underscores; nodes of one desk share one, and no other
	// desk may. Default: "switchboard_bus".
	Channel string
	// Rate is how many messages a second this node may send; others are dropped. Default: 50.
	Rate int
}

// Bus implements hook.Bus. Make one with New.
type Bus struct {
	config Config
	rate   rate
}

var channelName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,59}$`)

// New makes a Bus; it does not connect yet. It reports every fault of c at once.
func New(c Config) (*Bus, error) {
	if c.Channel == "" {
		c.Channel = "switchboard_bus"
	}
	if c.Rate == 0 {
		c.Rate = 50
	}
	var faults []error
	if c.Pool == nil {
		faults = append(faults, errors.New("pgbus: Pool: missing"))
	}
	if !channelName.MatchString(c.Channel) {
		faults = append(faults, fmt.Errorf("pgbus: Channel: %q, must be lower-case letters, digits and underscores", c.Channel))
	}
	if c.Rate < 0 {
		faults = append(faults, fmt.Errorf("pgbus: Rate: %d, must not be negative", c.Rate))
	}
	return &Bus{config: c, rate: rate{perSecond: c.Rate}}, errors.Join(faults...)
}

// Publish implements hook.Bus. A topic has no NUL and no line break.
func (b *Bus) Publish(ctx context.Context, topic string, payload []byte) error {
	message := topic + "\n" + string(payload)
	if len(message) > MaxMessage {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(message), MaxMessage)
	}
	if !b.rate.allow(time.Now()) {
		return ErrDropped
	}
	if _, err := b.config.Pool.Exec(ctx, `SELECT pg_notify($1, $2)`, b.config.Channel, message); err != nil {
		return fmt.Errorf("pgbus: publish: %w", err)
	}
	return nil
}

// Subscribe implements hook.Bus: it hears every node's messages, also this one's, until ctx ends or the connection does.
func (b *Bus) Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error {
	conn, err := pgx.ConnectConfig(ctx, b.config.Pool.Config().ConnConfig)
	if err != nil {
		return fmt.Errorf("pgbus: subscribe: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+b.config.Channel); err != nil {
		return fmt.Errorf("pgbus: subscribe: %w", err)
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("pgbus: subscribe: %w", err)
		}
		if topic, payload, ok := strings.Cut(n.Payload, "\n"); ok {
			receive(topic, []byte(payload))
		}
	}
}

// rate counts what was sent in the second that is going on.
type rate struct {
	perSecond int

	mu     sync.Mutex
	second int64
	n      int
}

func (r *rate) allow(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := now.Unix(); s != r.second {
		r.second, r.n = s, 0
	}
	r.n++
	return r.n <= r.perSecond
}
