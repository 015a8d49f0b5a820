package chathttp

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

func TestARequestThatItsBrowserGaveUpIsNotLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		h := open(t, Config{Logger: log.Logger()})
		ctx, cancel := context.WithCancel(t.Context())
		r := h.person("X-Staff", "ana").request(ctx, "GET", "v1/agent/inbox", "")
		r.RequestURI = "/v1/agent/inbox"
		fail := func(err error) int {
			w := httptest.NewRecorder()
			h.handler.fail(w, r, err)
			return w.Code
		}
		gone := fmt.Errorf("%w: %w", chat.ErrUnavailable, context.Canceled)
		assert.Equal(t, 503, fail(gone))
		assert.Contains(t, log.String(), "request failed", "the browser is still there")
		before := log.String()
		cancel()
		assert.Equal(t, 503, fail(gone), "who cannot read it does no harm, and nobody takes it for done")
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		assert.Equal(t, 503, w.Code)
		assert.Equal(t, before, log.String())
		assert.Equal(t, 500, fail(panicked{"oops"}))
		assert.Contains(t, log.String(), "oops", "a fault of ours is one all the same")
	})
}
