package etcdbus

import (
	"context"
	"fmt"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// Subscribe implements hook.Bus: it hears every node's messages, also this one's, until ctx ends or the watch does. A watch says
// nothing when its member hangs or its connection has died, so the member is asked, twice a Timeout, whether it takes part in
// the cluster. One that does not answer is left, and the next Subscribe goes to another.
func (b *Bus) Subscribe(ctx context.Context, receive func(topic string, payload []byte)) error {
	l, err := b.members.current()
	if err == nil {
		err = b.watch(ctx, l, receive)
	}
	if err != nil && ctx.Err() == nil {
		b.members.leave(l)
	}
	return fmt.Errorf("etcdbus: subscribe: %w", err)
}

func (b *Bus) watch(ctx context.Context, l *line, receive func(topic string, payload []byte)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go b.ping(ctx, l, cancel)
	leading := clientv3.WithRequireLeader(ctx) // a member that has lost the others ends the watch
	for answer := range l.Watch(leading, b.config.Prefix+"/", clientv3.WithPrefix(), clientv3.WithFilterDelete()) {
		if err := answer.Err(); err != nil && ctx.Err() == nil {
			return err
		}
		for _, e := range answer.Events {
			if topic, payload, ok := strings.Cut(string(e.Kv.Value), "\n"); ok {
				receive(topic, []byte(payload))
			}
		}
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return errEnded
}

// ping ends a watch whose member does not answer, as one does only that hears the others.
func (b *Bus) ping(ctx context.Context, l *line, end context.CancelCauseFunc) {
	every := time.NewTicker(b.config.Timeout / 2)
	defer every.Stop()
	for {
		limited, cancel := context.WithTimeout(ctx, b.config.Timeout)
		_, err := l.Get(limited, b.config.Prefix+"/", clientv3.WithKeysOnly())
		cancel()
		if !answered(err) {
			end(fmt.Errorf("no answer of the member: %w", err))
			return
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}
