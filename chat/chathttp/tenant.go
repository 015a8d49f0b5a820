package chathttp

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strconv"
	"sync"
	"weak"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// tenant is the desk that one request is for, with what the handler keeps of it. What is counted by
// who asks is counted for each desk by itself: two tenants may have a customer of one id.
type tenant struct {
	h    *Handler
	desk *desk.Desk
	*kept
}

// kept is what a handler keeps of a desk.
type kept struct {
	name  string // "" is the desk of New
	probe probe

	mu  sync.Mutex
	key signer // of visitor tokens; zero until the first one
}

// tenants are the desks that requests were for. A desk that the host lets go of is forgotten.
type tenants struct {
	mu   sync.Mutex
	of   map[weak.Pointer[desk.Desk]]*kept
	next int // names of tenants are not given twice
}

// at is the tenant of a desk.
func (p *tenants) at(d *desk.Desk) *kept {
	key := weak.Make(d)
	p.mu.Lock()
	defer p.mu.Unlock()
	if k := p.of[key]; k != nil {
		return k
	}
	if p.of == nil {
		p.of = map[weak.Pointer[desk.Desk]]*kept{}
	}
	p.next++
	k := &kept{name: strconv.Itoa(p.next)}
	p.of[key] = k
	runtime.AddCleanup(d, p.forget, key)
	return k
}

func (p *tenants) forget(key weak.Pointer[desk.Desk]) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.of, key)
}

// tenant finds the desk of a request.
func (h *Handler) tenant(r *http.Request) (tenant, error) {
	if h.cfg.Desk == nil {
		return h.only, nil
	}
	d, err := h.cfg.Desk(r)
	switch {
	case err != nil && !errors.Is(err, chat.ErrNotFound):
		return tenant{}, hostSays(err)
	case err != nil || d == nil:
		return tenant{}, refuse(codeNotFound, "there is no such shop")
	}
	return tenant{h, d, h.tenants.at(d)}, nil
}

// who names a principal among all of all desks.
func (x tenant) who(p chat.Principal) string {
	if x.name == "" {
		return key(p)
	}
	return x.name + "/" + key(p)
}

// signer is the key of visitor tokens. The desk's own is asked for once, when it is first needed.
func (x tenant) signer(ctx context.Context) (signer, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.key.key == nil {
		k, err := x.desk.Key(ctx, tokenPurpose)
		if err != nil {
			return signer{}, err
		}
		x.kept.key = newSigner(k, tokenPurpose)
	}
	return x.key, nil
}
