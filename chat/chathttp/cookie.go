package chathttp

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"
)

// hostOnly begins the name of a cookie that a browser takes only from this very host, over TLS, for every path: a page of a
// sibling domain cannot plant one, RFC 6265bis §4.1.3.2.
const hostOnly = "__Host-"

// carried is a visitor cookie as a request brings it.
type carried struct {
	sealed secret
	plain  bool // it has the name without hostOnly, which an older release gave it
}

// carried is the token a request brings, read or not. Of two cookies of one name neither is believed: nobody can tell which
// of them is this host's.
func (h *Handler) carried(r *http.Request) (carried, bool) {
	name := h.cookie(r).Name
	switch cs := r.CookiesNamed(name); {
	case len(cs) > 1:
		return carried{}, false
	case len(cs) == 1 && cs[0].Value != "":
		return carried{sealed: secret(cs[0].Value)}, true
	}
	plain := strings.TrimPrefix(name, hostOnly)
	if cs := r.CookiesNamed(plain); plain != name && len(cs) == 1 && cs[0].Value != "" {
		return carried{sealed: secret(cs[0].Value), plain: true}, true
	}
	return carried{}, false
}

// token is the visitor token of a request, if it brings a good one. The error says that it cannot be told at the moment. Under
// the plain name only tokens of older releases are good: one that this release made can have come there by planting alone.
func (x tenant) token(
	ctx context.Context, r *http.Request,
) (t token, c carried, ok bool, err error) {
	c, ok = x.h.carried(r)
	if !ok {
		return token{}, c, false, nil
	}
	signs, err := x.signer(ctx)
	if err != nil {
		return token{}, c, false, err
	}
	t, bad := signs.open(c.sealed, x.h.cfg.Now())
	return t, c, bad == nil && (!c.plain || t.older), nil
}

// give hands a token out in place of any other.
func (h *Handler) give(w http.ResponseWriter, r *http.Request, sealed secret, ends time.Time) {
	c := h.cookie(r)
	if len(r.CookiesNamed(c.Name)) > 1 { // of two, one is from before TrustedOrigins were set or taken away
		other := *c
		other.MaxAge, other.Partitioned = -1, !c.Partitioned
		if other.Partitioned {
			other.SameSite = http.SameSiteNoneMode
		}
		if c.Secure {
			http.SetCookie(w, &other)
		}
	}
	c.Value, c.MaxAge = string(sealed), int(ends.Sub(h.cfg.Now()).Seconds())
	http.SetCookie(w, c)
}

// drop takes the token back, under whatever name it came. It is for ends that are final: a token that cannot be judged at the
// moment stays with its visitor.
func (h *Handler) drop(w http.ResponseWriter, r *http.Request) {
	c := h.cookie(r)
	c.MaxAge = -1
	http.SetCookie(w, c)
	if plain := strings.TrimPrefix(c.Name, hostOnly); plain != c.Name && len(r.CookiesNamed(plain)) > 0 {
		c.Name = plain
		http.SetCookie(w, c)
	}
}

func (h *Handler) cookie(r *http.Request) *http.Cookie {
	name := strings.TrimPrefix(h.cfg.Cookie, hostOnly)
	c := &http.Cookie{Name: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !h.cfg.PlainCookie && !loopback(r)}
	if c.Secure {
		c.Name = hostOnly + name
	}
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
