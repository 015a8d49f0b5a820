package etcdbus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
)

const (
	// MaxMessage is how long topic and payload together may be.
	MaxMessage = 8 << 10

	keys     = 16               // of a node: a watch hears every version, so few will do
	lifetime = 60 * time.Second // of a node's keys after it was last renewed
)

var (
	// ErrTooLong says that a message cannot be carried.
	ErrTooLong = errors.New("etcdbus: message too long")
	// ErrDropped says that a message was not sent because there were too many.
	ErrDropped = errors.New("etcdbus: dropped, there were too many")
)

// Bus implements hook.Bus. Make one with New.
type Bus struct {
	config Config

	mu      sync.Mutex
	lease   clientv3.LeaseID
	renewed time.Time
	second  int64 // that is going on
	sent    int   // in it
	turn    int   // of the keys
}

// New makes a Bus; it does not ask etcd yet. It reports every fault of c at once.
func New(c Config) (*Bus, error) {
	c, err := c.resolved()
	return &Bus{config: c}, err
}

// Publish implements hook.Bus. A topic has no line break.
func (b *Bus) Publish(ctx context.Context, topic string, payload []byte) error {
	message := topic + "\n" + string(payload)
	if len(message) > MaxMessage {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(message), MaxMessage)
	}
	key, ok := b.next(time.Now())
	if !ok {
		return ErrDropped
	}
	lease, err := b.alive(ctx, time.Now())
	if err == nil {
		_, err = b.config.Client.Put(ctx, key, message, clientv3.WithLease(lease))
	}
	if errors.Is(err, rpctypes.ErrLeaseNotFound) {
		b.forget(lease)
	}
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

// alive is the lease of this node's keys, granted when it is first needed and renewed when a third of it is over.
func (b *Bus) alive(ctx context.Context, now time.Time) (clientv3.LeaseID, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lease != 0 && now.Sub(b.renewed) < lifetime/3 {
		return b.lease, nil
	}
	if b.lease != 0 {
		if _, err := b.config.Client.KeepAliveOnce(ctx, b.lease); err == nil {
			b.renewed = now
			return b.lease, nil
		}
	}
	granted, err := b.config.Client.Grant(ctx, int64(lifetime/time.Second))
	if err != nil {
		return 0, err
	}
	b.lease, b.renewed = granted.ID, now
	return b.lease, nil
}

// forget gives a lease up that has ended.
func (b *Bus) forget(lease clientv3.LeaseID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.lease == lease {
		b.lease = 0
	}
}

// Subscribe implements hook.Bus: it hears every node's messages, also this one's, until ctx ends or the watch does.
func (b *Bus) Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for answer := range b.config.Client.Watch(ctx, b.config.Prefix+"/", clientv3.WithPrefix(), clientv3.WithFilterDelete()) {
		if err := answer.Err(); err != nil {
			return fmt.Errorf("etcdbus: subscribe: %w", err)
		}
		for _, e := range answer.Events {
			if topic, payload, ok := strings.Cut(string(e.Kv.Value), "\n"); ok {
				receive(topic, []byte(payload))
			}
		}
	}
	return fmt.Errorf("etcdbus: subscribe: %w", context.Cause(ctx))
}
