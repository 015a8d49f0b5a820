package pgstore

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/switchboard-go/switchboard/store"
)

const (
	notifyEvery = 20 * time.Millisecond // between two notifications of this node
	reconnect   = 100 * time.Millisecond
)

// hub rings the bells of namespaces: at once for this node's commits, by NOTIFY and a poll for
// those of others. Its goroutines run while somebody waits, or while there is something to tell.
type hub struct {
	d       *database
	channel string
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu        sync.Mutex
	bells     map[string]*bell
	news      map[string]bool // namespaces to notify the others of
	telling   bool
	listening bool
	own       map[uint32]int // notifications of this node that it has yet to hear, by connection

	deaf bool // as told to the log; listen's own
}

func newHub(d *database) *hub {
	h := &hub{d: d, channel: strings.ReplaceAll(d.config.Table, ".", "_"), bells: map[string]*bell{}, news: map[string]bool{}}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// close ends the goroutines. Under the lock nobody starts one between the end of ctx and the
// waiting.
func (h *hub) close() {
	h.mu.Lock()
	h.cancel()
	h.mu.Unlock()
	h.running.Wait()
}

func (h *hub) bell(namespace string) *bell {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.bells[namespace] == nil {
		h.bells[namespace] = &bell{}
	}
	return h.bells[namespace]
}

// committed tells this node now and the others soon. A notification is no part of the commit: it
// takes a lock that all databases of the server share.
func (h *hub) committed(namespace string) {
	h.bell(namespace).ring()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.news[namespace] = true
	if !h.telling && h.ctx.Err() == nil {
		h.telling = true
		h.running.Go(h.tell)
	}
}

// tell sends one notification for all namespaces with news, then waits, until there are none. One
// that fails is not sent again: the others poll.
func (h *hub) tell() {
	for namespaces := h.takeNews(); len(namespaces) > 0; namespaces = h.takeNews() {
		_ = h.d.within(h.ctx, func(ctx context.Context) error { return h.notify(ctx, namespaces) })
		h.pause(notifyEvery)
	}
}

func (h *hub) takeNews() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	namespaces := slices.Sorted(maps.Keys(h.news))
	clear(h.news)
	h.telling = len(namespaces) > 0
	return namespaces
}

// awaited starts to listen, the first time somebody waits.
func (h *hub) awaited() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.listening && h.ctx.Err() == nil {
		h.listening = true
		if !h.d.pooled.byTransaction || h.d.config.ListenURL != "" {
			h.running.Go(h.listen)
		}
		h.running.Go(h.poll)
	}
}

// poll compares the heads of all awaited namespaces, by one query, with what those who wait know.
// When that fails, those who wait look for themselves, and meet the error.
func (h *hub) poll() {
	for h.pause(h.d.config.Poll) {
		namespaces := h.awaitedNames()
		if len(namespaces) == 0 {
			continue
		}
		if err := h.look(namespaces); err != nil {
			h.ring()
		}
	}
}

func (h *hub) look(namespaces []string) error {
	return h.d.within(h.ctx, func(ctx context.Context) error {
		rows, _ := h.d.pool.Query(ctx, h.d.sql.heads, namespaces) // its error comes with the rows
		var name string
		var head store.Rev
		_, err := pgx.ForEachRow(rows, []any{&name, &head}, func() error {
			if b := h.bell(name); b.news(head) {
				b.ring()
			}
			return nil
		})
		return err
	})
}

// ring rings all bells.
func (h *hub) ring() {
	for _, b := range h.all() {
		b.ring()
	}
}

func (h *hub) awaitedNames() []string {
	var names []string
	for name, b := range h.all() {
		if b.awaited() {
			names = append(names, name)
		}
	}
	return names
}

func (h *hub) all() map[string]*bell {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.bells)
}

// pause is false when the hub was closed.
func (h *hub) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-h.ctx.Done():
		return false
	}
}
