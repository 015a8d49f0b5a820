package wire

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
)

func TestOnlyAddressesOfTheWholeWorldArePublic(t *testing.T) {
	for _, a := range []string{
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
		"100.64.0.1", "192.0.0.1", "198.18.0.1", "240.0.0.1", "255.255.255.255", "224.0.0.1",
		"192.0.2.1", "192.88.99.1", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "fe80::1",
		"fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "2002:7f00:1::1",
		"2001::1", "2001:db8::1", "100::1",
	} {
		require.False(t, public(netip.MustParseAddr(a)), a)
		require.Error(t, onlyPublic("tcp", net.JoinHostPort(a, "443"), nil), a)
	}
	for _, a := range []string{"157.240.0.1", "2a03:2880::1", "::ffff:157.240.0.1"} {
		require.True(t, public(netip.MustParseAddr(a)), a)
	}
	require.Error(t, onlyPublic("unix", "/tmp/socket", nil))
}

func FuzzPublic(f *testing.F) {
	f.Add("::ffff:10.0.0.1")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := netip.ParseAddr(s)
		if err != nil || !public(a) {
			return
		}
		if u := a.Unmap(); u.IsLoopback() || u.IsPrivate() || u.IsLinkLocalUnicast() {
			t.Errorf("%s is public", a)
		}
	})
}

func TestNoAddressButThePlatformsIsAsked(t *testing.T) {
	f := Files{Hosts: []string{"cdn.example", ".many.example"}, Base: "https://api.example"}
	for _, at := range []string{
		"http://cdn.example/a", "https://cdn.example.evil/a", "https://evil-many.example/a",
		"https://many.example/a", "https://user@cdn.example/a", "https://cdn.example:8443/a",
		"https://169.254.169.254/latest", "https://2852039166/", "https://0xa9fea9fe/",
		"ftp://cdn.example/a", "//cdn.example/a", "http://api.example/a", "https://api.example:444/",
		"file:///etc/passwd", "https://cdn.example\\@evil/", "https://cdn.example%2eevil/", ":",
	} {
		_, err := f.Get(t.Context(), at, "token", 10)
		require.ErrorIs(t, err, hook.ErrRefused, at)
		require.NotContains(t, err.Error(), "evil", "no address is told")
	}
}

func TestANameThatLeadsToAPrivateAddressIsNotAsked(t *testing.T) {
	asked := 0
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		asked++
	}))
	defer s.Close()
	own := guarded.Clone()
	own.DialContext = (&net.Dialer{Control: onlyPublic}).DialContext
	for _, host := range []string{"localhost", "127.0.0.1"} {
		_, port, err := net.SplitHostPort(s.Listener.Addr().String())
		require.NoError(t, err)
		_, err = own.DialContext(t.Context(), "tcp", net.JoinHostPort(host, port))
		require.ErrorIs(t, err, errPrivate, host)
	}
	_, err := Files{Hosts: []string{"localhost"}}.Get(t.Context(), "https://localhost/", "", 10)
	require.ErrorIs(t, err, hook.ErrRefused, "it never will be fetched")
	require.Zero(t, asked)
}

// answers is a platform that answers each host and path by a word.
type answers map[string]func(w http.ResponseWriter, r *http.Request)

// RoundTrip implements http.RoundTripper.
func (a answers) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	a[r.URL.Host+r.URL.Path](w, r)
	resp := w.Result()
	resp.Request = r
	return resp, nil
}

func TestATokenGoesToTheFirstHostAloneAndARedirectToThePlatformsAlone(t *testing.T) {
	var tokens []string
	to := func(at string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			tokens = append(tokens, r.Header.Get("Authorization"))
			http.Redirect(w, r, at, http.StatusFound)
		}
	}
	c := &http.Client{Transport: answers{
		"a.example/": to("https://b.example/"), "b.example/": func(
			w http.ResponseWriter, r *http.Request,
		) {
			tokens = append(tokens, r.Header.Get("Authorization"))
			_, _ = w.Write([]byte("here"))
		},
		"a.example/in":   to("http://169.254.169.254/latest/meta-data"),
		"a.example/up":   to("http://b.example/"),
		"a.example/loop": to("https://a.example/loop"),
		"a.example/api":  to("https://api.example/delete"),
	}}
	f := Files{Hosts: []string{"a.example", "b.example"}, Base: "https://api.example", Client: c}
	data, err := f.Get(t.Context(), "https://a.example/", "secret", 10)
	require.NoError(t, err)
	require.Equal(t, "here", string(data))
	require.Equal(t, []string{"Bearer secret", ""}, tokens)
	for _, path := range []string{"in", "up", "loop", "api"} {
		_, err := f.Get(t.Context(), "https://a.example/"+path, "secret", 10)
		require.ErrorIs(t, err, hook.ErrRefused, path)
	}
	require.Less(t, len(tokens), 12)
}

func TestAFileIsReadWithinItsLimits(t *testing.T) {
	hang := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long":
			w.Header().Set("Content-Length", "11")
			_, _ = w.Write([]byte("12345678901"))
		case "/endless": // it does not say how long it is
			for range 100 {
				_, _ = w.Write([]byte("123"))
				_ = http.NewResponseController(w).Flush()
			}
		case "/cut":
			w.Header().Set("Content-Length", "9")
			_, _ = w.Write([]byte("123"))
		case "/hang":
			<-hang
		case "/403", "/404", "/410":
			code := map[string]int{"/403": 403, "/404": 404, "/410": 410}
			w.WriteHeader(code[r.URL.Path])
		case "/429":
			w.WriteHeader(429)
		default:
			_, _ = w.Write([]byte("1234567890"))
		}
	}))
	defer s.Close()
	defer close(hang)
	get := func(path string) ([]byte, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if path == "/hang" {
			ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
		}
		return Files{Base: s.URL}.Get(ctx, s.URL+path, "", 10)
	}
	data, err := get("/")
	require.NoError(t, err)
	require.Len(t, data, 10)
	for path, want := range map[string]error{
		"/long": hook.ErrTooLarge, "/endless": hook.ErrTooLarge,
		"/403": hook.ErrExpired, "/404": hook.ErrExpired, "/410": hook.ErrExpired,
	} {
		_, err := get(path)
		require.ErrorIs(t, err, want, path)
	}
	for _, path := range []string{"/cut", "/hang", "/429"} {
		_, err := get(path)
		require.Error(t, err, path)
		require.NotErrorIs(t, err, hook.ErrRefused, path)
		require.NotErrorIs(t, err, hook.ErrExpired, path)
		require.NotContains(t, err.Error(), strings.TrimPrefix(s.URL, "http://"), path)
	}
	require.NoError(t, Same([]byte("a"), ""))
	require.Error(t, Same([]byte("a"), strings.Repeat("0", 64)))
}
