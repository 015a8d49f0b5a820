package chatclient

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// most is the longest pause between two tries that a server did not ask for.
const most = 5 * time.Second

// Error says what was refused and why.
func (p *Problem) Error() string {
	return fmt.Sprintf("chatclient: %s (%d %s)", cmp.Or(p.Detail, p.Title), p.Status, p.Code)
}

// Is reports whether another problem has the same code, so that errors.Is(err,
// &Problem{Code: "offer-gone"}) asks for one.
func (p *Problem) Is(other error) bool {
	o, ok := other.(*Problem)
	return ok && o.Code != "" && o.Code == p.Code
}

// problem is an answer that refuses. What stands before the API may refuse in its own words.
func problem(a *http.Response, body []byte) *Problem {
	p := &Problem{}
	if json.Unmarshal(body, p) != nil || p.Status == 0 {
		p = &Problem{Status: a.StatusCode, Title: http.StatusText(a.StatusCode)}
	}
	if s, err := strconv.Atoi(a.Header.Get("Retry-After")); err == nil && p.RetryAfterSeconds == 0 {
		p.RetryAfterSeconds = s
	}
	return p
}

// passing reports whether a fault may be over soon: the connection, or what stands behind it.
func passing(err error) bool {
	var p *Problem
	if !errors.As(err, &p) {
		return true
	}
	switch p.Status {
	case http.StatusTooManyRequests, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// undone reports whether a request was turned away before anything was done.
func undone(err error) bool {
	var p *Problem
	return errors.As(err, &p) && p.Status == http.StatusTooManyRequests
}

// pause is the time before the next try, after n of them.
func (c *Client) pause(n int, err error) time.Duration {
	var p *Problem
	if errors.As(err, &p) && p.RetryAfterSeconds > 0 {
		return time.Duration(p.RetryAfterSeconds) * time.Second
	}
	d := min(c.cfg.Pause<<min(n-1, 16), most)
	return d/2 + rand.N(d/2+1)
}
