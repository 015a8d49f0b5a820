package wire_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
)

const secret = "123:TOKEN"

func TestWhatNeverLeftIsRefusedAndWhatMayHaveArrivedIsUnknown(t *testing.T) {
	hang := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bot123:TOKEN/cut": // the answer breaks off
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("{"))
		case "/bot123:TOKEN/reset":
			conn, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
			}
		case "/bot123:TOKEN/hang":
			<-hang
		}
	}))
	defer s.Close()
	defer close(hang)
	c := wire.Client(nil)
	for _, path := range []string{"cut", "reset", "hang"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if path == "hang" {
			ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
		}
		_, r := wire.Post(ctx, c, s.URL+"/bot"+secret+"/"+path, "", nil)
		cancel()
		require.NotNil(t, r, path)
		require.Equal(t, channel.Unknown, r.Outcome, path)
		require.NotContains(t, r.Why, "TOKEN", path)
	}
	for _, at := range []string{"http://127.0.0.1:1/bot", "http://bot", "://"} {
		to := at + secret
		_, r := wire.Post(t.Context(), c, to, "", nil)
		require.NotNil(t, r, to)
		require.Equal(t, channel.Refused, r.Outcome, to)
		require.NotContains(t, r.Why, "TOKEN", to)
	}
}

func TestNoRedirectIsFollowed(t *testing.T) {
	asked := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Header().Set("Retry-After", "Mon, 02 Jan 2006 15:04:05 GMT")
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	a, r := wire.Post(t.Context(), wire.Client(&http.Client{}), s.URL, "token", []byte("{}"))
	require.Nil(t, r)
	require.Equal(t, []int{http.StatusTemporaryRedirect, 1}, []int{a.Status, asked})
	require.Zero(t, a.After, "an instant that is over")
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"n":"7","s":8,"l":[1,"2"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		type shape struct {
			N int      `json:"n"`
			S string   `json:"s"`
			L []string `json:"l"`
		}
		v, err := wire.Decode[shape](raw)
		if err == nil {
			_ = wire.Number(wire.Encode(v.N))
		}
	})
}
