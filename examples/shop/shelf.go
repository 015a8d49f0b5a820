package main

import (
	"context"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Products finds what an agent looks for among what the shop sells, by words of its name, its
// category and its line. It makes profile a hook.Catalogue.
func (p profile) Products(_ context.Context, s hook.Sought) (all []chat.Product, _ error) {
	for _, x := range catalogue {
		fits := strings.Contains(strings.ToLower(x.Name+" "+x.Category+" "+x.Line),
			strings.ToLower(strings.TrimSpace(s.Text)))
		if len(s.IDs) > 0 {
			fits = slices.Contains(s.IDs, x.SKU)
		}
		if fits {
			all = append(all, chat.Product{
				ID: x.SKU, Title: x.Name, Text: x.Line, Price: x.Price(),
				URL: p.at + "/p/" + x.SKU, Picture: p.at + "/static/art/" + x.SKU + ".svg",
			})
		}
	}
	return all, nil
}

// Page is what stands on the card of a link to one of the shop's pages. It makes profile a
// hook.Pages.
func (p profile) Page(_ context.Context, s hook.PageSought) (chat.Preview, error) {
	path, _, _ := strings.Cut(s.URL, "?")
	sku, isProduct := strings.CutPrefix(path, p.at+"/p/")
	x, known := find(sku)
	if !isProduct || !known {
		return chat.Preview{}, nil
	}
	return chat.Preview{
		URL: p.at + "/p/" + x.SKU, Title: x.Name, Text: x.Line,
		Picture: p.at + "/static/art/" + x.SKU + ".svg",
	}, nil
}
