package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// TestTheWordsOfWhoHadASessionKeepTheirPhoto also after a reload, when the page knows nobody.
func TestTheWordsOfWhoHadASessionKeepTheirPhoto(t *testing.T) {
	const annLooks = "/team/ann.jpg"
	play(t, two(chat.Policy{}, withCy, func(s *settings.Team) {
		s.Agents[0].Photo = annLooks
	}), func(t *testing.T, s *scene) {
		ann, bob := s.agents("ann")[0], s.agents("bob")[0]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		ann.Session = v.Session
		ann.Say("I ask a colleague.")
		err := ann.Transfer(t.Context(), v.Session, desk.TransferRequest{Agent: bob.ID})
		require.NoError(t, err)
		s.take(v, bob)
		seen := func() desk.SessionView {
			view, err := v.Visitor.Session(t.Context(), v.Session)
			require.NoError(t, err)
			return view
		}
		require.Empty(t, seen().AgentPhoto, "bob has none")
		require.Equal(t, map[chat.AgentID]string{ann.ID: annLooks}, seen().Photos)
		require.NoError(t, bob.Agent.Close(t.Context(), v.Session))
		require.Equal(t, map[chat.AgentID]string{ann.ID: annLooks}, seen().Photos, "and at its end")
		require.NoError(t, s.Host().RemoveAgent(t.Context(), ann.ID))
		s.pass(1e9)
		require.Empty(t, seen().Photos, "who has left the team has no picture there")
	})
}

// TestAVisitorSeesThePhotosOfThoseWhoSpeakNow: of the owner and of who has joined, as their
// settings have them now; and the shop's logo before anybody speaks.
func TestAVisitorSeesThePhotosOfThoseWhoSpeakNow(t *testing.T) {
	const annLooks, cyLooks = "/team/ann.jpg", "https://cdn.shop.example/cy.jpg"
	play(t, two(chat.Policy{}, withCy, func(s *settings.Team) {
		s.Agents[0].Photo, s.Agents[2].Photo = annLooks, cyLooks
		s.Sites[0].Brand.Logo = "/logo.svg"
	}), func(t *testing.T, s *scene) {
		ctx := t.Context()
		ann, cy := s.agents("ann")[0], s.Agent("cy")
		v := s.waiting("v", "sales")
		door, err := v.Visitor.Availability(ctx, "", "")
		require.NoError(t, err)
		require.Equal(t, "/logo.svg", door.Brand.Logo)
		seen := func() desk.SessionView {
			view, err := v.Visitor.Session(ctx, v.Session)
			require.NoError(t, err)
			return view
		}
		require.Empty(t, seen().Photos, "nobody is there")
		s.take(v, ann)
		require.Equal(t, annLooks, seen().AgentPhoto)
		require.Equal(t, map[chat.AgentID]string{ann.ID: annLooks}, seen().Photos)

		require.NoError(t, cy.Beside().Follow(ctx, v.Session))
		require.Len(t, seen().Photos, 1, "who follows is not seen")
		require.NoError(t, cy.Beside().Join(ctx, v.Session))
		require.Equal(t, map[chat.AgentID]string{ann.ID: annLooks, cy.ID: cyLooks}, seen().Photos)

		require.NoError(t, cy.Beside().Part(ctx, v.Session))
		require.Equal(t, cyLooks, seen().Photos[cy.ID], "what cy said still stands there")
		require.NoError(t, cy.Beside().Join(ctx, v.Session))

		me := settings.Agent{
			ID: ann.ID, Name: "Ann", Queues: []chat.Serves{{Queue: "sales"}},
			Photo: "//evil.example/x.png",
		}
		_, err = s.Host().PutAgent(ctx, me)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, "photo")
		require.Equal(t, annLooks, seen().AgentPhoto, "what is refused changes nothing")
		me.Photo = ""
		_, err = s.Host().PutAgent(ctx, me)
		require.NoError(t, err)
		s.pass(1e9)
		require.Empty(t, seen().AgentPhoto)
		require.Equal(t, map[chat.AgentID]string{cy.ID: cyLooks}, seen().Photos)

		_, err = s.Host().PutSite(ctx, settings.Site{
			ID: "main", Queues: []chat.QueueID{"sales"},
			Brand: settings.Brand{Logo: "data:image/png;base64,"},
		})
		require.ErrorContains(t, err, "brand.logo")
	})
}
