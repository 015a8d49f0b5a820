package channel_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
)

// plain is an adapter of a platform whose proof is a header, and whose body is the text of one
// message. What is sent, send decides.
type plain struct {
	rules channel.Rules
	send  func(channel.Outbound) channel.Result
}

func (p plain) Rules() channel.Rules { return p.rules }

func (plain) Verify(r channel.Request) error {
	if r.Header.Get("Proof") != "good" {
		return channel.ErrForged
	}
	return nil
}

func (plain) Read(r channel.Request) ([]channel.Event, error) {
	text := string(r.Raw)
	if text == "garbage" {
		return nil, errors.New("no message")
	}
	account, text, _ := strings.Cut(text, ":")
	return []channel.Event{
		{Account: account, Peer: "vera", Kind: channel.KindMessage, ID: "m-" + text, Text: text},
	}, nil
}

func (p plain) Send(_ context.Context, m channel.Outbound) channel.Result { return p.send(m) }

func (plain) Greet(q url.Values) (string, error) {
	if q.Get("token") != "good" {
		return "", channel.ErrForged
	}
	return q.Get("word"), nil
}

func TestAReceiverAnswersOnlyWhenAllIsTakenIn(t *testing.T) {
	var took []string
	full := false
	r := &channel.Receiver{
		Adapter: plain{}, Limit: 20, Ours: func(account string) bool { return account == "shop" },
		Take: func(_ context.Context, es []channel.Event) error {
			if full {
				return errors.New("the store is away")
			}
			for _, e := range es {
				took = append(took, e.Text)
			}
			return nil
		},
	}
	call := func(method, target, proof string, body io.Reader) *httptest.ResponseRecorder {
		req := httptest.NewRequest(method, target, body)
		req.Header.Set("Proof", proof)
		w := httptest.NewRecorder()
		r.ServeHTTP(w, req)
		return w
	}
	post := func(proof, body string) int {
		return call(http.MethodPost, "/", proof, strings.NewReader(body)).Code
	}
	require.Equal(t, 200, post("good", "shop:hello"))
	require.Equal(t, 401, post("bad", "shop:forged"))
	require.Equal(t, 401, post("bad", "garbage"), "the proof comes before the reading")
	require.Equal(t, 413, post("good", "shop:"+strings.Repeat("x", 20)))
	require.Equal(t, 200, post("good", "garbage"), "it would be no better next time")
	require.Equal(t, 200, post("good", "others:hello"), "it is another page's")
	full = true
	require.Equal(t, 503, post("good", "shop:later"))
	full = false
	require.Equal(t, 200, post("good", "shop:later"))
	require.Equal(t, 400, call(http.MethodPost, "/", "good", cut{}).Code, "a body that breaks off")
	require.Equal(t, 405, call(http.MethodPut, "/", "good", nil).Code)
	require.Equal(t, []string{"hello", "later"}, took)
	want := channel.Counts{Taken: 2, Forged: 2, Unread: 1, Foreign: 1, Long: 1, Failed: 1}
	require.Equal(t, want, r.Counts())

	w := call(http.MethodGet, "/?token=good&word=<b>1", "", nil)
	require.Equal(t, "<b>1", w.Body.String())
	require.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, 403, call(http.MethodGet, "/?token=bad&word=1", "", nil).Code)
}

// cut is a body that breaks off.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// idle is an adapter whose platform tells of a message by its id alone.
type idle struct{ plain }

func (idle) Read(channel.Request) ([]channel.Event, error) {
	return []channel.Event{
		{Kind: channel.KindStatus, ID: "1", Own: "a", State: channel.Delivered},
		{Kind: channel.KindMessage, ID: "2", Text: "whose am I?"},
	}, nil
}

func TestAStatusWithoutAnAccountIsNotAnothers(t *testing.T) {
	var got []string
	r := &channel.Receiver{
		Adapter: idle{}, Ours: func(account string) bool { return account == "shop" },
		Take: func(_ context.Context, es []channel.Event) error {
			for _, e := range es {
				got = append(got, e.ID)
			}
			return nil
		},
	}
	in := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{}"))
	in.Header.Set("Proof", "good")
	r.ServeHTTP(httptest.NewRecorder(), in)
	require.Equal(t, []string{"1"}, got)
	require.EqualValues(t, 1, r.Counts().Foreign)
}
