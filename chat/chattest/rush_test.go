package chattest_test

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

// full says whether tests run at their full size, as at night.
var full = os.Getenv("SWITCHBOARD_FULL") != ""

func TestInARushNobodyIsOverfilledAndNobodyWaitsBesideAFreeAgent(t *testing.T) {
	crowd := chattest.Crowd{Visitors: 400, Agents: 20}
	if full {
		crowd = chattest.Crowd{Visitors: 10_000, Agents: 100}
	}
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		crowd.Quiet = func() {
			time.Sleep(time.Second)
			synctest.Wait()
		}
		chattest.Rush(t, func() store.Store { return s }, crowd)
	})
}

// careless is a store that forgets to check conditions.
type careless struct{ store.Store }

func (c careless) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	b.If = nil
	return c.Store.Commit(ctx, b)
}

func (c careless) Unwrap() store.Store { return c.Store }

// verdict is a test that notes why it failed.
type verdict struct {
	*testing.T
	why string
}

func (v *verdict) Fatalf(format string, args ...any) {
	v.why = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func TestAStoreThatChecksNoConditionsIsFoundOut(t *testing.T) {
	s := memstore.New(memstore.Config{})
	v := &verdict{T: t}
	var rush sync.WaitGroup
	rush.Go(func() {
		chattest.Rush(v, func() store.Store { return careless{s} }, chattest.Crowd{Visitors: 200, Patience: 2 * time.Second})
	})
	rush.Wait()
	if v.why == "" {
		t.Fatal("a store without conditions passed")
	}
	t.Log(v.why)
}

func TestADatabaseThatGoesBackCorruptsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(memstore.Config{})
		chattest.Rewind(t, func() store.Store { return s }, func() func() {
			b := s.Backup()
			return func() { s.Restore(b) }
		})
	})
}
