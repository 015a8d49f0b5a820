package chat

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAProductIsShownOnlyAsAPageOfTheWeb(t *testing.T) {
	good := Product{
		ID: "boot-7", Title: "Boot", Price: "€ 129.00", URL: "https://shop.example/p/7",
		Picture: "https://shop.example/p/7.webp",
	}
	require.NoError(t, good.Check("product"))
	for field, spoil := range map[string]func(*Product){
		"product.id":    func(p *Product) { p.ID = "" },
		"product.title": func(p *Product) { p.Title = "two\nlines" },
		"product.text":  func(p *Product) { p.Text = strings.Repeat("x", 201) },
		"product.price": func(p *Product) { p.Price = "1\u202e00" },
		"product.url":   func(p *Product) { p.URL = "javascript:alert(1)//shop.example" },
		"product.picture": func(p *Product) {
			p.Picture = "https://elsewhere.example/track.gif"
		},
	} {
		bad := good
		spoil(&bad)
		require.ErrorContains(t, bad.Check("product"), field)
	}
	for _, url := range []string{
		"", "/p/7", "//shop.example", "data:text/html,x", "https://me:pw@shop.example/", "https://",
		"ftp://shop.example/", "https://shop.example/" + strings.Repeat("x", 1000),
	} {
		bad := good
		bad.URL, bad.Picture = url, ""
		require.ErrorContains(t, bad.Check("product"), "product.url", url)
	}
	for _, picture := range []string{"http://shop.example/7", "data:image/png,x", "blob:x", "/7"} {
		bad := good
		bad.Picture = picture
		require.ErrorContains(t, bad.Check("product"), "product.picture", picture)
	}
}

func TestWhatAMessageShowsIsTextWhereNothingElseCanBeShown(t *testing.T) {
	e := Entry{Text: "Have a look:"}
	require.Equal(t, "Have a look:", e.Plain())
	e.Products = []Product{
		{ID: "7", Title: "Boot", Price: "€ 129.00", URL: "https://shop.example/7"},
		{ID: "8", Title: "Shoe", URL: "https://shop.example/8"},
	}
	e.Choices = []string{"The first", "Neither"}
	require.Equal(t, "Have a look:\nBoot · € 129.00 · https://shop.example/7\n"+
		"Shoe · https://shop.example/8\n– The first\n– Neither", e.Plain())
	e.Text = "" // it was withdrawn, or erased
	require.Empty(t, e.Plain())
}
