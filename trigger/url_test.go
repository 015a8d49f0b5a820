package trigger

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddressesAreTakenApartAsNetURLDoes(t *testing.T) {
	for _, s := range []string{
		"https://shop.example", "https://shop.example/", "https://Shop.Example:8443/en/?q=1#x", "http://u:p@shop.example:80/a", "http://[2001:db8::1]:80/a",
		"http://[::1]/", "/en/shoes/?a=b", "/", "https://shop.example?q=/x://y", "https://shop.example/a:b", "/a?u=https://x.example/", "HTTPS://JÕE.example/p",
	} {
		u, err := url.Parse(s)
		require.NoError(t, err, s)
		a := parseAddress(s)
		require.True(t, a.ok, s)
		require.Equal(t, strings.ToLower(u.Host[:len(u.Host)-len(u.Port())-min(1, len(u.Port()))]), a.host, s)
		if u.Path != "" {
			require.Equal(t, u.Path, a.path, s)
		}
		require.Equal(t, u.RawQuery, a.query, s)
	}
	for _, s := range []string{"", "shop.example/a", "//evil.example/a", "mailto:a@b", "a/b://c", "://x", "https://"} {
		require.False(t, parseAddress(s).ok, s)
	}
}

func TestOneBadEscapeSpoilsNoOther(t *testing.T) {
	for s, want := range map[string]string{"/a%20b/100%": "/a b/100%", "/%zz/%C3%B5": "/%zz/õ", "/%4": "/%4", "/%%41": "/%A"} {
		require.Equal(t, want, parseAddress(s).path)
	}
	v, ok := parseAddress("/?q=50%+off%21").param("q")
	require.True(t, ok)
	require.Equal(t, "50% off!", v)
}
