package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
)

// TestTwoLanguagesMeetOnAMessenger: a customer of Telegram reads what an agent says, and the
// product beside it, in their own language as text; the agent has all of it in one timeline.
func TestTwoLanguagesMeetOnAMessenger(t *testing.T) {
	c := bilingual(t)
	fake := channeltest.New(channeltest.Config{
		Kind: channeltest.Telegram, Calm: true, Now: time.Now,
	})
	adapter, err := telegram.New(telegram.Config{
		Token: channeltest.Token, Secret: channeltest.Secret, Client: fake.Client(),
	})
	require.NoError(t, err)
	lines := c.Desk.Outbox().Lines()
	courier, receiver, err := channel.Connect(adapter, lines.Lanes("telegram"))
	require.NoError(t, err)
	require.NoError(t, lines.Connect(courier))

	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari")
	fake.Write("7", askedInEstonian)
	fake.Post(receiver)
	mari.click(".offer button", "Accept")
	mari.see(".msg .text", askedInEstonian)
	mari.see(".msg .translation[lang=en]", "Hello, have you got waterproof boots, please?")
	mari.write(line, saidInEnglish)
	mari.click(".composer .shelf", "Show a product")
	mari.write("#products-q", "boot")
	mari.click("dialog[open] .finds button", evilTitle)
	mari.see(".msg .translation[lang=et]", "Need on kuivad")

	var said []string
	mari.eventually(func() bool {
		_, err := courier.Step(t.Context(), time.Now())
		require.NoError(t, err)
		said = nil
		for _, l := range fake.Transcript() {
			if l.Shop {
				said = append(said, l.Text)
			}
		}
		return len(said) > 0
	}, "has it carried")
	require.Len(t, said, 1)
	words, original, found := strings.Cut(said[0], "\n\n[en] ")
	require.True(t, found, said[0])
	require.Equal(t, saidInEnglish, original)
	require.Contains(t, words, "Need on kuivad, ja tellimuses 48213 on neile ruumi.\n")
	require.Contains(t, words, "€ 129.00 · "+c.url("/page/7"))
	require.Equal(t, []string{askedInEstonian, saidInEnglish}, mari.messages())
	require.Empty(t, fake.Faults())
	require.Empty(t, mari.complaints())
}
