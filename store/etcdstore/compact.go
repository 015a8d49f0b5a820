package etcdstore

import (
	"context"
	"sync"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// compactDeletes is how many deletions of this node pile up before those of the time before them
// are compacted. Until then each costs every List that comes across it some 0.2 µs, and a queue's
// head is where they lie.
const compactDeletes = 1000

// compactor drops the cluster's history before the last Keep revisions, a quarter of them at a
// time, or when many deletions lie in the way. Every node does so; who comes second is told that it
// was done already.
type compactor struct {
	members *members
	keep    store.Rev
	off     bool
	ctx     context.Context
	cancel  context.CancelFunc

	mu      sync.Mutex
	next    store.Rev // head at which to compact again
	deletes int       // since mark
	mark    store.Rev
	running sync.WaitGroup
}

func newCompactor(ms *members, c Config) *compactor {
	k := &compactor{members: ms, keep: store.Rev(c.Keep), off: c.LeaveHistory}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

// reached is told of every commit: its revision, and how many keys it deleted.
func (k *compactor) reached(head store.Rev, deleted int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.off || k.ctx.Err() != nil {
		return
	}
	if k.deletes += deleted; k.deletes >= compactDeletes {
		k.compact(k.mark)
		k.deletes, k.mark = 0, head
	}
	if head > k.keep && head >= k.next {
		k.compact(head - k.keep)
		k.next = head + k.keep/4 + 1
	}
}

// compact runs on its own. One that fails is made up for by the next.
func (k *compactor) compact(before store.Rev) {
	if before == 0 {
		return
	}
	k.running.Go(func() {
		_, _ = write(k.ctx, k.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.CompactResponse, error) {
			return kv.Compact(ctx, int64(before))
		})
	})
}

func (k *compactor) close() {
	k.mu.Lock()
	k.cancel()
	k.mu.Unlock()
	k.running.Wait()
}
