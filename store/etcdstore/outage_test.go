package etcdstore_test

import (
	"context"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/etcdstore"
	"github.com/switchboard-go/switchboard/store/etcdstore/etcdtest"
)

// way is a connection to a member that can be broken.
type way struct {
	net.Listener
	to     string
	broken atomic.Bool
}

func (w *way) serve() {
	for {
		in, err := w.Accept()
		if err != nil {
			return
		}
		go w.join(in)
	}
}

func (w *way) join(in net.Conn) {
	defer in.Close()
	if w.broken.Load() {
		return
	}
	out, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer out.Close()
	go func() {
		for !w.broken.Load() {
			time.Sleep(10 * time.Millisecond)
		}
		in.Close()
		out.Close()
	}()
	go func() { _, _ = io.Copy(out, in) }()
	_, _ = io.Copy(in, out)
}

func TestAfterAnOutageTheStoreIsBackAtOnce(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	w := &way{Listener: l, to: strings.TrimPrefix(etcdtest.New(t), "http://")}
	go w.serve()
	s, err := etcdstore.Open(t.Context(), etcdstore.Config{Endpoints: []string{l.Addr().String()}})
	require.NoError(t, err)
	defer s.Close()

	w.broken.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		_, _ = s.Get(ctx, "a")
	}
	w.broken.Store(false)
	begun := time.Now()
	require.Eventually(t, func() bool {
		_, err := s.Get(t.Context(), "a")
		return err == nil
	}, time.Minute, 10*time.Millisecond)
	assert.Less(t, time.Since(begun), 5*time.Second, "what doubles its waiting waits on for as long as it has waited")
}
