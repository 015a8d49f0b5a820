package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// actions is a host that does what rules ask, as it is told to by the action's name.
type actions struct {
	hook.Profile
	done chan hook.Action
}

func (a actions) Do(ctx context.Context, x hook.Action) error {
	a.done <- x
	switch x.Name {
	case "fails":
		return errors.New("no coupons left")
	case "hangs":
		<-ctx.Done()
		return ctx.Err()
	}
	return nil
}

// doing is a shop with one rule, which does what is written, and an agent who is there.
func doing(t *testing.T, do string) (*shop, actions) {
	t.Helper()
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"r","do":[`+do+`]}]`)
	host := actions{told{}, make(chan hook.Action, 8)}
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile, c.HookTimeout = host, 500*time.Millisecond
	})
	s.available("ann")
	return s, host
}

func TestAPageIsToldOnceWhatARuleDoesThere(t *testing.T) {
	s, _ := doing(t, `{"type":"open"},
		{"type":"form","form":"call","text":{"en":"On {page.title}","et":"Kuhu?"}},
		{"type":"link","url":"/sale","text":{"en":"To the sale"}}`)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Nil(t, a.Prompt)
	require.Equal(t, []desk.Deed{
		{Rule: "r", Type: trigger.Open},
		{Rule: "r", Type: trigger.Form, Form: "call", Text: "On Boots"},
		{Rule: "r", Type: trigger.Link, URL: "/sale", Text: "To the sale"},
	}, a.Do)
	a, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Empty(t, a.Do, "its cap is used up")
}

func TestNoRuleOpensAChatThatNobodyWouldAnswer(t *testing.T) {
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"r","do":[{"type":"open"}]},
		{"id":"l","do":[{"type":"link","url":"/a"}]}]`)
	s := newShop(t, seed)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Len(t, a.Do, 1)
	require.Equal(t, trigger.Link, a.Do[0].Type)
	s.available("ann")
	s.invites()
	a, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Equal(t, []desk.Deed{{Rule: "r", Type: trigger.Open}}, a.Do, "it has kept its turn")
}

func TestTheHostDoesWhatARuleAsksAndThePageIsToldHowItWent(t *testing.T) {
	s, host := doing(t, `{"type":"host","name":"coupon","data":{"percent":"10"}},
		{"type":"host","name":"fails"},{"type":"host","name":"hangs"},
		{"type":"host","name":"late"}`)
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Equal(t, []desk.Deed{
		{Rule: "r", Type: trigger.Host, Name: "coupon", Done: true},
		{Rule: "r", Type: trigger.Host, Name: "fails"},
		{Rule: "r", Type: trigger.Host, Name: "hangs"},
		{Rule: "r", Type: trigger.Host, Name: "late"},
	}, a.Do)
	x := <-host.done
	require.Equal(t, "coupon", x.Name)
	require.Equal(t, map[string]string{"percent": "10"}, x.Data)
	require.Equal(t, "https://shop.example/shoes", x.URL)
	require.NotEmpty(t, x.Visitor)
	require.Equal(t, chat.RoleVisitor, x.Principal.Kind)
	_, err = s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Len(t, host.done, 2, "none is asked again")
}

func TestATagOfARuleIsOnTheSessionThatBegins(t *testing.T) {
	const prompt = `,{"type":"prompt","text":{"en":"Hi"}}`
	const tag = `{"type":"tag","tag":"hot"}`
	for name, x := range map[string]struct {
		do   string
		from bool
		want []string
	}{
		"of a rule that shows nothing": {tag, false, []string{"hot"}},
		"of the prompt":                {tag + prompt, true, []string{"hot"}},
		"of a prompt left alone":       {tag + prompt, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := doing(t, x.do)
			s.invites()
			a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
			require.NoError(t, err)
			r := desk.StartRequest{Text: "Hello"}
			if x.from {
				r.Prompt = a.Prompt.UID
			}
			v, err := s.visitor(1).Start(s.ctx, r)
			require.NoError(t, err)
			require.Equal(t, x.want, s.session(v.ID).Tags)
		})
	}
}

func TestARuleThatAsksAHostWhoDoesNothingIsRefused(t *testing.T) {
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"r","variants":[{"id":"a","weight":1,
		"do":[{"type":"host","name":"x"}]}]}]`)
	err := settings.Check(seed, settings.Builders{})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "/variants/0/do/0/type: this shop does nothing of the type host")
	require.NoError(t, settings.Check(seed, settings.Builders{Host: true}))
	s := newShop(t, twoTeams())
	_, err = s.Host().PutRule(s.ctx, seed.Rules[0])
	require.ErrorContains(t, err, "no Profile is a hook.Actions")
}

func TestTwoPromptsTakeTurns(t *testing.T) {
	s, _ := doing(t, `{"type":"prompt","text":{"en":"One"}}`)
	two := rules(t, `[{"id":"two","do":[{"type":"prompt","text":{"en":"Two"}}]}]`)
	_, err := s.Host().PutRule(s.ctx, two[0])
	require.NoError(t, err)
	s.invites()
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.Equal(t, "One", a.Prompt.Text)
	b, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	require.NotNil(t, b.Prompt, "what was not shown was not used up")
	require.Equal(t, "Two", b.Prompt.Text)
}

func TestAVisitorWhoPaysIsLookedAtSoon(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Never = []string{"/pay"}
	s := newShop(t, seed)
	now := s.clock()
	trail := func(left time.Duration) []desk.PageView {
		return []desk.PageView{
			{URL: "https://shop.example/pay", At: now.Add(-left - time.Minute)},
			{URL: "https://shop.example/failed", At: now.Add(-left)},
		}
	}
	for name, x := range map[string]struct {
		at    string
		trail []desk.PageView
		want  time.Duration
	}{
		"on the page":     {"/PAY", nil, 10 * time.Second},
		"just after":      {"/failed", trail(20 * time.Second), 10 * time.Second},
		"a minute after":  {"/failed", trail(time.Minute), time.Minute},
		"on another page": {"/shoes", nil, time.Minute},
	} {
		f := looking(x.at)
		f.Pages = x.trail
		a, err := s.visitor(1).Visit(s.ctx, f)
		require.NoError(t, err)
		require.Equal(t, x.want, a.Next, name)
	}
}

func TestATagStaysWithAVisitorWhoSignsInBeforeTheyAsk(t *testing.T) {
	s, _ := doing(t, `{"type":"tag","tag":"hot"}`)
	_, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	eve := s.customer("eve")
	require.NoError(t, eve.Claim(s.ctx, anonymous(1)))
	v, err := eve.Start(s.ctx, desk.StartRequest{Text: "Hello"})
	require.NoError(t, err)
	require.Equal(t, []string{"hot"}, s.session(v.ID).Tags)
}
