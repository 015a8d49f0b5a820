package trigger_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// The tests of this file are public reports about other programs that this one, too, once answered
// wrongly or had no words for. Each is named by its thread.

// one is the result of a rule with a condition for a page.
func one(t *testing.T, when, url string) int {
	t.Helper()
	set := compile(t, `[{"id":"r","when":`+when+`}]`)
	return len(set.Eval(visitAt(url, t0), trigger.History{}, t0).Fires)
}

// LiveHelperChat/livehelperchat#657, launchdarkly/js-client-sdk#219: a page that is kept free,
// however its address is written.
func TestReportAKeptPageBehindAHash(t *testing.T) {
	never := func(entry string) (*trigger.Set, error) {
		return trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{entry}})
	}
	set, err := never("/checkout")
	require.NoError(t, err)
	for _, url := range []string{
		"/Checkout", "//checkout", "/#/checkout", "/#!/checkout", "shop.example/checkout", "",
	} {
		require.Empty(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, url)
	}
	for _, entry := range []string{
		"*checkout*", "/index.php?route=checkout/cart", "/checkout#pay", "/checkout /pay",
	} {
		_, err := never(entry)
		require.Error(t, err, entry)
	}
}

// matomo-org/matomo#22155 and #16464: a lone percent sign spoils no other sign of its path.
func TestReportALonePercentSign(t *testing.T) {
	require.Equal(t, 1, one(t, leaf("page.path", "contains", `"sale 20"`), "/sale%2020%/x"))
	require.Equal(t, 1, one(t, leaf("page.query.q", "eq", `"50%-off"`), "/?q=50%25-off"))
}

// PostHog/posthog#30772, matomo-org/tag-manager#828, mengxi-ream/read-frog#742: a pattern that no
// page can meet is told when it is saved.
func TestReportAPatternThatNoPageCanMeet(t *testing.T) {
	for _, when := range []string{
		`{"attr":"page.path","op":"eq","value":"/pricing "}`,
		`{"attr":"page.path","op":"prefix","value":"/zh/%E6%9C%8D"}`,
		`{"attr":"page.path","op":"eq","value":"https://shop.example/pricing"}`,
		`{"attr":"page.path","op":"eq","value":"/search?q=shoes"}`,
		`{"attr":"page.host","op":"eq","value":"https://shop.example"}`,
		`{"attr":"page.host","op":"eq","value":"müller.example"}`, // browsers say xn--mller-kva
		`{"attr":"visitor.country","op":"in","value":[]}`,
		`{"not":{}}`,
	} {
		set, err := trigger.CompileJSON([]byte(`[{"id":"r","when":`+when+`}]`), trigger.Config{})
		if err == nil {
			require.NotEmpty(t, set.Warnings(), when)
		}
	}
}

// medius/utm_form#8, matomo-org/tag-manager#298: keys of a query in capitals.
func TestReportKeysInCapitals(t *testing.T) {
	const when = `{"attr":"utm.source","op":"eq","value":"news"}`
	require.Equal(t, 1, one(t, when, "/?UTM_SOURCE=news"))
	require.Equal(t, 1, one(t, when, "/?utm_source=news&UTM_SOURCE=other"))
	require.Zero(t, one(t, when, "/?UTM_SOURCES=news"))
}

// PostHog/posthog#27368 and #44281: a question that is asked until it is answered, whichever way.
func TestReportAskedUntilItIsAnswered(t *testing.T) {
	const rule = `"quiet":{"answered":true},"limits":[{"max":1,"per":"24h"}]`
	require.Equal(t, "012345", daysOf(t, rule, "", ""))
	require.Equal(t, "0", daysOf(t, rule, "", trigger.Accepted))
	require.Equal(t, "0", daysOf(t, rule, "", trigger.Dismissed))
}

// PostHog/posthog#21328: no cap at all can be said.
func TestReportARuleWithoutACap(t *testing.T) {
	require.Equal(t, "012345", daysOf(t, `"uncapped":true`, "", ""))
}

// SupremeTechnopriest/react-idle-timer#53 and #172, proginosko/LeechBlockNG#122: a laptop sleeps
// over lunch. Thirty minutes of open hours are none of those before it.
func TestReportALaptopThatSleepsOverLunch(t *testing.T) {
	rules := `[{"id":"r","hold":"30m","when":` + leaf("hours.s", "is", "true") + `}]`
	set, err := trigger.CompileJSON([]byte(rules), openIn(-60, 30, 90, 300))
	require.NoError(t, err)
	v := visitAt("/", t0)
	v.Holds = set.Eval(v, trigger.History{}, t0.Add(20*time.Minute)).Holds
	require.NotEmpty(t, v.Holds)
	after := set.Eval(v, trigger.History{}, t0.Add(91*time.Minute))
	require.Empty(t, after.Fires, "it has been true for one minute")
	v.Holds = after.Holds
	require.Len(t, set.Eval(v, trigger.History{}, t0.Add(120*time.Minute)).Fires, 1)
}

// growthbook/growthbook-kotlin#198, omichelsen/express-ab#16: another variant moves nobody who has
// seen one.
func TestReportAThirdVariantMovesNobody(t *testing.T) {
	rule := func(variants string) *trigger.Set {
		return compile(t, `[{"id":"r","uncapped":true,"variants":[`+variants+`],`+promptDo+`}]`)
	}
	a, b, c := `{"id":"a","weight":1}`, `{"id":"b","weight":1}`, `{"id":"c","weight":1}`
	two, three := rule(a+","+b), rule(c+","+b+","+a)
	moved := 0
	for i := range 1000 {
		v := visitAt("/", t0)
		v.Visitor = strconv.Itoa(i)
		first, h := "", trigger.History{}
		for day, set := range []*trigger.Set{two, three} {
			next, event, err := set.Claim(v, h, "r", t0.AddDate(0, 0, day))
			require.NoError(t, err)
			if first != "" && event.Variant != first {
				moved++
			}
			first, h = event.Variant, next
		}
	}
	require.Zero(t, moved)
}

// Ayushh-Sharmaa/NexaSphere#4170, launchdarkly/php-server-sdk#85: a number where a text was
// declared.
func TestReportAnAttributeOfAnotherKindIsTold(t *testing.T) {
	rules := `[{"id":"r","when":` + leaf("account.id", "ne", `"101"`) + `}]`
	set, err := trigger.CompileJSON([]byte(rules),
		trigger.Config{Schema: trigger.Schema{"account.id": trigger.String}})
	require.NoError(t, err)
	v := visitAt("/", t0)
	v.Attrs = map[string]trigger.Value{
		"account.id": trigger.Num(101), "acount.id": trigger.Text("101"),
	}
	require.ErrorContains(t, set.CheckVisit(v), "account.id")
	require.ErrorContains(t, set.CheckVisit(v), "acount.id")
}
