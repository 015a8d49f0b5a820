package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// swan is a messenger that gives out a file when it is let.
type swan struct {
	dove
	let  chan struct{}
	file string
}

// Fetch implements hook.Fetcher.
func (s *swan) Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error) {
	if w.ID != "pic" {
		return nil, hook.ErrTooLarge
	}
	select {
	case <-s.let:
		return []byte(s.file), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// A picture that a customer sends by a messenger has its place in the talk before it is there, and
// what does not come says so: to the agent, and to the customer who reads on in the shop's own chat.
func TestAFileOfAMessengerHasItsPlaceBeforeItIsThere(t *testing.T) {
	c, d, mari, _ := filing(t)
	bird := &swan{let: make(chan struct{}), file: picture(t, "")}
	bird.ends(time.Hour)
	require.NoError(t, c.Desk.Outbox().Lines().Connect(bird))
	parts := []hook.Part{{Kind: hook.PartText, Text: "Look at this"}}
	for _, f := range []string{"film", "pic"} {
		parts = append(parts, hook.Part{
			Kind: hook.PartFile, Name: f, Type: "image", Source: hook.FileSource{ID: f},
		})
	}
	_, err := c.Host().Receive(t.Context(), hook.Inbound{
		Channel: "whatsapp", Account: "shop", Sender: "3725550", Name: "Ada", ExternalID: "1",
		At: time.Now(), Parts: parts,
	})
	require.NoError(t, err)
	self := chat.Principal{Kind: chat.RoleVisitor, ID: "ada", Verified: true}
	line := chat.Line{Channel: "whatsapp", Account: "shop", Peer: "3725550"}
	require.NoError(t, c.Desk.Outbox().Lines().Link(t.Context(), line, self))
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Look at this")
	ada := meet(t, browser(t), "Ada")
	ada.before(`(window.livechat ??= []).push((chat) => {
		chat.headers = async () => ({ Authorization: "Bearer visitor ada" });
		chat.open();
	})`)
	ada.goTo(c.url("/page/1"))
	ada.see(".msg", "Look at this")
	ada.see(".awaited", "It is being fetched")
	ada.see(".awaited.fault", "It did not come: it is too large")
	d.accessible(ada, "a file that is fetched, to who sent it")
	mari.see(".awaited", "It is being fetched")
	mari.see(".awaited.fault", "too large")
	d.accessible(mari, "a file that is fetched")
	close(bird.let)
	mari.see(".msg .picture img", "")
	mari.see(".awaited.fault", "film")
	mari.notSee(".awaited", "It is being fetched")
	ada.see(".msg .picture img", "")
	ada.see(".awaited.fault", "film")
	ada.notSee(".awaited", "It is being fetched")
}
