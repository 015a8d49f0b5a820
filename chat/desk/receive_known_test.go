package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// tells has the messenger tell something of a customer whom it knows by two ids.
func (s *scene) tells(k hook.InboundKind, peer, alias, id, text string) desk.Received {
	s.t.Helper()
	got, err := s.Host().Receive(s.t.Context(), hook.Inbound{
		Channel: "pigeon", Account: "page", Sender: peer, Alias: alias, ExternalID: id, Kind: k,
		ReplyTo: []string{"1"}, Parts: []hook.Part{{Kind: hook.PartText, Text: text}},
	})
	require.NoError(s.t, err)
	s.pass(time.Second)
	return got
}

func TestWhatIsToldUnderANewIDOfACustomerIsTheirs(t *testing.T) {
	for _, k := range []hook.InboundKind{
		hook.InboundEcho, hook.InboundEdit, hook.InboundDelete,
	} {
		t.Run(string(k), func(t *testing.T) {
			connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
				r := s.writes("3725550", "1", "Is it in?")
				for range 2 {
					got := s.tells(k, "US.1", "3725550", "2", "It is, come by")
					require.Equal(t, desk.FateNoted, got.Fate)
				}
				told := chat.KindNote
				if k == hook.InboundDelete {
					told = chat.KindWithdrawn
				}
				require.Len(t, s.said(by(r), told), 1, "once, however often it comes")
				require.Equal(t, r.Session, s.named("US.1", "3725550", "3", "Thanks").Session)
				require.Equal(t, desk.FateIgnored,
					s.tells(k, "US.2", "3725559", "4", "Hello").Fate, "nobody knows them")
			})
		})
	}
}

func TestNoMoreLinesLeadToOneCustomerThanMay(t *testing.T) {
	connected(t, desk.Config{Seed: one()}, func(t *testing.T, s *scene, _ *messenger) {
		first := s.writes("id-0", "0", "Hello")
		for i := 1; i < 8; i++ {
			id := fmt.Sprint("id-", i)
			got := s.named(id, fmt.Sprint("id-", i-1), id, "Hello again")
			require.Equal(t, first.Session, got.Session, id)
		}
		ninth := s.named("id-8", "id-7", "id-8", "Hello")
		require.Equal(t, desk.FateBegan, ninth.Fate)
		require.NotEqual(t, first.Session, ninth.Session)
		require.Equal(t, first.Session, s.writes("id-7", "more", "Still me").Session)
	})
}

func TestALeftMessageOfADoubtedSenderIsShownMarked(t *testing.T) {
	playWith(t, desk.Config{Seed: one(), Mailer: &postman{}}, func(t *testing.T, s *scene) {
		s.pass(time.Second)
		for _, doubted := range []bool{true, false} {
			in := letter("help@shop.example", fmt.Sprint(doubted, "@x.example"),
				strings.Repeat("long words ", 900))
			in.Doubted = doubted
			got, err := s.Host().Receive(t.Context(), in)
			require.NoError(t, err)
			require.Equal(t, desk.FateBegan, got.Fate)
			said := s.said(by(got), chat.KindMessage)
			require.Len(t, said, 3)
			for _, e := range said {
				require.Equal(t, doubted, e.Reason == chat.OtherSender)
				require.NotEmpty(t, e.Text)
			}
		}
	})
}

// TestAnEchoToSomebodyOfAnotherIDIsTheirs has a customer, whom the shop wrote to by their number,
// take a username: a status names both ids, and what somebody writes on the shop's phone the new
// one alone.
func TestAnEchoToSomebodyOfAnotherIDIsTheirs(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		v := p.asks("70017001", "Is it in?")
		p.replies(v, p.agents("ann")[0], "It is.")
		p.settle()
		take := p.courier.Taking(p.Desk.Outbox().Lines().Lanes("whatsapp").Receive)
		read := channel.Event{
			Account: channeltest.Account, Peer: "US.1", Alias: "70017001", ID: "w.read", Of: "w",
			Kind: channel.KindStatus, State: channel.Read,
		}
		echo := channel.Event{
			Account: channeltest.Account, Peer: "US.1", Kind: channel.KindEcho, ID: "e", Of: "e",
			Text: "Come by",
		}
		for range 2 {
			require.NoError(t, take(t.Context(), []channel.Event{read, echo}))
		}
		p.pass(time.Second)
		notes := p.said(v, chat.KindNote)
		require.Len(t, notes, 1)
		require.Equal(t, "answered in whatsapp: Come by", notes[0].Text)
		require.NoError(t, p.Host().Erase(t.Context(), p.card(v).Visitor))
		p.pass(time.Hour)
		require.Empty(t, p.holding("US.1"))
	})
}
