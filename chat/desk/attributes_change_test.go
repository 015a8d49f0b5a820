package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// The team makes another thing of an attribute while its Profile goes on saying what it said.
func TestAnAttributeThatBecomesAnotherThingWhileTheShopIsOpenKeepsNobodyOut(t *testing.T) {
	seed := withPrompt()
	seed.Attributes = []settings.Attribute{{ID: "ltv", Type: settings.AttributeNumber}}
	says := map[string]trigger.Value{"ltv": trigger.Num(900)}
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"vera": hook.Customer{Attrs: says}}
	})
	s.available("ann", "bob")
	only := func(when trigger.Cond) settings.Queue {
		q := settings.Queue{ID: "billing", NoAgent: settings.NoAgentWait}
		q.For.When = when
		return q
	}
	put := func(x settings.Team) error {
		_, err := s.Host().PutSettings(s.ctx, x)
		s.settle()
		return err
	}
	sees := func(queues int) {
		t.Helper()
		a, err := s.customer("vera").Availability(s.ctx, "", "")
		require.NoError(t, err)
		require.Len(t, a.Queues, queues)
		_, err = s.customer("vera").Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	rich := trigger.Where("ltv", trigger.Ge, trigger.Num(500))
	require.NoError(t, put(settings.Team{Queues: []settings.Queue{only(rich)}}))
	sees(2)
	text := []settings.Attribute{{ID: "ltv", Type: settings.AttributeText}}
	err := put(settings.Team{Attributes: text})
	require.ErrorIs(t, err, chat.ErrInvalid, "the audience asks for a number")
	require.ErrorContains(t, err, "for.when")
	sees(2)
	much := trigger.Where("ltv", trigger.Eq, trigger.Text("much"))
	require.NoError(t, put(settings.Team{
		Attributes: text, Queues: []settings.Queue{only(much)},
	}))
	sees(1)
	says["ltv"] = trigger.Text("much")
	s.pass(time.Minute)
	sees(2)
	visitors := []settings.Attribute{
		{ID: "ltv", Type: settings.AttributeText, From: settings.AttributeFromVisitor},
	}
	err = put(settings.Team{Attributes: visitors})
	require.ErrorContains(t, err, "nobody vouches", "a browser would say it from then on")
	sees(2)
	x, err := s.customer("vera").Start(s.ctx, desk.StartRequest{Text: "Hello", Queue: "billing"})
	require.NoError(t, err)
	require.EqualValues(t, "billing", s.session(x.ID).Queue)
}
