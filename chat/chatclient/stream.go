package chatclient

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// soon is the pause before a stream is opened anew that its server ended: a stream has an age.
const soon = 100 * time.Millisecond

// Events is the visitor's stream, from a cursor on; empty begins now. See AgentCalls.Events.
func (c VisitorCalls) Events(ctx context.Context, cursor string) iter.Seq2[Heard, error] {
	return c.client.events(ctx, "v1/events", cursor)
}

// Events is the agent's stream, from a cursor on; empty begins now. It goes on where it was after a
// lost connection, and ends with ctx or the loop. It yields one error and ends where the API will
// have no such stream: a *Problem, of which a status of 401, 403 or 404 says why.
//
// A stream.hello begins each connection; snapshots follow it. After a stream.reset everything must
// be read again. An entry may come twice: its number says so.
func (c AgentCalls) Events(ctx context.Context, cursor string) iter.Seq2[Heard, error] {
	return c.client.events(ctx, "v1/agent/events", cursor)
}

// Events is the supervisor's stream: the board, whenever it changes. See AgentCalls.Events.
func (c SupervisorCalls) Events(ctx context.Context) iter.Seq2[Heard, error] {
	return c.client.events(ctx, "v1/board/events", "")
}

// Heard is an event of a stream. Cursor is where to go on from after it; it is that of the event
// before where the event has none of its own.
type Heard struct {
	Event
	Cursor string
}

// stream is one that is being listened to.
type stream struct {
	c      *Client
	path   string
	cursor string
	yield  func(Heard, error) bool
	over   bool // the loop has ended
	polls  bool // something in between holds a stream's bytes back
	heard  bool // something came by this connection
}

func (c *Client) events(ctx context.Context, path, cursor string) iter.Seq2[Heard, error] {
	return func(yield func(Heard, error) bool) {
		s := &stream{c: c, path: path, cursor: cursor, yield: yield}
		for n := 1; ; n++ {
			s.heard = false
			err := s.connect(ctx)
			if s.over || ctx.Err() != nil {
				return
			}
			if refused(err) {
				yield(Heard{}, err)
				return
			}
			pause := soon
			if s.heard {
				n = 0
			} else {
				pause = c.pause(max(n, 1), err)
			}
			if wait(ctx, pause) != nil {
				return
			}
		}
	}
}

// refused reports whether no other try will bring a stream.
func refused(err error) bool {
	var p *Problem
	if !errors.As(err, &p) {
		return false
	}
	switch p.Status {
	case http.StatusNoContent, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	}
	return false
}

// connect listens, or asks again and again where there is no listening.
func (s *stream) connect(ctx context.Context) error {
	if !s.polls {
		return s.listen(ctx)
	}
	q := url.Values{}
	if s.cursor != "" {
		q.Set("after", s.cursor)
	}
	page, err := answer[Poll](ctx, s.c, request{method: http.MethodGet, path: s.path, query: q})
	if err != nil {
		s.lost(err)
		return err
	}
	s.heard = true
	for _, e := range page.Events {
		if !s.tell(e, "") {
			return nil
		}
	}
	s.cursor = cmp.Or(page.Cursor, s.cursor)
	return nil
}

// lost begins anew where the cursor is too old, and asks from then on where streams are not served.
func (s *stream) lost(err error) {
	var p *Problem
	if !errors.As(err, &p) {
		return
	}
	switch p.Status {
	case http.StatusGone:
		s.cursor = "" // what comes after hello is whole
	case http.StatusNotImplemented:
		s.polls = true
	}
}

// listen reads one connection to its end. Silence ends it too.
func (s *stream) listen(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watch := time.AfterFunc(s.c.cfg.Silence, cancel)
	defer watch.Stop()
	r := request{method: http.MethodGet, path: s.path, query: url.Values{}}
	r.accept = "text/event-stream"
	if s.cursor != "" {
		r.query.Set("after", s.cursor)
	}
	a, err := r.send(ctx, s.c, nil)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(a.Body, 1<<16))
		err := problem(a, said)
		s.lost(err)
		return err
	}
	return lines(a.Body, func() { watch.Reset(s.c.cfg.Silence) }, s.take)
}

// take hands an event on. It reports whether more is wanted.
func (s *stream) take(id string, data []byte) bool {
	var e Event
	if json.Unmarshal(data, &e) != nil {
		return true // not of this API
	}
	s.heard = true
	return s.tell(e, id)
}

// tell yields an event, and notes where to go on from. It reports whether more is wanted.
func (s *stream) tell(e Event, id string) bool {
	switch {
	case e.Type == "stream.reset":
		s.cursor = ""
	case id != "":
		s.cursor = id
	case e.Type == "stream.hello" && e.Data.Cursor != "":
		s.cursor = e.Data.Cursor
	}
	s.over = !s.yield(Heard{e, s.cursor}, nil)
	return !s.over
}
