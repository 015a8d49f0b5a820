package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// explained asks why the rule about shoes does or does not fire.
func (s *shop) explained(q desk.RuleQuestion) trigger.Explanation {
	s.t.Helper()
	before := s.head()
	q.Rule = "shoes"
	x, err := s.supervisor("sue").ExplainRule(s.ctx, q)
	require.NoError(s.t, err)
	require.Equal(s.t, before, s.head(), "asking writes nothing")
	return x
}

// blocked is what keeps a rule from firing.
func blocked(x trigger.Explanation) (by []string) {
	for _, b := range x.Blocks {
		by = append(by, b.By)
	}
	return by
}

func TestARuleIsExplainedAsTheDeskWouldDecide(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	early := looking("/shoes")
	early.OnPage = 4 * time.Second
	x := s.explained(desk.RuleQuestion{Facts: early})
	require.False(t, x.Fires)
	require.Equal(t, []string{"when"}, blocked(x))
	require.Equal(t, `page.dwell ge "10s"`, x.When.Leaf)
	require.Equal(t, "4s", x.When.Actual)
	require.Equal(t, s.clock().Add(6*time.Second), x.FiresFrom)
	require.True(t, s.explained(desk.RuleQuestion{Facts: looking("/shoes")}).Fires)
	require.Equal(t, []string{"veto"}, blocked(s.explained(desk.RuleQuestion{Facts: looking("/checkout/payment")})))
	quiet := looking("/shoes")
	quiet.Quiet = true
	require.Equal(t, []string{"page"}, blocked(s.explained(desk.RuleQuestion{Facts: quiet})))
}

func TestAnExplanationSaysThatNobodyCouldAnswer(t *testing.T) {
	seed := withPrompt()
	seed.Schedules = withHours(t).Schedules
	seed.Sites[0].Schedule = "office"
	seed.Queues[0].Limit = 1
	s := newShop(t, seed)
	s.settle()
	x := s.explained(desk.RuleQuestion{Facts: looking("/shoes")})
	require.Equal(t, []string{"agents"}, blocked(x))
	require.Equal(t, "does not fire: nobody in the queue support has capacity left", x.Verdict)
	require.True(t, x.When.True)

	_, err := s.visitor(7).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	require.Equal(t, []string{"full"}, blocked(s.explained(desk.RuleQuestion{Facts: looking("/shoes")})))

	s.setClock(time.Date(2026, 11, 7, 10, 0, 0, 0, time.UTC))
	x = s.explained(desk.RuleQuestion{Facts: looking("/shoes")})
	require.Equal(t, []string{"hours"}, blocked(x), "closed on Saturday")
	require.Equal(t, time.Date(2026, 11, 9, 7, 0, 0, 0, time.UTC), x.Blocks[0].Until.UTC())
}

func TestARuleIsExplainedByTheVisitorsOwnPast(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	require.NoError(t, s.visitor(1).Prompt(s.ctx, a.Prompt.UID, desk.PromptDismissed))
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "vis_00000000000000000000000001"})
	require.NoError(t, err)
	require.True(t, s.explained(desk.RuleQuestion{Facts: looking("/boots")}).Fires, "for somebody new")
	x := s.explained(desk.RuleQuestion{Visitor: id, Facts: looking("/boots")})
	require.Contains(t, blocked(x), "quiet")
	require.Contains(t, blocked(x), "cap")
	require.Equal(t, 1, x.Caps[0].Used)

	session := s.chatting(1, "ann")
	require.Contains(t, blocked(s.explained(desk.RuleQuestion{Session: session, Facts: looking("/boots")})), "chat")
}

// tiers is a Profile in which some customers are very important.
type tiers struct{}

func (tiers) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	if p.ID == "rich" {
		return hook.Customer{Tier: "vip"}, nil
	}
	return hook.Customer{}, nil
}

func TestACustomersGroupIsTheOneOfTheLastSession(t *testing.T) {
	seed := withPrompt()
	seed.Rules[0].Rule.When = trigger.Where("visitor.vip", trigger.Is, trigger.Truth(true))
	s := newShop(t, seed, func(c *desk.Config) { c.Profile = tiers{} })
	s.available("ann")
	rich := s.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: "rich", Verified: true})
	v, err := rich.Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.True(t, s.explained(desk.RuleQuestion{Session: v.ID, Facts: looking("/")}).When.True)
	require.False(t, s.explained(desk.RuleQuestion{Facts: looking("/")}).When.True)
}

func TestARuleThatWasShownToACustomerIsExplainedByWhatTheHostSaidOfThem(t *testing.T) {
	seed := withPrompt()
	seed.Attributes = []settings.Attribute{{ID: "ltv", Type: settings.AttributeNumber}}
	seed.Rules[0].Rule.When = trigger.All(
		trigger.Where("visitor.vip", trigger.Is, trigger.Truth(true)),
		trigger.Where("visitor.known", trigger.Is, trigger.Truth(true)),
		trigger.Where("ltv", trigger.Ge, trigger.Num(500)),
	)
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"rich": {Tier: "vip", Attrs: map[string]trigger.Value{"ltv": trigger.Num(900)}}}
	})
	s.available("ann")
	a, err := s.customer("rich").Visit(s.ctx, looking("/"))
	require.NoError(t, err)
	require.NotNil(t, a.Prompt)
	id, err := s.Host().VisitorID(s.ctx, chat.Principal{ID: "rich", Verified: true})
	require.NoError(t, err)
	x := s.explained(desk.RuleQuestion{Visitor: id, Facts: looking("/")})
	require.True(t, x.When.True, "nobody has spoken to them")
	require.NotContains(t, blocked(x), "when")
	require.False(t, s.explained(desk.RuleQuestion{Facts: looking("/")}).When.True)
}

func TestWhoMayNotSeeAVisitorMayNotAskAboutThem(t *testing.T) {
	s := newShop(t, withPrompt())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	sam := s.supervisor("sam")
	_, err = sam.ExplainRule(s.ctx, desk.RuleQuestion{Rule: "shoes", Session: v.ID, Facts: looking("/")})
	require.ErrorIs(t, err, chat.ErrNotFound, "of another queue")
	_, err = sam.ExplainRule(s.ctx, desk.RuleQuestion{Rule: "shoes", Visitor: "vis_00000000000000000000000001", Facts: looking("/")})
	require.ErrorIs(t, err, chat.ErrForbidden)
	_, err = s.supervisor("sue").ExplainRule(s.ctx, desk.RuleQuestion{Rule: "nothing", Facts: looking("/")})
	require.ErrorIs(t, err, chat.ErrNotFound)
	_, err = s.supervisor("ann").ExplainRule(s.ctx, desk.RuleQuestion{Rule: "shoes", Facts: looking("/")})
	require.ErrorIs(t, err, chat.ErrForbidden, "an agent")
	bad := looking("/")
	bad.OnPage = -time.Second
	_, err = s.supervisor("sue").ExplainRule(s.ctx, desk.RuleQuestion{Rule: "shoes", Facts: bad})
	require.ErrorIs(t, err, chat.ErrInvalid)
}
