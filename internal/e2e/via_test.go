package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// By which way a visitor writes stands wherever their chat is listed: on the offer, in the list, on
// the card and on the board, as a mark that a reader hears in words.
func TestEverybodySeesByWhichWayAVisitorWrites(t *testing.T) {
	c := openCounter(t, team())
	birds := &dove{}
	birds.ends(time.Hour)
	require.NoError(t, c.Desk.Outbox().Lines().Connect(birds))
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.see(".status a", "Board")
	liis.goTo(c.url("/chat/board"))
	_, err := c.Host().Receive(t.Context(), hook.Inbound{
		Channel: "whatsapp", Account: "shop", Sender: "3725550", Name: "Eve", ExternalID: "1",
		At: time.Now(), Parts: []hook.Part{{Kind: hook.PartText, Text: "Is it in?"}},
	})
	require.NoError(t, err)
	liis.see(".waiting .who .via[data-via=whatsapp] .sr", "by WhatsApp")
	d := &day{t: t, axe: axe(t)}
	d.accessible(liis, "a chat by a messenger in line")
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari")
	mari.see(".offer .via .sr", "by WhatsApp")
	mari.click(".offer button", "Accept")
	mari.see(".inbox li .via[title=WhatsApp] .sr", "by WhatsApp")
	mari.see(".card header .via .sr", "by WhatsApp")
	liis.see(".chats .who .via .sr", "by WhatsApp")
	d.accessible(mari, "a chat by a messenger")
	mari.laidOut("a chat by a messenger")

	ana := c.Visitor("Ana")
	ana.Start("Hello")
	mari.see(".offer", "Hello")
	mari.notSee(".offer .via[title]:not([title=''])", "")
	require.Empty(t, mari.complaints())
}
