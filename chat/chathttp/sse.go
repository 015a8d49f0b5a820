package chathttp

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// writeWithin is how long one write to a reader may take before the reader is dropped.
const writeWithin = 10 * time.Second

// sse is one open stream of server-sent events. Its writes are its own: each extends the connection's write deadline, which
// http.Server.WriteTimeout set once for the whole answer. There is one goroutine a stream, the handler's; the
// heartbeat is a timer.
type sse struct {
	rc   *http.ResponseController
	w    http.ResponseWriter
	beat time.Duration
	ends time.Time // zero: not by age
	stop func()    // ends the stream from the heartbeat

	mu    sync.Mutex
	timer *time.Timer
	over  bool
	fault error
}

// openSSE begins a stream, or answers why it cannot: a *problem when something around the handler is unable to flush.
// lasting is the greatest age; stop must end the reading of events. The stream must be closed before the handler returns.
func openSSE(w http.ResponseWriter, r *http.Request, beat, lasting time.Duration, stop func()) (*sse, error) {
	if !flushes(w) {
		return nil, refuse(codeStream, fmt.Sprintf("%T, which wraps the ResponseWriter, can neither flush nor be unwrapped; "+
			"ask with Accept: application/json to long-poll", w))
	}
	s := &sse{rc: http.NewResponseController(w), w: w, beat: beat, stop: stop}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-cache, no-transform")
	h.Set("X-Accel-Buffering", "no")
	begun := time.Now()
	if err := s.extend(); errors.Is(err, http.ErrNotSupported) {
		lasting = within(lasting, writeTimeout(r))
	}
	w.WriteHeader(http.StatusOK) // some wrappers do not notice that a flush sent it
	if err := s.rc.Flush(); err != nil {
		return nil, errors.Join(errBroken, err)
	}
	if lasting > 0 {
		s.ends = begun.Add(lasting)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.timer = time.AfterFunc(s.pause(), s.tick)
	return s, nil
}

// errBroken is a stream that ended before it began: nobody is there to be told.
var errBroken = errors.New("chathttp: the stream broke off")

// flushes reports whether a ResponseWriter, or what it wraps, can flush: what http.ResponseController would find.
func flushes(w http.ResponseWriter) bool {
	for {
		switch t := w.(type) {
		case http.Flusher, interface{ FlushError() error }:
			return true
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return false
		}
	}
}

// writeTimeout is the host's, as far as it is known.
func writeTimeout(r *http.Request) time.Duration {
	if srv, ok := r.Context().Value(http.ServerContextKey).(*http.Server); ok {
		return srv.WriteTimeout
	}
	return 0
}

// within shortens a stream that cannot extend its deadline, so that it ends cleanly before it is cut.
func within(lasting, timeout time.Duration) time.Duration {
	if timeout > 0 && (lasting <= 0 || lasting > timeout*7/10) {
		return timeout * 7 / 10
	}
	return lasting
}

// send writes one event. id may be empty; data must be one line. An error is the end of the stream.
func (s *sse) send(id, kind string, data []byte) error {
	var b bytes.Buffer
	b.Grow(len(data) + len(id) + len(kind) + 24)
	if id != "" {
		b.WriteString("id: " + oneLine(id) + "\n")
	}
	b.WriteString("event: " + oneLine(kind) + "\ndata: ")
	b.Write(data)
	b.WriteString("\n\n")
	return s.write(b.Bytes())
}

// oneLine keeps a field of an event from becoming two.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == 0 {
			return -1
		}
		return r
	}, s)
}

// retry tells EventSource how long to wait before it connects again.
func (s *sse) retry(d time.Duration) error {
	return s.write(fmt.Appendf(nil, "retry: %d\n\n", d.Milliseconds()))
}

func (s *sse) write(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.put(b)
}

// put writes and flushes under a deadline of its own; the first failure stays.
func (s *sse) put(b []byte) error {
	if s.over {
		return http.ErrHandlerTimeout
	}
	if s.fault == nil {
		_ = s.extend()
		_, s.fault = s.w.Write(b)
	}
	if s.fault == nil {
		s.fault = s.rc.Flush()
	}
	if s.fault == nil && s.timer != nil {
		s.timer.Reset(s.pause())
	}
	return s.fault
}

func (s *sse) extend() error { return s.rc.SetWriteDeadline(time.Now().Add(writeWithin)) }

// pause is how long until the stream needs a heartbeat or is over.
func (s *sse) pause() time.Duration {
	if s.ends.IsZero() {
		return s.beat
	}
	return max(0, min(s.beat, time.Until(s.ends)))
}

// tick sends a heartbeat, or ends the stream when it is old enough or its reader is gone.
func (s *sse) tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return
	}
	old := !s.ends.IsZero() && !time.Now().Before(s.ends)
	if old || s.put([]byte(": hb\n\n")) != nil {
		s.stop()
	}
}

// close ends the stream. After it nothing is written: the ResponseWriter is the server's again.
func (s *sse) close(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.timer.Stop()
	if s.fault != nil {
		return
	}
	// The server still has to write the end, perhaps long after the last event; and a deadline must not stay behind on a
	// connection where the server sets none.
	if _ = s.extend(); writeTimeout(r) == 0 {
		_ = s.rc.SetWriteDeadline(time.Time{})
	}
}
