package pgbus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// MaxMessage is how long topic and payload together may be: NOTIFY takes just under 8,000 bytes.
const MaxMessage = 7900

var (
	// ErrTooLong says that a message cannot be carried.
	ErrTooLong = errors.New("pgbus: message too long")
	// ErrDropped says that a message was not sent because there were too many.
	ErrDropped = errors.New("pgbus: dropped, there were too many")
	// ErrPooler says that the way to the server leads through a pooler by transaction, where nobody
	// can listen.
	ErrPooler = errors.New("pgbus: pooler")
)

// Bus implements hook.Bus. Make one with New.
type Bus struct {
	config Config
	rate   rate
}

// New makes a Bus; it does not connect yet. It reports every fault of c at once.
func New(c Config) (*Bus, error) {
	c, err := c.resolved()
	return &Bus{config: c, rate: rate{perSecond: c.Rate}}, err
}

// Publish implements hook.Bus. A topic has no NUL and no line break. It waits for Timeout at most.
func (b *Bus) Publish(ctx context.Context, topic string, payload []byte) error {
	message := topic + "\n" + string(payload)
	if len(message) > MaxMessage {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(message), MaxMessage)
	}
	if !b.rate.allow(time.Now()) {
		return ErrDropped
	}
	ctx, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	// The mode exec prepares nothing, so that it is right behind any pooler, whatever the host's
	// Pool does by default.
	if _, err := b.config.Pool.Exec(ctx, `SELECT pg_notify($1, $2)`, pgx.QueryExecModeExec, b.config.Channel, message); err != nil {
		return fmt.Errorf("pgbus: publish: %w", err)
	}
	return nil
}

// Subscribe implements hook.Bus: it hears every node's messages, also this one's, until ctx ends or
// the connection does. A connection that says nothing is asked, every Timeout, whether it is there;
// after another it is given up. Behind a pooler by transaction the answer is ErrPooler.
func (b *Bus) Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error {
	if err := b.listen(ctx, receive); err != nil {
		return fmt.Errorf("pgbus: subscribe: %w", err)
	}
	return nil
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
