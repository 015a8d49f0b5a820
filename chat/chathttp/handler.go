package chathttp

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// Handler serves a desk, or many. It is safe for concurrent use.
type Handler struct {
	only     tenant // the one desk; zero: Config.Desk finds it
	tenants  tenants
	cfg      Config
	routes   *http.ServeMux
	origins  origins
	asserted verifier
	streams  *streams

	visitor  *limiter
	network  bounds   // of requests
	newcomer bounds   // of visitors without a token
	ownData  *limiter // exports and erasures of one visitor
	allData  bounds   // exports and erasures
	unnamed  sync.Once
}

// New returns the handler of a desk; of many if d is nil and Config.Desk finds them. All faults of
// the Config are told at once.
func New(d *desk.Desk, cfg Config) (*Handler, error) {
	if (d == nil) == (cfg.Desk == nil) {
		return nil, errors.New("chathttp: New: want a desk, or Config.Desk, and not both")
	}
	cfg, wrong := cfg.resolved()
	trusted, err := newOrigins(cfg.TrustedOrigins)
	if err := errors.Join(wrong, err); err != nil {
		return nil, err
	}
	h := &Handler{
		cfg: cfg, origins: trusted,
		asserted: verifier{keys: cfg.AssertionKeys, audience: cfg.Audience},
		streams:  newStreams(cfg.MaxStreamsPerVisitor),
		visitor:  newLimiter(cfg.Limits.Visitor), network: newBounds(cfg.Limits.Network), newcomer: newBounds(cfg.Limits.Newcomers),
		ownData: newLimiter(cfg.Limits.OwnData), allData: newBounds(cfg.Limits.NetworkData),
	}
	if d != nil {
		h.only = tenant{h, d, &kept{}}
	}
	if len(cfg.Key) > 0 {
		h.only.kept.key = newSigner(cfg.Key, tokenPurpose)
	}
	h.routes, err = h.mux(table)
	return h, err
}

// Close ends every stream cleanly and refuses new ones; other requests are served on. Register it with
// http.Server.RegisterOnShutdown. It does not wait for the streams to have ended; Shutdown does.
func (h *Handler) Close() { h.streams.close() }

// ServeHTTP serves one request. A fault of ours, a panic too, is an answer with status 500 and a line in the log.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	secure(w.Header())
	hurry(w, r)
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v)
			}
			h.fail(w, r, panicked{stacked{v, debug.Stack()}})
		}
	}()
	in, ok := below(h.cfg.Prefix, r)
	switch {
	case !ok:
		h.fail(w, r, refuse(codeNotFound, notThere))
	case r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "":
		if err := h.origins.preflight(w, r); err != nil {
			h.fail(w, r, err)
		}
	default:
		h.routes.ServeHTTP(w, in)
	}
}

// secure sets what every answer says, whatever it is.
func secure(h http.Header) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Origin")
}

// fail answers with the problem an error is. That the client went away is no fault of ours and not logged; it is answered
// all the same, as what ended the request may have been the host.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := explain(err)
	p.TraceID = trace(r)
	left := p.Code == codeUnavailable && errors.Is(r.Context().Err(), context.Canceled)
	if p.Status >= http.StatusInternalServerError && !left {
		say := []any{"method", r.Method, "path", r.URL.Path, "status", p.Status, "trace_id", p.TraceID, "error", err}
		if v, ok := errors.AsType[panicked](err); ok {
			if s, ok := v.value.(stacked); ok {
				say = append(say, "stack", string(s.stack))
			}
		}
		h.cfg.Logger.ErrorContext(r.Context(), "chathttp: request failed", say...)
	}
	p.write(w)
}

var traceparent = regexp.MustCompile(`^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$`)

// trace is the request's W3C trace id, or a new one.
func trace(r *http.Request) string {
	if m := traceparent.FindStringSubmatch(r.Header.Get("Traceparent")); m != nil && strings.Trim(m[1], "0") != "" {
		return m[1]
	}
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
