package e2e

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOnesOwnWordsAreNotMarkedAsRead(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	mari := c.Agent("mari")
	mari.Available()
	var marks atomic.Int32
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/read") {
			marks.Add(1)
		}
		c.api.ServeHTTP(w, r)
	})
	eve.asks(c, "Which size?")
	mari.Accept()
	eve.see(".line", "Mari has joined")
	eve.say("And which colour?")
	eve.see(".msg.own", "And which colour?")
	eve.settle()
	assert.Zero(t, marks.Load())
	mari.Say("Green")
	eve.see(".msg", "Green")
	eve.eventually(func() bool { return marks.Load() == 1 }, "marks the answer as read, once")
}
