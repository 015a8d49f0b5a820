package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Most is how much of an answer is read, in bytes: four thousand characters, each escaped, fit
// several times.
const Most = 256 << 10

// ErrTooLong: the answer is longer than Most.
var ErrTooLong = errors.New("the answer is too long")

// Client is a copy of a client, or the usual one where it is nil: with a time-out, and without
// redirects, which would carry words and key elsewhere.
func Client(c *http.Client) *http.Client {
	own := http.Client{}
	if c != nil {
		own = *c
	}
	if own.Timeout <= 0 {
		own.Timeout = 10 * time.Second
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	return &own
}

// Base reads the address of an API: http or https, without what follows a path.
func Base(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" ||
		u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("want an address of http or https")
	}
	return u, nil
}

// Post sends JSON, with an Authorization unless that is empty, and returns status and body.
func Post(
	ctx context.Context, c *http.Client, to, authorization string, body any,
) (status int, answer []byte, err error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0, nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(raw))
	if err != nil {
		return 0, nil, errors.New("the address is none")
	}
	req.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := c.Do(req)
	if err != nil {
		return 0, nil, withoutAddress(err)
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, Most+1))
	switch {
	case err != nil:
		return resp.StatusCode, nil, fmt.Errorf("the answer broke off: %w", withoutAddress(err))
	case len(answer) > Most:
		return resp.StatusCode, nil, ErrTooLong
	}
	return resp.StatusCode, answer, nil
}

// withoutAddress is an error without the address that was asked.
func withoutAddress(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
