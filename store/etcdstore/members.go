package etcdstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// ErrNoAnswer says that no member answered within Config.Timeout. Of a Commit the outcome is
// unknown.
var ErrNoAnswer = errors.New("etcdstore: no answer in time")

// lull is how long to wait before all members are asked again, when none of them could answer.
const lull = 50 * time.Millisecond

// members are those of a cluster, asked in turn.
//
// A read that is not answered within patience is asked of the next member too, and the first answer
// counts. A commit is asked once: asked again elsewhere, it could be made twice, so that its caller
// alone can find out what became of it. Members that do not answer, or cannot be reached, come
// last.
type members struct {
	client   *clientv3.Client
	timeout  time.Duration // of a read, with all its attempts, and of a commit
	patience time.Duration // with a member
	probe    string        // a key that may be read
	all      []*member
	turn     atomic.Uint64
	ctx      context.Context
	cancel   context.CancelFunc
	running  sync.WaitGroup
}

func newMembers(client *clientv3.Client, c Config) (*members, error) {
	ms := &members{client: client, timeout: c.Timeout, patience: c.Timeout / 2, probe: c.Prefix + "/" + c.Namespace}
	ms.ctx, ms.cancel = context.WithCancel(context.Background())
	endpoints := client.Endpoints()
	if len(endpoints) == 0 {
		endpoints = []string{""} // a client in the server's own process
	}
	for _, e := range endpoints {
		m := &member{members: ms, endpoint: e, since: time.Now(), trouble: make(chan struct{})}
		var err error
		if m.line, err = m.dial(); err != nil {
			ms.close()
			return nil, fmt.Errorf("%s: %w", e, err)
		}
		ms.all = append(ms.all, m)
	}
	ms.running.Go(ms.pulse)
	return ms, nil
}

func (ms *members) close() {
	ms.cancel()
	for _, m := range ms.all {
		m.mu.Lock() // whoever passes it over has either begun by now, or does not begin
		m.line.close()
		m.mu.Unlock()
	}
	ms.running.Wait()
	for _, m := range ms.all {
		m.line.close() // one that came meanwhile
	}
}

// order is all members from the next one on: first those that can be expected to answer.
func (ms *members) order() []*member {
	n := len(ms.all)
	first := int(ms.turn.Add(1) % uint64(n))
	good, bad := make([]*member, 0, n), []*member(nil)
	for i := range n {
		m := ms.all[(first+i)%n]
		m.mu.Lock()
		up := m.line.up()
		m.mu.Unlock()
		if !m.hung() && up {
			good = append(good, m)
		} else {
			bad = append(bad, m)
		}
	}
	return append(good, bad...)
}

// ask asks one member once, by a line that may be given up before it is answered.
func ask[T any](ctx context.Context, m *member, question func(context.Context, clientv3.KV) (T, error)) (T, error) {
	l := m.asked()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(l.ctx, func() { cancel(errLineGivenUp) })()
	v, err := question(ctx, l)
	m.ended(answered(err))
	if err != nil && errors.Is(context.Cause(ctx), errLineGivenUp) {
		err = errLineGivenUp
	}
	return v, err
}

// read asks one member after the other, until one answers, or the time is over.
func read[T any](ctx context.Context, ms *members, question func(context.Context, clientv3.KV) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, ms.timeout)
	defer cancel()
	for {
		v, err := round(limited, ms, question)
		if err == nil || !elsewhere(err) || !rest(limited, lull) {
			return v, ms.late(ctx, limited, err)
		}
	}
}

// round asks every member at most once.
func round[T any](ctx context.Context, ms *members, question func(context.Context, clientv3.KV) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the slower ones
	order := ms.order()
	answers := make(chan answer, len(order))
	asked, failed := 0, 0
	next := func() {
		if asked < len(order) {
			m := order[asked]
			asked++
			go func() {
				v, err := ask(ctx, m, question)
				answers <- answer{v, err}
			}()
		}
	}
	next()
	slow := time.NewTicker(ms.patience)
	defer slow.Stop()
	for {
		select {
		case <-slow.C:
			next()
		case a := <-answers:
			if a.err == nil || !elsewhere(a.err) {
				return a.value, a.err
			}
			if failed++; failed == len(order) {
				return a.value, a.err
			}
			next()
		}
	}
}

// write asks one member once.
func write[T any](ctx context.Context, ms *members, question func(context.Context, clientv3.KV) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, ms.timeout)
	defer cancel()
	v, err := ask(limited, ms.order()[0], question)
	if errors.Is(err, errLineGivenUp) {
		return v, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	return v, ms.late(ctx, limited, err)
}

// errLineGivenUp says that a connection owed answers when it was given up for one that works.
var errLineGivenUp = errors.New("the connection fell silent")

// late tells the end of our time from the end of the caller's.
func (ms *members) late(ctx, limited context.Context, err error) error {
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("%w (%v)", ErrNoAnswer, ms.timeout)
	}
	return err
}

// answered tells whether an error is the member's word. One that could not be reached owes nothing
// either, but is no proof.
func answered(err error) bool {
	var said rpctypes.EtcdError
	return err == nil || errors.As(err, &said) || status.Code(err) == codes.Unimplemented
}

// elsewhere tells whether another member, or the same one a little later, may answer a read.
func elsewhere(err error) bool {
	if errors.Is(err, errLineGivenUp) {
		return true
	}
	var said rpctypes.EtcdError
	if errors.As(err, &said) {
		return said.Code() == codes.Unavailable
	}
	switch status.Code(err) {
	case codes.Unavailable, codes.Canceled, codes.Internal:
		return true
	}
	return false
}

// pulse asks those members of which nothing was heard for a while. A watch says nothing when its
// member has died.
func (ms *members) pulse() {
	for rest(ms.ctx, ms.patience/2) {
		for _, m := range ms.all {
			if !m.hung() && m.quiet() {
				ms.running.Go(func() { ms.ping(m) })
			}
		}
	}
}

func (ms *members) ping(m *member) {
	ctx, cancel := context.WithTimeout(ms.ctx, ms.timeout)
	defer cancel()
	_, _ = ask(ctx, m, func(ctx context.Context, kv clientv3.KV) (*clientv3.GetResponse, error) {
		return kv.Get(ctx, ms.probe, clientv3.WithKeysOnly(), clientv3.WithSerializable())
	})
}
