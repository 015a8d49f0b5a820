package chathttp

import (
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestABodyThatDoesNotComeIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		c := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p := problemOf(t, read(w, r, &sample{}))
			assert.Equal(t, bodyWithin, time.Since(begun))
			p.write(w)
		})})
		never, write := io.Pipe()
		defer write.Close()
		r, err := http.NewRequestWithContext(context.Background(), "POST", "http://desk/", never)
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		resp, err := c.Do(r)
		require.NoError(t, err)
		assert.Equal(t, 400, resp.StatusCode)
		_ = resp.Body.Close()
	})
}

func TestADeadlineOfABodyDoesNotEndTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var s sample
			assert.NoError(t, read(w, r, &s))
			time.Sleep(2 * bodyWithin)
			assert.NoError(t, r.Context().Err())
		})})
		r := post(`{"text":"a"}`)
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", "desk"
		resp, err := c.Do(r)
		require.NoError(t, err)
		_ = resp.Body.Close()
	})
}
