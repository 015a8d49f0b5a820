package convert

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// Chatwoot compares addresses as the browser's URLPattern does. Its own forms show such addresses
// as examples, and accounts are full of them.
func TestTheAddressOfACampaignMeetsThePagesItMet(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	campaign := func(address string) (Settings, Note) {
		s, report, err := Read("chatwoot", Options{Enable: true}, File{"x", []byte(
			`[{"id":1,"title":"t","message":"Hello","enabled":true,"campaign_type":"ongoing",` +
				`"inbox":{"id":2,"name":"Shop","channel_type":"Channel::WebWidget"},` +
				`"trigger_rules":{"url":"` + address + `","time_on_page":3}}]`)})
		require.NoError(t, err)
		require.Len(t, report, 1)
		return s, report[0]
	}
	for address, pages := range map[string]map[string]bool{
		"https://{*.}?shop.example/account/*/new/": {
			"https://shop.example/account/7/new/":     true,
			"https://app.shop.example/account/7/new/": true,
			"https://myshop.example/account/7/new/":   false, // somebody else's
			"https://shop.example/account/7/8/new/":   false,
		},
		"https://*.shop.example/cart": {
			"https://app.shop.example/cart": true, "https://shop.example/cart": false,
		},
		"https://shop.example:8080/cart": {"https://shop.example:8080/cart": true},
		"https://shop.example":           {"https://shop.example/": true},
	} {
		s, note := campaign(address)
		require.Len(t, s.Rules, 1, "%s: %v", address, note.Why)
		s.Rules[0].Disabled = false // what was approximated is off, to be looked at
		set, err := trigger.Compile(s.Rules, trigger.Config{})
		require.NoError(t, err)
		for page, want := range pages {
			visit := trigger.Visit{Visitor: "v", URL: page, Entered: now.Add(-time.Minute)}
			got := len(set.Eval(visit, trigger.History{}, now).Fires) == 1
			require.Equal(t, want, got, "%s on %s", address, page)
		}
	}
	for _, address := range []string{
		"https://shop.example/:lang/cart", "https://shop.example/(en|de)/cart",
		"https://shop.example/pricing?plan=*", "https://shop.example/{a,b}/cart",
	} {
		s, note := campaign(address)
		require.Empty(t, s.Rules, address)
		require.Equal(t, Dropped, note.Outcome, address)
		require.Contains(t, note.Why[0], "signs that no glob here has")
	}
}

func TestAGreetingThatIsSwitchedOffInItsPropertiesIsOff(t *testing.T) {
	s, _, err := Read("livechat", Options{Enable: true}, File{"x", []byte(`[{"id":7,"active":true,
		"name":"t","rules":[{"value":"2","type":"visits_number","operator":"greater_or_equal",
		"condition":"and"}],"properties":{"active":"0","greeting-message_text":"Hello"}}]`)})
	require.NoError(t, err)
	require.Len(t, s.Rules, 1)
	require.True(t, s.Rules[0].Disabled)
}
