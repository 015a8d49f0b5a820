package chatclient

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// request is one operation with what it was called with.
type request struct {
	method   string
	path     string   // with the names of what stands in it
	in       []string // what stands there
	query    url.Values
	body     any    // a type of this package, or JSON
	data     []byte // instead of it: a file
	keyed    bool   // a second one under the same key does nothing
	key      string // empty: one is made
	revision string // of what it replaces
	accept   string
}

// address is where the request goes.
func (r request) address(base *url.URL) (*url.URL, error) {
	var path strings.Builder
	rest, in := r.path, r.in
	for {
		before, after, found := strings.Cut(rest, "{")
		path.WriteString(before)
		if !found {
			break
		}
		_, rest, _ = strings.Cut(after, "}")
		switch {
		case len(in) == 0 || in[0] == "":
			return nil, fmt.Errorf("chatclient: %s %s: an id is missing", r.method, r.path)
		case in[0] == "." || in[0] == "..": // a way to another place
			return nil, fmt.Errorf("chatclient: %s %s: an id is none: %q", r.method, r.path, in[0])
		}
		path.WriteString(url.PathEscape(in[0]))
		in = in[1:]
	}
	u := *base
	u.RawPath = u.EscapedPath() + "/" + path.String()
	plain, err := url.PathUnescape(u.RawPath)
	if err != nil {
		return nil, err
	}
	u.Path, u.RawQuery = plain, r.query.Encode()
	return &u, nil
}

// again reports whether the request may be sent a second time while nobody knows what became of the
// first.
func (r request) again() bool { return r.method == http.MethodGet || r.keyed }

// send makes one try, whose answer the caller closes.
func (r request) send(ctx context.Context, c *Client, body []byte) (*http.Response, error) {
	u, err := r.address(c.base)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	switch {
	case r.data != nil:
		req.Header.Set("Content-Type", "application/octet-stream")
	case body != nil:
		req.Header.Set("Content-Type", "application/json")
	}
	if r.keyed {
		req.Header.Set("Idempotency-Key", r.key)
	}
	if r.revision != "" {
		req.Header.Set("If-Match", strconv.Quote(r.revision))
	}
	if r.accept != "" {
		req.Header.Set("Accept", r.accept)
	}
	if c.cfg.Sign != nil {
		if err := c.cfg.Sign(req); err != nil {
			return nil, err
		}
	}
	return c.cfg.HTTP.Do(req)
}

// do sends a request, again where that does nothing twice, and returns the body of its answer.
func (c *Client) do(ctx context.Context, r request) ([]byte, error) {
	body := r.data
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, err
		}
	}
	if r.keyed && r.key == "" {
		r.key = rand.Text()
	}
	for n := 1; ; n++ {
		answer, err := c.try(ctx, r, body)
		again := passing(err) && (r.again() || undone(err))
		if err == nil || !again || n >= c.cfg.Tries || ctx.Err() != nil {
			return answer, err
		}
		if late := wait(ctx, c.pause(n, err)); late != nil {
			return nil, late
		}
	}
}

// try sends a request once.
func (c *Client) try(ctx context.Context, r request, body []byte) ([]byte, error) {
	a, err := r.send(ctx, c, body)
	if err != nil {
		return nil, err
	}
	defer a.Body.Close()
	all, err := io.ReadAll(a.Body)
	if err != nil {
		return nil, err
	}
	if a.StatusCode >= http.StatusBadRequest {
		return nil, problem(a, all)
	}
	return all, nil
}

// done sends a request whose answer says nothing.
func done(ctx context.Context, c *Client, r request) error {
	_, err := c.do(ctx, r)
	return err
}

// answer sends a request and reads its answer; one that says nothing is the zero T.
func answer[T any](ctx context.Context, c *Client, r request) (out T, err error) {
	if events := strings.HasSuffix(r.path, "events"); events {
		r.accept = "application/json" // a long poll
	}
	all, err := c.do(ctx, r)
	if err != nil {
		return out, err
	}
	if raw, plain := any(&out).(*[]byte); plain {
		*raw = all
		return out, nil
	}
	if len(all) == 0 {
		return out, nil
	}
	if err := json.Unmarshal(all, &out); err != nil {
		return out, fmt.Errorf("chatclient: the answer to %s %s: %w", r.method, r.path, err)
	}
	return out, nil
}
