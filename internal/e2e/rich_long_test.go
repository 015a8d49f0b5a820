package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// longShelf is a Profile whose catalogue has products as long as they may be, without a blank.
type longShelf struct{ shelf }

func (s longShelf) Products(context.Context, hook.Sought) ([]chat.Product, error) {
	return []chat.Product{{
		ID: "long", Title: strings.Repeat("W", 120), Text: strings.Repeat("m", 200), Cart: true,
		Price: strings.Repeat("9", 40), URL: s.at + "/page/7", Picture: s.at + "/chat/icon.svg",
	}, {ID: "short", Title: "حذاء", Price: "€ 129.00", URL: s.at + "/page/8", Cart: true}}, nil
}

func TestProductsAndAnswersOfAnyLengthStayInTheirPlace(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: team(), Profile: longShelf{shelf{streetOf(t).server.URL}}})
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Have you got boots?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Have you got boots?")
	mari.click(".composer .shelf", "")
	mari.see("dialog[open] .finds button", "€ 129.00")
	inside := `el => [...el.querySelectorAll("*")].every((part) => {
		const [r, all] = [part.getBoundingClientRect(), el.getBoundingClientRect()];
		return r.left >= all.left && r.right <= all.right; })`
	shows := func(size int64) {
		t.Helper()
		mari.size(size, 844)
		mari.settle()
		in, _ := ask[bool](mari, ".finds", "", inside)
		assert.True(t, in, "the prices are seen on %d", size)
	}
	shows(390)
	shows(1280)
	mari.press("Escape")
	mari.notSee("dialog[open]", "")

	in, err := c.Agent("mari").Inbox(t.Context())
	require.NoError(t, err)
	r := desk.MessageRequest{Text: "These"}
	r.Products = []string{"long", "short"}
	r.Choices = []string{strings.Repeat("W", 40), strings.Repeat("M", 40), "نعم", "No"}
	_, err = c.Agent("mari").Agent.Send(t.Context(), in.Sessions[0].Session.ID, r)
	require.NoError(t, err)
	for _, p := range []*person{mari, eve} {
		p.see(".product .price", "€ 129.00")
		p.laidOut("products and answers of any length")
		p.size(390, 844)
		p.laidOut("products and answers of any length on a phone")
	}
}
