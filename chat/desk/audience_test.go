package desk_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// told is a Profile that says of each customer what it is told to.
type told map[string]hook.Customer

func (t told) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	return t[p.ID], nil
}

var vips = settings.Audience{When: trigger.Where("visitor.tier", trigger.Eq, trigger.Text("vip"))}

// withVIPs is two teams, of which billing is for customers of the group vip.
func withVIPs(t *testing.T, edit ...func(*settings.Team)) *shop {
	seed := withPrompt()
	seed.Queues[1].For = vips
	for _, e := range edit {
		e(&seed)
	}
	return newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"vera": {Tier: "vip"}, "gus": {Tier: "gold"}}
	})
}

func TestAQueueThatIsNotForAVisitorDoesNotExistByAnyRoute(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) {
		to := trigger.Action{Type: trigger.SetQueue, Queue: "billing"}
		x.Rules[0].Rule.Do = append(x.Rules[0].Rule.Do, to)
	})
	s.available("ann", "bob")
	s.invites()
	for name, v := range map[string]desk.Visitor{
		"anonymous": s.visitor(1), "gold": s.customer("gus"), "unknown to the shop": s.customer("eve"),
	} {
		routes := map[string]func(q chat.QueueID) (any, error){
			"availability": func(q chat.QueueID) (any, error) { return v.Availability(s.ctx, "", q) },
			"start": func(q chat.QueueID) (any, error) {
				return v.Start(s.ctx, desk.StartRequest{Queue: q, Text: "Hello"})
			},
			"message": func(q chat.QueueID) (any, error) {
				return v.Start(s.ctx, desk.StartRequest{Queue: q, Text: "Hello", Leave: true})
			},
		}
		for route, ask := range routes {
			there, is := ask("billing")
			none, want := ask("nowhere")
			require.Error(t, is, "%s: %s", name, route)
			require.Equal(t, want.Error(), is.Error(), "%s: %s", name, route)
			require.Equal(t, none, there, "%s: %s", name, route)
		}
		a, err := v.Availability(s.ctx, "", "")
		require.NoError(t, err)
		require.Equal(t, []desk.QueueChoice{{ID: "support", Name: "support"}}, a.Queues, name)
		require.True(t, a.Offered && a.Personal, name)
		b, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.NotNil(t, b.Prompt, name)
		require.EqualValues(t, "support", b.Prompt.Queue, "%s: a rule leads nowhere else", name)
	}
	vera := s.customer("vera")
	a, err := vera.Availability(s.ctx, "", "billing")
	require.NoError(t, err)
	require.Len(t, a.Queues, 2)
	b, err := vera.Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.EqualValues(t, "billing", b.Prompt.Queue)
	v, err := vera.Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: b.Prompt.UID})
	require.NoError(t, err)
	require.EqualValues(t, "billing", s.session(v.ID).Queue)
}

func TestWhereTheFirstQueueIsNotForAVisitorTheNextOneIsTheirs(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) { x.Sites[0].Queues = []chat.QueueID{"billing", "support"} })
	for id, queue := range map[string]chat.QueueID{"vera": "billing", "gus": "support"} {
		v, err := s.customer(id).Start(s.ctx, desk.StartRequest{Text: "Hello"})
		require.NoError(t, err)
		require.Equal(t, queue, s.session(v.ID).Queue, id)
	}
}

func TestASiteThatIsNotForAVisitorTellsThemNothing(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) { x.Sites[0].For = vips; x.Queues[1].For = settings.Audience{} })
	s.available("ann")
	nobody := s.Visitor(chat.Principal{Kind: chat.RoleVisitor})
	for _, v := range []desk.Visitor{s.visitor(1), s.customer("gus"), nobody} {
		a, err := v.Availability(s.ctx, "", "")
		require.NoError(t, err)
		require.Equal(t, desk.Availability{
			Site: "main", Personal: true, AnsweredBy: desk.AnsweredByMessage, Answers: desk.AnswersHere,
		}, a)
	}
	for _, v := range []desk.Visitor{s.visitor(1), s.customer("gus")} {
		for _, r := range []desk.StartRequest{{}, {Queue: "support"}, {Leave: true}} {
			r.Text = "Hello"
			_, err := v.Start(s.ctx, r)
			require.ErrorIs(t, err, chat.ErrNotOffered)
		}
		b, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.True(t, b.Prompt == nil && !b.Offered)
	}
	b, err := s.customer("vera").Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.True(t, b.Prompt != nil && b.Offered)
	q := desk.RuleQuestion{Rule: "shoes", Facts: looking("/shoes")}
	x, err := s.supervisor("sue").ExplainRule(s.ctx, q)
	require.NoError(t, err)
	require.Contains(t, x.Verdict, "the site is not for this visitor")
}

func TestWhoTakesAChatKeepsItWhenTheQueueIsNoLongerForThem(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) { x.Queues[1].For = settings.Audience{} })
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Queue: "billing"})
	require.NoError(t, err)
	q := settings.Queue{ID: "billing", NoAgent: settings.NoAgentWait}
	q.For = vips
	_, err = s.Host().PutQueue(s.ctx, q)
	require.NoError(t, err)
	s.settle()
	_, err = s.visitor(1).Send(s.ctx, v.ID, desk.MessageRequest{Text: "Still here"})
	require.NoError(t, err)
	require.EqualValues(t, "billing", s.session(v.ID).Queue)
}

func TestAnAudienceGoesByWhatTheHostSaysOfTheRequestToo(t *testing.T) {
	in := trigger.Where("visitor.country", trigger.In, trigger.Texts("PL", "EE"))
	s := withVIPs(t, func(x *settings.Team) { x.Queues[1].For = settings.Audience{When: in} })
	from := func(country string) map[string]trigger.Value {
		return map[string]trigger.Value{
			"visitor.country": trigger.Text(country), "visitor.tier": trigger.Text("vip"),
		}
	}
	a, err := s.visitor(1).With(from("EE")).Availability(s.ctx, "", "")
	require.NoError(t, err)
	require.Len(t, a.Queues, 2)
	a, err = s.visitor(1).With(from("DE")).Availability(s.ctx, "", "")
	require.NoError(t, err)
	require.Len(t, a.Queues, 1)
	r := desk.StartRequest{Text: "Hello", Queue: "billing"}
	_, err = s.visitor(1).With(from("EE")).Start(s.ctx, r)
	require.NoError(t, err)
}

func TestATrialThatGrowsLosesNobody(t *testing.T) {
	s := withVIPs(t)
	const n = 60
	was := map[string]bool{}
	for _, percent := range []float64{5, 10, 25, 50, 99.99, 100} {
		q := settings.Queue{ID: "billing", NoAgent: settings.NoAgentWait}
		q.For.Rollout = &trigger.Rollout{Percent: percent}
		_, err := s.Host().PutQueue(s.ctx, q)
		require.NoError(t, err)
		s.settle()
		in := 0
		for i := range n {
			name, v := fmt.Sprint("visitor ", i), s.visitor(1000+i)
			if i%2 == 0 {
				name, v = fmt.Sprint("customer ", i), s.customer(fmt.Sprint("c", i))
			}
			a, err := v.Availability(s.ctx, "", "")
			require.NoError(t, err)
			is := len(a.Queues) == 2
			require.True(t, is || !was[name], "%s is lost at %v", name, percent)
			if was[name] = is; is {
				in++
			}
		}
		require.InDelta(t, percent, float64(in)*100/n, 20)
	}
	require.Len(t, was, n)
	for name, is := range was {
		require.True(t, is, name)
	}
}

func TestAnExplanationSaysWhichAudienceRefusesAVisitor(t *testing.T) {
	s := withVIPs(t, func(x *settings.Team) { x.Sites[0].NoChat = []string{"/checkout"} })
	v, err := s.customer("gus").Start(s.ctx, desk.StartRequest{Text: "Hello"})
	require.NoError(t, err)
	x, err := s.supervisor("sue").ExplainOffer(s.ctx, desk.OfferQuestion{Session: v.ID})
	require.NoError(t, err)
	require.True(t, x.Offered && x.OnPage)
	require.Len(t, x.Parts, 3)
	require.True(t, x.Parts[0].For && x.Parts[1].For)
	require.False(t, x.Parts[2].For)
	require.Equal(t, "billing", x.Parts[2].ID)
	require.Equal(t, `"gold"`, x.Parts[2].Why.When.Actual)
	x, err = s.supervisor("sue").ExplainOffer(s.ctx, desk.OfferQuestion{Page: "/CHECKOUT"})
	require.NoError(t, err)
	require.False(t, x.Offered || x.OnPage)
	_, err = s.supervisor("sam").ExplainOffer(s.ctx, desk.OfferQuestion{Session: v.ID})
	require.ErrorIs(t, err, chat.ErrNotFound, "of another queue")
}

func TestAnAudienceOfWhatNobodyVouchesForIsRefused(t *testing.T) {
	s := withVIPs(t)
	attrs := settings.Team{Attributes: []settings.Attribute{
		{ID: "ltv", Type: settings.AttributeNumber},
		{ID: "mood", Type: settings.AttributeText, From: settings.AttributeFromVisitor},
	}}
	_, err := s.Host().PutSettings(s.ctx, attrs)
	require.NoError(t, err)
	s.settle()
	yes := trigger.Truth(true)
	for field, when := range map[string]trigger.Cond{
		"for.when.attr":             trigger.Where("page.path", trigger.Eq, trigger.Text("/vip")),
		"for.when.all.1.attr":       trigger.All(vips.When, trigger.Where("mood", trigger.Exists, yes)),
		"for.when.any.0.not.attr":   trigger.Any(trigger.Not(trigger.Where("visitor.locale", trigger.Exists, yes))),
		"for.when.op":               trigger.Where("ltv", trigger.Contains, trigger.Text("5")),
		"for.when.not.all.0.attr":   trigger.Not(trigger.All(trigger.Where("cart.value", trigger.Ge, trigger.Num(5)))),
		"for.when":                  trigger.All(vips.When, trigger.Not(vips.When)),
		"for.when.all.0.any.0.attr": trigger.All(trigger.Any(trigger.Where("nothing", trigger.Exists, yes))),
	} {
		for _, put := range []func() error{
			func() error {
				q := settings.Queue{ID: "billing"}
				q.For.When = when
				return first(s.Host().PutQueue(s.ctx, q))
			},
			func() error {
				site := settings.Site{ID: "b", Queues: []chat.QueueID{"support"}}
				site.For.When = when
				return first(s.Host().PutSite(s.ctx, site))
			},
		} {
			err := put()
			require.ErrorIs(t, err, chat.ErrInvalid, field)
			require.ErrorContains(t, err, "invalid: "+field+": ", field)
		}
	}
	q := settings.Queue{ID: "billing", NoAgent: settings.NoAgentWait}
	q.For.When = trigger.Where("ltv", trigger.Ge, trigger.Num(500))
	q.For.Rollout = &trigger.Rollout{Percent: 50, By: "page.path"}
	require.ErrorContains(t, first(s.Host().PutQueue(s.ctx, q)), "for.rollout.by")
	q.For.Rollout = nil
	require.NoError(t, first(s.Host().PutQueue(s.ctx, q)))
	s.settle()
	_, err = s.Host().Settings().Retire(s.ctx, settings.Ref{Kind: settings.KindAttributes, ID: "ltv"})
	require.ErrorIs(t, err, chat.ErrInvalid, "the queue asks for it")
}

// visitsWith and explainsOffer are rows of the table of who may call what.
func visitsWith(w world, v desk.Visitor) error {
	return first(v.With(nil).Visit(w.ctx, desk.VisitFacts{URL: "/"}))
}

func explainsOffer(w world, s desk.Supervisor) error {
	return first(s.ExplainOffer(w.ctx, desk.OfferQuestion{Session: w.session}))
}
