package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestACopyOfACookieIsWorthNothingAfterSigningOut copies the cookies of somebody who signs out, and asks the chat with them.
func TestACopyOfACookieIsWorthNothingAfterSigningOut(t *testing.T) {
	at, browser := open(t)
	ask := func(path string, cookies []*http.Cookie) int {
		r, err := http.NewRequest(http.MethodGet, at+path, nil)
		require.NoError(t, err)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		res, err := http.DefaultClient.Do(r)
		body(t, res, err)
		return res.StatusCode
	}
	home, err := url.Parse(at)
	require.NoError(t, err)
	for _, who := range []struct {
		in, out string
		as      url.Values
		asks    string
	}{
		{"/staff", "/staff/out", url.Values{"login": {"mari"}, "password": {password}}, "/chat/v1/agent/me"},
		{"/login", "/login", url.Values{"customer": {"c-1001"}}, "/chat/v1/visitor/export"},
	} {
		res, err := browser.PostForm(at+who.in, who.as)
		body(t, res, err)
		copied := browser.Jar.Cookies(home)
		assert.Equal(t, http.StatusOK, ask(who.asks, copied), who.in)
		res, err = browser.PostForm(at+who.out, nil)
		body(t, res, err)
		assert.Equal(t, http.StatusUnauthorized, ask(who.asks, copied), who.in)
		res, err = browser.PostForm(at+who.in, who.as)
		body(t, res, err)
		assert.NotEqual(t, http.StatusUnauthorized, ask(who.asks, browser.Jar.Cookies(home)), "signed in again: %s", who.in)
	}
}

func TestASignInEndsByItselfThoughItsCookieIsKept(t *testing.T) {
	s := signer{key: make([]byte, 32)}
	old := signIn{"mari", "a", time.Now().Add(-signInLasts)}
	for text, want := range map[string]string{
		old.String(): "", newSignIn("mari").String(): "mari", "mari": "", "mari a": "", "": "", "mari a x": "",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: staffCookie, Value: s.seal(staffCookie, text)})
		assert.Equal(t, want, s.signedIn(r, staffCookie).Who, text)
	}
}
