package lincheck

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/store/storetest/history"
)

// slow makes calls overlap: it waits before and after each.
type slow struct {
	store.Store
	rng *rand.Rand
}

func (s slow) wait() { time.Sleep(time.Duration(s.rng.IntN(60)) * time.Microsecond) }

func (s slow) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	s.wait()
	defer s.wait()
	return s.Store.Get(ctx, keys...)
}

func (s slow) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	s.wait()
	defer s.wait()
	return s.Store.List(ctx, r)
}

func (s slow) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	s.wait()
	defer s.wait()
	return s.Store.Commit(ctx, b)
}

// record makes a history of a correct store: three clients on four keys.
func record(t *testing.T, seed uint64, calls int) []history.Op {
	var r history.Recorder
	s := memstore.New(memstore.Config{})
	var wg sync.WaitGroup
	for id := range 3 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(seed, uint64(id)))
			client(t.Context(), r.Client(id, slow{s, rng}), rng, id, calls)
		})
	}
	wg.Wait()
	return r.Ops()
}

func client(ctx context.Context, s store.Store, rng *rand.Rand, id, calls int) {
	known := map[string]store.Rev{}
	key := func() string { return fmt.Sprintf("k/%d", rng.IntN(4)) }
	for i := range calls {
		var rs []store.Record
		switch rng.IntN(4) {
		case 0:
			rs, _ = s.Get(ctx, key(), key())
		case 1:
			rs, _ = s.List(ctx, store.Range{Prefix: "k/", Limit: 1 + rng.IntN(4), Desc: i%2 == 0})
		default:
			a, b := key(), key()
			batch := store.Batch{Put: []store.Record{{Key: fmt.Sprintf("done/%d-%d", id, i), Value: fmt.Appendf(nil, "%d-%d", id, i)}, {Key: a, Value: fmt.Appendf(nil, "%d-%d", id, i)}}}
			if rng.IntN(2) == 0 {
				batch.If = []store.Cond{{Key: a, Rev: known[a]}}
			}
			if a != b && rng.IntN(3) == 0 {
				batch.Delete = []string{b}
			}
			_, _ = s.Commit(ctx, batch)
		}
		for _, r := range rs {
			known[r.Key] = r.Rev
		}
	}
}

// damage spoils one call of a history in one of many ways; what comes out may still fit.
func damage(ops []history.Op, rng *rand.Rand) []history.Op {
	ops = slices.Clone(ops)
	for i := range ops {
		ops[i].Records = slices.Clone(ops[i].Records)
	}
	op := &ops[rng.IntN(len(ops))]
	other := ops[rng.IntN(len(ops))]
	switch rng.IntN(7) {
	case 0: // an older or newer answer
		if op.Kind == other.Kind {
			op.Records = other.Records
		}
	case 1: // a record is missing
		if n := len(op.Records); n > 0 {
			op.Records = slices.Delete(op.Records, n-1, n)
		}
	case 2: // another value
		if len(op.Records) > 0 {
			op.Records[0].Value = []byte("forged")
		}
	case 3: // another outcome
		if op.Kind == history.Commit {
			op.Outcome = map[history.Outcome]history.Outcome{history.Done: history.Conflict, history.Conflict: history.Done}[op.Outcome]
			op.Rev = other.Rev + 1
		}
	case 4: // another time
		op.Call, op.Return = other.Call, other.Return
	case 5: // another revision
		if len(op.Records) > 0 {
			op.Records[0].Rev += store.Rev(rng.IntN(3))
		}
	case 6: // two revisions change places
		if op.Kind == history.Commit && other.Kind == history.Commit {
			op.Rev = other.Rev
		}
	}
	return ops
}

// TestTheTwoCheckersAgree: SWITCHBOARD_FULL=1 compares 20,000 histories instead of 400.
func TestTheTwoCheckersAgree(t *testing.T) {
	histories := 40
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		histories = 2000
	}
	rejected := 0
	for seed := range uint64(histories) {
		ops := record(t, seed, 12)
		require.NoError(t, history.Check(ops))
		require.True(t, Linearizable(ops))
		rng := rand.New(rand.NewPCG(seed, 99))
		for range 9 {
			spoiled := damage(ops, rng)
			err := history.Check(spoiled)
			if ours, theirs := err == nil, Linearizable(spoiled); ours != theirs {
				t.Fatalf("seed %d: history.Check says %v, porcupine says %v: %v", seed, ours, theirs, err)
			}
			if err != nil {
				rejected++
			}
		}
	}
	require.Greater(t, rejected, histories, "the damage must matter")
	t.Logf("%d histories, %d of them rejected by both", histories*10, rejected)
}

// TestLongHistoryIsCheckedInASecond compares both at the size of a store's own suite.
func TestLongHistoryIsCheckedInASecond(t *testing.T) {
	ops := record(t, 1, 700)
	start := time.Now()
	require.NoError(t, history.Check(ops))
	ours := time.Since(start)
	start = time.Now()
	require.True(t, Linearizable(ops))
	t.Logf("%d calls: history.Check %v, porcupine %v", len(ops), ours, time.Since(start))
}

func Example() {
	ops := []history.Op{
		{Client: 1, Call: 1, Return: 2, Kind: history.Commit, Outcome: history.Done, Rev: 1, Batch: store.Batch{Put: []store.Record{{Key: "a"}}}},
		{Client: 2, Call: 3, Return: 4, Kind: history.Get, Keys: []string{"a"}},
	}
	fmt.Println(Linearizable(ops), history.Check(ops) == nil)
	// Output: false false
}
