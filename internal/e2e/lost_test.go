package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// lost waits until the console says what became of the chat, and offers no line to write on any more.
func (p *person) lost(how string) {
	p.t.Helper()
	p.see(".over", how)
	p.notSee(line, "")
	assert.False(p.t, p.sees(".talk [data-act=close]", ""), "what only its owner may do")
}

// once wants an element to say something one time.
func (p *person) once(sel, text string) {
	p.t.Helper()
	said, ok := ask[string](p, sel, text, "el => el.innerText")
	assert.True(p.t, ok && strings.Count(said, text) == 1, "%q in %s: %s", text, sel, said)
}

func TestAnAgentWhoLosesAChatIsToldHow(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	mari, jaan := meet(t, chrome, "Mari"), meet(t, chrome, "Jaan")
	there := c.serve(mari, "mari", "Ada", "Bob", "Cleo", "Dan")
	c.serve(jaan, "jaan")
	liis := c.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "liis", Verified: true})
	elsewhere := c.Agent("mari")
	mari.write(line, "half a word to Dan")

	mari.click(".row", "Ada") // to a colleague
	mari.see(".talk h2", "Ada")
	mari.click("[data-act=transfer]", "")
	mari.click(".target", "Jaan")
	mari.click("dialog button", "Transfer")
	mari.see(".line", "Offered to Jaan")
	jaan.click(".offer button", "Accept")
	mari.lost("Transferred to Buying advice · Jaan")
	jaan.see(".line", "Transferred to Buying advice · Jaan")
	jaan.see(line, "")
	assert.False(t, jaan.sees(".over", ""))
	mari.shot(*gallery, "transferred")

	mari.click(".row", "Bob") // to a queue that she does not see
	mari.see(line, "")
	mari.click("[data-act=transfer]", "")
	mari.click(".target", "Orders and returns")
	mari.click("dialog button", "Transfer")
	mari.lost("Transferred to Orders and returns")
	mari.see(".msg", "I am Bob") // what was said is still there to be read

	mari.click(".row", "Cleo") // taken by a supervisor
	mari.see(line, "")
	require.NoError(t, liis.Assign(t.Context(), there["Cleo"].Session, c.Agent("jaan").ID, true))
	mari.lost("Transferred to Buying advice · Jaan")

	mari.click(".row", "Dan") // ended by the visitor, in the middle of a word
	mari.holds("half a word to Dan")
	mari.write(line, "half a word to Dan")
	there["Dan"].End()
	mari.lost("This chat has ended.")
	mari.once(".talk", "Closed · by the visitor")
	mari.press("n") // what is still being typed is no command
	assert.False(t, mari.sees(line, ""))

	there["Eve"] = c.Visitor("Eve") // closed at another browser
	there["Eve"].Start("I am Eve")
	mari.click(".offer[aria-label*=Eve] button", "Accept")
	mari.see(line, "")
	require.NoError(t, elsewhere.Agent.Close(t.Context(), there["Eve"].Session))
	mari.lost("This chat has ended.")
	mari.once(".talk", "Closed · by the agent")
	require.NoError(t, c.Agent("jaan").Reopen(t.Context(), there["Eve"].Session))
	mari.lost("Jaan has this chat now") // and not that it has ended

	fay := c.Visitor("Fay") // back in line
	fay.Start("I am Fay")
	mari.click(".offer[aria-label*=Fay] button", "Accept")
	mari.see(line, "")
	require.NoError(t, liis.SetAgentStatus(t.Context(), elsewhere.ID, chat.Offline, ""))
	mari.lost("In line for Buying advice")
	require.NoError(t, liis.Assign(t.Context(), fay.Session, c.Agent("jaan").ID, true))
	mari.lost("Jaan has this chat now") // and not that it is in line
	assert.Empty(t, mari.complaints())
	assert.Empty(t, jaan.complaints())
}

func TestARefusalIsSaidInItsOwnWords(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	c := openCounter(t, seed)
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada")
	left := c.Visitor("Bob")
	left.Ask(desk.StartRequest{Name: "Bob", Email: "bob@example.com", Text: "Call me", Leave: true})
	mari.click(".row", "Bob")
	refuse := func(code, detail string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusConflict)
			_, _ = w.Write([]byte(`{"status":409,"code":"` + code + `","detail":"` + detail + `"}`))
		}
	}
	mari.see("[data-act=answer]", "")
	for code, words := range map[string]string{
		"at-capacity": "You have no place left for another chat",
		"not-owner":   "A colleague has this chat now",
		"brand-new":   "the server's own words",
	} {
		c.answers(refuse(code, "the server's own words"))
		mari.insist("[data-act=answer]", "", ".toast", words)
		c.works()
	}
	mari.click(".row", "Ada")
	mari.see(line, "")
	c.answers(refuse("not-owner", ""))
	mari.say("too late")
	mari.see(".msg .foot.fault", "A colleague has this chat now")
	c.works()
	assert.Empty(t, mari.complaints())
}
