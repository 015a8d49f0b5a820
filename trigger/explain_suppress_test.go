package trigger_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

func TestATextThatMostRulesAskForFindsThemAllAndAnotherItsOwn(t *testing.T) {
	var rules []trigger.Rule
	for i := range 640 {
		path := "/hot"
		if i%8 == 0 {
			path = fmt.Sprint("/page", i)
		}
		rules = append(rules, trigger.Rule{ID: fmt.Sprint("r", i), When: trigger.Where("page.path", trigger.Eq, trigger.Text(path))})
	}
	set, err := trigger.Compile(rules, trigger.Config{})
	require.NoError(t, err)
	fires := func(path string) []string {
		return fired(set.Eval(trigger.Visit{URL: "https://shop.example" + path}, trigger.History{}, t0))
	}
	require.Len(t, fires("/hot"), 560)
	require.Equal(t, []string{"r64"}, fires("/page64"))
	require.Empty(t, fires("/cold"))
}

func TestTheExplanationOfASuppressRuleAsksAsTheRuleDoes(t *testing.T) {
	at := trigger.Where("page.path", trigger.Eq, trigger.Text("/checkout"))
	set, err := trigger.Compile([]trigger.Rule{
		{ID: "veto", Type: trigger.Suppress, When: at}, {ID: "some", Type: trigger.Suppress, Groups: []string{"g", "h"}, When: at}, {ID: "prompt", When: at},
	}, trigger.Config{})
	require.NoError(t, err)
	explain := func(rule, url string) trigger.Explanation {
		x, err := set.Explain(rule, trigger.Visit{URL: url}, trigger.History{}, t0)
		require.NoError(t, err)
		return x
	}
	for _, url := range []string{"/checkout", "//Checkout/", "/%63heckout", ""} {
		x := explain("veto", url)
		require.Equal(t, "suppresses every rule", x.Verdict, "%q", url)
		require.True(t, x.When.True, "%q", url)
		require.Equal(t, "suppresses the groups g, h", explain("some", url).Verdict, "%q", url)
	}
	for url, there := range map[string]bool{
		"/checkout": true, "/%63heckout": true, "//Checkout/": true, "/index.php/checkout": false, "": false,
	} {
		require.Equal(t, there, explain("prompt", url).When.True, "%q", url)
	}
	require.Equal(t, "does not suppress: its condition does not hold", explain("veto", "/shoes").Verdict)
	require.False(t, explain("veto", "/shoes").When.True)
}

func TestAnExplanationNamesAnInstantOnlyIfThereIsOne(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{{ID: "r", When: trigger.Where("page.path", trigger.Eq, trigger.Text("/shoes"))}}, trigger.Config{})
	require.NoError(t, err)
	for url, fires := range map[string]bool{"/shoes": true, "/hats": false} {
		x, err := set.Explain("r", trigger.Visit{URL: url}, trigger.History{}, t0)
		require.NoError(t, err)
		require.Equal(t, fires, x.Fires)
		require.NotContains(t, x.String(), " from ", "%q: the clock changes nothing", url)
		require.Equal(t, 1, strings.Count(x.String(), "page.path"))
	}
}

func TestASuppressRuleWhosePatternTakesTooLongHoldsAndItsExplanationSaysSo(t *testing.T) {
	slow := trigger.Where("page.path", trigger.Regexp, trigger.Text("^/(a|b)+c$"))
	set, err := trigger.Compile([]trigger.Rule{
		{ID: "veto", Type: trigger.Suppress, When: slow}, {ID: "prompt", When: slow}, {ID: "other"},
	}, trigger.Config{Budget: 1})
	require.NoError(t, err)
	v := trigger.Visit{URL: "/" + strings.Repeat("ab", 200)}
	require.Empty(t, set.Eval(v, trigger.History{}, t0).Fires)
	for rule, holds := range map[string]bool{"veto": true, "prompt": false} {
		x, err := set.Explain(rule, v, trigger.History{}, t0)
		require.NoError(t, err)
		require.Equal(t, holds, x.When.True, rule)
	}
}
