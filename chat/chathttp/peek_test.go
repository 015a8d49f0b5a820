package chathttp

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestWhatIsTypedTravelsToTheAgentOnceItsVisitorAgrees(t *testing.T) {
	seed := houseSeed
	seed.Sites = append(seed.Sites[:0:0], seed.Sites...)
	for i := range seed.Sites {
		seed.Sites[i].Peek = true
	}
	synctest.Test(t, func(t *testing.T) {
		h := openWith(t, Config{}, seed)
		eve, ana, id := h.began()
		own := "v1/sessions/" + id
		peek := func() desk.Peeking {
			var v sessionView
			eve.do("GET", own, "").into(200, &v)
			return v.Peek
		}
		typed := `{"on":true,"text":"Where is"}`
		assert.Equal(t, desk.PeekOffered, peek())
		eve.do("POST", own+"/typing", typed).refused(403, codeForbidden)
		eve.do("POST", own+"/peek", `{"on":true}`).into(204, nil)
		assert.Equal(t, desk.PeekAllowed, peek())
		hears := ana.stream("v1/agent/events")
		hears.until("inbox.updated")
		eve.do("POST", own+"/typing", typed).into(204, nil)
		_, e := hears.until("typing")
		assert.Equal(t, typingView{By: "visitor", On: true, Text: "Where is"}, *e.Typing)
		var c cardView
		ana.do("GET", "v1/agent/sessions/"+id, "").into(200, &c)
		assert.True(t, c.Contact.Consent.Peek)
		assert.NotContains(t, c.LastText, "Where is")
		eve.do("POST", own+"/peek", `{"on":false}`).into(204, nil)
		eve.do("POST", own+"/typing", typed).refused(403, codeForbidden)
	})
}
