package chathttp

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

const tokenPurpose = "visitor token"

// identify finds out who asks, as far as the policy wants to know.
func (h *Handler) identify(w http.ResponseWriter, r *http.Request, p policy, from string) (chat.Principal, error) {
	switch p {
	case agents, supervisor:
		return h.staff(r, p)
	case perhaps, visitors, newcomers:
		who, err := h.customer(w, r)
		if err != nil || who.ID != "" {
			return who, err
		}
		return h.bearer(w, r, p, from)
	}
	return chat.Principal{}, nil
}

// staff is an agent or a supervisor of the host.
func (h *Handler) staff(r *http.Request, p policy) (chat.Principal, error) {
	who, err := h.cfg.Agent(r)
	switch {
	case err != nil:
		return chat.Principal{}, hostSays(err)
	case who.ID == "":
		return chat.Principal{}, refuse(codeUnauth, "sign in as an agent")
	case who.Kind != chat.RoleSupervisor && (p == supervisor || who.Kind != chat.RoleAgent):
		return chat.Principal{}, refuse(codeForbidden, "this is not yours to do")
	}
	return who, nil
}

// customer is whom the host's own login knows, or nobody. Who signs in takes along what this browser began without a name,
// and leaves the token behind: a copy of it is worth nothing any more.
func (h *Handler) customer(w http.ResponseWriter, r *http.Request) (chat.Principal, error) {
	who, err := h.cfg.Visitor(r)
	if err != nil {
		return chat.Principal{}, hostSays(err)
	}
	if who.ID == "" {
		return chat.Principal{}, nil
	}
	if who.Kind != chat.RoleVisitor {
		return chat.Principal{}, refuse(codeForbidden, "this is not yours to do")
	}
	if sealed, ok := h.carried(r); ok {
		h.claim(r.Context(), who, sealed)
		h.drop(w, r)
	}
	return who, nil
}

// claim gives somebody who has just signed in what the token's visitor began in this browser. That it fails, or that there is
// a chat of their own open, must not keep anybody from signing in.
func (h *Handler) claim(ctx context.Context, who chat.Principal, sealed secret) {
	signs, err := h.signer(ctx)
	if err != nil {
		return
	}
	t, err := signs.open(sealed, h.cfg.Now())
	if err != nil || t.Identified {
		return
	}
	err = h.desk.Visitor(who).Claim(ctx, t.principal())
	if err != nil && !errors.Is(err, desk.ErrUnauthenticated) && !errors.Is(err, chat.ErrState) && !errors.Is(err, desk.ErrBanned) {
		h.cfg.Logger.WarnContext(ctx, "chathttp: what was said without a name could not be claimed", "error", err)
	}
	h.retire(ctx, sealed)
}

// bearer is the visitor whom the token names. A newcomer without a good token gets one.
func (h *Handler) bearer(w http.ResponseWriter, r *http.Request, p policy, from string) (chat.Principal, error) {
	signs, err := h.signer(r.Context())
	if err != nil {
		return chat.Principal{}, err
	}
	if sealed, ok := h.carried(r); ok {
		t, err := signs.open(sealed, h.cfg.Now())
		if err == nil {
			return t.principal(), nil
		}
		h.drop(w, r)
	}
	if p == perhaps {
		return chat.Principal{}, nil
	}
	if p != newcomers {
		return chat.Principal{}, refuse(codeUnauth, "there is no visitor token, or it is worth nothing any more; begin with POST v1/visits")
	}
	if from != "" {
		if wait := h.newcomer.take(h.cfg.Now(), from); wait > 0 {
			return chat.Principal{}, refuseFor(codeRateLimited, "too many new visitors from this network", wait)
		}
	}
	now := h.cfg.Now()
	t := token{ID: h.desk.Host().NewVisitor().ID, Version: now.UnixMilli(), Issued: now}
	h.give(w, r, signs.seal(t), t.ends())
	return t.principal(), nil
}

// principal is the visitor of a token.
func (t token) principal() chat.Principal {
	return chat.Principal{Kind: chat.RoleVisitor, ID: t.ID, Verified: t.Identified, Version: t.Version}
}

// retire makes an anonymous visitor's token worthless on every node. That it fails must not keep anybody from signing in.
func (h *Handler) retire(ctx context.Context, sealed secret) {
	signs, err := h.signer(ctx)
	if err != nil {
		return
	}
	t, err := signs.open(sealed, h.cfg.Now())
	if err != nil || t.Identified {
		return
	}
	if err := h.desk.Host().Revoke(ctx, chat.RoleVisitor, t.ID, t.Version+1); err != nil && !errors.Is(err, desk.ErrNotFound) {
		h.cfg.Logger.WarnContext(ctx, "chathttp: a visitor token could not be revoked", "error", err)
	}
}

// hostSays turns an error of the host's login into an answer that lets nobody in.
func hostSays(err error) error {
	if errors.Is(err, desk.ErrUnauthenticated) || errors.Is(err, desk.ErrBanned) || errors.Is(err, desk.ErrForbidden) {
		return err
	}
	return errors.Join(desk.ErrUnavailable, err)
}

// signer is the key of visitor tokens. The desk's own is asked for once, when it is first needed.
func (h *Handler) signer(ctx context.Context) (signer, error) {
	h.keyed.Lock()
	defer h.keyed.Unlock()
	if h.key.key == nil {
		k, err := h.desk.Key(ctx, tokenPurpose)
		if err != nil {
			return signer{}, err
		}
		h.key = newSigner(k, tokenPurpose)
	}
	return h.key, nil
}

// carried is the token a request brings, read or not.
func (h *Handler) carried(r *http.Request) (secret, bool) {
	c, err := r.Cookie(h.cfg.Cookie)
	if err != nil || c.Value == "" {
		return "", false
	}
	return secret(c.Value), true
}

// give hands a token out in place of any other.
func (h *Handler) give(w http.ResponseWriter, r *http.Request, sealed secret, ends time.Time) {
	c := h.cookie(r)
	c.Value, c.MaxAge = string(sealed), int(ends.Sub(h.cfg.Now()).Seconds())
	w.Header().Del("Set-Cookie")
	http.SetCookie(w, c)
}

// drop takes the token back.
func (h *Handler) drop(w http.ResponseWriter, r *http.Request) {
	c := h.cookie(r)
	c.MaxAge = -1
	http.SetCookie(w, c)
}

func (h *Handler) cookie(r *http.Request) *http.Cookie {
	c := &http.Cookie{Name: h.cfg.Cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !h.cfg.PlainCookie && !loopback(r)}
	if len(h.cfg.TrustedOrigins) > 0 && c.Secure {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
}

// loopback reports whether the page is on this very machine, where there is no TLS to speak of.
func loopback(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return r.TLS == nil && (host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback())
}
