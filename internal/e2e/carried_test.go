package e2e

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// dove is a messenger that lets a shop answer until an instant.
type dove struct {
	mu    sync.Mutex
	until time.Time
	got   []hook.Words
}

func (*dove) Name() string { return "whatsapp" }

func (d *dove) Carry(_ context.Context, w hook.Words) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.got = append(d.got, w)
	return nil
}

func (d *dove) Window(now, _ time.Time, _ chat.AuthorKind) hook.ReplyWindow {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Before(d.until) {
		return hook.ReplyWindow{Way: "reply", Until: d.until}
	}
	return hook.ReplyWindow{Way: "template"}
}

// ends sets until when the shop may answer.
func (d *dove) ends(in time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = time.Now().Add(in)
}

// carried is what the dove has.
func (d *dove) carried() []hook.Words {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]hook.Words(nil), d.got...)
}

// An agent sees by which messenger a customer writes and until when they may answer before they
// type, how far an answer came, and when the time is over.
func TestAnAgentSeesHowLongACustomerOfAMessengerCanBeAnswered(t *testing.T) {
	c := openCounter(t, team())
	birds := &dove{}
	birds.ends(3*time.Hour + 30*time.Second)
	lines := c.Desk.Outbox().Lines()
	require.NoError(t, lines.Connect(birds))
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
	mari.see(".talk header p", "WhatsApp")
	mari.see(".carried", "Your words go by WhatsApp: until")
	mari.see(".carried", "3 h")
	d.accessible(mari, "a chat by a messenger")
	mari.write(line, "It is.")
	mari.press("Enter")
	mari.eventually(func() bool { return len(birds.carried()) == 1 }, "the messenger has it")
	told := func(r hook.Reached) {
		r.ID = birds.carried()[0].ID
		require.NoError(t, lines.Reached(t.Context(), r))
	}
	mari.see(".foot.sent", "")
	told(hook.Reached{Reach: chat.ReachDelivered})
	mari.see(".foot.delivered .sr", "Delivered")
	told(hook.Reached{Reach: chat.ReachRead})
	mari.see(".foot.read", "")
	told(hook.Reached{Reach: chat.ReachSent, Twice: true})
	mari.see(".line", "may be there twice")
	told(hook.Reached{Why: "no such number"})
	mari.see(".line.warn", "no such number")

	birds.ends(4 * time.Second)
	writes("2", "Hello?")
	mari.see(".msg", "Hello?")
	mari.see(".carried", "Only approved words may go")
	mari.see(".composer.private", "")
	birds.ends(time.Hour)
	writes("3", "Still there?")
	mari.see(".carried", "Your words go by WhatsApp: until")
	mari.notSee(".composer.private", "")
}

// A messenger that takes no files is known before anything is attached.
func TestAnAgentAttachesNothingWhereTheMessengerTakesNone(t *testing.T) {
	c, _, mari, _ := filing(t)
	mari.see(".composer .attach", "")
	birds := &dove{}
	birds.ends(time.Hour)
	require.NoError(t, c.Desk.Outbox().Lines().Connect(birds))
	_, err := c.Host().Receive(t.Context(), hook.Inbound{
		Channel: "whatsapp", Account: "shop", Sender: "3725550", Name: "Ivo", ExternalID: "1",
		At: time.Now(), Parts: []hook.Part{{Kind: hook.PartText, Text: "Is it in?"}},
	})
	require.NoError(t, err)
	mari.click(".offer button", "Accept")
	mari.see(".carried", "Your words go by WhatsApp")
	mari.notSee(".composer .attach", "")
	mari.click(".row", "Eve")
	mari.see(".composer .attach", "")
}
