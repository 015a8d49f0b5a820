package etcdbus

import (
	"context"
	"errors"
	"sync"
	"time"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
)

// members are those of a cluster. One of them is asked, by a connection of its own, until it answers nothing for a while; then
// it is the next one's turn, by a new connection.
//
// The host's client would not do: it takes a connection that has died in silence, or a member that hangs, for a good one.
type members struct {
	client   *clientv3.Client
	patience time.Duration // with a member

	mu     sync.Mutex
	turn   int
	line   *line // to the member whose turn it is; nil: not yet
	hangUp sync.Once
}

// line is a connection to a member.
type line struct {
	clientv3.KV
	clientv3.Lease
	clientv3.Watcher
	conn *grpc.ClientConn // nil: the client's own, which is in the server's process
}

// dial is called with the lock held.
func (ms *members) dial() (*line, error) {
	endpoints := ms.client.Endpoints()
	if len(endpoints) == 0 {
		return &line{KV: ms.client.KV, Lease: ms.client.Lease, Watcher: ms.client.Watcher}, nil
	}
	conn, err := ms.client.Dial(endpoints[ms.turn%len(endpoints)])
	if err != nil {
		return nil, err
	}
	return &line{
		KV:      clientv3.NewKVFromKVClient(pb.NewKVClient(conn), ms.client),
		Lease:   clientv3.NewLeaseFromLeaseClient(pb.NewLeaseClient(conn), ms.client, ms.patience),
		Watcher: clientv3.NewWatchFromWatchClient(pb.NewWatchClient(conn), ms.client),
		conn:    conn,
	}, nil
}

func (l *line) close() {
	if l.conn != nil {
		_ = errors.Join(l.Watcher.Close(), l.Lease.Close(), l.conn.Close())
	}
}

// current is the line to the member whose turn it is. It ends with the host's client.
func (ms *members) current() (*line, error) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	ms.hangUp.Do(func() { context.AfterFunc(ms.client.Ctx(), func() { ms.leave(nil) }) })
	err := ms.client.Ctx().Err()
	if ms.line == nil && err == nil {
		ms.line, err = ms.dial()
	}
	return ms.line, err
}

// leave has the next member asked from now on, unless that is so by now. Without a line it leaves any.
func (ms *members) leave(l *line) {
	ms.mu.Lock()
	left := ms.line
	if left == nil || l != nil && l != left {
		ms.mu.Unlock()
		return
	}
	ms.line = nil
	ms.turn++
	ms.mu.Unlock()
	left.close()
}

// ask asks one member after the other until one answers, each at most once.
func (ms *members) ask(ctx context.Context, question func(context.Context, *line) error) (err error) {
	for range max(1, len(ms.client.Endpoints())) {
		var l *line
		if l, err = ms.current(); err != nil {
			return err
		}
		limited, cancel := context.WithTimeout(ctx, ms.patience)
		err = question(limited, l)
		cancel()
		if answered(err) || ctx.Err() != nil {
			return err
		}
		ms.leave(l)
	}
	return err
}

// answered tells whether an error is the member's own word, and another one's would be no other.
func answered(err error) bool {
	var said rpctypes.EtcdError
	return err == nil || errors.As(err, &said) && said.Code() != codes.Unavailable
}
