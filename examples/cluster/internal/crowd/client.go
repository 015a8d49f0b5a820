package crowd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"time"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

const again = 100 * time.Millisecond // between two attempts

// client is one person's browser.
type client struct {
	http    *http.Client
	base    string
	login   string // of an agent
	books   *Books
	attempt time.Duration // what one takes at most
	opened  time.Time     // when the stream was
}

// refusal is an answer that says no, for good.
type refusal struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Detail) }

// refused tells that an error is a refusal with this code.
func refused(err error, code string) bool {
	var r *refusal
	return errors.As(err, &r) && r.Code == code
}

// client is one more of them. Login is an agent's, and empty for a visitor.
func (c *Crowd) client(login string) *client {
	jar, _ := cookiejar.New(nil) // it never fails
	browser := &http.Client{Transport: c.config.Transport, Jar: jar}
	return &client{http: browser, base: c.config.URL + "/v1/", login: login, books: c.Books, attempt: c.config.Await}
}

// do asks until the answer is known, or ctx ends. A key makes that safe for what is not idempotent by itself.
func (c *client) do(ctx context.Context, method, path, key string, body, answer any) error {
	for tries := 0; ; tries++ {
		err := c.once(ctx, method, path, key, body, answer)
		var no *refusal
		if err == nil || errors.As(err, &no) || ctx.Err() != nil {
			return err
		}
		if tries == 0 && key != "" {
			c.books.unknown()
		}
		select {
		case <-time.After(again):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (c *client) once(ctx context.Context, method, path, key string, body, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, c.attempt)
	defer cancel()
	r, err := c.request(ctx, method, path, body)
	if err != nil {
		return err
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return err
	case resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests:
		return fmt.Errorf("crowd: %s %s: %s", method, path, resp.Status)
	case resp.StatusCode >= 400:
		no := &refusal{Status: resp.StatusCode}
		_ = json.Unmarshal(text, no) // the status will do
		return no
	case answer == nil || len(text) == 0:
		return nil
	}
	return json.Unmarshal(text, answer)
}

func (c *client) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var b io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		b = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, b)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.login != "" {
		r.Header.Set(fleet.Login, c.login)
	}
	return r, nil
}
