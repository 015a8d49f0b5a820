package trigger_test

import (
	"errors"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// checkouts are addresses that lead to /checkout or below, to a browser, a server or the shop's own
// script, and such as do not say which page they are.
var checkouts = []string{
	"/checkout", "/checkout/", "/checkout/pay", "/checkout?step=2", "/checkout#pay", "/checkout%2Fpay", "/checkout%2fpay/",
	"https://shop.example/checkout", "HTTPS://SHOP.EXAMPLE/checkout", "https://shop.example:8443/checkout", "https://u:p@shop.example/checkout",
	"/Checkout", "/CHECKOUT/pay", "/checKout", "/ｃｈｅｃｋｏｕｔ", "/%EF%BD%83heckout",
	"//checkout", "///checkout", "https://shop.example//checkout", "https://shop.example/./checkout", "/./checkout", "/.//checkout",
	"/a/../checkout", "/a/b/../../checkout/", "/a//../checkout", "/../checkout", "/%2e/checkout", "/a/%2e%2E/checkout", "/a/.%2e/checkout",
	"/a/%252e%252e/checkout", "/a/..;/checkout", "/a%2F..%2Fcheckout", "/checkout/../checkout", "/checkout/..;/pricing",
	"/%63heckout", "/%2563heckout", "/%252563heckout", "/checkout%", "/checkout/%zz", "/%/../checkout", "/%63%68%65%63%6b%6f%75%74",
	"/checkout;jsessionid=1", "/checkout;a=b/pay", "/;x/checkout", "/checkout%3Ba", "/checkout%3Fa=b", "/checkout%23a",
	"/checkout%20", "/checkout%20/pay", " /checkout ", "/check\tout", "/check\r\nout", "\n/checkout", "/checkout%00", "/checkout%0a", "/check\u200bout", "/checkout.",
	`\checkout`, `/a\..\checkout`, `https:\\shop.example\checkout`, "/%5Ccheckout", `/checkout\pay`,
	"/#/checkout", "/#!/checkout", "/#!checkout", "/#/Checkout/pay?x=1", "/#%2Fcheckout", "/#//checkout", "/app/#/checkout", "https://shop.example#/checkout", "/#/a/../checkout", "/#checkout/pay",
	"shop.example/checkout", "//shop.example/checkout", "https:/shop.example/checkout", "https:///checkout", "https:checkout", "https:/checkout", "file:///checkout", "app://checkout", "capacitor://localhost/checkout",
	"checkout", "./checkout", "", " ", "about:blank", "https://", "localhost:3000/checkout", "?step=2", "#/checkout", "javascript:void(0)", "blob:https://shop.example/1",
	"/index.php/checkout", "/shop.php/checkout/pay", "/checkout.html", "/checkout.php?step=2", "/checkout/index.html", "/cgi-bin/shop.pl/checkout",
	"/index.php?route=checkout/cart", "/?route=checkout%2Fcart", "/?page=checkout", "/?lang=de&p=/checkout", "/index.php?dispatch=checkout.cart", "/?q=Checkout", "/?/checkout", "/?checkout", "/?_escaped_fragment_=/checkout",
	"/shop/?route=checkout/cart", "https://shop.example/en/shop/?page=checkout", "/store/?checkout", "/checkout.shtml", "/checkout.php7", "/index.php8/checkout",
}

// others are pages that only look a little like it.
var others = []string{
	"/", "https://shop.example", "https://shop.example/", "https://shop.example?a=b", "/checkouts", "/checkout-tips", "/pre-checkout", "/en/shoes/", "/blog/checkout", "/check/out", "/%C3%B5un/ä",
	"/shoes?next=/checkout", "/shoes?q=checkout", "/shop/?colour=checkout", "/shop/?page=cart", "/login?route=checkout", "/?utm_campaign=checkout", "/pricing#checkout", "/pricing#reviews", "/#/cart", "/index.php?route=product/product&product_id=42",
	"/checkout/../pricing", "/a/../pricing", "/Pricing//", "/shoes.html", "/index.php", "/index.php/cart", "https://checkout.example/shoes", "/v1.2/docs", "/100%", "//pricing", "/a;checkout",
}

func TestNothingFiresOnThePageHoweverItIsWritten(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/checkout"}})
	require.NoError(t, err)
	for _, url := range checkouts {
		require.Empty(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, "%q", url)
	}
	require.Empty(t, set.Eval(trigger.Visit{URL: "/" + strings.Repeat("a/../", 1000) + "checkout"}, trigger.History{}, t0).Fires, "a long address is read to its end")
	for _, url := range others {
		require.Len(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, 1, "%q", url)
	}
}

func TestASuppressRuleAsksForThePageHoweverItIsWritten(t *testing.T) {
	for name, when := range map[string]trigger.Cond{
		"eq or prefix": trigger.Any(trigger.Where("page.path", trigger.Eq, trigger.Text("/Checkout/")), trigger.Where("page.path", trigger.Prefix, trigger.Text("/checkout/"))),
		"in or glob":   trigger.Any(trigger.Where("page.path", trigger.In, trigger.Texts("/checkout")), trigger.Where("page.path", trigger.Glob, trigger.Text("/checkout/**"))),
		"regexp":       trigger.Where("page.path", trigger.Regexp, trigger.Text("^/checkout(/|$)")),
		"not ne": trigger.Not(trigger.All(trigger.Where("page.path", trigger.Ne, trigger.Text("/checkout")),
			trigger.Not(trigger.Where("page.path", trigger.Prefix, trigger.Text("/checkout/"))))),
	} {
		veto := trigger.Rule{ID: "veto", Type: trigger.Suppress, When: when}
		set, err := trigger.Compile([]trigger.Rule{{ID: "r"}, veto}, trigger.Config{})
		require.NoError(t, err)
		for _, url := range checkouts {
			v := trigger.Visit{URL: url}
			require.Empty(t, set.Eval(v, trigger.History{}, t0).Fires, "%s at %q", name, url)
			x, err := set.Explain("r", v, trigger.History{}, t0)
			require.NoError(t, err)
			require.True(t, x.Vetoes[0].Active && x.Vetoes[0].When.True, "%s at %q", name, url)
		}
		for _, url := range others {
			if url != "/checkout/../pricing" { // the path as it is written counts too
				require.Len(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, 1, "%s at %q", name, url)
			}
		}
		back, ok := set.Rule("veto")
		require.True(t, ok)
		require.Equal(t, veto.When, back.When)
	}
}

func TestASuppressRuleOfAllOtherPagesHoldsWhereThePageIsNotKnown(t *testing.T) {
	for name, when := range map[string]trigger.Cond{
		"ne":     trigger.Where("page.path", trigger.Ne, trigger.Text("/shoes")),
		"not eq": trigger.Not(trigger.Where("page.path", trigger.Eq, trigger.Text("/shoes"))),
	} {
		set, err := trigger.Compile([]trigger.Rule{{ID: "r"}, {ID: "veto", Type: trigger.Suppress, When: when}}, trigger.Config{})
		require.NoError(t, err)
		for url, fires := range map[string]int{"/shoes": 1, "/Shoes/": 1, "//shoes": 1, "/cart": 0, "": 0, "shoes": 0} {
			require.Len(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, fires, "%s at %q", name, url)
		}
	}
}

// respelt are addresses of the checkout with what a browser drops, or keeps apart from the path.
var respelt = []string{
	"\t/checkout", "/check\tout", "/check\nout\r", "\x00 /checkout\x1f",
	"https://shop.exa\nmple/checkout",
	"https://eve@shop.example/checkout", "https://eve:pw@shop.example:8443/checkout",
	"https://shop.example:443/checkout", "HTTPS://SHOP.EXAMPLE/CHECKOUT/", `\\shop.example\checkout`,
	`https:\\shop.example\a\..\checkout`, "https://shop.example/%2e%2e/checkout/%2E",
	"https://bücher.example/checkout", "https://xn--bcher-kva.example/checkout?a#b",
	"/checkout;jsessionid=1", "/checkout;v=1/pay;w=2", "/a/b/../../checkout/.", "/checkout//?#",
	"///checkout", "/%63%68%65%63%6b%6f%75%74", "/checkout%20", "/checkout%2f", "/checkout%5cpay",
}

func TestNothingFiresOnThePageWithWhatABrowserDrops(t *testing.T) {
	config := trigger.Config{Never: []string{"/checkout"}}
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, config)
	require.NoError(t, err)
	for _, url := range respelt {
		require.Empty(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, "%q", url)
	}
}

// browsed are the checkouts that a browser opens as such. Where others lead is up to the server.
func browsed(url string) bool {
	at, ok := trigger.Place(url)
	return ok && (at == "/checkout" || strings.HasPrefix(at, "/checkout/"))
}

func TestAConditionSeesThePageHoweverItIsWritten(t *testing.T) {
	path := func(op trigger.Op, text string) trigger.Cond {
		return trigger.Where("page.path", op, trigger.Text(text))
	}
	folded := path(trigger.Regexp, "^/checkout(/|$)")
	folded.Fold = true
	below := path(trigger.Prefix, "/checkout/")
	list := trigger.Where("page.path", trigger.In, trigger.Texts("/x", "/checkout"))
	known := trigger.Where("page.path", trigger.Exists, trigger.Truth(true))
	for name, at := range map[string]trigger.Cond{
		"eq or prefix":  trigger.Any(path(trigger.Eq, "/Checkout/"), below),
		"encoded":       trigger.Any(path(trigger.Eq, "/%63heckout"), path(trigger.Prefix, "//%63heckout/")),
		"in or glob":    trigger.Any(list, path(trigger.Glob, "/Checkout/**")),
		"regexp":        path(trigger.Regexp, "(?i)^/checkout(/|$)"),
		"folded regexp": folded,
		"not ne":        trigger.Not(trigger.All(path(trigger.Ne, "/CHECKOUT"), trigger.Not(below))),
	} {
		elsewhere := trigger.All(trigger.Not(at), known)
		rules := []trigger.Rule{{ID: "there", When: at}, {ID: "elsewhere", When: elsewhere}}
		set, err := trigger.Compile(rules, trigger.Config{})
		require.NoError(t, err)
		seen := 0
		for _, url := range append(checkouts, others...) {
			want := []string{}
			switch _, known := trigger.Place(url); {
			case browsed(url):
				want, seen = []string{"there"}, seen+1
			case known:
				want = []string{"elsewhere"}
			}
			got := fired(set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0))
			require.Equal(t, want, append([]string{}, got...), "%s at %q", name, url)
		}
		require.Greater(t, seen, 60)
	}
	for _, url := range others {
		require.False(t, browsed(url), url)
	}
}

func TestARegexpSeesTheCapitalsOfAPath(t *testing.T) {
	when := trigger.Where("page.path", trigger.Regexp, trigger.Text("^/[A-Z]{2}/Sale/$"))
	for url, want := range map[string]int{
		"/DE/Sale/": 1, "//DE/./Sale/?a#b": 1, "/%44E/Sale/": 1,
		"/de/Sale/": 0, "/DE/sale/": 0, "/DE/Sale": 0,
	} {
		require.Equal(t, want, fires(t, when, url), url)
	}
}

func TestAPromptIsWithdrawnOnThePageHoweverItIsWritten(t *testing.T) {
	set, err := trigger.CompileJSON([]byte(`[{"id":"r",`+promptDo+`}]`), trigger.Config{Never: []string{"/checkout"}})
	require.NoError(t, err)
	h := claim(t, set, visitAt("/shoes", t0), trigger.History{}, "r", t0)
	for _, url := range []string{"/Checkout", "//checkout", "/#/checkout", ""} {
		ends := set.Eval(visitAt(url, t0), h, t0.Add(time.Second)).Ends
		require.Len(t, ends, 1, url)
		require.Equal(t, trigger.Withdrawn, ends[0].Fate, url)
	}
}

func TestGlobsOverPagesMeanEverythingBelow(t *testing.T) {
	for entry, urls := range map[string][]string{
		"/checkout/*":        {"/checkout", "/checkout/pay", "/Checkout/pay/card"},
		"/checkout/**":       {"/checkout", "/checkout/pay/card"},
		"/**/checkout/**":    {"/checkout", "/checkout/pay", "/en/checkout", "/en/us/checkout/pay"},
		"/*/pay":             {"/en/pay", "/en/pay/card", "//en//PAY"},
		"/??/checkout":       {"/en/checkout/pay"},
		"**checkout**":       {"/checkout", "/en/my-Checkout-2"},
		"/Kassa":             {"/kassa", "/KASSA/x"},
		"/checkout/":         {"/checkout", "/checkout/pay"},
		"*/checkout":         {"/checkout", "/checkout/pay"},
		"/step-?":            {"/step-1", "/step-2/x", "/index.php?route=step-3"},
		"/":                  {"/", "/anything"},
		"/оформление":        {"/%D0%9E%D0%A4ормление"},
		"/**/checkout/**/**": {"/checkout", "/a/checkout"},
	} {
		set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/elsewhere", entry}})
		require.NoError(t, err, entry)
		for _, url := range urls {
			require.Empty(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, "%s at %s", entry, url)
		}
		if entry != "/" {
			require.Len(t, set.Eval(trigger.Visit{URL: "/shoes/checkin"}, trigger.History{}, t0).Fires, 1, entry)
		}
	}
}

func TestPagesThatCouldMatchNothingAreRefused(t *testing.T) {
	for _, entry := range []string{
		"", "checkout", "https://shop.example/checkout", "*checkout*", "*", "*.html", "/index.php?route=checkout/cart", "/checkout?step=2", "/checkout?step", "/?a&b",
		"/checkout#pay", "/#/checkout", "/checkout /pay", " /checkout", "/checkout ", "/check\tout", "/checkout%2Fpay", "/%63heckout", "/checkout;x", `/checkout\pay`, "/a/../checkout", "/./checkout", "/checkout.",
		"/" + strings.Repeat("a", 256), "/" + strings.Repeat("*a", 300),
	} {
		_, err := trigger.Compile(nil, trigger.Config{Never: []string{"/fine", entry}})
		var faults trigger.Faults
		require.True(t, errors.As(err, &faults), "%q", entry)
		require.Len(t, faults, 1, "%q", entry)
		require.Equal(t, "/config/never/1", faults[0].Pointer, "%q", entry)
	}
}

func TestOverBudgetAPageIsOneOfThePages(t *testing.T) {
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/**a**b**"}, Budget: 5})
	require.NoError(t, err)
	res := set.Eval(visitAt("/shoes", t0), trigger.History{}, t0)
	require.True(t, res.Overrun)
	require.Empty(t, res.Fires)
}

// opened is the path that a browser asks a server for, by the standard library's reading of the
// address. Before it a browser drops blanks and control characters around it, and tabs and line
// ends within.
func opened(raw string) (string, bool) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	raw = strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(raw)
	u, err := (&url.URL{Scheme: "https", Host: "shop.example", Path: "/"}).Parse(raw)
	if err != nil || !strings.EqualFold(u.Hostname(), "shop.example") {
		return "", false
	}
	return path.Clean("/" + strings.ToLower(u.Path)), true
}

func FuzzWhatABrowserOpensAsTheCheckoutNeverFires(f *testing.F) {
	for _, url := range slices.Concat(checkouts, respelt, others) {
		f.Add(url)
	}
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/checkout"}})
	require.NoError(f, err)
	pages, err := trigger.NewPages("/checkout")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, url string) {
		var res trigger.Result
		quick(t, func() { res = set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0) })
		page, ok := opened(url)
		if ok && (page == "/checkout" || strings.HasPrefix(page, "/checkout/")) {
			require.Empty(t, res.Fires, "%q opens %s", url, page)
			has, known := pages.Find(url)
			require.True(t, has || !known, "%q opens %s", url, page)
		}
	})
}

func TestNothingFiresBesideTheOnlyPagesHoweverTheyAreWritten(t *testing.T) {
	only := []string{"/checkout", "/elsewhere"}
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, trigger.Config{Never: []string{"/checkout/pay"}, Only: only})
	require.NoError(t, err)
	never, err := trigger.NewPages("/checkout/pay")
	require.NoError(t, err)
	for _, url := range checkouts {
		pay, known := never.Find(url)
		fires := set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires
		require.Equal(t, known && !pay, len(fires) == 1, "%q", url)
	}
	for _, url := range others {
		require.Empty(t, set.Eval(trigger.Visit{URL: url}, trigger.History{}, t0).Fires, "%q", url)
	}
	_, err = trigger.Compile(nil, trigger.Config{Only: []string{"/fine", "checkout"}})
	var faults trigger.Faults
	require.ErrorAs(t, err, &faults)
	require.Equal(t, "/config/only/1", faults[0].Pointer)
}

func TestOverBudgetAPageIsNoneOfTheOnlyOnes(t *testing.T) {
	c := trigger.Config{Only: []string{"/**a**b**"}, Budget: 5}
	set, err := trigger.Compile([]trigger.Rule{{ID: "r"}}, c)
	require.NoError(t, err)
	require.Empty(t, set.Eval(visitAt("/ab", t0), trigger.History{}, t0).Fires)
}
