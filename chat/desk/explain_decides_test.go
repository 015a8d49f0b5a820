package desk_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// anyRule is a rule that shows a prompt, at some pages and after a while, not too often.
func anyRule(r *rand.Rand, n int) trigger.Rule {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	rule := says(fmt.Sprint("r", n), r.IntN(3))
	rule.When = trigger.Any(
		trigger.Where("page.path", trigger.Prefix, trigger.Text(pick("/a", "/b", "/a/b"))),
		trigger.All(
			trigger.Where("visit.pages", trigger.Ge, trigger.Num(float64(r.IntN(4)))),
			trigger.Where("page.dwell", trigger.Ge, trigger.For(time.Duration(r.IntN(3))*10*time.Second)),
		),
	)
	rule.Group = pick("", "", "g", "h")
	if r.IntN(3) == 0 {
		rule.Rollout = &trigger.Rollout{Percent: 50}
	}
	if rule.Limits[0].Max = r.IntN(2) + 1; r.IntN(2) == 0 {
		rule.Limits[0].Per = "1h"
	}
	if r.IntN(3) == 0 {
		rule.Quiet.Dismissed = time.Duration(r.IntN(3)) * 10 * time.Minute
	}
	return rule
}

// anyTeam is a team with some such rules, with a rule that silences some of them, and with limits.
func anyTeam(r *rand.Rand) settings.Team {
	seed := everybody()
	seed.Rules = nil
	for n := range 6 {
		seed.Rules = append(seed.Rules, settings.Rules(anyRule(r, n))...)
	}
	where := trigger.Where("page.path", trigger.Prefix, trigger.Text("/a/b"))
	seed.Rules = append(seed.Rules, settings.Rules(trigger.Rule{
		ID: "veto", Type: trigger.Suppress, Groups: []string{"g"}, When: where,
	})...)
	seed.Sites[0].Never = []string{"/checkout"}
	seed.Prompts = &settings.Prompts{
		PerHour: r.IntN(3) * 8, PerPage: r.IntN(3) * 4, PerVisitor: r.IntN(3) * 2,
	}
	return seed
}

// anyLook is what a page says of itself.
func anyLook(r *rand.Rand) desk.VisitFacts {
	f := desk.VisitFacts{
		URL:    []string{"/a", "/b", "/a/b", "/c", "/checkout"}[r.IntN(5)],
		Locale: "en", Views: r.IntN(4), OnPage: time.Duration(r.IntN(30)) * time.Second,
	}
	f.OnSite = f.OnPage
	return f
}

// firing are the rules that would fire, as each is explained.
func (s *scene) firing(me chat.VisitorID, f desk.VisitFacts) (rules []string) {
	for n := range 6 {
		q := desk.RuleQuestion{Rule: fmt.Sprint("r", n), Visitor: me, Facts: f}
		x, err := s.boss.ExplainRule(s.t.Context(), q)
		require.NoError(s.t, err)
		if x.Fires {
			rules = append(rules, x.Rule)
		}
	}
	return rules
}

// comesAndGoes has some time pass, and the only agent leave or come back.
func (s *scene) comesAndGoes(r *rand.Rand) {
	s.pass(time.Duration(r.IntN(600)) * time.Second)
	switch r.IntN(20) {
	case 0:
		s.Agent("ann").Break()
	case 1, 2, 3, 4:
		s.Agent("ann").Available()
	}
}

func TestWhatIsExplainedIsWhatThenIsShown(t *testing.T) {
	shown, silent := 0, 0
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 18))
		play(t, anyTeam(r), func(t *testing.T, s *scene) {
			s.Agent("ann").Available()
			for look := range 60 {
				s.comesAndGoes(r)
				p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", r.IntN(5)+1)}
				v, f := s.Desk.Visitor(p), anyLook(r)
				me, err := s.Desk.Host().VisitorID(t.Context(), p)
				require.NoError(t, err)
				fires := s.firing(me, f)
				a, err := v.Visit(t.Context(), f)
				require.NoError(t, err)
				if a.Prompt == nil {
					silent++
					require.Empty(t, fires, "seed %d, look %d: %+v", seed, look, f)
					continue
				}
				shown++
				require.Equal(t, []string{a.Prompt.Rule}, fires, "seed %d, look %d: %+v", seed, look, f)
				switch uid := a.Prompt.UID; r.IntN(4) {
				case 0:
					require.NoError(t, v.Prompt(t.Context(), uid, desk.PromptDismissed))
				case 1:
					require.NoError(t, v.Prompt(t.Context(), uid, desk.PromptAccepted))
				}
			}
		})
	}
	t.Logf("%d shown, %d not", shown, silent)
	require.Greater(t, shown, 20)
	require.Greater(t, silent, 20)
}
