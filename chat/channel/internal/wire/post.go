package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// Patience is how long a platform may take to answer.
const Patience = 15 * time.Second

// mostAnswer is how much of an answer is read, in bytes.
const mostAnswer = 256 << 10

// Client is a copy of a client, or the usual one where it is nil: with a time-out, and without
// redirects. No platform redirects a send, and a redirect would carry the token elsewhere.
func Client(c *http.Client) *http.Client {
	own := http.Client{}
	if c != nil {
		own = *c
	}
	if own.Timeout <= 0 {
		own.Timeout = Patience
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	return &own
}

// Answer is what a platform answered.
type Answer struct {
	Status int
	Body   []byte
	After  time.Duration // what Retry-After says; 0: nothing
}

// Post sends JSON, with a bearer token unless that is empty. Where the platform did not answer, the
// result says why: refused if the request never left, else unknown.
func Post(
	ctx context.Context, c *http.Client, to, token string, body []byte,
) (Answer, *channel.Result) {
	return post(ctx, c, to, token, "application/json", body)
}

func post(
	ctx context.Context, c *http.Client, to, token, media string, body ...[]byte,
) (Answer, *channel.Result) {
	var left atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { left.Store(true) },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, nil)
	if err != nil {
		return Answer{}, refused(channel.Permanent, "the address is none")
	}
	carry(req, body)
	req.Header.Set("Content-Type", media)
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := c.Do(req)
	if err != nil {
		if !left.Load() {
			return Answer{}, refused(channel.Retry, "no connection: "+reason(err))
		}
		return Answer{}, &channel.Result{Why: "no answer: " + reason(err)}
	}
	defer resp.Body.Close()
	a := Answer{Status: resp.StatusCode, After: after(resp.Header.Get("Retry-After"), time.Now())}
	if a.Body, err = io.ReadAll(io.LimitReader(resp.Body, mostAnswer)); err != nil {
		return a, &channel.Result{Why: "the answer broke off"}
	}
	return a, nil
}

// carry gives a request its body, which is in pieces.
func carry(req *http.Request, pieces [][]byte) {
	for _, x := range pieces {
		req.ContentLength += int64(len(x))
	}
	req.GetBody = func() (io.ReadCloser, error) {
		var all []io.Reader
		for _, x := range pieces {
			all = append(all, bytes.NewReader(x))
		}
		return io.NopCloser(io.MultiReader(all...)), nil
	}
	if req.Body = http.NoBody; req.ContentLength > 0 {
		req.Body, _ = req.GetBody() // it has no error
	}
}

func refused(class channel.Class, why string) *channel.Result {
	r := channel.Refuse(class, "", why)
	return &r
}

// reason is what an error says without the address that was asked: some platforms want the token in
// it.
func reason(err error) string {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "time is up"
	}
	text := err.Error()
	if strings.Contains(text, "://") {
		return "connection failed"
	}
	return text
}

// longest is how long a platform's wish is heeded: messages are given up after a day.
const longest = 24 * time.Hour

// after reads a Retry-After: seconds, or an instant. What is wrong is no pause.
func after(said string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(said)); err == nil {
		return Pause(n)
	}
	if at, err := http.ParseTime(said); err == nil {
		return min(max(at.Sub(now), 0), longest)
	}
	return 0
}

// Pause is a pause of so many seconds, of a day at most.
func Pause(seconds int) time.Duration {
	return time.Duration(min(max(seconds, 0), int(longest/time.Second))) * time.Second
}

// Decode reads JSON into v. A field of another type than it should have is left empty, and hides no
// other; only what is no JSON at all is an error.
func Decode[T any](raw []byte) (v T, err error) {
	err = json.Unmarshal(raw, &v)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return v, nil
	}
	return v, err
}

// Encode writes JSON. What adapters send can always be written.
func Encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// Number is a whole number, written as one or as a string.
func Number(raw json.RawMessage) int64 {
	n, err := strconv.ParseInt(strings.Trim(string(raw), `" `), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
