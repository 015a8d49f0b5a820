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

// postman keeps what is sent.
type postman struct{ sent chan hook.Mail }

func (p postman) Send(_ context.Context, m hook.Mail) error {
	p.sent <- m
	return nil
}

// letter waits for the mail that has a text in it.
func (p postman) letter(t *testing.T, says string) hook.Mail {
	t.Helper()
	for end := time.After(2 * patience); ; { // who has just left is looked for once more, after half a minute
		select {
		case m := <-p.sent:
			if strings.Contains(m.Text, says) {
				return m
			}
		case <-end:
			t.Fatalf("no mail says %q", says)
		}
	}
}

// A visitor leaves a message while nobody is there, and goes. The answer reaches them by mail, what they write back lands in
// the chat, and they find all of it on the page.
func TestALeftMessageIsAnsweredByMailAndTheReplyLandsInTheChat(t *testing.T) {
	seed := left()
	seed.Queues[0].ReplyWithin = time.Hour
	policy := &seed.Queues[0].Policy
	policy.LeaveAfter, policy.LeaveHidden, policy.MailAfter = time.Second, time.Second, time.Second
	post := postman{make(chan hook.Mail, 16)}
	c := openCounterOn(t, desk.Config{Seed: seed, Mailer: post})
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Leave a message")
	eve.write("#f-name", "Eve")
	eve.write("#f-email", "eve@example.com")
	eve.write("#f-text", "Is the large tent in?")
	eve.click(".form button", "Send message")
	eve.see(".line", "We answer by e-mail. You find our answer here too. You have our answer by")
	eve.goTo("about:blank")

	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	mari.see(".mode[data-mode=available]", "")
	c.heard(mari)
	mari.click("[data-list=messages] .row", "Eve")
	mari.see(".card .mail", "eve@example.com typed")
	mari.click("[data-act=answer]", "")
	mari.see(line, "")
	mari.say("It is, on the top shelf.")
	answer := post.letter(t, "on the top shelf")
	assert.Equal(t, "eve@example.com", answer.To)
	for range 2 { // it comes twice
		_, err := c.Host().Receive(t.Context(), hook.Inbound{
			Channel: "mail", Account: answer.ReplyTo, Sender: "eve@example.com", ExternalID: "1@example.com", ReplyTo: []string{answer.MessageID},
			Parts: []hook.Part{{Kind: hook.PartText, Text: "Then I come by."}},
		})
		require.NoError(t, err)
	}
	mari.see(".msg", "Then I come by.")
	eve.goTo(c.url("/page/2"))
	eve.see(".msg", "Then I come by.")
	texts := []string{"Is the large tent in?", "It is, on the top shelf.", "Then I come by."}
	assert.Equal(t, texts, eve.messages())
	assert.Equal(t, texts, mari.messages())
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
