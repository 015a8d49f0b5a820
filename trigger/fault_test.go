package trigger_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// pointers are the places of all faults of a list of rules.
func pointers(t testing.TB, rules string) []string {
	_, err := trigger.CompileJSON([]byte(rules), trigger.Config{Schema: hostSchema})
	var faults trigger.Faults
	require.ErrorAs(t, err, &faults, rules)
	require.ErrorIs(t, err, trigger.ErrRule)
	out := []string{}
	for _, f := range faults {
		require.NotEmpty(t, f.Reason)
		out = append(out, f.Pointer)
	}
	return out
}

func TestAllFaultsAreReportedAtOnceEachWithItsPlace(t *testing.T) {
	require.Equal(t, []string{"/0/id", "/0/when/all/0/attr", "/0/when/all/1/any/0/op", "/0/when/all/1/any/1/value", "/0/limits/0/max", "/0/limits/0/scope", "/1/id", "/1/do/0/text"},
		pointers(t, `[{"id":"","when":{"all":[{"attr":"page.pth","op":"eq","value":"/"},
		  {"any":[{"attr":"cart.value","op":"contains","value":"x"},{"attr":"page.dwell","op":"ge","value":"soon"}]}]},
		  "limits":[{"max":0,"scope":"mine"}]},{"id":"","do":[{"type":"prompt"}]}]`))
}

func TestAFaultNamesItsPlace(t *testing.T) {
	deep := strings.Repeat(`{"not":`, 9) + `{"attr":"visitor.vip","op":"is","value":true}` + strings.Repeat(`}`, 9)
	many := strings.TrimSuffix(strings.Repeat(`{"attr":"visitor.vip","op":"is","value":true},`, 65), ",")
	when := func(s string) string { return `[{"id":"r","when":` + s + `}]` }
	leaf := func(attr, op, value string) string {
		return when(`{"attr":"` + attr + `","op":"` + op + `","value":` + value + `}`)
	}
	for rules, want := range map[string]string{
		`[{"id":"a"},{"id":"a"}]`:                                                   "/1/id",
		`[{"id":"a","nope":1}]`:                                                     "/0/nope",
		`[{"id":"a","id":"b"}]`:                                                     "/0/id",
		`[{"id":"a","a/b~c":1}]`:                                                    "/0/a~1b~0c",
		`[{"id":"a","type":"mute"}]`:                                                "/0/type",
		`[{"id":"a","type":"suppress","do":[{"type":"open"}]}]`:                     "/0/do",
		`[{"id":"a","groups":["g"]}]`:                                               "/0/groups",
		`[{"id":"a","on":["page","wink"]}]`:                                         "/0/on/1",
		`[{"id":"a","hold":"11y"}]`:                                                 "/0/hold",
		`[{"id":"a","from":"2026-11-02","until":"x"}]`:                              "/0/from",
		`[{"id":"a","from":"2026-11-02T00:00:00Z","until":"2026-11-01T00:00:00Z"}]`: "/0/until",
		`[{"id":"a","rollout":{"percent":101}}]`:                                    "/0/rollout/percent",
		`[{"id":"a","rollout":{"percent":0.001}}]`:                                  "/0/rollout/percent",
		`[{"id":"a","rollout":{"percent":1,"by":"cart.value"}}]`:                    "/0/rollout/by",
		`[{"id":"a","rollout":{"percent":1,"range":[0.5,0.5]}}]`:                    "/0/rollout/range",
		`[{"id":"a","variants":[{"id":"x","weight":0}]}]`:                           "/0/variants/0/weight",
		`[{"id":"a","limits":[{"max":33}]}]`:                                        "/0/limits/0/max",
		`[{"id":"a","limits":[{"max":1,"per":"calendar:Mars"}]}]`:                   "/0/limits/0/per",
		`[{"id":"a","limits":[{"max":1,"per":"-5s"}]}]`:                             "/0/limits/0/per",
		`[{"id":"a","do":[{"type":"shout"}]}]`:                                      "/0/do/0/type",
		`[{"id":"a","do":[{"type":"link","url":"javascript:x"}]}]`:                  "/0/do/0/url",
		`[{"id":"a","do":[{"type":"link","url":"//evil.example"}]}]`:                "/0/do/0/url",
		`[{"id":"a","do":[{"type":"prompt","text":{"en":"{page.pth}"}}]}]`:          "/0/do/0/text/en",
		`[{"id":"a","do":[{"type":"prompt","text":{"en":"{"}}]}]`:                   "/0/do/0/text/en",
		`[{"id":"a","do":[{"type":"open","queue":"q"}]}]`:                           "/0/do/0/queue",
		`{"rules":[{"id":7}]}`:                                                      "/rules/0/id",
		`[{"id":"a"}`:                                                               "",
		`{}`:                                                                        "/rules",
		`[]]`:                                                                       "",
		`null`:                                                                      "",
		when(`{"any":[]}`):                                                          "/0/when/any",
		when(`{"all":[],"any":[]}`):                                                 "/0/when",
		when(`{"not":{"attr":"x"},"op":"eq"}`):                                      "/0/when",
		when(deep):                                                                  "/0/when" + strings.Repeat("/not", 9),
		when(`{"all":[` + many + `]}`):                                              "/0/when",
		leaf("hours.support", "is", "true"):                                         "/0/when/attr",
		leaf("page.path", "equals", `"/"`):                                          "/0/when/op",
		leaf("page.path", "ge", `"/"`):                                              "/0/when/op",
		leaf("page.path", "in", `"/"`):                                              "/0/when/value",
		leaf("page.path", "eq", `["/"]`):                                            "/0/when/value",
		leaf("page.path", "contains", `""`):                                         "/0/when/value",
		leaf("page.path", "regexp", `"(a?){1000}b"`):                                "/0/when/value",
		leaf("page.path", "regexp", `"((a{9}){9}){9}"`):                             "/0/when/value",
		leaf("page.path", "regexp", `"("`):                                          "/0/when/value",
		leaf("page.path", "regexp", `"`+strings.Repeat("a", 257)+`"`):               "/0/when/value",
		leaf("cart.value", "eq", `"5"`):                                             "/0/when/value",
		leaf("cart.value", "between", `[2,1]`):                                      "/0/when/value",
		leaf("cart.value", "lt", `1e999`):                                           "/0/when/value",
		leaf("visitor.vip", "is", `1`):                                              "/0/when/value",
		leaf("visitor.ip", "cidr", `["10.0.0.0/8","10.0.0.0/99"]`):                  "/0/when/value/1",
		leaf("host.since", "before", `"yesterday"`):                                 "/0/when/value",
		leaf("page.dwell", "lt", `45`):                                              "/0/when/value",
	} {
		require.Contains(t, pointers(t, rules), want, rules)
	}
}

func TestValuesOfGoAreCheckedAsThoseOfJSON(t *testing.T) {
	for name, c := range map[string]trigger.Cond{
		"NaN":      trigger.Where("cart.value", trigger.Eq, trigger.Num(math.NaN())),
		"infinite": trigger.Where("cart.value", trigger.Lt, trigger.Num(math.Inf(1))),
		"instant":  trigger.Where("host.since", trigger.Before, trigger.At(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))),
		"empty":    trigger.Any(),
	} {
		_, err := trigger.Compile([]trigger.Rule{{ID: "r", When: c}}, trigger.Config{Schema: hostSchema})
		require.ErrorIs(t, err, trigger.ErrRule, name)
	}
}

func TestAConfigIsCheckedWithTheRules(t *testing.T) {
	_, err := trigger.Compile(nil, trigger.Config{
		Schema: trigger.Schema{"page.url": trigger.String, "x": 0}, Hours: map[string]trigger.Hours{"a b": nil},
		Holdout: trigger.Rollout{Percent: -1}, Never: []string{"checkout"}, MaxSlots: -1,
	})
	var faults trigger.Faults
	require.True(t, errors.As(err, &faults))
	var places []string
	for _, f := range faults {
		places = append(places, f.Pointer)
	}
	require.Equal(t, []string{"/config/schema/page.url", "/config/schema/x", "/config/hours/a b", "/config/max_slots", "/config/holdout/percent", "/config/never/0"}, places)
}

func TestASetOfTooManyAlternativesIsRefused(t *testing.T) {
	_, err := trigger.Compile([]trigger.Rule{{ID: "a"}, {ID: "b"}, {ID: "c"}}, trigger.Config{MaxSlots: 2})
	require.ErrorIs(t, err, trigger.ErrRule)
}

func TestSeventeenHoldsAreRefused(t *testing.T) {
	rules := make([]trigger.Rule, 17)
	for i := range rules {
		rules[i] = trigger.Rule{ID: string(rune('a' + i)), Hold: time.Second}
	}
	_, err := trigger.Compile(rules[:16], trigger.Config{})
	require.NoError(t, err)
	_, err = trigger.Compile(rules, trigger.Config{})
	require.ErrorContains(t, err, "/16/hold")
}
