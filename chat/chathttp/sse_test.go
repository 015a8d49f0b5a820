package chathttp

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ticking serves a stream of an event every step, until it ends; how it ended is told on ended.
func ticking(step, beat, lasting time.Duration, ended chan<- error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithCancel(r.Context())
		defer stop()
		s, err := openSSE(w, r, beat, lasting, stop)
		if err != nil {
			ended <- err
			return
		}
		defer s.close(r)
		for i := 1; ; i++ {
			select {
			case <-time.After(step):
				if err := s.send(fmt.Sprint(i), "tick", []byte(`{}`)); err != nil {
					ended <- err
					return
				}
			case <-ctx.Done():
				ended <- nil
				return
			}
		}
	}
}

func events(all []heard) (out []heard) {
	for _, h := range all {
		if h.event != "" {
			out = append(out, h)
		}
	}
	return out
}

func TestAStreamOutlivesTheServersTimeouts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		srv := &http.Server{Handler: ticking(time.Second, 15*time.Second, time.Minute, ended), WriteTimeout: 2 * time.Second, ReadTimeout: 3 * time.Second}
		c := serve(t, srv)
		resp, err := c.Get("http://desk/")
		require.NoError(t, err)
		all, err := listen(bufio.NewReader(resp.Body))
		assert.ErrorIs(t, err, io.EOF, "the end is clean")
		assert.NoError(t, <-ended)
		assert.GreaterOrEqual(t, len(events(all)), 59)
		assert.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
		assert.Equal(t, "no-cache, no-transform", resp.Header.Get("Cache-Control"))
		assert.Equal(t, "no", resp.Header.Get("X-Accel-Buffering"))
		assert.Empty(t, resp.Header.Get("Connection"))
	})
}

func TestAStreamOverHTTP2OutlivesThemToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, begun := make(chan error, 1), time.Now()
		var only http.Protocols
		only.SetUnencryptedHTTP2(true)
		srv := &http.Server{Handler: ticking(time.Second, 15*time.Second, time.Minute, ended), WriteTimeout: 2 * time.Second, ReadTimeout: 3 * time.Second, Protocols: &only}
		resp, err := serve(t, srv).Get("http://desk/")
		require.NoError(t, err)
		require.Equal(t, 2, resp.ProtoMajor)
		all, err := listen(bufio.NewReader(resp.Body))
		assert.ErrorIs(t, err, io.EOF, "the end is clean")
		assert.GreaterOrEqual(t, len(events(all)), 59)
		assert.Equal(t, time.Minute, time.Since(begun))
	})
}

func TestAnIdleStreamBeatsAndEndsCleanlyWhenItIsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, begun := make(chan error, 1), time.Now()
		c := serve(t, &http.Server{Handler: ticking(time.Hour, 15*time.Second, 10*time.Minute, ended), WriteTimeout: time.Second})
		resp, err := c.Get("http://desk/")
		require.NoError(t, err)
		all, err := listen(bufio.NewReader(resp.Body))
		assert.ErrorIs(t, err, io.EOF)
		assert.Equal(t, 10*time.Minute, time.Since(begun))
		require.Len(t, all, 39)
		for i, h := range all {
			assert.Equal(t, "hb", h.comment)
			assert.Equal(t, time.Duration(i+1)*15*time.Second, h.at.Sub(begun))
		}
	})
}

func TestAConnectionServesOnAfterItsStream(t *testing.T) {
	for _, timeout := range []time.Duration{0, 5 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			ended := make(chan error, 10)
			c := serve(t, &http.Server{Handler: ticking(time.Hour, 15*time.Second, 20*time.Second, ended), WriteTimeout: timeout})
			for range 3 {
				resp, err := c.Get("http://desk/")
				require.NoError(t, err)
				_, err = io.ReadAll(resp.Body)
				require.NoError(t, err)
				time.Sleep(time.Minute)
			}
		})
	}
}

func TestAReaderWhoStallsIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, begun := make(chan error, 1), time.Now()
		c := serve(t, &http.Server{Handler: ticking(time.Second, 15*time.Second, time.Hour, ended)})
		resp, err := c.Get("http://desk/")
		require.NoError(t, err)
		assert.Error(t, <-ended)
		assert.LessOrEqual(t, time.Since(begun), writeWithin+10*time.Second)
		_ = resp.Body.Close()
	})
}

func TestAReaderWhoStallsIsDroppedByTheHeartbeatToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, begun := make(chan error, 1), time.Now()
		c := serve(t, &http.Server{Handler: ticking(time.Hour, 15*time.Second, 0, ended)})
		resp, err := c.Get("http://desk/")
		require.NoError(t, err)
		<-ended
		assert.LessOrEqual(t, time.Since(begun), 2*15*time.Second+writeWithin)
		_ = resp.Body.Close()
	})
}

// deaf is a wrapper as it is often written: it neither flushes nor unwraps.
type deaf struct{ http.ResponseWriter }

// dateless flushes, but its deadline cannot be set.
type dateless struct{ http.ResponseWriter }

func (d dateless) Flush() { _ = http.NewResponseController(d.ResponseWriter).Flush() }

func TestAWrapperThatCannotFlushIsNamed(t *testing.T) {
	w := httptest.NewRecorder()
	_, err := openSSE(deaf{w}, httptest.NewRequest("GET", "/", nil), time.Second, time.Minute, func() {})
	p := problemOf(t, err)
	assert.Equal(t, 501, p.Status)
	assert.Contains(t, p.Detail, "chathttp.deaf")
	p.write(deaf{w})
	assert.Equal(t, 501, w.Code, "nothing was written before")
	assert.Equal(t, "application/problem+json", w.Header().Get("Content-Type"))
}

func TestAStreamThatCannotExtendItsDeadlineEndsBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, begun := make(chan error, 1), time.Now()
		h := ticking(time.Second, 15*time.Second, 10*time.Minute, ended)
		c := serve(t, &http.Server{WriteTimeout: 30 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(dateless{w}, r) })})
		resp, err := c.Get("http://desk/")
		require.NoError(t, err)
		_, err = listen(bufio.NewReader(resp.Body))
		assert.ErrorIs(t, err, io.EOF, "a clean end, no broken connection")
		assert.Equal(t, 21*time.Second, time.Since(begun))
	})
}

func TestAnEventCannotBecomeTwo(t *testing.T) {
	w := httptest.NewRecorder()
	s, err := openSSE(w, httptest.NewRequest("GET", "/", nil), time.Hour, 0, func() {})
	require.NoError(t, err)
	require.NoError(t, s.send("1\nevent: forged", "a\r\nb", []byte(`{}`)))
	s.close(httptest.NewRequest("GET", "/", nil))
	assert.True(t, errors.Is(s.send("2", "late", nil), http.ErrHandlerTimeout), "nothing is written after the end")
	assert.Equal(t, "id: 1event: forged\nevent: ab\ndata: {}\n\n", w.Body.String())
}
