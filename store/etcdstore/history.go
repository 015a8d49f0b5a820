package etcdstore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/switchboard-go/switchboard/store"
)

// history is what a handle knows of its namespace's past, to notice that it is another one by now:
// a cluster that is restored from a snapshot counts on from the snapshot, and gives the numbers of
// what was lost to something else.
//
// Every commit is signed: the marker's value names its writer, and it puts that writer's own key. A
// writer has one commit under way at a time, on the condition that its key is as it left it. So a
// commit that somebody has seen is of this past exactly when its writer's key is as new. Every read
// looks at that key for the last commit its handle had seen, and every commit is made on that
// condition.
//
// A handle has as many writers as it had commits under way at once; their keys, of some 60 bytes,
// stay.
//
// Whoever finds it otherwise raises the namespace's shift, a number that is added to all of etcd's
// revisions, by far more than was ever counted. Then nothing that anybody remembers is the revision
// of anything.
type history struct {
	mu  sync.Mutex
	now standing

	writers []*writer // with nothing under way
	named   int
	name    string // of this handle
}

// standing is a place in a past.
type standing struct {
	shift   store.Rev
	cluster uint64
	head    int64  // of the cluster
	last    int64  // revision of the last commit
	by      string // and its writer; empty: none, or one of an earlier release
}

// writer signs commits, one at a time.
type writer struct {
	name string
	last int64 // revision of its key
}

// The shift is raised by at least leap, and leapMore at most on top: two who do so at two clusters
// do it differently.
const (
	leap     = 1 << 40
	leapMore = 1 << 50
)

func newHistory() *history {
	return &history{name: strconv.FormatUint(rand.Uint64(), 36)} //nolint:gosec // it is to be different, not secret
}

func (h *history) standing() standing {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// take gives a writer that nobody else uses.
func (h *history) take() *writer {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n := len(h.writers); n > 0 {
		w := h.writers[n-1]
		h.writers = h.writers[:n-1]
		return w
	}
	h.named++
	return &writer{name: fmt.Sprintf("%s.%d", h.name, h.named)}
}

// give takes a writer back. One whose commit has an unknown outcome is not given back.
func (h *history) give(w *writer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.writers = append(h.writers, w)
}

// wrote notes a commit of this handle's.
func (h *history) wrote(at standing) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at.shift == h.now.shift && at.last > h.now.last {
		h.now = at
	}
}

// looks are the operations by which a handle that stands somewhere learns where the namespace is.
func (s *Store) looks(was standing) []clientv3.Op {
	return []clientv3.Op{clientv3.OpGet(s.marker), clientv3.OpGet(s.shiftKey()), clientv3.OpGet(s.writerKey(was.by), clientv3.WithKeysOnly())}
}

const looking = 3 // operations

// No namespace has a "!" in its name.
func (s *Store) shiftKey() string             { return s.marker + "!shift" }
func (s *Store) writerKey(name string) string { return s.marker + "!writer/" + name }

// learn takes in what the looks have told. Back says that it is not the past in which the handle
// stood.
func (s *Store) learn(was standing, header *pb.ResponseHeader, told []*pb.ResponseOp) (at standing, back bool, err error) {
	at = standing{cluster: header.ClusterId, head: header.Revision}
	if kv := first(told[0]); kv != nil {
		at.last, at.by = kv.ModRevision, string(kv.Value)
	}
	if kv := first(told[1]); kv != nil {
		n, err := strconv.ParseUint(string(kv.Value), 10, 62)
		if err != nil {
			return at, false, fmt.Errorf("%s: %w", s.shiftKey(), err)
		}
		at.shift = store.Rev(n)
	}
	signed := was.by == ""
	if kv := first(told[2]); kv != nil {
		signed = signed || kv.ModRevision >= was.last
	}
	if at.shift > was.shift {
		s.stand(at)
		return at, false, nil
	}
	moved := was.cluster != 0 && at.cluster != was.cluster
	if moved || !signed || at.shift < was.shift || at.head < was.head || at.last < was.last {
		return at, true, nil
	}
	s.history.wrote(at)
	return at, false, nil
}

func first(op *pb.ResponseOp) *mvccpb.KeyValue {
	if kvs := op.GetResponseRange().GetKvs(); len(kvs) > 0 {
		return kvs[0]
	}
	return nil
}

// stand begins anew under another shift.
func (s *Store) stand(at standing) {
	h := s.history
	h.mu.Lock()
	anew := at.shift != h.now.shift
	if anew {
		h.now, h.writers = at, nil
	}
	h.mu.Unlock()
	if anew {
		s.tail.forget()
	}
}

// raise raises the shift from what was found, unless somebody else does.
func (s *Store) raise(ctx context.Context, was, found standing) error {
	next := raised(max(was.shift, found.shift))
	resp, err := write(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
		return kv.Txn(ctx).If(s.shiftIs(found.shift)).Then(s.shiftTo(next)).Commit()
	})
	switch {
	case err != nil: // the next one who looks tries again
		return err
	case resp.Succeeded:
		s.stand(standing{shift: next})
	default: // somebody else has raised it: the next look tells how far
		s.stand(standing{shift: found.shift})
	}
	return nil
}

// raised is a shift that is far above another one.
func raised(shift store.Rev) store.Rev {
	return shift + leap + store.Rev(rand.Uint64N(leapMore)) //nolint:gosec // as above
}

func (s *Store) shiftTo(shift store.Rev) clientv3.Op {
	return clientv3.OpPut(s.shiftKey(), strconv.FormatUint(uint64(shift), 10))
}

func (s *Store) shiftIs(shift store.Rev) clientv3.Cmp {
	if shift == 0 {
		return clientv3.Compare(clientv3.CreateRevision(s.shiftKey()), "=", 0)
	}
	return clientv3.Compare(clientv3.Value(s.shiftKey()), "=", strconv.FormatUint(uint64(shift), 10))
}

// ask makes a read, with conditions, and looks where the namespace is in the same instant.
// ErrConflict: they do not hold.
func (s *Store) ask(ctx context.Context, conds []store.Cond, ops ...clientv3.Op) (resp *clientv3.TxnResponse, at standing, err error) {
	for {
		was := s.history.standing()
		compares, ok := s.compares(was, conds)
		looks := s.looks(was)
		resp, err = read(ctx, s.members, func(ctx context.Context, kv clientv3.KV) (*clientv3.TxnResponse, error) {
			return kv.Txn(ctx).If(compares...).Then(append(looks, ops...)...).Else(looks...).Commit()
		})
		if err != nil {
			return nil, at, err
		}
		var back bool
		if at, back, err = s.learn(was, resp.Header, resp.Responses); err != nil {
			return nil, at, err
		}
		switch {
		case back:
			if err := s.raise(ctx, was, at); err != nil {
				return nil, at, err
			}
		case len(conds) > 0 && at.shift != was.shift: // they were of another past
		case !ok || !resp.Succeeded:
			return nil, at, store.ErrConflict
		default:
			resp.Responses = resp.Responses[looking:]
			return resp, at, nil
		}
	}
}

// compares asks for the conditions, of a handle that stands somewhere: of a key that is not there
// etcd says that its ModRevision is 0, as we do. It is false when one is of a past before that.
func (s *Store) compares(was standing, conds []store.Cond) (cs []clientv3.Cmp, ok bool) {
	ok = true
	for _, c := range conds {
		rev := c.Rev
		if rev > 0 && was.shift > 0 {
			if rev <= was.shift {
				ok = false
				continue
			}
			rev -= was.shift
		}
		cs = append(cs, clientv3.Compare(clientv3.ModRevision(s.prefix+c.Key), "=", int64(rev)))
	}
	return cs, ok
}

// latest is the revision of the namespace's last commit; 0: there was none.
func (at standing) latest() store.Rev {
	if at.last == 0 {
		return 0
	}
	return store.Rev(at.last) + at.shift
}
