package assign_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	. "github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/routing"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// after applies commands to a new session, all at noon.
func after(t *testing.T, cs ...chat.Command) chat.Session {
	t.Helper()
	all := append([]chat.Command{chat.Start{ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "sales", Weight: 2, Priority: 7, Skills: []chat.Skill{{Name: "fr", Level: 3}}}}, cs...)
	var s chat.Session
	for _, c := range all {
		var err error
		s, _, err = chat.Decide(s, c, noon)
		require.NoError(t, err, "%T", c)
	}
	return s
}

func offered(ids ...chat.AgentID) chat.MakeOffer {
	var c chat.MakeOffer
	for _, id := range ids {
		c.Offers = append(c.Offers, chat.Offer{ID: chat.OfferID("off_" + id), Agent: id, Deadline: noon.Add(time.Minute)})
	}
	return c
}

func TestEveryStateOfARunningSessionHasAPhase(t *testing.T) {
	held := chat.Hold{By: chat.Author{Kind: chat.AuthorAgent, ID: "ana"}, Reason: chat.ByAgent}
	for phase, s := range map[routing.Phase]chat.Session{
		routing.Queued:  after(t),
		routing.Offered: after(t, offered("ana")),
		routing.Active:  after(t, chat.Assign{Agent: "ana", Reason: chat.Picked}),
		routing.Held:    after(t, chat.Assign{Agent: "ana", Reason: chat.Picked}, held),
	} {
		f := Session(s, 9)
		require.Equal(t, phase, f.Phase)
		require.Equal(t, uint64(9), f.Rev)
		require.Equal(t, 2, f.Weight)
		require.Equal(t, 7, f.Priority)
		require.Equal(t, []routing.Skill{{Name: "fr", Level: 3}}, f.Skills)
	}
}

func TestASessionThatEndedIsGone(t *testing.T) {
	f := Session(after(t, chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}), 3)
	require.Equal(t, routing.RequestFact{ID: "ses_1", Rev: 3, Gone: true}, f)
}

func TestATransferOfferIsNoFact(t *testing.T) {
	by := chat.Author{Kind: chat.AuthorAgent, ID: "ana"}
	s := after(t, chat.Assign{Agent: "ana", Reason: chat.Picked}, chat.Transfer{By: by, Agent: "ben", Offer: "off_9", Deadline: noon.Add(time.Minute), Reason: chat.ByAgent})
	require.Len(t, s.Offers, 1)
	require.Empty(t, Session(s, 1).Offers)
}

func TestAnOfferHasNoDeadlineInAFact(t *testing.T) {
	require.Equal(t, []routing.PendingOffer{{Number: 1, Agent: "ana"}}, Session(after(t, offered("ana")), 1).Offers)
}

func TestAnAgentWithoutQueuesServesNone(t *testing.T) {
	require.True(t, Agent(chat.Agent{ID: "ana", Mode: chat.Available, Capacity: 1}, 1).Never)
	require.False(t, Agent(chat.Agent{ID: "ana", Mode: chat.Available, Queues: []chat.Serves{{Queue: "sales"}}}, 1).Never)
}

func TestLanguagesAreComparedByTheFirstPartOfTheirTags(t *testing.T) {
	s := after(t)
	for _, locale := range []string{"", "pl", "pl-PL", "PL_pl", " pl "} {
		s.Contact.Locale = locale
		want := ""
		if locale != "" {
			want = "pl"
		}
		require.Equal(t, want, Session(s, 1).Language, "%q", locale)
	}
	require.Equal(t, []string{"pt", "en"}, Agent(chat.Agent{Person: chat.Person{Languages: []string{"pt-BR", "EN"}}}, 1).Languages)
}

func TestALostAgentKeepsTheModeBefore(t *testing.T) {
	a, err := chat.Agent{ID: "ana", Mode: chat.Draining}.SetMode(chat.Lost, "", noon)
	require.NoError(t, err)
	f := Agent(a, 1)
	require.Equal(t, routing.Draining, f.Mode)
	require.Equal(t, noon, f.LostSince)
}

func TestEveryModeOfAnAgentHasAModeOfRouting(t *testing.T) {
	for mode, want := range map[chat.AgentMode]routing.Mode{chat.Offline: routing.Offline, chat.Available: routing.Available,
		chat.Break: routing.Break, chat.Draining: routing.Draining} {
		f := Agent(chat.Agent{ID: "ana", Mode: mode, Loss: chat.Loss{LostAt: noon}}, 1)
		require.Equal(t, want, f.Mode)
		require.True(t, f.LostSince.IsZero())
	}
}

func TestARemovedAgentIsGone(t *testing.T) {
	require.Equal(t, routing.AgentFact{ID: "ana", Rev: 5, Gone: true}, Agent(chat.Agent{ID: "ana", Removed: true, Capacity: 3}, 5))
}
