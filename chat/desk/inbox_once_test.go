package desk_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// meanwhile is a store in which something happens just before lists of a prefix are answered.
type meanwhile struct {
	store.Store
	prefix string
	happen func()
}

func (b *meanwhile) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	if f := b.happen; f != nil && strings.HasPrefix(r.Prefix, b.prefix) {
		b.happen = nil
		f()
	}
	return b.Store.List(ctx, r)
}

func TestAnInboxNamesASessionOnceWhateverHappensWhileItIsRead(t *testing.T) {
	active, waiting, messaged := records.Prefix(records.FamilyActive, "agt_a"), records.Prefix(records.FamilyWaiting), records.Prefix(records.FamilyMessaged)
	for name, c := range map[string]struct {
		before, then []chat.Command
		prefix       string
	}{
		"an offer is accepted":         {nil, []chat.Command{chat.Accept{Agent: "agt_a"}}, active},
		"a chat goes back to the line": {[]chat.Command{chat.Accept{Agent: "agt_a"}}, []chat.Command{chat.Requeue{Reason: chat.AgentGone}}, waiting},
		"an offer is declined":         {nil, []chat.Command{chat.Decline{Agent: "agt_a"}}, waiting},
		"a chat in line is a message":  {[]chat.Command{chat.Decline{Agent: "agt_a"}}, []chat.Command{chat.TakeMessage{By: chat.Author{Kind: chat.AuthorSystem}, Reason: chat.LongestWait}}, messaged},
	} {
		t.Run(name, func(t *testing.T) {
			b := &meanwhile{prefix: c.prefix}
			s := newCrew(t, 1, func(cfg *desk.Config) { b.Store, cfg.Store = cfg.Store, b })
			d := s.desks[0]
			s.staff("agt_a", 1)
			s.begin(d, "ses_1")
			s.settle()
			offer := s.session("ses_1").Offers[0].ID
			do := func(cs []chat.Command) {
				for _, x := range cs {
					switch y := x.(type) {
					case chat.Accept:
						y.Offer = offer
						x = y
					case chat.Decline:
						y.Offer = offer
						x = y
					}
					_, err := s.do(d, "ses_1", x)
					require.NoError(t, err)
				}
			}
			do(c.before)
			b.happen = func() { do(c.then) }
			in, err := d.InboxNow(t.Context(), "agt_a")
			require.NoError(t, err)
			require.Nil(t, b.happen, "nothing happened meanwhile")
			require.Equal(t, 1, places(in, "ses_1"), "%+v", in)
		})
	}
}

// places counts the lists of an inbox that name a session. Who it is offered to sees it in line too.
func places(in desk.Inbox, id chat.SessionID) (n int) {
	for _, l := range [][]desk.SessionCard{in.Sessions, in.Queue, in.Messages} {
		for _, c := range l {
			if c.Session.ID == id {
				n++
			}
		}
	}
	for _, o := range in.Offers {
		waits := false
		for _, c := range in.Queue {
			for _, x := range c.Session.Offers {
				waits = waits || x.ID == o.Offer.ID
			}
		}
		if o.Session.Session.ID == id && !waits {
			n++
		}
	}
	return n
}
