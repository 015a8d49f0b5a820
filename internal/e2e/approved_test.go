package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// formalDove is a dove for which some words are approved.
type formalDove struct{ *dove }

// Templates implements hook.Templater.
func (formalDove) Templates(context.Context, string) ([]hook.Template, error) {
	return []hook.Template{
		{Name: "hello_world", Language: "en_US", Text: "Hello World\n\nWelcome!"},
		{Name: "order_ready", Language: "en_US", Text: "Hi {{1}}, order {{2}} waits for you."},
	}, nil
}

// When the time to answer is over, an agent sends approved words, sees before what the customer
// will read, and finds in the timeline what went.
func TestAnAgentSendsApprovedWordsWhenTheTimeToAnswerIsOver(t *testing.T) {
	c := openCounter(t, team())
	birds := formalDove{&dove{}}
	birds.ends(time.Hour)
	require.NoError(t, c.Desk.Outbox().Lines().Connect(birds))
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari")
	writes := func(id, text string) {
		_, err := c.Host().Receive(t.Context(), hook.Inbound{
			Channel: "whatsapp", Account: "shop", Sender: "3725550", Name: "Eve", ExternalID: id,
			At: time.Now(), Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
		})
		require.NoError(t, err)
	}
	writes("1", "Is it in?")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Is it in?")
	const way = ".approved-way button:not([hidden])"
	mari.see(".carried", "Your words go by WhatsApp: until")
	mari.notSee(way, "")

	birds.ends(0)
	writes("2", "Hello?")
	mari.see(".carried", "Only approved words may go")
	d.accessible(mari, "the time to answer is over")
	mari.click(way, "Send approved words")
	mari.see("dialog[open] blockquote", "Welcome!")
	mari.choose("#approved-which", "1")
	mari.see("dialog[open] blockquote", "Hi {{1}}, order {{2}} waits for you.")
	mari.write("#approved-0", "Eve")
	mari.write("#approved-1", "48213")
	mari.see("dialog[open] blockquote", "Hi Eve, order 48213 waits for you.")
	d.accessible(mari, "approved words")
	mari.click("dialog[open] button", "Send")
	mari.see(".msg .text", "Hi Eve, order 48213 waits for you.")
	mari.see(".msg .changed", "approved words")
	mari.notSee("dialog[open]", "")
	mari.eventually(func() bool { return len(birds.carried()) == 1 }, "the messenger has it")
	went := birds.carried()[0]
	require.Equal(t, "order_ready", went.Template.Name)
	require.Equal(t, []string{"Eve", "48213"}, went.Template.Params)
	require.Empty(t, mari.complaints())
}
