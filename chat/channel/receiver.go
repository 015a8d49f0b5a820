package channel

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// Receiver is the address that a platform posts to. It answers 2xx only when everything in a
// request has been taken in; until then the platform tries again.
//
//   - GET is answered by an Adapter that is a Greeter.
//   - A body over Limit is 413, one whose proof is wrong 401. Nothing of it is read.
//   - A body that is the platform's and cannot be read is 200: it would not be better next time.
//   - Events of an account that is not the shop's are left out, and counted.
//   - When Take fails the answer is 503. What was taken in comes again, under the same ids.
type Receiver struct {
	Adapter Adapter // required
	// Take takes in events, in their order, and returns when they are durable. Those that it was
	// given before it takes in once, by Event.ID, which is unique on its channel. Required.
	Take func(ctx context.Context, events []Event) error
	// Ours says whether an account is the shop's. Default: all are.
	Ours func(account string) bool
	// Limit is how long a body may be, in bytes. Default: Rules.Body of the Adapter, or 1 MiB.
	Limit int64
	// Patience is how long a request may take. Platforms wait for 15 seconds and more. Default: 10
	// seconds.
	Patience time.Duration

	forged, unread, foreign, long, failed, taken atomic.Int64
}

// Counts are what a Receiver has done since it was made.
type Counts struct {
	Taken   int64 // events that were taken in, repeated ones too
	Forged  int64 // requests without the platform's proof
	Unread  int64 // requests that could not be read
	Foreign int64 // events of other accounts
	Long    int64 // requests over the limit
	Failed  int64 // requests that Take failed for
}

// Counts are what it has done.
func (r *Receiver) Counts() Counts {
	return Counts{
		Taken: r.taken.Load(), Forged: r.forged.Load(), Unread: r.unread.Load(),
		Foreign: r.foreign.Load(), Long: r.long.Load(), Failed: r.failed.Load(),
	}
}

const (
	defaultLimit    = 1 << 20
	defaultPatience = 10 * time.Second
)

// ServeHTTP implements http.Handler.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch req.Method {
	case http.MethodGet:
		r.greet(w, req)
	case http.MethodPost:
		w.WriteHeader(r.post(w, req))
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}

// greet answers the platform's question whether this is the right place.
func (r *Receiver) greet(w http.ResponseWriter, req *http.Request) {
	g, ok := r.Adapter.(Greeter)
	if !ok {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	answer, err := g.Greet(req.URL.Query())
	if err != nil {
		r.forged.Add(1)
		w.WriteHeader(http.StatusForbidden)
		return
	}
	// The answer is the platform's own word, or a stranger's: no browser may take it for a page.
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, answer)
}

// post takes in a request, and returns the status of its answer.
func (r *Receiver) post(w http.ResponseWriter, req *http.Request) int {
	patience := r.Patience
	if patience <= 0 {
		patience = defaultPatience
	}
	ctx, cancel := context.WithTimeout(req.Context(), patience)
	defer cancel()
	// A body that trickles in is not waited for longer; where it cannot be said, the server's own
	// time-outs count.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(patience))
	raw, status := r.body(w, req)
	if status != 0 {
		return status
	}
	in := Request{Header: req.Header, Query: req.URL.Query(), Raw: raw}
	if err := r.Adapter.Verify(in); err != nil {
		r.forged.Add(1)
		return r.status(err, http.StatusUnauthorized)
	}
	events, err := r.Adapter.Read(in)
	if err != nil {
		r.unread.Add(1)
		return r.status(err, http.StatusOK)
	}
	if events = r.ours(events); len(events) == 0 {
		return http.StatusOK
	}
	if err := r.Take(ctx, events); err != nil {
		r.failed.Add(1)
		w.Header().Set("Retry-After", "5")
		return http.StatusServiceUnavailable
	}
	r.taken.Add(int64(len(events)))
	return http.StatusOK
}

// body reads what came, as it came. The status is 0 where all of it is there.
func (r *Receiver) body(w http.ResponseWriter, req *http.Request) ([]byte, int) {
	limit := r.Limit
	if limit <= 0 {
		limit = cmp.Or(r.Adapter.Rules().Body, defaultLimit)
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, req.Body, limit))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		r.long.Add(1)
		return nil, http.StatusRequestEntityTooLarge
	case err != nil:
		return nil, http.StatusBadRequest
	}
	return raw, 0
}

// status is what the adapter wants to answer, or else what is usual.
func (r *Receiver) status(err error, usual int) int {
	if a, ok := r.Adapter.(Answerer); ok {
		if s := a.Status(err); s != 0 {
			return s
		}
	}
	return usual
}

// ours leaves out the events of other accounts. Some platforms tell of a message by its id alone.
func (r *Receiver) ours(events []Event) (mine []Event) {
	for _, e := range events {
		byID := e.Account == "" && (e.Kind == KindStatus || e.Kind == KindDelayed)
		if r.Ours != nil && !byID && !r.Ours(e.Account) {
			r.foreign.Add(1)
			continue
		}
		mine = append(mine, e)
	}
	return mine
}
