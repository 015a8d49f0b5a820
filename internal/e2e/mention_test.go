package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// pager keeps whom it is to tell that a note is for them.
type pager struct{ mentions chan hook.Notice }

func (p pager) Notify(_ context.Context, n hook.Notice) error {
	if n.Occasion == hook.OccasionMentioned {
		p.mentions <- n
	}
	return nil
}

// A note names a colleague of another queue: they are told, open the chat, and follow it.
func TestAColleagueWhomANoteNamesIsToldAndOpensTheChat(t *testing.T) {
	paged := pager{make(chan hook.Notice, 4)}
	c := openCounterOn(t, desk.Config{Seed: team(), Notifier: paged})
	chrome := browser(t)
	mari, wei := meet(t, chrome, "Mari"), meet(t, chrome, "Wei")
	ada := c.serve(mari, "mari", "Ada")["Ada"]
	at := "/chat/console#" + string(ada.Session)
	c.at(wei, "wei")
	_, err := c.Agent("wei").Agent.Session(t.Context(), ada.Session)
	require.Error(t, err, "a chat of a queue that is not theirs")
	mari.press("Escape")
	mari.press("n")
	mari.see(".composer.private", "")
	mari.say("@Wei, where is her parcel?")
	mari.see(".msg.note", "@Wei, where is her parcel?")
	select {
	case n := <-paged.mentions:
		assert.Equal(t, ada.Session, n.Session)
		me, err := c.Agent("wei").Me(t.Context())
		require.NoError(t, err)
		assert.Equal(t, me.ID, n.Agent)
	case <-time.After(patience):
		t.Fatal("nobody is told")
	}
	wei.goTo("about:blank")
	wei.goTo(c.url(at))
	wei.see(".msg.note", "@Wei, where is her parcel?")
	wei.see(".msg", "I am Ada")
	assert.NotContains(t, strings.Join(ada.Transcript(), " "), "parcel")
	assert.Empty(t, append(wei.complaints(), mari.complaints()...))
}
