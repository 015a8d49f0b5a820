package trigger_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// spellings are addresses of one page each, by the address that a rule names.
var spellings = map[string][]string{
	"https://shop.example/sale": {
		"https://shop.example/sale", "https://shop.example/sale/", "HTTPS://Shop.Example/Sale",
		"https://shop.example:443/sale", "https://shop.example//sale", "https://shop.example/sale?",
		"https://shop.example/a/../sale", "https://shop.example/%73ale", " https://shop.example/sale",
		"https://shop.example/sale#reviews", "https://shop.example/sale;id=1",
	},
	"https://shop.example/sale?b=2&a=%C3%B5": {
		"https://shop.example/sale?a=%c3%b5&b=2", "https://shop.example/sale/?b=2&a=õ",
		"https://shop.example:443/sale?&b=2&&a=%C3%B5#x",
	},
	"/sale?a&b=1": {"/sale?b=1&a=", "/sale/?a&b=1", "//sale?b=1&a"},
	"https://shop.example/#/cart": {
		"https://shop.example/#/cart", "https://shop.example#!/Cart/", "https://shop.example/#!cart",
	},
	"https://shop.example": {
		"https://shop.example/", "https://shop.example:443", "https://SHOP.example/?",
	},
	"http://shop.example:8080/a": {"http://shop.example:8080/a/"},
}

// otherSpellings are of none of those pages.
var otherSpellings = []string{
	"https://shop.example/sales", "http://shop.example/sale", "https://shop.example:8443/sale",
	"https://shop.example/sale?a=%C3%B5", "/sale?a=1", "https://shop.example/#/carts", "",
}

// fires returns how many rules fire at a page of which one has a condition.
func fires(t *testing.T, when trigger.Cond, page string) int {
	set, err := trigger.Compile([]trigger.Rule{{ID: "r", When: when}}, trigger.Config{})
	require.NoError(t, err)
	return len(set.Eval(trigger.Visit{URL: page}, trigger.History{}, t0).Fires)
}

func TestAWholeAddressIsOneForAllItsSpellings(t *testing.T) {
	for want, pages := range spellings {
		url := func(op trigger.Op, all ...string) trigger.Cond {
			if op == trigger.Eq || op == trigger.Ne {
				return trigger.Where("page.url", op, trigger.Text(all[0]))
			}
			return trigger.Where("page.url", op, trigger.Texts(all...))
		}
		folded := url(trigger.Eq, want)
		folded.Fold = true
		for _, when := range []trigger.Cond{
			url(trigger.Eq, want), trigger.Not(url(trigger.Ne, want)), folded,
			url(trigger.In, "https://a.example", want), trigger.Not(url(trigger.NotIn, want)),
		} {
			for _, page := range pages {
				require.Equal(t, 1, fires(t, when, page), "%q is %q", page, want)
			}
			for _, page := range otherSpellings {
				require.Zero(t, fires(t, when, page), "%q is not %q", page, want)
			}
		}
	}
	capital := trigger.Where("page.url", trigger.Eq, trigger.Text("/?q=a"))
	require.Zero(t, fires(t, capital, "/?q=A"), "the case of a value counts")
}

func TestPartsOfAnAddressAreComparedAsTheyAreWrittenBehindTheHost(t *testing.T) {
	for _, row := range []struct {
		op          trigger.Op
		value, page string
		holds       int
	}{
		{trigger.Prefix, "https://shop.example/sale", "HTTPS://SHOP.example:443/sale/1", 1},
		{trigger.Prefix, "HTTPS://SHOP.example:443/sale", "https://shop.example/sale/1", 1},
		{trigger.Prefix, "https://shop.example/sale/", "https://shop.example:443/sale#x", 1},
		{trigger.Prefix, "https://shop.example/sale/", "https://shop.example/sales", 0},
		{trigger.Prefix, "https://shop.example/s?b=", "https://shop.example/s?b=2&a=1", 1},
		{trigger.Contains, "#/cart", "https://shop.example/#/cart", 1},
		{trigger.Contains, "b=2&a=1", "https://shop.example/?b=2&a=1", 1},
		{trigger.Suffix, "/sale/", "https://shop.example/sale", 1},
		{trigger.Glob, "https://Shop.example/*/sale", "https://shop.example:443/en/sale/", 1},
		{trigger.Regexp, "^https://shop.example/Sale$", "https://SHOP.example/Sale", 1},
	} {
		when := trigger.Where("page.url", row.op, trigger.Text(row.value))
		require.Equal(t, row.holds, fires(t, when, row.page), "%s %q at %q", row.op, row.value, row.page)
	}
}

func TestAHostIsComparedInSmallLetters(t *testing.T) {
	for _, op := range []trigger.Op{
		trigger.Eq, trigger.Prefix, trigger.Suffix, trigger.Contains, trigger.Glob,
	} {
		when := trigger.Where("page.host", op, trigger.Text("Shop.Example"))
		for _, page := range []string{
			"https://shop.example/", "https://SHOP.example:8443/a", "https://shop.example./a",
		} {
			require.Equal(t, 1, fires(t, when, page), "%s at %q", op, page)
		}
	}
}

func TestThePathsOfAVisitAreReadAsThatOfAPage(t *testing.T) {
	paths := func(op trigger.Op, all ...string) trigger.Cond {
		return trigger.Where("visit.paths", op, trigger.Texts(all...))
	}
	seen := trigger.Texts("/", "//Cart/", "/%73ale", "/a/../boots")
	visit := trigger.Visit{Attrs: map[string]trigger.Value{"visit.paths": seen}}
	for _, when := range []trigger.Cond{
		paths(trigger.AllOf, "/cart", "/Sale/", "/boots", "/"), paths(trigger.AnyOf, "/x", "/%62oots"),
		paths(trigger.NoneOf, "/a", "/carts"), trigger.Not(paths(trigger.NoneOf, "/CART")),
	} {
		set, err := trigger.Compile([]trigger.Rule{{ID: "r", When: when}}, trigger.Config{})
		require.NoError(t, err)
		require.Len(t, set.Eval(visit, trigger.History{}, t0).Fires, 1, "%v", when)
		require.Empty(t, set.CheckVisit(visit))
	}
}
