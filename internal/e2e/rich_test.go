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

const evilTitle = `</a><img src=x onerror="window.evil=1">Boot`

// shelf is a Profile whose catalogue has one boot, with a hostile title.
type shelf struct{ at string }

func (shelf) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, nil
}

func (s shelf) Products(_ context.Context, q hook.Sought) ([]chat.Product, error) {
	if len(q.IDs) == 0 && !strings.Contains("a boot", q.Text) {
		return nil, nil
	}
	return []chat.Product{{
		ID: "boot-7", Title: evilTitle, Text: "Waterproof", Price: "€ 129.00",
		URL: s.at + "/page/7", Picture: s.at + "/chat/icon.svg", Cart: true,
	}}, nil
}

// TestAnAgentShowsAProductAndItsVisitorChooses: a card with its picture, which the page puts into
// the cart, and answers to choose from.
func TestAnAgentShowsAProductAndItsVisitorChooses(t *testing.T) {
	c := openCounterOn(t, desk.Config{Seed: team(), Profile: shelf{streetOf(t).server.URL}})
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	eve.asks(c, "Have you got boots?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Have you got boots?")
	mari.write(line, "These are dry")
	mari.click(".composer .shelf", "Show a product")
	mari.see("dialog[open] input:focus", "")
	mari.see("dialog[open] .finds button", "€ 129.00")
	d.accessible(mari, "a product is looked for")
	mari.write("#products-q", "nothing of that kind")
	mari.see("dialog[open] [role=status]", "Nothing found.")
	mari.write("#products-q", "boot")
	mari.click("dialog[open] .finds button", evilTitle)
	mari.see(".msg .product", evilTitle)
	mari.see(line+":focus", "")
	mari.notSee(".product button", "Add to cart")
	assert.Empty(t, mari.written())

	eve.see(".msg", "These are dry")
	eve.see(".product a[href$='/page/7']", evilTitle)
	eve.see(".product .price", "€ 129.00")
	eve.see(".product img[src$='/chat/icon.svg']", "")
	eve.notSee(".product img[src=x]", "")
	d.accessible(eve, "a product is shown")
	eve.does(`addEventListener("livechat:cart", (e) => { e.preventDefault(); window.put = e.detail.id; })`)
	eve.click(".product button", "Add to cart")
	eve.see(".product button", "In the cart")
	put, _ := ask[string](eve, "main", "", "() => window.put")
	assert.Equal(t, "boot-7", put)

	in, err := c.Agent("mari").Inbox(t.Context())
	require.NoError(t, err)
	r := desk.MessageRequest{Text: "Shall I keep them for you?"}
	r.Choices = []string{"<b>Yes</b>, please", "No"}
	_, err = c.Agent("mari").Agent.Send(t.Context(), in.Sessions[0].Session.ID, r)
	require.NoError(t, err)
	eve.see(".choices button", "<b>Yes</b>, please")
	eve.see(":has(> .choices) > [role=status]", "Answers to choose from: <b>Yes</b>, please, No")
	d.accessible(eve, "answers to choose from")
	mari.see(".msg .offered .chip", "<b>Yes</b>, please")
	eve.click(".choices button", "<b>Yes</b>, please")
	eve.notSee(".choices button", "")
	eve.numbered("<b>Yes</b>, please")
	mari.see(".msg", "<b>Yes</b>, please")
	mari.click(".composer .shelf", "Show a product")
	mari.see("dialog[open] .finds button", evilTitle)
	require.NoError(t, c.Agent("mari").Agent.Close(t.Context(), in.Sessions[0].Session.ID))
	mari.notSee(line, "") // it ends while she looks
	mari.click("dialog[open] .finds button", evilTitle)
	mari.see(".toast", "This chat has moved on")
	evil, _ := ask[bool](eve, "main", "", "() => !!window.evil")
	assert.False(t, evil)
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
