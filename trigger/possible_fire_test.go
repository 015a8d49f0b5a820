package trigger_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// barredRows are rules whose condition can hold, and which never fire; and beside each of them one
// that hardly differs and does. "when" stands for a condition of one comparison.
var barredRows = []struct{ never, fires string }{
	{`WHEN page.path eq "/checkout/"`, `WHEN page.path ne "/checkout"`},
	{`WHEN page.path prefix "/Checkout/pay"`, `WHEN page.path prefix "/checkout"`},
	{`WHEN page.path in ["/checkout","/checkout/pay"]`, `WHEN page.path in ["/checkout","/shop"]`},
	{
		`"when":{"all":[LEAF cart.value ge 2;{"any":[LEAF page.path eq "/checkout";
			LEAF page.path eq "/elsewhere"]}]}`,
		`"when":{"any":[LEAF cart.value ge 2;LEAF page.path eq "/checkout"]}`,
	},
	{
		`"quiet":{"dismissed":"1h"},"when":{"any":[LEAF since.dismissed lt "1h";LEAF chat.open is true]}`,
		`"when":{"any":[LEAF since.dismissed lt "1h";LEAF chat.open is true]}`,
	},
	{`WHEN chat.open is true`, `"when":{"not":LEAF chat.open is true}`},
	{`"hold":"30s",WHEN site.dwell lt "30s"`, `"hold":"30s",WHEN site.dwell lt "30001ms"`},
	{`BYTIER,WHEN visitor.tier exists false`, `BYTIER,WHEN visitor.tier ne "vip"`},
	{
		`"uncapped":true,WHEN prompt.fate.r eq "dismissed"`,
		`"uncapped":true,"quiet":{"dismissed":"1s"},WHEN prompt.fate.r eq "dismissed"`,
	},
	{
		`"uncapped":true,"quiet":{"answered":true},WHEN prompt.fate.r in ["accepted","dismissed"]`,
		`"uncapped":true,"quiet":{"answered":true},WHEN prompt.fate.r in ["accepted","expired"]`,
	},
	{
		`"limits":[{"max":1}],WHEN prompt.fate.r exists true`,
		`"limits":[{"max":2}],WHEN prompt.fate.r exists true`,
	},
	{
		`"quiet":{"dismissed":"24h"},WHEN since.dismissed lt "24h"`,
		`"quiet":{"dismissed":"24h","scope":"rule"},WHEN since.dismissed lt "24h"`,
	},
	{
		`"quiet":{"engaged":"1h"},WHEN since.chat_started lt "1h"`,
		`"quiet":{"engaged":"1h"},"when":{"not":LEAF since.chat_started ge "1h"}`,
	},
	{
		`"quiet":{"chat_ended":"1h"},WHEN since.chat_ended lt "10m"`,
		`"quiet":{"chat_ended":"1h"},WHEN since.chat_ended lt "61m"`,
	},
}

// barredRule writes a row out.
func barredRule(row string) string {
	row = strings.ReplaceAll(row, "BYTIER", `"rollout":{"percent":100,"by":"visitor.tier"}`)
	row = strings.ReplaceAll(row, "WHEN", `"when":LEAF`)
	row = regexp.MustCompile(`LEAF ([a-z_.]+) ([a-z]+) (\[.*?\]|"[^"]*"|[a-z0-9]+);?`).
		ReplaceAllString(row, `{"attr":"$1","op":"$2","value":$3},`)
	row = regexp.MustCompile(`,(\s*[\]}]|$)`).ReplaceAllString(row, "$1")
	return `[{"id":"r",` + row + `,"do":[{"type":"prompt","text":{"en":"Hello"}}]}]`
}

// shopPages is a config whose checkout has no prompts, and which has a few pages beside it.
var shopPages = trigger.Config{Never: []string{"/checkout"}, Only: []string{"/shop", "/checkout"}}

func TestARuleThatItsOwnLimitsOrTheSiteKeepBackForEverIsWarnedOfAndNoOther(t *testing.T) {
	for _, row := range barredRows {
		for _, when := range []string{row.never, row.fires} {
			config := shopPages
			if when == row.fires {
				config.Only = nil
			}
			rule := barredRule(when)
			set, err := trigger.CompileJSON([]byte(rule), config)
			require.NoError(t, err, rule)
			if when == row.fires {
				require.Empty(t, set.Warnings(), when)
				continue
			}
			require.Len(t, set.Warnings(), 1, when)
			require.Equal(t, "/0/when", set.Warnings()[0].Pointer)
			require.Contains(t, set.Warnings()[0].Error(), "can never hold", when)
		}
	}
}

func TestPagesThatAreAllPagesAndAVetoThatAlwaysHoldsAreWarnedOf(t *testing.T) {
	for _, never := range []string{"/", "/**", "**", "/*"} {
		set, err := trigger.Compile(nil, trigger.Config{Never: []string{"/cart", never}})
		require.NoError(t, err)
		if never == "/*" && len(set.Warnings()) == 0 {
			continue // the front page is none of them
		}
		require.Equal(t, "/config/never", set.Warnings()[0].Pointer, never)
	}
	set := compile(t, `[{"id":"s","type":"suppress"},{"id":"r"}]`)
	require.Equal(t, "/0/when", set.Warnings()[0].Pointer)
	dated := `[{"id":"s","type":"suppress","from":"2026-12-24T00:00:00Z"},{"id":"r"}]`
	require.Empty(t, compile(t, dated).Warnings())
}

func TestAConditionThatNoVisitorMeetsIsWarnedOfWhereValuesAreKnown(t *testing.T) {
	both := func(attr, one, other string) string {
		return `{"all":[{"attr":"` + attr + `",` + one + `},{"attr":"` + attr + `",` + other + `}]}`
	}
	days := strings.ReplaceAll("mon tue wed thu fri sat sun", " ", `","`)
	all := `"op":"not_in","value":["` + days + `"]`
	for when, want := range map[string]bool{
		both("cart.items", `"op":"gt","value":1`, `"op":"lt","value":2`):                       true,
		both("cart.items", `"op":"gt","value":1`, `"op":"lt","value":3`):                       false,
		both("cart.value", `"op":"gt","value":1`, `"op":"lt","value":2`):                       false,
		both("visit.count", `"op":"ge","value":0`, `"op":"lt","value":1`):                      true,
		both("agents.free", `"op":"gt","value":1e18`, `"op":"lt","value":1e19`):                false,
		both("visitor.hour", `"op":"gt","value":22`, `"op":"gt","value":22.5`):                 false,
		both("visitor.hour", `"op":"gt","value":22`, `"op":"lt","value":23`):                   true,
		both("visitor.weekday", all, `"op":"exists","value":true`):                             true,
		both("visitor.weekday", `"op":"prefix","value":"t"`, `"op":"suffix","value":"i"`):      true,
		both("visitor.weekday", `"op":"prefix","value":"t"`, `"op":"suffix","value":"u"`):      false,
		`{"attr":"visit.pages","op":"between","value":[0.2,0.8]}`:                              true,
		`{"attr":"visit.pages","op":"between","value":[0.2,1.8]}`:                              false,
		`{"attr":"visitor.weekday","op":"suffix","value":"x"}`:                                 true,
		`{"attr":"visitor.weekday","op":"glob","value":"t*"}`:                                  false,
		`{"not":` + both("visitor.hour", `"op":"gt","value":22`, `"op":"lt","value":23`) + `}`: false,
	} {
		require.Equal(t, want, len(compile(t, `[{"id":"r","when":`+when+`}]`).Warnings()) > 0, when)
	}
}

// barredLeaf asks for what a bar leaves no room for, or nearly.
func (c chance) barredLeaf() trigger.Cond {
	length := trigger.For(time.Duration(c.IntN(3)+1) * time.Hour)
	since := pick(c, "since.dismissed", "since.accepted", "since.chat_started", "since.chat_ended",
		"site.dwell")
	switch c.IntN(5) {
	case 0:
		op := pick(c, trigger.Eq, trigger.Ne, trigger.Prefix)
		page := pick(c, "/a", "/a/", "/a/b", "/b", "/")
		return trigger.Where("page.path", op, trigger.Text(page))
	case 1:
		return trigger.Where("chat.open", trigger.Is, trigger.Truth(c.IntN(2) == 0))
	case 2:
		fates := []string{"shown", "accepted", "dismissed", "expired"}
		in := trigger.Texts(fates[c.IntN(4):]...)
		return trigger.Where("prompt.fate.r", pick(c, trigger.In, trigger.NotIn), in)
	case 3:
		return trigger.Where("visitor.tier", trigger.Exists, trigger.Truth(c.IntN(2) == 0))
	}
	return trigger.Where(since, pick(c, trigger.Lt, trigger.Ge), length)
}

// barredRule is a rule with something besides its condition that may keep it back for ever.
func (c chance) barredRule() trigger.Rule {
	r := trigger.Rule{ID: "r", When: c.barredLeaf(), Uncapped: c.IntN(2) == 0}
	if second := c.barredLeaf(); c.IntN(2) == 0 {
		r.When = pick(c, trigger.All, trigger.Any)(r.When, second)
	}
	if !r.Uncapped {
		r.Limits = []trigger.Limit{{Max: c.IntN(2) + 1, Scope: pick(c, "rule", "all")}}
	}
	length := func() time.Duration { return time.Duration(c.IntN(3)) * time.Hour }
	r.Quiet = trigger.Quiet{
		Dismissed: length(), Engaged: length(), ChatEnded: length(),
		Answered: c.IntN(3) == 0, Scope: pick(c, "", "", "rule"),
	}
	r.Hold = length()
	if c.IntN(2) == 0 {
		r.Rollout = &trigger.Rollout{Percent: 100, By: "visitor.tier"}
	}
	if c.IntN(4) > 0 {
		r.Do = []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Hello"}}}
	}
	return r
}

// looks are visits and histories on which such rules differ.
func (c chance) barredLook() (trigger.Visit, trigger.History) {
	ago := func() time.Time {
		if c.IntN(3) == 0 {
			return time.Time{}
		}
		return t0.Add(-time.Duration(c.IntN(8)) * 30 * time.Minute)
	}
	v := trigger.Visit{
		Visitor: "v", Started: ago(), Entered: ago(), Attrs: map[string]trigger.Value{},
		URL: pick(c, "/", "/a", "/a/b", "/b", "/c"),
	}
	if c.IntN(2) == 0 {
		v.Attrs["visitor.tier"] = trigger.Text("vip")
	}
	v.Holds = []trigger.Hold{{Rule: "r", Since: t0.Add(-5 * time.Hour), Seen: t0}}
	h := trigger.History{
		Dismissed: ago(), Accepted: ago(), ChatStarted: ago(), ChatEnded: ago(), ChatOpen: c.IntN(2) == 0,
	}
	if fate := pick(c, "", "shown", "accepted", "dismissed", "expired"); fate != "" {
		at := []time.Time{t0.Add(-4 * time.Hour)}
		h.Seen = []trigger.Seen{
			{Scope: "all", At: at},
			{Scope: "rule:r", At: at, Fate: trigger.Fate(fate), Expires: at[0].Add(time.Minute)},
		}
	}
	return v, h
}

func TestNoRuleFiresThatIsSaidNeverToFire(t *testing.T) {
	barred, fired := 0, 0
	for seed := range seeds(2_000, 10_000) {
		c := newChance(seed)
		rule := c.barredRule()
		set, err := trigger.Compile([]trigger.Rule{rule}, trigger.Config{Never: []string{"/a"}})
		require.NoError(t, err)
		never := len(set.Warnings()) > 0
		if never {
			barred++
		}
		fires := false
		for range 500 {
			v, h := c.barredLook()
			if fires = len(set.Eval(v, h, t0).Fires) > 0; fires && never {
				text, _ := rule.MarshalJSON()
				require.Fail(t, "it fires", "seed %d: %s %v\n%+v %+v", seed, text, set.Warnings(), v, h)
			}
			if fires {
				break
			}
		}
		if fires {
			fired++
		}
	}
	t.Logf("%d never fire, %d do", barred, fired)
	require.NotZero(t, barred)
	require.NotZero(t, fired)
}
