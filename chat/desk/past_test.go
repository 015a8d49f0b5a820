package desk_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestASearchGoesBackPageByPageOverWhatTheAgentMaySee(t *testing.T) {
	s := newShop(t, twoTeams())
	var support []chat.SessionID
	for n := range 9 {
		queue := map[bool]chat.QueueID{true: "billing", false: "support"}[n%3 == 0]
		id := s.asks(n, desk.StartRequest{Queue: queue, Name: fmt.Sprintf("Vera %d", n)})
		require.NoError(t, s.visitor(n).End(s.ctx, id))
		if queue == "support" {
			support = append([]chat.SessionID{id}, support...)
		}
	}
	open := s.asks(9, desk.StartRequest{Queue: "support", Name: "Vera 9"})
	s.settle()
	search := func(who string, q desk.PastQuery) (ids []chat.SessionID, next string) {
		p, err := q.By(s.ctx, s.agent(who))
		require.NoError(t, err)
		for _, c := range p.Sessions {
			ids = append(ids, c.Session.ID)
		}
		return ids, p.Next
	}
	all, next := search("ann", desk.PastQuery{Text: " VERA "})
	require.Equal(t, support, all, "the last first, none of billing, none that goes on")
	require.Empty(t, next)
	require.NotContains(t, all, open)
	var paged []chat.SessionID
	q := desk.PastQuery{Limit: 4}
	for turn := 0; turn == 0 || q.After != ""; turn++ {
		require.Less(t, turn, 3)
		some, next := search("ann", q)
		paged, q.After = append(paged, some...), next
	}
	require.Equal(t, support, paged)
	one, _ := search("ann", desk.PastQuery{Text: string(support[2])})
	require.Equal(t, support[2:3], one)

	long := make([]byte, 101)
	for _, bad := range []desk.PastQuery{
		{After: "x"}, {After: "20261128T000000.000Z~x"}, {Text: string(long)},
	} {
		_, err := bad.By(s.ctx, s.agent("ann"))
		require.ErrorIs(t, err, chat.ErrInvalid)
	}
	_, err := desk.PastQuery{}.By(s.ctx, s.Agent(chat.Principal{}))
	require.ErrorIs(t, err, chat.ErrForbidden)
}

func TestAnAgentCorrectsWhatWasTypedAndTheTimelineSaysWho(t *testing.T) {
	s := newShop(t, twoTeams())
	typed := desk.StartRequest{Queue: "support", Name: "Vera", Email: "vera@exmple.com"}
	id := s.asks(1, typed)
	right, none := "vera@example.com", ""
	edit := desk.ContactEdit{Email: &right, Name: &none}
	require.ErrorIs(t, desk.ContactEdit{}.By(s.ctx, s.agent("ann"), id), chat.ErrInvalid)
	require.NoError(t, edit.By(s.ctx, s.agent("ann"), id))
	require.NoError(t, edit.By(s.ctx, s.agent("ann"), id))
	now := s.stands(id)
	require.Equal(t, right, now.Contact.Email)
	require.Empty(t, now.Contact.Name)
	require.False(t, now.Contact.EmailVerified)
	entries, _, err := s.agent("ann").Timeline(s.ctx, id, 0, 50)
	require.NoError(t, err)
	var told []chat.Entry
	for _, e := range entries {
		if e.Reason == chat.ContactChanged {
			told = append(told, e)
		}
	}
	require.Len(t, told, 1, "the second time nothing was new")
	require.Equal(t, chat.AuthorAgent, told[0].Author.Kind)
	require.Equal(t, "Ann", told[0].Author.Name)
	bad := "vera"
	require.ErrorIs(t, desk.ContactEdit{Email: &bad}.By(s.ctx, s.agent("ann"), id), chat.ErrInvalid)
	require.Equal(t, right, s.stands(id).Contact.Email)
}
