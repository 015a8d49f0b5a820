package convert

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestEachProductIsTakenAsFarAsItCanBeSaid(t *testing.T) {
	for product, want := range map[string]struct {
		o     Options
		notes []string
	}{
		"zendesk": {Options{Zone: "Europe/Tallinn"}, []string{
			"taken hours zendesk-7", "taken rule zendesk-11", "approximated rule zendesk-12", "dropped rule zendesk-13", "dropped rule zendesk-14",
			"taken canned zendesk-hours", "dropped canned zendesk-mine",
		}},
		"livechat": {Options{}, []string{
			"taken rule livechat-2291", "taken rule livechat-2292", "dropped rule livechat-2293", "taken canned livechat-55", "dropped canned livechat-56",
		}},
		"chatwoot": {Options{}, []string{
			"taken hours chatwoot-2", "taken rule chatwoot-1", "approximated rule chatwoot-3", "dropped rule chatwoot-4", "approximated canned chatwoot-9",
		}},
		"rocketchat": {Options{}, []string{
			"taken hours rocketchat-bh", "taken rule rocketchat-ab3", "taken rule rocketchat-cd4", "dropped rule rocketchat-ef5",
			"taken canned rocketchat-x1", "dropped canned rocketchat-x2",
		}},
	} {
		settings, report, err := Read(product, want.o, fixture(t, product))
		require.NoError(t, err)
		var notes []string
		for _, n := range report {
			notes = append(notes, string(n.Outcome)+" "+n.Kind+" "+sum.ReplaceAllString(n.ID, ""))
			require.Equal(t, n.Outcome == Taken, len(n.Why) == 0, "%v", n)
		}
		require.Equal(t, want.notes, notes, product)
		for _, r := range settings.Rules {
			require.True(t, r.Disabled, "a rule comes as a draft")
		}
		again, _, err := Read(product, want.o, fixture(t, product))
		require.NoError(t, err)
		require.Equal(t, marshal(t, settings), marshal(t, again), "the same bytes give the same settings")
	}
}

// sum is what an id ends with whose letters had to change.
var sum = regexp.MustCompile(`-[0-9a-f]{8}$`)

func fixture(t testing.TB, product string) File {
	data, err := os.ReadFile("../../testdata/" + product + ".json")
	require.NoError(t, err)
	return File{product + ".json", data}
}

func marshal(t *testing.T, s Settings) string {
	data, err := json.Marshal(s)
	require.NoError(t, err)
	return string(data)
}

func TestATakenRuleFiresWhereTheOldOneDid(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		product, rule string
		visit         trigger.Visit
		fires         bool
	}{
		{"zendesk", "zendesk-11", trigger.Visit{URL: "https://shop.example/Pricing", Entered: now.Add(-time.Minute)}, true},
		{"zendesk", "zendesk-11", trigger.Visit{URL: "https://shop.example/pricing", Entered: now.Add(-time.Second)}, false},
		{"livechat", "livechat-2291", trigger.Visit{URL: "https://shop.example/", Started: now.Add(-time.Minute)}, true},
		{"livechat", "livechat-2292", trigger.Visit{URL: "https://shop.example/shoes/7", Entered: now.Add(-time.Minute), Moments: []trigger.Moment{trigger.OnExit}}, false},
		{"chatwoot", "chatwoot-1", trigger.Visit{URL: "https://shop.example/pricing/", Entered: now.Add(-time.Minute)}, true},
		{"chatwoot", "chatwoot-1", trigger.Visit{URL: "https://shop.example/pricing/big", Entered: now.Add(-time.Minute)}, false},
		{"rocketchat", "rocketchat-ab3", trigger.Visit{URL: "https://shop.example/pricing?x=1"}, true},
		{"rocketchat", "rocketchat-ab3", trigger.Visit{URL: "https://shop.example/prices"}, false},
	} {
		c.visit.Visitor = "v"
		s, _, err := Read(c.product, Options{Enable: true, Zone: "Europe/Tallinn"}, fixture(t, c.product))
		require.NoError(t, err)
		hours := map[string]trigger.Hours{}
		for id, h := range s.Hours {
			hours[id] = h
		}
		set, err := trigger.Compile(s.Rules, trigger.Config{Hours: hours})
		require.NoError(t, err)
		result := set.Eval(c.visit, trigger.History{}, now)
		fired := false
		for i := range result.Fires {
			fired = fired || sum.ReplaceAllString(result.Fires[i].Rule(), "") == c.rule
		}
		require.Equal(t, c.fires, fired, "%s on %s", c.rule, c.visit.URL)
	}
}

func TestAConditionThatCannotBeSaidDropsItsRuleAndAnAlternativeItself(t *testing.T) {
	rule := func(condition string) Note {
		_, report, err := Read("zendesk", Options{}, File{"x", []byte(`[{"name":"x","enabled":1,"definition":{"event":"page_enter","condition":` + condition +
			`,"action":[["sendMessageToVisitor","a","Hello"]]}}]`)})
		require.NoError(t, err)
		require.Len(t, report, 1)
		return report[0]
	}
	for condition, outcome := range map[string]Outcome{
		`["and",["icontains","@visitor_page_url","x"],["eq","@moon","full"]]`: Dropped,
		`["or",["icontains","@visitor_page_url","x"],["eq","@moon","full"]]`:  Approximated,
		`["or",["eq","@moon","full"]]`:                                        Dropped,
		`["and",["regex","@visitor_page_url","a(?!b)"]]`:                      Dropped,
		`["and",["iregex","@visitor_page_url",".*/b/\\d+"]]`:                  Taken,
		`["and",["nicontains","@visitor_page_title","sale"]]`:                 Taken,
		`["and",["gte","@visitor_previous_visits","many"]]`:                   Dropped,
		`["and",["eq","@visitor_page_url","shop.example/cart"]]`:              Taken,
		`["and",["neq","@visitor_country_code","us"]]`:                        Dropped,
		`"always"`: Dropped,
		`["and"]`:  Taken,
	} {
		require.Equal(t, outcome, rule(condition).Outcome, "%s: %v", condition, rule(condition).Why)
	}
}

func TestOneThingMayStandAloneOrInTheAnswerOfAnAPI(t *testing.T) {
	const one = `{"_id":"q7","name":"test","enabled":true,"runOnce":true,"conditions":[{"name":"page-url","value":"/a"}],"actions":[{"name":"send-message","params":{"msg":"Hello"}}]}`
	for _, text := range []string{one, "[" + one + "]", `{"trigger":` + one + `,"success":true}`, `{"triggers":[` + one + `],"count":1,"offset":0,"total":1,"success":true}`} {
		s, report, err := Read("rocketchat", Options{}, File{"x", []byte(text)})
		require.NoError(t, err)
		require.Len(t, report, 1, text)
		require.Len(t, s.Rules, 1, text)
		require.Equal(t, "rocketchat-q7", s.Rules[0].ID)
	}
}

func TestTextsKeepTheirWordsAndKnownPlaceholders(t *testing.T) {
	for text, want := range map[string]string{
		"Hello {{contact.name}}":                 "Hello {visitor.name}",
		"Hello {{ contact.name | friend }}!":     "Hello {visitor.name|friend}!",
		`Hi {{visitor.name|fallback:"you"}}`:     "Hi {visitor.name|you}",
		"<p>Hello &amp; welcome</p>":             "Hello & welcome",
		"a {b} c":                                "a (b) c",
		"Your order {{order.id}} is on its way.": "",
	} {
		var d draft
		got := new(converter).words(text, &d)
		if want == "" {
			require.NotEmpty(t, d.lost, text)
			continue
		}
		require.Equal(t, want, got)
		require.Empty(t, d.lost)
	}
}

func TestIdsAreTheSameAtEveryImportAndNeverTwoThingsOne(t *testing.T) {
	ids := func() (a, b, c, d string) {
		k := &converter{product: "zendesk", taken: map[string]bool{}}
		return k.id("rule", "Größe?"), k.id("rule", "Große?"), k.id("rule", "Größe?"), k.id("canned", strings.Repeat("x", 200))
	}
	a, b, c, d := ids()
	a2, b2, c2, d2 := ids()
	require.Equal(t, []string{a, b, c, d}, []string{a2, b2, c2, d2})
	require.NotEqual(t, a, b)
	require.NotEqual(t, a, c)
	for _, id := range []string{a, b, c, d} {
		require.LessOrEqual(t, len(id), 64)
		require.Regexp(t, `^[a-z0-9-]+$`, id)
	}
}

// FuzzRead: whatever a file holds, nothing panics, and what is taken compiles and is written as it is read.
func FuzzRead(f *testing.F) {
	for i, product := range Products {
		f.Add(i, fixture(f, product).Data)
	}
	f.Add(0, []byte(`[{"definition":{"event":"page_enter","condition":["or",["or"],["not",["and"]]],"action":[[]]}}]`))
	f.Add(3, []byte(`{"workHours":[{"day":"","open":true}],"timezone":{"name":"UTC"}}`))
	f.Fuzz(func(t *testing.T, product int, data []byte) {
		if product < 0 || product >= len(Products) {
			return
		}
		s, report, err := Read(Products[product], Options{Zone: "UTC", Enable: true}, File{"x", data})
		if err != nil {
			return
		}
		require.GreaterOrEqual(t, len(report), len(s.Rules)+len(s.Canned)+len(s.Hours))
		hours := map[string]trigger.Hours{}
		for id, h := range s.Hours {
			hours[id] = h
		}
		_, err = trigger.Compile(s.Rules, trigger.Config{Hours: hours})
		require.NoError(t, err)
		_, err = json.Marshal(s)
		require.NoError(t, err)
	})
}
