package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// cancelledContextEndsTheCall checks that a call with a cancelled context answers with its error,
// so that a caller can tell a shutdown from a store that fails, and that the store works on.
func cancelledContextEndsTheCall(tb testing.TB, c Config) {
	f := open(tb, c)
	head := f.put("a", "1")
	ctx, cancel := context.WithCancel(tb.Context())
	cancel()
	calls := map[string]func() error{
		"Get":     func() error { _, err := f.s.Get(ctx, "a"); return err },
		"List":    func() error { _, err := f.s.List(ctx, store.Range{Limit: 1}); return err },
		"Changes": func() error { _, _, err := f.s.Changes(ctx, 0, 1); return err },
		"Commit": func() error {
			_, err := f.s.Commit(ctx, store.Batch{Put: []store.Record{rec("b", "1")}})
			return err
		},
	}
	if w, ok := f.s.(store.Waiter); ok {
		calls["Wait"] = func() error { return w.Wait(ctx, head) }
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, context.Canceled) {
			tb.Errorf("%s with a cancelled context: %v; want context.Canceled", name, err)
		}
	}
	f.put("c", "the store works on")
}

// cancelledCommitIsWholeOrNothing cancels commits under way, among others that are not cancelled
// and must not suffer.
func cancelledCommitIsWholeOrNothing(tb testing.TB, c Config) {
	f := open(tb, c)
	const clients, each = 8, 40
	var wg sync.WaitGroup
	for n := range clients {
		wg.Go(func() {
			for i := range each {
				ctx, cancel := context.WithTimeout(tb.Context(), time.Duration(i*n%17)*50*time.Microsecond)
				// Half of the clients are in no hurry. A store that groups commits must not let one
				// that is cancelled fail the others of its group.
				if n%2 == 0 {
					ctx, cancel = context.WithTimeout(tb.Context(), time.Minute)
				}
				key := fmt.Sprintf("%d/%d/", n, i)
				_, err := f.s.Commit(ctx, store.Batch{
					If:  []store.Cond{{Key: key + "a"}},
					Put: []store.Record{rec(key+"a", ""), rec(key+"b", ""), rec(key+"c", "")},
				})
				cancel()
				if n%2 == 0 && err != nil {
					tb.Errorf("a commit that nobody cancelled, among others that were: %v", err)
				}
				if errors.Is(err, store.ErrConflict) {
					tb.Errorf("a cancelled commit whose conditions hold: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for n := range clients {
		for i := range each {
			key := fmt.Sprintf("%d/%d/", n, i)
			if got := len(f.get(key+"a", key+"b", key+"c")); got != 3 && (got != 0 || n%2 == 0) {
				tb.Errorf("%d of the 3 records of one commit are there", got)
			}
		}
	}
}
