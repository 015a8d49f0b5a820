package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// TestWhatACustomerTakesBackIsKeptNowhere has them do so after the end, too, and by the id of any
// message of theirs: other messages stay.
func TestWhatACustomerTakesBackIsKeptNowhere(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks("70017001", "Is it in?")
		write := func(k channel.Kind, id, of, text string) {
			take := p.courier.Taking(p.Desk.Outbox().Lines().Lanes("whatsapp").Receive)
			require.NoError(t, take(t.Context(), []channel.Event{{
				Account: channeltest.Account, Peer: "70017001", Kind: k, ID: id, Of: of, Text: text,
			}}))
			p.pass(time.Second)
		}
		long := strings.Repeat("My card is zanzibar. ", 400)
		write(channel.KindMessage, "m2", "", long)
		write(channel.KindMessage, "m3", "", "Hello?")
		p.replies(v, ann, "It is.")
		require.NoError(t, ann.Agent.Close(t.Context(), v.Session))
		require.NotEmpty(t, p.holding("zanzibar"))
		for range 2 {
			write(channel.KindDelete, "m2.delete", "m2", "")
		}
		require.Empty(t, p.holding("zanzibar"))
		var said []string
		for _, e := range p.said(v, chat.KindMessage) {
			said = append(said, e.Text)
		}
		require.Equal(t, []string{"Is it in?", "", "", "", "Hello?", "It is."}, said)
		require.Len(t, p.said(v, chat.KindWithdrawn), 3)
		require.Equal(t, chat.Closed, p.card(v).State)
		write(channel.KindDelete, "x.delete", "of-nobody", "")
		notes := p.said(v, chat.KindNote)
		require.Equal(t, "the visitor took a message back", notes[len(notes)-1].Text)
		faults, err := p.Desk.Check(t.Context())
		require.NoError(t, err)
		require.Empty(t, faults)
	})
}
