package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnEndThatFailsIsSaidAndTheChatGoesOn(t *testing.T) {
	c := openCounter(t, team())
	eve, mari := meet(t, browser(t), "Eve"), c.Agent("mari")
	mari.Available()
	eve.asks(c, "Are you there?")
	mari.Accept()
	eve.see(".line", "Mari has joined")
	ends := func() {
		eve.click(".menu button", "More")
		eve.click(".menu li button", "End this chat")
		eve.click(".ending button", "End this chat")
	}
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/end") {
			c.api.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"status":403,"code":"forbidden","detail":"no"}`))
	})
	ends()
	eve.see(".problem[role=alert]", "")
	eve.see(".head", "Chatting with you")
	eve.say("Then I stay")
	eve.numbered("Then I stay")
	c.works()
	ends()
	eve.see(".rating", "How was this chat?")
	assert.Empty(t, eve.complaints())
}
