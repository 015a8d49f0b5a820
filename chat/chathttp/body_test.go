package chathttp

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func post(body string, headers ...string) *http.Request {
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func TestReadTakesOnlyPlainJSON(t *testing.T) {
	for _, c := range []struct {
		name   string
		r      *http.Request
		status int
	}{
		{"text/plain", post(`{}`, "Content-Type", "text/plain"), 415},
		{"a form", post(`{}`, "Content-Type", "application/x-www-form-urlencoded"), 415},
		{"no type", post(`{"text":"a"}`, "Content-Type", ""), 415},
		{"another charset", post(`{}`, "Content-Type", "application/json; charset=utf-16"), 415},
		{"gzip", post(`{}`, "Content-Encoding", "gzip"), 415},
		{"one byte over the limit", post(`{"text":"` + strings.Repeat("a", maxBody-10) + `"}`), 413},
		{"nothing where something is needed", post(``), 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s sample
			assert.Equal(t, c.status, problemOf(t, read(httptest.NewRecorder(), c.r, &s)).Status)
		})
	}
	var s sample
	require.NoError(t, read(httptest.NewRecorder(), post(`{"text":"a"}`, "Content-Type", "application/json; charset=UTF-8"), &s))
	require.NoError(t, read(httptest.NewRecorder(), post(`{"text":"`+strings.Repeat("a", maxBody-11)+`"}`), &s), "64 KiB exactly")
	require.NoError(t, read(httptest.NewRecorder(), post(``, "Content-Type", ""), &none{}))
	require.NoError(t, read(httptest.NewRecorder(), post(`{}`), &none{}))
}

func TestAnUnsizedBodyIsReadToTheLimitAndNoFurther(t *testing.T) {
	endless := &endlessReader{}
	r := httptest.NewRequest("POST", "/", endless)
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/json")
	var s sample
	assert.Equal(t, 413, problemOf(t, read(httptest.NewRecorder(), r, &s)).Status)
	assert.LessOrEqual(t, endless.n, 2*maxBody)
}

type endlessReader struct{ n int }

func (e *endlessReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '['
	}
	e.n += len(p)
	return len(p), nil
}
