package chathttp

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOnlyOwnAndTrustedPagesMayWrite(t *testing.T) {
	o, err := newOrigins([]string{"https://shop.example"})
	require.NoError(t, err)
	for _, c := range []struct {
		origin, site string
		own, widget  bool
	}{
		{"https://chat.example", "same-origin", true, true},
		{"", "", true, true}, // no browser
		{"", "none", true, true},
		{"https://chat.example", "", true, true}, // an old browser
		{"https://shop.example", "cross-site", false, true},
		{"https://shop.example", "", false, true},
		{"https://SHOP.example", "cross-site", false, false},
		{"https://shop.example.evil.com", "cross-site", false, false},
		{"http://shop.example", "cross-site", false, false},
		{"https://shop.example:444", "cross-site", false, false},
		{"https://evil.com", "cross-site", false, false},
		{"https://evil.com", "", false, false},
		{"null", "cross-site", false, false},
		{"null", "", false, false},
		{"", "cross-site", false, false},
		{"https://other.chat.example", "same-site", false, false},
	} {
		r := httptest.NewRequest("POST", "https://chat.example/v1/visits", nil)
		for k, v := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.site} {
			if v != "" {
				r.Header.Set(k, v)
			}
		}
		assert.Equal(t, c.own, o.check(r, false) == nil, "%+v", c)
		assert.Equal(t, c.widget, o.check(r, true) == nil, "%+v", c)
		w := httptest.NewRecorder()
		assert.Equal(t, c.origin == "https://shop.example", o.share(w.Header(), r))
		if c.origin != "https://shop.example" {
			assert.Empty(t, w.Header(), "nothing is reflected")
		}
	}
}

func TestAnOriginThatCouldNeverMatchIsAFault(t *testing.T) {
	for _, s := range []string{"", "*", "null", "shop.example", "https://shop.example/", "https://Shop.example", "https://*.example", "https://a@shop.example", "ftp://shop.example", "https://shop.example/x"} {
		_, err := newOrigins([]string{s})
		assert.Error(t, err, s)
	}
}
