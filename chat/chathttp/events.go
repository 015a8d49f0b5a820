package chathttp

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// reconnect is how long EventSource waits before it connects again, a half more or less, so that a server that was
// restarted does not meet everybody at once.
const reconnect = 2 * time.Second

// source is the events of one handle, from a cursor on, until ctx ends.
type source func(ctx context.Context, cursor string) iter.Seq2[desk.Event, error]

func (c *call) visitorEvents() error { return c.events(attended(&c.visitor, c.r)) }
func (c *call) agentEvents() error   { return c.events(c.agent.Events) }
func (c *call) boardEvents() error   { return c.events(c.supervisor.Events) }

// events answers with a stream or a long-poll of the same events, as the client accepts.
//
// While a stream is open its goroutine waits below this, and the stack under it stays. Where less
// than 4 KB of it are in use it is 8 KB, else 16: so what is needed only once has a function of its
// own. TestAnIdleStreamHoldsLittleMoreThanABareOne notices.
func (c *call) events(from source) error {
	l := &listening{}
	if err := l.begin(c); err != nil {
		return err
	}
	defer l.end()
	if l.polls {
		return c.poll(l.ctx, l.stop, from, l.cursor)
	}
	return c.stream(l.ctx, l.stop, from, l.cursor)
}

// listening is a client that may listen to events.
type listening struct {
	ctx    context.Context
	stop   context.CancelFunc
	end    func()
	cursor string
	polls  bool
}

// begin lets a client listen. End must be called when it no longer does.
func (l *listening) begin(c *call) (err error) {
	if c.r.Method != http.MethodGet {
		p := refuse(codeMethod, "allowed: GET")
		p.allow = "GET"
		return p
	}
	if l.cursor, err = cursorOf(c.r); err != nil {
		return err
	}
	if l.polls, err = polls(c.r); err != nil {
		return err
	}
	l.ctx, l.stop = context.WithCancel(c.r.Context())
	leave, err := c.h.streams.join(c.at.who(c.who), l.stop)
	if err != nil {
		l.stop()
		return err
	}
	unwatch := c.watch(l.stop)
	l.end = func() {
		leave()
		unwatch()
		l.stop()
	}
	return nil
}

// polls reports whether a client accepts a long-poll and not a stream.
func polls(r *http.Request) (bool, error) {
	switch accept := strings.Join(r.Header.Values("Accept"), ","); {
	case strings.Contains(accept, "text/event-stream"):
		return false, nil
	case strings.Contains(accept, "application/json"):
		return true, nil
	case accept == "" || strings.Contains(accept, "*/*") || strings.Contains(accept, "text/*"):
		return false, nil
	}
	return false, refuse(codeNotAcceptable, "ask for text/event-stream or application/json")
}

// stream sends events until the reader, the handler or the stream's age ends it. The answer begins with the first event, so
// that who may not listen gets a status and not an empty stream.
func (c *call) stream(ctx context.Context, stop context.CancelFunc, from source, cursor string) error {
	var out *sse
	defer func() {
		if out != nil {
			out.close(c.r)
		}
	}()
	plainCursor, _ := cutSeen(cursor)
	moved, err := changesFor(c.r)
	if err != nil {
		return err
	}
	for ev, err := range from(ctx, plainCursor) {
		switch {
		case err != nil && out == nil:
			return err
		case err != nil:
			c.last(out, err)
			return nil
		case out == nil:
			if out, err = c.begin(stop); out == nil {
				return err
			}
		}
		name, data, err := moved.envelope(ev)
		if err != nil {
			c.h.cfg.Logger.ErrorContext(ctx, "chathttp: an event could not be written", "type", ev.Type, "error", err)
			return nil
		}
		if name != "" && out.send(ev.ID, name, data) != nil {
			return nil
		}
	}
	if out == nil && c.h.streams.closing() {
		return refuseFor(codeUnavailable, "the server is closing", retryUnavailable)
	}
	return nil
}

// begin answers with a stream. There is none, and perhaps no error, when it broke off at once.
func (c *call) begin(stop context.CancelFunc) (*sse, error) {
	out, err := openSSE(c.w, c.r, c.h.cfg.Heartbeat, jitter(c.h.cfg.MaxStreamAge, 10), stop)
	if errors.Is(err, errBroken) {
		return nil, nil
	}
	if err == nil {
		_ = out.retry(jitter(reconnect, 50)) // a failure stays, and ends the stream with its first event
	}
	return out, err
}

// last says why a stream ends before its time, where a client can do something about it. For the rest it connects again and
// gets a status.
func (c *call) last(out *sse, err error) {
	switch {
	case errors.Is(err, chat.ErrCursorExpired):
		if data, err := envelope(desk.Event{Type: desk.EventReset, At: c.h.cfg.Now(), Reset: "cursor-expired"}); err == nil {
			_ = out.send("", desk.EventReset, data)
		}
	case errors.Is(err, context.Canceled), errors.Is(err, chat.ErrUnauthenticated), errors.Is(err, chat.ErrForbidden):
	default:
		c.h.cfg.Logger.WarnContext(c.r.Context(), "chathttp: a stream broke off", "error", err)
	}
}

// jitter returns d, up to percent more or less.
func jitter(d time.Duration, percent int) time.Duration {
	spread := int64(d) * int64(percent) / 100
	if spread <= 0 {
		return d
	}
	return d - time.Duration(spread) + time.Duration(rand.Int64N(2*spread+1))
}
