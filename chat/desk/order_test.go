package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// order reports an order of a visitor.
func (s *shop) order(n int, o desk.Order) (desk.Credit, error) {
	return s.Host().ReportOrder(s.ctx, anonymous(n), o)
}

func TestAnOrderIsCreditedToWhatLedToIt(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	euros := desk.Order{ID: "1", Value: 4990, Currency: "EUR"}
	c, err := s.order(1, euros)
	require.NoError(t, err)
	require.Zero(t, c, "nothing did")

	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	c, err = s.order(1, desk.Order{ID: "2"})
	require.NoError(t, err)
	require.Equal(t, desk.Credit{Rule: "shoes"}, c, "seen, and not taken up")

	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: a.Prompt.UID})
	require.NoError(t, err)
	_, err = s.agent("ann").Accept(s.ctx, s.offer("ann").Offer.ID)
	require.NoError(t, err)
	want := desk.Credit{Rule: "shoes", Accepted: true, Session: v.ID, Agent: s.id("ann")}
	c, err = s.order(1, desk.Order{ID: "3", Value: 1000, Currency: "EUR"})
	require.NoError(t, err)
	require.Equal(t, want, c)

	for name, late := range map[string]struct {
		by   time.Duration
		want desk.Credit
	}{
		"within a week":   {desk.CreditFor, want},
		"after a week":    {desk.CreditFor + time.Second, desk.Credit{}},
		"before all that": {-time.Hour, desk.Credit{}},
	} {
		at := s.clock().Add(late.by)
		was := s.clock()
		s.pass(max(0, late.by))
		c, err = s.order(1, desk.Order{ID: name, At: at})
		require.NoError(t, err, name)
		require.Equal(t, late.want, c, name)
		s.setClock(was)
	}

	again, err := s.order(1, euros)
	require.NoError(t, err)
	require.Zero(t, again, "as it was when it was reported")
	_, err = s.order(1, desk.Order{ID: "1", Value: 4991, Currency: "EUR"})
	require.ErrorIs(t, err, chat.ErrIDReused)
	out, err := s.visitor(1).Export(s.ctx)
	require.NoError(t, err)
	require.Len(t, out.Orders, 6, "each once")
}

func TestAnOrderReachesRules(t *testing.T) {
	for name, when := range map[string]trigger.Cond{
		"count": trigger.Where("orders.count", trigger.Ge, trigger.Num(2)),
		"value": trigger.Where("orders.value", trigger.Ge, trigger.Num(6000)),
		"since": trigger.Where("since.order", trigger.Lt, trigger.For(time.Minute)),
	} {
		seed := twoTeams()
		seed.Rules = settings.Rules(trigger.Rule{ID: "rule", When: when, Do: invites})
		s := newShop(t, seed)
		s.available("ann")
		see := func() *desk.Prompt {
			a, err := s.visitor(1).Visit(s.ctx, looking("/"))
			require.NoError(t, err)
			return a.Prompt
		}
		require.Nil(t, see(), name)
		was := s.clock().Add(-time.Hour)
		_, err := s.order(1, desk.Order{ID: "1", Value: 4000, Currency: "EUR", At: was})
		require.NoError(t, err)
		_, err = s.order(1, desk.Order{ID: "0", Value: 9000, Currency: "USD", At: was.Add(-time.Hour)})
		require.NoError(t, err)
		if name != "count" {
			require.Nil(t, see(), "%s: of another currency, and long ago", name)
		}
		_, err = s.order(1, desk.Order{ID: "2", Value: 2000, Currency: "EUR"})
		require.NoError(t, err)
		require.NotNil(t, see(), name)
	}
}

func TestAnOrderThatNoShopHasChangesNothing(t *testing.T) {
	s := newShop(t, twoTeams())
	before := s.head()
	for _, wrong := range []struct {
		field string
		order desk.Order
	}{
		{"id", desk.Order{Value: 1}},
		{"value", desk.Order{ID: "1", Value: -1}},
		{"currency", desk.Order{ID: "1", Currency: "euros"}},
		{"at", desk.Order{ID: "1", At: s.clock().Add(time.Hour)}},
		{"at", desk.Order{ID: "1", At: time.Date(0, 0, 0, 0, 0, 0, 0, time.UTC)}},
		{"at", desk.Order{ID: "1", At: time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)}},
	} {
		_, err := s.order(1, wrong.order)
		require.ErrorIs(t, err, chat.ErrInvalid, wrong.field)
		require.ErrorContains(t, err, wrong.field+":")
	}
	ann := chat.Principal{Kind: chat.RoleAgent, ID: "ann"}
	_, err := s.Host().ReportOrder(s.ctx, ann, desk.Order{ID: "1"})
	require.ErrorIs(t, err, chat.ErrForbidden)
	require.Equal(t, before, s.head())
}

func TestOrdersGoAlongWithAVisitorWhoSignsIn(t *testing.T) {
	s := newShop(t, twoTeams())
	vera := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
	for _, id := range []string{"1", "2"} {
		_, err := s.order(7, desk.Order{ID: id, Value: 5})
		require.NoError(t, err)
	}
	_, err := s.Host().ReportOrder(s.ctx, vera, desk.Order{ID: "2", Value: 5})
	require.NoError(t, err, "nobody has met her")
	require.NoError(t, s.Visitor(vera).Claim(s.ctx, anonymous(7)))
	out, err := s.Visitor(vera).Export(s.ctx)
	require.NoError(t, err)
	require.Len(t, out.Orders, 2, "each once")
}

func TestAnOrderCountsByWhatWasSoWhenItWasPlaced(t *testing.T) {
	seed := withPrompt()
	seed.Rules = append(seed.Rules, rules(t, `[{"id":"boots","when":
		{"attr":"page.path","op":"eq","value":"/boots"},
		"do":[{"type":"prompt","text":{"en":"Boots?"}}]}]`)...)
	s := newShop(t, seed)
	s.available("ann")
	began := s.clock()
	prompt := func(path string) string {
		f := looking(path)
		if path == "/boots" {
			f.OnPage = 0 // too short for the other rule
		}
		a, err := s.visitor(1).Visit(s.ctx, f)
		require.NoError(t, err)
		require.NotNil(t, a.Prompt)
		return a.Prompt.UID
	}
	answer := func(uid string, o desk.PromptOutcome) {
		require.NoError(t, s.visitor(1).Prompt(s.ctx, uid, o))
	}
	shoes := prompt("/shoes")
	s.pass(10 * time.Minute)
	answer(shoes, desk.PromptAccepted)
	s.pass(time.Hour)
	boots := prompt("/boots")
	s.pass(10 * time.Minute)
	answer(boots, desk.PromptDismissed)
	s.pass(desk.CreditFor)

	accepted, boot := desk.Credit{Rule: "shoes", Accepted: true}, began.Add(70*time.Minute)
	for name, x := range map[string]struct {
		at   time.Time
		want desk.Credit
	}{
		"before it was shown":    {began.Add(-time.Minute), desk.Credit{}},
		"when it was shown":      {began, desk.Credit{Rule: "shoes"}},
		"before it was accepted": {began.Add(9 * time.Minute), desk.Credit{Rule: "shoes"}},
		"when it was accepted":   {began.Add(10 * time.Minute), accepted},
		"once another was seen":  {boot, accepted},
		"a week after the yes":   {began.Add(10*time.Minute + desk.CreditFor), accepted},
		"longer after the yes": {
			began.Add(10*time.Minute + desk.CreditFor + 1), desk.Credit{},
		},
		"a week after it was shown": {began.Add(desk.CreditFor + time.Second), accepted},
	} {
		c, err := s.order(1, desk.Order{ID: name, At: x.at})
		require.NoError(t, err, name)
		require.Equal(t, x.want, c, name)
	}
}

func TestAnOrderIsCreditedThoughClocksDifferByAFewSeconds(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	a, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	shown := s.clock()
	s.pass(time.Minute)
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: a.Prompt.UID})
	require.NoError(t, err)
	began := s.clock()
	s.pass(time.Minute)
	all := desk.Credit{Rule: "shoes", Accepted: true, Session: v.ID}
	for name, x := range map[string]struct {
		at   time.Time
		want desk.Credit
	}{
		"shown by a clock ahead":      {shown.Add(-10 * time.Second), desk.Credit{Rule: "shoes"}},
		"before it was shown":         {shown.Add(-11 * time.Second), desk.Credit{}},
		"accepted by a clock ahead":   {began.Add(-10 * time.Second), all},
		"before it was accepted":      {began.Add(-11 * time.Second), desk.Credit{Rule: "shoes"}},
		"placed by a clock ahead too": {began.Add(3 * time.Second), all},
	} {
		c, err := s.order(1, desk.Order{ID: name, At: x.at})
		require.NoError(t, err, name)
		require.Equal(t, x.want, c, name)
	}
}

func TestAnOrderOfAClockFarAheadSilencesNoRule(t *testing.T) {
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"back","uncapped":true,"when":
		{"attr":"since.order","op":"ge","value":"1h"},"do":[{"type":"link","url":"/back"}]}]`)
	s := newShop(t, seed)
	see := func() int {
		a, err := s.visitor(1).Visit(s.ctx, looking("/"))
		require.NoError(t, err)
		return len(a.Do)
	}
	was := s.clock()
	s.setClock(was.AddDate(0, 1, 0))
	_, err := s.order(1, desk.Order{ID: "ahead"})
	require.NoError(t, err)
	s.setClock(was)
	require.Equal(t, 1, see(), "nobody knows when it was")
	_, err = s.order(1, desk.Order{ID: "now"})
	require.NoError(t, err)
	s.pass(time.Minute)
	require.Zero(t, see(), "the last order is a minute old")
	s.pass(time.Hour)
	require.Equal(t, 1, see())
}
