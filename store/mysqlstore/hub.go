package mysqlstore

import (
	"context"
	"maps"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// hub rings the bells of namespaces: at once for this node's commits, by a poll for those of
// others. Its goroutine begins when somebody waits for the first time.
type hub struct {
	d       *database
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	running sync.WaitGroup
	soon    chan struct{} // holds one, when there is a reason to look again soon

	mu      sync.Mutex
	bells   map[string]*bell
	polling bool

	deaf bool // as told to the log; poll's own
}

func newHub(d *database) *hub {
	h := &hub{d: d, bells: map[string]*bell{}, soon: make(chan struct{}, 1)}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// stop ends the goroutine. Under the lock nobody starts it between the end of ctx and the waiting.
func (h *hub) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cancel()
}

func (h *hub) bell(namespace string) *bell {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.bells[namespace] == nil {
		h.bells[namespace] = &bell{}
	}
	return h.bells[namespace]
}

// committed tells this node. Where one commits, others do soon.
func (h *hub) committed(namespace string) {
	h.bell(namespace).ring()
	select {
	case h.soon <- struct{}{}:
	default:
	}
}

// awaited starts to poll, the first time somebody waits.
func (h *hub) awaited() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.polling && h.ctx.Err() == nil {
		h.polling = true
		h.running.Go(h.poll)
	}
}

// poll compares the heads of all awaited namespaces with one query: 16 times as often as Poll after
// news, half as often each time there is none, down to Poll. When it fails, everybody looks for
// themselves and sees why.
func (h *hub) poll() {
	heads := map[string]store.Rev{}
	shortest := max(h.d.config.Poll/16, time.Millisecond)
	every := shortest
	for h.pause(every) {
		news, err := h.look(heads)
		h.tell(err)
		if err != nil {
			for _, b := range h.all() {
				b.ring()
			}
		}
		select {
		case <-h.soon:
			news = true
		default:
		}
		every = min(2*every, h.d.config.Poll)
		if news && err == nil {
			every = shortest
		}
	}
}

// tell says once that nothing is heard of other nodes, and once that it is again.
func (h *hub) tell(err error) {
	switch {
	case h.ctx.Err() != nil:
	case err != nil && !h.deaf:
		h.d.config.Logger.Warn("mysqlstore: nothing is heard of other nodes", "error", err)
	case err == nil && h.deaf:
		h.d.config.Logger.Info("mysqlstore: other nodes are heard again")
	}
	h.deaf = err != nil
}

func (h *hub) look(heads map[string]store.Rev) (news bool, err error) {
	names := h.awaitedNames()
	if len(names) == 0 {
		return false, nil
	}
	err = h.d.read(h.ctx, func(ctx context.Context, s *session) error {
		for _, some := range chunks(names) {
			err := s.each(ctx, h.d.sql.heads(some), func(scan func(...any) error) error {
				var name string
				var head store.Rev
				if err := scan(&name, &head); err != nil || heads[name] == head {
					return err
				}
				heads[name], news = head, true
				h.bell(name).ring()
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return news, err
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
