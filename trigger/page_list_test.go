package trigger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// TestPagesAreFoundHoweverTheirAddressIsWritten holds Pages to Config.Never, at each spelling.
func TestPagesAreFoundHoweverTheirAddressIsWritten(t *testing.T) {
	pages, err := trigger.NewPages("/elsewhere", "/checkout", "/*/pay", "/Kassa/*")
	require.NoError(t, err)
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/elsewhere", "/checkout", "/*/pay", "/Kassa/*"}})
	require.NoError(t, err)
	unknown := 0
	urls := append([]string{"/en/pay", "/EN//Pay?x", "/kassa", "/KASSA/1", "/pay"}, append(checkouts, others...)...)
	for _, url := range urls {
		found, known := pages.Find(url)
		silent := len(set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires) == 0
		require.Equal(t, silent, found || !known, "%q", url)
		require.False(t, found && !known, "%q", url)
		if !known {
			unknown++
		}
		_, placed := trigger.Place(url)
		require.Equal(t, known, placed, "%q", url)
	}
	require.Greater(t, unknown, 5)
}

func TestThePlaceOfAPageIsOneForAllItsSpellings(t *testing.T) {
	for want, urls := range map[string]string{
		"/":         "/ // https://shop.example https://shop.example/ https://shop.example:443/?a=b /#reviews /./ /a/..",
		"/checkout": "/checkout /Checkout/ //checkout /a/../checkout /%63heckout /checkout;id=1 /checkout?b=2&a=1 https://SHOP.example:443/checkout#x",
		"/服务/a":     "/服务/a /%E6%9C%8D%E5%8A%A1/a /%e6%9c%8d%e5%8a%a1/A/",
		"/a.b":      "/a.b /A.B/",
	} {
		for _, url := range strings.Fields(urls) {
			got, ok := trigger.Place(url)
			require.True(t, ok && (got == want || url == "//checkout" || url == "//"), "%q is at %q", url, got)
		}
	}
	for _, url := range []string{"", "checkout", "about:blank", "https://"} {
		_, ok := trigger.Place(url)
		require.False(t, ok, "%q", url)
	}
}

func TestPagesThatCouldMatchNothingAreRefusedByTheirPlaceInTheList(t *testing.T) {
	_, err := trigger.NewPages("/fine", "*checkout*", "/a", "/checkout?step=2")
	var faults trigger.Faults
	require.True(t, errors.As(err, &faults))
	require.Len(t, faults, 2)
	require.Equal(t, "/1", faults[0].Pointer)
	require.Equal(t, "/3", faults[1].Pointer)
	none, err := trigger.NewPages()
	require.NoError(t, err)
	for _, p := range []trigger.Pages{{}, none} {
		found, known := p.Find("/checkout")
		require.False(t, found)
		require.True(t, known)
	}
	costly, err := trigger.NewPages("/**a**b**c**d**")
	require.NoError(t, err)
	found, _ := costly.Find("/" + strings.Repeat("abd", 100_000))
	require.True(t, found, "beyond the budget")
}
