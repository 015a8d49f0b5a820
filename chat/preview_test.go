package chat_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAnOriginIsWhatEveryBrowserReads(t *testing.T) {
	for address, want := range map[string]string{
		"https://shop.example":                              "https://shop.example",
		"HTTPS://Shop.Example/A?b=1#c":                      "https://shop.example",
		"https://shop.example:443/a":                        "https://shop.example",
		"http://shop.example:80":                            "http://shop.example",
		"http://shop.example:8080/":                         "http://shop.example:8080",
		"http://127.0.0.1:8080/a":                           "http://127.0.0.1:8080",
		"https://shop.example@evil.test/":                   "",
		`https://shop.example\@evil.test`:                   "",
		`https://evil.test\.shop.example`:                   "",
		"https://evil.test\t.shop.example":                  "",
		"https://shop.example:0443/":                        "",
		"https://[::1]/":                                    "",
		"https://shop%2eexample/":                           "",
		"https://ѕhop.example/":                             "", // not the letter s
		"//shop.example/":                                   "",
		"ftp://shop.example/":                               "",
		"javascript:alert(1)":                               "",
		"https://":                                          "",
		"https://shop..example/":                            "",
		"https://shop.example/" + strings.Repeat("a", 1000): "",
	} {
		require.Equal(t, want, chat.OriginOf(address), "%.60q", address)
	}
}

func TestLinksOfAMessageToTheShopsOwnPages(t *testing.T) {
	own := []string{"https://shop.example", "http://localhost:8080"}
	for text, want := range map[string][]string{
		"See https://shop.example/boots, please.": {"https://shop.example/boots"},
		"(https://shop.example/a_(b)) https://shop.example/": {
			"https://shop.example/a_(b))", "https://shop.example/",
		},
		"http://localhost:8080/p?id=1#top and http://localhost:8080/p?id=1": {
			"http://localhost:8080/p?id=1",
		},
		"https://shop.example.evil.test/ https://evil.test/https://shop.example": nil,
		"xhttps://shop.example/":            nil,
		"https://shop.example@evil.test/ a": nil,
		"none":                              nil,
		"https://shop.example/1 https://shop.example/2 https://shop.example/3 https://shop.example/4": {
			"https://shop.example/1", "https://shop.example/2", "https://shop.example/3",
		},
		"看 https://shop.example/1。": {"https://shop.example/1"},
	} {
		require.Equal(t, want, chat.LinksTo(text, own), text)
	}
	require.Empty(t, chat.LinksTo("https://shop.example/", nil))
}

func TestAPreviewThatCannotBeShownIsRefused(t *testing.T) {
	good := chat.Preview{
		URL: "https://shop.example/a", Title: "A", Picture: "https://shop.example/a.jpg",
	}
	require.NoError(t, good.Check("page"))
	for name, edit := range map[string]func(*chat.Preview){
		"page.url":     func(p *chat.Preview) { p.URL = "javascript:alert(1)" },
		"page.title":   func(p *chat.Preview) { p.Title = "" },
		"page.text":    func(p *chat.Preview) { p.Text = "two\nlines" },
		"page.picture": func(p *chat.Preview) { p.Picture = "https://cdn.example/a.jpg" },
	} {
		p := good
		edit(&p)
		err := p.Check("page")
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, name)
	}
}

func FuzzLinksTo(f *testing.F) {
	f.Add("See https://shop.example/boots, or https://shop.example@evil.test/")
	f.Add("HTTPS://SHOP.EXAMPLE:443/a#b) http://shop.example\\x")
	f.Fuzz(func(t *testing.T, text string) {
		all := chat.LinksTo(text, []string{"https://shop.example"})
		require.LessOrEqual(t, len(all), chat.MaxPreviews)
		for _, link := range all {
			require.Equal(t, "https://shop.example", chat.OriginOf(link))
			require.Contains(t, text, link)
		}
	})
}
