package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/channeltest"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Told of a customer of WhatsApp who is known by two ids, and must be nowhere after an erasure.
const (
	aNumber = "70017001"
	aUser   = "US.70017001"
)

// told has a platform tell of everything that it may tell of such a customer, and agents answer.
func (p *handset) told(v *chattest.Visitor, ann *chattest.Agent) {
	p.t.Helper()
	p.replies(v, ann, "It is, "+marker)
	p.settle()
	take := p.courier.Taking(p.Desk.Outbox().Lines().Lanes("whatsapp").Receive)
	var es []channel.Event
	for _, e := range []channel.Event{
		{Kind: channel.KindStatus, State: channel.Read, Alias: aNumber, ID: "1",
			Of: "wamid." + marker},
		{Kind: channel.KindEcho, ID: "wamid.2" + marker, Of: "wamid.2" + marker, Text: marker},
		{Kind: channel.KindEdit, ID: "wamid.3" + marker, Of: "wamid.1", Text: marker},
		{Kind: channel.KindDelete, ID: "wamid.4" + marker, Of: "wamid.1"},
		{Kind: channel.KindMessage, ID: "wamid.5" + marker, Text: "From the other id " + marker,
			Files: []channel.File{{ID: marker, Name: marker + ".pdf", Type: "application/pdf"}}},
		{Kind: channel.KindOptOut, ID: "wamid.6" + marker},
	} {
		e.Account, e.Peer, e.Name = channeltest.Account, aUser, marker
		es = append(es, e)
	}
	require.NoError(p.t, take(p.t.Context(), es))
	p.pass(time.Second)
	p.replies(v, ann, "This goes to nobody, "+marker) // it is blocked: the lane and agents say so
	p.settle()
}

// holds are the keys of the records that have any of some texts in them.
func (p *handset) holds(texts ...string) (keys []string) {
	for _, r := range everyRecord(p.t, p.store) {
		for _, text := range texts {
			if strings.Contains(string(r.Value), text) || strings.Contains(r.Key, text) {
				keys = append(keys, r.Key+" "+text)
			}
		}
	}
	return keys
}

func TestErasingLeavesNothingOfWhatAMessengerTold(t *testing.T) {
	phoned(t, desk.Config{Seed: one()}, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks(aNumber, "Is it in? "+marker)
		p.told(v, ann)
		s := p.card(v)
		require.Equal(t, aUser, s.Line.Peer)
		require.NotEmpty(t, p.holds(marker, aNumber, aUser, "wamid"))
		require.NoError(t, p.Host().Erase(t.Context(), s.Visitor))
		require.Empty(t, p.holds(marker, aNumber, aUser, "wamid"), "at once")
		p.pass(time.Minute)
		require.Empty(t, p.holds(marker, aNumber, aUser, "wamid"), "and nothing comes back")
		late := channel.Event{
			Account: channeltest.Account, Peer: aUser, Kind: channel.KindStatus, Alias: aNumber,
			State: channel.Read, ID: "wamid.7", Of: "wamid." + marker,
			Own: string(v.Session) + ".3",
		}
		echo := late
		echo.Kind, echo.ID, echo.Text = channel.KindEcho, "wamid.8", marker
		lines := p.Desk.Outbox().Lines().Lanes("whatsapp")
		take := p.courier.Taking(lines.Receive)
		require.NoError(t, take(t.Context(), []channel.Event{late, echo}))
		p.pass(time.Hour)
		require.Empty(t, p.holds(marker, aNumber, aUser, "wamid"), "what is told late is let go of")
		p.pass(50 * time.Hour)
		require.Empty(t, p.holds("lane/", "carrying/", "extern/line"), "not even their hashes")
	})
}

// TestAnArchivedSessionOfAMessengerIsErasedToo has the store hand the session over before.
func TestAnArchivedSessionOfAMessengerIsErasedToo(t *testing.T) {
	kept := &shelfOf{all: map[chat.SessionID]hook.Archived{}}
	cfg := desk.Config{Seed: one(), Archive: kept, ArchiveAfter: time.Hour}
	phoned(t, cfg, func(t *testing.T, p *handset) {
		ann := p.agents("ann")[0]
		v := p.asks(aNumber, "Is it in? "+marker)
		p.told(v, ann)
		who := p.card(v).Visitor
		for p.card(v).State.Running() {
			_ = ann.Agent.Close(t.Context(), v.Session)
			p.pass(time.Minute)
		}
		p.pass(48 * time.Hour)
		require.Contains(t, kept.all, v.Session)
		require.NoError(t, p.Host().Erase(t.Context(), who))
		p.pass(time.Minute)
		require.Empty(t, p.holds(marker, aNumber, aUser, "wamid"))
		a := kept.all[v.Session]
		require.Zero(t, a.Session.Line)
		for _, e := range a.Entries {
			require.NotContains(t, e.Text+e.Author.Name, marker)
			require.Empty(t, e.Attached)
		}
	})
}

// shelfOf is an archive in memory.
type shelfOf struct {
	all map[chat.SessionID]hook.Archived
}

func (*shelfOf) Shared() bool { return true }

func (s *shelfOf) Put(_ context.Context, a hook.Archived) error {
	s.all[a.Session.ID] = a
	return nil
}

func (s *shelfOf) Get(_ context.Context, id chat.SessionID) (hook.Archived, error) {
	a, ok := s.all[id]
	if !ok {
		return a, chat.ErrNotFound
	}
	return a, nil
}

func TestAnExportSaysByWhichMessengerAndWhatWentThere(t *testing.T) {
	formally(t, func(t *testing.T, s *scene, m *formal, ann desk.Agent, id chat.SessionID) {
		_, err := desk.TemplateMessage{
			Session: id, Name: "ready", Language: "en", Params: []string{"17", "Mon"},
		}.By(t.Context(), ann)
		require.NoError(t, err)
		s.pass(time.Minute)
		card := s.card(by(desk.Received{Session: id}))
		who := chat.Principal{Kind: chat.RoleVisitor, ID: string(card.Visitor)}
		x, err := s.Desk.Visitor(who).Export(t.Context())
		require.NoError(t, err)
		require.Len(t, x.Sessions, 1)
		require.Equal(t, card.Line, x.Sessions[0].Line)
		require.NotEmpty(t, x.Sessions[0].Line.Peer)
		var said []string
		for _, e := range x.Sessions[0].Entries {
			if e.Template != nil {
				require.Equal(t, []string{"17", "Mon"}, e.Template.Params)
				said = append(said, e.Text)
			}
		}
		require.Len(t, said, 1)
		require.Contains(t, said[0], "17")
	})
}
