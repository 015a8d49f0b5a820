package desk_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// everybody is a team of one, who has three places, and a rule that invites everybody.
func everybody() settings.Team {
	return settings.Team{
		Queues: []settings.Queue{{ID: "help"}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"help"}}},
		Agents: []settings.Agent{
			{Login: "ann", Name: "Ann", Queues: []chat.Serves{{Queue: "help"}}, Capacity: 3},
		},
		Rules: settings.Rules(trigger.Rule{ID: "all", Limits: []trigger.Limit{{Max: 1}}, Do: []trigger.Action{
			{Type: trigger.Prompt, Text: map[string]string{"en": "May I help?"}},
		}}),
	}
}

// budget is how many are invited where three places are free and nothing is known of the rule.
const budget = 14

func beacon(t *testing.T, d *desk.Desk, n int) desk.VisitAnswer {
	t.Helper()
	v := d.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n)})
	a, err := v.Visit(t.Context(), desk.VisitFacts{URL: "/shop", Locale: "en"})
	require.NoError(t, err)
	return a
}

func TestNoMoreAreInvitedThanTheTeamCanBeExpectedToServe(t *testing.T) {
	visitors := 60
	if full {
		visitors = 500
	}
	for _, nodes := range []int{1, 3} {
		t.Run(fmt.Sprint(nodes), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ns := runCluster(t, everybody(), nodes)
				ann := ns.desks[0].Agent(chat.Principal{Kind: chat.RoleAgent, ID: "ann", Verified: true})
				_, err := ann.SetStatus(t.Context(), chat.Available, "")
				require.NoError(t, err)
				watching, stop := context.WithCancel(t.Context())
				defer stop()
				go func() {
					for range ann.Events(watching, "") {
					}
				}()
				time.Sleep(time.Second)
				open := map[int]bool{}
				look := func(i, n int) {
					open[n] = len(beacon(t, ns.desks[i%nodes].Desk, n).Open) > 0
					standing := 0
					for _, is := range open {
						if is {
							standing++
						}
					}
					require.LessOrEqual(t, standing, budget+nodes)
				}
				for round := range 4 { // in the third and fourth, everybody comes to another node
					for n := range visitors {
						look(n+round/2, n)
						if n%10 == 0 {
							time.Sleep(time.Second)
						}
					}
					time.Sleep(10 * time.Second)
				}
				standing := 0
				for _, is := range open {
					if is {
						standing++
					}
				}
				require.GreaterOrEqual(t, standing, budget-nodes, "the team is not kept idle")

				_, err = ann.SetStatus(t.Context(), chat.Offline, "")
				require.NoError(t, err)
				time.Sleep(time.Second)
				for n := range visitors {
					require.Empty(t, beacon(t, ns.desks[n%nodes].Desk, n).Open, "nobody is left")
				}
			})
		})
	}
}

func TestAnInvitationLapsesAndARuleSaysWhyNobodyElseIsInvited(t *testing.T) {
	play(t, everybody(), func(t *testing.T, s *scene) {
		s.Agent("ann").Available()
		s.pass(time.Second)
		invited := 0
		for n := range 30 {
			a := beacon(t, s.Desk, n)
			if a.Prompt != nil {
				invited++
				require.LessOrEqual(t, a.Next, 15*time.Second, "looked at again soon")
			}
			s.pass(100 * time.Millisecond)
		}
		require.Equal(t, budget, invited)
		explain := func() trigger.Explanation {
			q := desk.RuleQuestion{Rule: "all", Facts: desk.VisitFacts{URL: "/shop"}}
			x, err := s.boss.ExplainRule(t.Context(), q)
			require.NoError(t, err)
			return x
		}
		require.Equal(t, []string{"invitations"}, blocked(explain()))
		require.Equal(t, "does not fire: as many visitors are invited to the queue help "+
			"as its team can be expected to serve", explain().Verdict)
		s.pass(time.Minute)
		require.NotEmpty(t, beacon(t, s.Desk, 0).Open, "still there")
		s.pass(time.Minute)
		require.NotNil(t, beacon(t, s.Desk, 40).Prompt, "the others were not seen for two minutes")
		require.True(t, explain().Fires)
		require.NotEmpty(t, beacon(t, s.Desk, 0).Open)
		s.pass(time.Minute)
		for n := range 40 {
			beacon(t, s.Desk, 100+n)
		}
		require.Empty(t, beacon(t, s.Desk, 7).Open, "others were invited in its place")
	})
}

func TestAPromptExpiresInTimeThoughAClockIsPutBack(t *testing.T) {
	for _, by := range []time.Duration{0, -10 * time.Minute} {
		seed := everybody()
		seed.Rules[0].Rule.Do[0].Expire = time.Minute
		skew := &atomic.Int64{}
		clock := func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
		playWith(t, desk.Config{Seed: seed, Now: clock}, func(t *testing.T, s *scene) {
			s.agents("ann")
			require.Len(t, beacon(t, s.Desk, 1).Open, 1)
			s.pass(25 * time.Second)
			require.Len(t, beacon(t, s.Desk, 1).Open, 1)
			skew.Add(int64(by))
			s.pass(25 * time.Second)
			require.Len(t, beacon(t, s.Desk, 1).Open, 1, "%v: early", by)
			s.pass(15 * time.Second)
			require.Empty(t, beacon(t, s.Desk, 1).Open, "%v: late", by)
		})
	}
}
