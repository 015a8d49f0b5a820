package etcdbus

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

const (
	// MaxMessage is how long topic and payload together may be.
	MaxMessage = 8 << 10

	keys = 16 // of a node: a watch hears every version, so few will do
)

var (
	// ErrTooLong says that a message cannot be carried.
	ErrTooLong = errors.New("etcdbus: message too long")
	// ErrDropped says that a message was not sent because there were too many.
	ErrDropped = errors.New("etcdbus: dropped, there were too many")

	errEnded = errors.New("the watch has ended")
)

// Bus implements hook.Bus. Make one with New.
type Bus struct {
	config  Config
	members *members
	lease   lease

	mu     sync.Mutex
	second int64 // that is going on
	sent   int   // in it
	turn   int   // of the keys
}

// New makes a Bus; it does not ask etcd yet. It reports every fault of c at once.
func New(c Config) (*Bus, error) {
	c, err := c.resolved()
	return &Bus{config: c, members: &members{client: c.Client, patience: c.Timeout / 2}, lease: newLease()}, err
}

// Publish implements hook.Bus. A topic has no line break. It waits for Timeout at most; a member that answers nothing for half
// of that is left for another, where the message may then be heard twice.
func (b *Bus) Publish(ctx context.Context, topic string, payload []byte) error {
	message := topic + "\n" + string(payload)
	if len(message) > MaxMessage {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(message), MaxMessage)
	}
	key, ok := b.next(time.Now())
	if !ok {
		return ErrDropped
	}
	ctx, cancel := context.WithTimeout(ctx, b.config.Timeout)
	defer cancel()
	err := b.members.ask(ctx, func(ctx context.Context, l *line) error {
		id, err := b.lease.alive(ctx, l, time.Now())
		if err == nil {
			_, err = l.Put(ctx, key, message, clientv3.WithLease(id))
		}
		if errors.Is(err, rpctypes.ErrLeaseNotFound) {
			b.lease.forget(id)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("etcdbus: publish: %w", err)
	}
	return nil
}

// next is the key of the next message, if one may be sent.
func (b *Bus) next(now time.Time) (key string, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := now.Unix(); s != b.second {
		b.second, b.sent = s, 0
	}
	if b.sent++; b.sent > b.config.Rate {
		return "", false
	}
	b.turn = (b.turn + 1) % keys
	return fmt.Sprintf("%s/%s/%d", b.config.Prefix, b.config.Node, b.turn), true
}
