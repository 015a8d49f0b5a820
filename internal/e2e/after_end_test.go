package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestTheConsoleShowsWhatBecomesOfAChatThatHasEnded(t *testing.T) {
	long(t)
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	there := c.serve(mari, "mari", "Ada")
	jaan := c.Agent("jaan")

	mari.click("[data-act=close]", "") // her own
	mari.lost("This chat has ended.")
	ada := there["Ada"]
	require.NoError(t, ada.Rate(t.Context(), ada.Session, chat.Rating{Score: 5, Scale: 5}))
	mari.see(".line", "Rated 5 of 5")
	require.NoError(t, ada.Reopen(t.Context(), ada.Session))
	mari.click(".offer[aria-label*=Ada] button", "Accept")
	mari.see(line, "")

	bob := c.Visitor("Bob") // a message that was left
	bob.Ask(desk.StartRequest{Name: "Bob", Email: "bob@example.com", Text: "Call me", Leave: true})
	mari.click(".row", "Bob")
	mari.see("[data-act=answer]", "")
	jaan.Available()
	_, err := jaan.Answer(t.Context(), bob.Session)
	require.NoError(t, err)
	mari.lost("Jaan has this chat now")

	jaan.Break()
	cleo := c.Visitor("Cleo") // one that a colleague had to the end, before anybody looked at it
	cleo.Start("I am Cleo")
	mari.click(".offer[aria-label*=Cleo] button", "Decline")
	jaan.Available()
	jaan.Accept()
	require.NoError(t, jaan.Agent.Close(t.Context(), cleo.Session))
	mari.goTo("about:blank")
	mari.goTo(c.url("/chat/console#" + string(cleo.Session)))
	mari.see("[data-act=reopen]", "")
	require.NoError(t, jaan.Reopen(t.Context(), cleo.Session))
	mari.lost("Jaan has this chat now")
	cleo.Say("and one more thing")
	mari.see(".msg", "and one more thing")

	require.NoError(t, jaan.Agent.Close(t.Context(), cleo.Session)) // and is erased under her eyes
	mari.see("[data-act=reopen]", "")
	require.NoError(t, cleo.Erase(t.Context()))
	mari.see(".msg", "This message was deleted")
	mari.notSee(".msg", "and one more thing")
	assert.Empty(t, mari.complaints())
}
