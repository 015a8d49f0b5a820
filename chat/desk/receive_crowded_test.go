package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
)

// overtaken is a store whose next commit of files has something else begun before it, and waits
// until that has read which files there are.
type overtaken struct {
	store.Store
	other func()
	armed atomic.Bool
	looks atomic.Bool // what was begun has not read yet
	read  chan struct{}
}

// Get implements store.Store.
func (s *overtaken) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := s.Store.Get(ctx, keys...)
	files := func(key string) bool { return strings.HasPrefix(key, "files/") }
	if slices.ContainsFunc(keys, files) && s.looks.CompareAndSwap(true, false) {
		close(s.read)
	}
	return rs, err
}

// Commit implements store.Store.
func (s *overtaken) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	files := func(r store.Record) bool { return strings.HasPrefix(r.Key, "files/") }
	if slices.ContainsFunc(b.Put, files) && s.armed.CompareAndSwap(true, false) {
		s.looks.Store(true)
		go s.other()
		<-s.read
	}
	return s.Store.Commit(ctx, b)
}

func TestASessionAwaitsNoMoreFilesThanItHasRoomFor(t *testing.T) {
	over := &overtaken{read: make(chan struct{})}
	f := newFlown(t, func(cfg *desk.Config) { over.Store, cfg.Store = cfg.Store, over })
	receive := func(n int) chat.SessionID {
		parts := []hook.Part{words("look")}
		for i := range 10 {
			parts = append(parts, away("bill", fmt.Sprintf("bill%d-%d.pdf", n, i)))
		}
		r, err := f.Host().Receive(f.ctx, pigeon(fmt.Sprint("m", n), parts...))
		assert.NoError(t, err)
		return r.Session
	}
	id := receive(0)
	receive(1)
	receive(2)
	ended := make(chan struct{})
	over.other = func() { receive(4); close(ended) }
	over.armed.Store(true)
	require.Equal(t, id, receive(3))
	<-ended
	es, _, err := desk.Agent(f.supervisor()).Timeline(f.ctx, id, 0, 100)
	require.NoError(t, err)
	awaited, named := 0, 0
	for _, e := range es {
		awaited += len(e.Awaited)
		named += strings.Count(e.Text, "[bill")
	}
	require.Equal(t, 40, awaited)
	require.Equal(t, 10, named, "an agent knows that there were more")
}
