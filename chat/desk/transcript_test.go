package desk_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// letters is a Mailer that keeps what it sends.
type letters struct{ sent []hook.Mail }

func (l *letters) Send(_ context.Context, m hook.Mail) error {
	l.sent = append(l.sent, m)
	return nil
}

func TestOneAddressGetsOneTranscriptADayWhoeverAsks(t *testing.T) {
	s := newShop(t, twoTeams())
	asked := 0
	ask := func(n int, address string) error {
		asked++
		v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: chat.CommandID(fmt.Sprint("c", asked)), Email: address, Text: "CLICK http://evil.example"})
		require.NoError(t, err)
		err = s.visitor(n).Transcript(s.ctx, v.ID, "")
		require.NoError(t, s.visitor(n).End(s.ctx, v.ID))
		return err
	}
	require.NoError(t, ask(1, "victim@bank.example"))
	for i, address := range []string{"victim@bank.example", "Victim@Bank.Example", "victim+1@bank.example", "vic.tim@bank.example"} {
		require.ErrorIs(t, ask(1, address), chat.ErrRateLimited, "the same visitor, another session: %s", address)
		require.ErrorIs(t, ask(2+i, address), chat.ErrRateLimited, "another visitor: %s", address)
	}
	for i, pair := range [][2]string{{"v@bücher.example", "v@xn--bcher-kva.example"}, {"v@xn--mnchen-3ya.example", "V@MÜNCHEN.example"}, {"v@gmail.com", "v@googlemail.com"}, {"v@例え.example", "v@xn--r8jz45g.example"}} {
		require.NoError(t, ask(10+2*i, pair[0]))
		require.ErrorIs(t, ask(11+2*i, pair[1]), chat.ErrRateLimited, "the same mailbox: %s", pair)
	}
	for i := range 4 {
		require.NoError(t, ask(1, fmt.Sprintf("other%d@bank.example", i)))
	}
	require.ErrorIs(t, ask(1, "sixth@bank.example"), chat.ErrRateLimited, "one visitor writes to few")
	es, err := s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, es, 9)
	s.pass(24 * time.Hour)
	require.NoError(t, ask(2, "victim@bank.example"))
	s.pass(25 * time.Hour)
	s.jobs()
	for _, key := range s.holding("") {
		require.NotContains(t, key, "mailed/", "after the day nothing is kept of the addresses")
		require.NotContains(t, key, "job/")
	}
}

// jobs has the desk do what the leading node has to do by now.
func (s *shop) jobs() {
	s.t.Helper()
	for range 4 {
		s.settle()
		_, err := s.Jobs().Step(s.ctx, s.clock())
		require.NoError(s.t, err)
	}
	s.settle()
}

func TestAMailToAStrangerCarriesNoStrangersWords(t *testing.T) {
	for _, answered := range []bool{false, true} {
		post := &letters{}
		s := newShop(t, twoTeams(), func(c *desk.Config) { c.Mailer = post })
		s.available("ann")
		id := s.chatting(1, "ann")
		require.NoError(t, s.visitor(1).Identify(s.ctx, chat.Contact{Name: "CLICK", Email: "victim@bank.example"}))
		_, err := s.visitor(1).Send(s.ctx, id, desk.MessageRequest{Text: "CLICK http://evil.example"})
		require.NoError(t, err)
		if answered {
			_, err := s.agent("ann").Send(s.ctx, id, desk.MessageRequest{Text: "what do you mean?"})
			require.NoError(t, err)
		}
		require.NoError(t, s.visitor(1).Transcript(s.ctx, id, ""))
		require.NoError(t, s.visitor(1).Identify(s.ctx, chat.Contact{Email: "me@example.com"}), "changing it afterwards changes nothing")
		s.settle()
		_, err = s.Outbox().Step(s.ctx, s.clock())
		require.NoError(t, err)
		require.Len(t, post.sent, 1)
		require.Equal(t, "victim@bank.example", post.sent[0].To)
		if answered {
			require.Contains(t, post.sent[0].Text, "CLICK http://evil.example")
		} else {
			require.NotContains(t, post.sent[0].Text, "CLICK")
		}
	}
}
