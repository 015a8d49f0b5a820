package wiretest

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// Answer is what a platform answers whatever it is asked.
type Answer struct {
	Status int
	Body   []byte
	After  string // the header Retry-After
}

// RoundTrip implements http.RoundTripper.
func (a Answer) RoundTrip(r *http.Request) (*http.Response, error) {
	if x := httptrace.ContextClientTrace(r.Context()); x != nil && x.GotConn != nil {
		x.GotConn(httptrace.GotConnInfo{})
	}
	return &http.Response{
		StatusCode: 100 + (a.Status&0x7fffffff)%500, Header: http.Header{"Retry-After": {a.After}},
		Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r,
	}, nil
}

// Client is an http.Client of a platform that answers so.
func (a Answer) Client() *http.Client { return &http.Client{Transport: a} }

// Check wants a result to be one that a lane can go by, and to hold no secret. Whatever a platform
// answers, its words are not asked to keep one.
func (a Answer) Check(t *testing.T, r channel.Result, secret string) {
	t.Helper()
	switch {
	case r.Outcome == channel.Refused && r.Class == "":
		t.Errorf("%+v is refused, and of no class", r)
	case r.Outcome != channel.Refused && r.Class != "":
		t.Errorf("%+v is of a class, and not refused", r)
	case r.After < 0 || r.After > 24*time.Hour:
		t.Errorf("%+v waits for %s", r, r.After)
	case (r.Err() == nil) != (r.Outcome == channel.Taken):
		t.Errorf("%+v is the error %v", r, r.Err())
	case strings.Contains(r.Why, secret) && !bytes.Contains(a.Body, []byte(secret[:4])):
		t.Errorf("%+v holds the secret", r)
	}
	for _, id := range r.IDs {
		if id == "" {
			t.Errorf("%+v has an empty id", r)
		}
	}
}
