package desk_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// says is a rule that shows a text to everybody, once.
func says(id string, priority int) trigger.Rule {
	return trigger.Rule{
		ID: id, Priority: priority, Limits: []trigger.Limit{{Max: 1}},
		Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": id}}},
	}
}

func TestAnExplanationNamesTheRuleThatGoesFirst(t *testing.T) {
	seed := everybody()
	seed.Rules = settings.Rules(says("low", 1), says("high", 9))
	play(t, seed, func(t *testing.T, s *scene) {
		s.Agent("ann").Available()
		s.pass(time.Second)
		explain := func(rule string, v chat.VisitorID) trigger.Explanation {
			q := desk.RuleQuestion{Rule: rule, Visitor: v, Facts: desk.VisitFacts{URL: "/shop"}}
			x, err := s.boss.ExplainRule(t.Context(), q)
			require.NoError(t, err)
			return x
		}
		require.True(t, explain("high", "").Fires)
		x := explain("low", "")
		require.False(t, x.Fires)
		require.Equal(t, []string{"prompt"}, blocked(x))
		require.Contains(t, x.Verdict, `the rule "high" goes first, and there is one prompt`)

		a := beacon(t, s.Desk, 1)
		require.Equal(t, "high", a.Prompt.Rule, "as it was explained")
		p := chat.Principal{Kind: chat.RoleVisitor, ID: "vis_00000000000000000000000001"}
		me, err := s.Desk.Host().VisitorID(t.Context(), p)
		require.NoError(t, err)
		require.True(t, explain("low", me).Fires, "it is its turn")
		require.Equal(t, "low", beacon(t, s.Desk, 1).Prompt.Rule)
	})
}

func TestPromptsAreShownDuringAChatWhereThatIsSet(t *testing.T) {
	for _, during := range []bool{false, true} {
		seed := everybody()
		seed.Prompts = &settings.Prompts{DuringChat: during}
		play(t, seed, func(t *testing.T, s *scene) {
			s.Agent("ann").Available()
			v := s.waiting("vera", "help")
			s.pass(time.Second)
			a, err := v.Visit(t.Context(), desk.VisitFacts{URL: "/shop", Locale: "en"})
			require.NoError(t, err)
			require.Equal(t, during, a.Prompt != nil)
		})
	}
}

// oneForTwo is a team of one who serves two queues, each with its rule.
func oneForTwo() settings.Team {
	seed := everybody()
	seed.Queues = append(seed.Queues, settings.Queue{ID: "sales"}, settings.Queue{ID: "night"})
	seed.Sites[0].Queues = []chat.QueueID{"help", "sales", "night"}
	seed.Agents[0].Queues = serving("help", "sales")
	to := func(id string, q chat.QueueID, path string) trigger.Rule {
		r := says(id, 1)
		r.When = trigger.Where("page.path", trigger.Eq, trigger.Text(path))
		r.Do = append(r.Do, trigger.Action{Type: trigger.SetQueue, Queue: string(q)})
		return r
	}
	seed.Rules = settings.Rules(to("helps", "help", "/help"), to("sells", "sales", "/shop"))
	return seed
}

func TestAnAgentWhoServesSeveralQueuesIsInvitedToOnce(t *testing.T) {
	play(t, oneForTwo(), func(t *testing.T, s *scene) {
		s.Agent("ann").Available()
		s.pass(time.Second)
		invited := 0
		for n := range 40 {
			id := fmt.Sprintf("vis_%026d", n)
			v := s.Desk.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: id})
			url := []string{"/help", "/shop"}[n%2]
			a, err := v.Visit(t.Context(), desk.VisitFacts{URL: url, Locale: "en"})
			require.NoError(t, err)
			if a.Prompt != nil {
				invited++
			}
		}
		require.Equal(t, budget, invited, "to both queues together")
		x, err := s.boss.ExplainRule(t.Context(), desk.RuleQuestion{
			Rule: "sells", Facts: desk.VisitFacts{URL: "/shop"},
		})
		require.NoError(t, err)
		require.Equal(t, []string{"invitations"}, blocked(x))
		require.Contains(t, x.Verdict, "the queues help, sales as the team that they share")
	})
}
