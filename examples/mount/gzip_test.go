package main

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-contrib/gzip"
	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gin-contrib/gzip hides the connection's deadline from those behind it.
func TestBehindGzipThatHidesTheDeadlineAStreamEndsCleanlyAndResumes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, prefix, func(h http.Handler) http.Handler {
			gin.SetMode(gin.ReleaseMode)
			r := gin.New()
			r.Use(gzip.Gzip(gzip.DefaultCompression))
			r.Any(prefix+"/*path", gin.WrapH(h))
			return r
		})
		session := s.start()
		begun := time.Now()
		stream := s.do("GET", "/v1/events", "", "text/event-stream")
		body, err := io.ReadAll(stream.Body)
		require.NoError(t, err, "a clean end, no broken connection")
		assert.True(t, stream.Uncompressed, "gzip is at work")
		assert.Contains(t, string(body), `"text":"hello"`)
		assert.Less(t, time.Since(begun), writeTimeout)
		s.say(session, 1)
		again := s.do("GET", "/v1/events", "", "text/event-stream")
		body, err = io.ReadAll(again.Body)
		require.NoError(t, err)
		assert.Contains(t, string(body), `"text":"1"`)
	})
}
