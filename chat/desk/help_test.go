package desk_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// withHelp is two teams whose site has help, and hours.
func withHelp(t *testing.T) settings.Team {
	seed := withHours(t)
	en := func(text string) map[string]string { return map[string]string{"en": text} }
	seed.Sites[0].Help = settings.Help{
		Questions: []settings.Question{
			{ID: "delivery", Ask: en("How long does delivery take?"), Answer: en("Two days.")},
			{ID: "returns", Ask: en("Can I return an article?"), Answer: en("<b>Yes</b>")},
		},
		Phone:    settings.Phone{Number: "+372 600 1234"},
		CallBack: settings.CallBack{On: true},
		Pages:    []settings.HelpPage{{URL: "/help"}},
	}
	return seed
}

// oracle answers as it is told.
type oracle func(context.Context, hook.Asked) ([]hook.Answer, error)

func (o oracle) Answer(ctx context.Context, a hook.Asked) ([]hook.Answer, error) {
	return o(ctx, a)
}

func (oracle) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{}, nil
}

func ids(a desk.HelpAnswers) (all []string) {
	for _, x := range a.Answers {
		all = append(all, x.ID)
	}
	return all
}

func TestHelpAnswersWhatIsTyped(t *testing.T) {
	var asked []hook.Asked
	order := oracle(func(_ context.Context, a hook.Asked) ([]hook.Answer, error) {
		asked = append(asked, a)
		return []hook.Answer{
			{Title: "Order A-1001 is on its way", URL: "/orders/A-1001"},
			{Title: "", Text: "no title"}, {Title: "x", URL: "javascript:alert(1)"},
			{Title: "two\nlines"},
		}, nil
	})
	s := newShop(t, withHelp(t), func(c *desk.Config) { c.Profile = order })
	ask := func(text string) desk.HelpAnswers {
		t.Helper()
		r := desk.HelpRequest{Text: text, Lang: "en"}
		a, err := s.visitor(1).Help().Ask(s.ctx, r)
		require.NoError(t, err)
		return a
	}
	all := ask("")
	require.Equal(t, []string{"delivery", "returns"}, ids(all))
	require.Empty(t, asked, "nothing was typed")
	require.NotEmpty(t, all.Times)
	found := ask("where is the delivery of A-1001, paid by 4111 1111 1111 1111")
	require.Equal(t, []string{desk.HostAnswers, "delivery"}, ids(found), "what fits")
	require.Equal(t, "/orders/A-1001", found.Answers[0].URL)
	require.NotContains(t, asked[0].Text, "4111")
	require.Equal(t, "vis_00000000000000000000000001", asked[0].Visitor.ID)
	require.Empty(t, found.Times)
	_, err := s.visitor(1).Help().Ask(s.ctx, desk.HelpRequest{Text: string(make([]byte, 1001))})
	require.ErrorIs(t, err, chat.ErrInvalid)
	a, err := s.visitor(1).Availability(s.ctx, "", "")
	require.NoError(t, err)
	require.Equal(t, 2, a.Help.Questions)
	require.Equal(t, "+372 600 1234", a.Help.Phone)
	require.Equal(t, a.Opening, *a.Help.PhoneOpen, "the hours of the site")
}

func TestAnswersThatHangOrFailKeepNobodyAndAreLeftInPeace(t *testing.T) {
	var calls atomic.Int32
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	s := newShop(t, withHelp(t), func(c *desk.Config) {
		c.HookTimeout = 100 * time.Millisecond
		c.Profile = oracle(func(_ context.Context, a hook.Asked) ([]hook.Answer, error) {
			switch calls.Add(1); a.Text {
			case "delivery hang":
				<-release
			case "delivery panic":
				panic("no")
			}
			return nil, errors.New("no")
		})
	})
	for i := range 20 {
		text := "delivery " + []string{"hang", "panic", "fail"}[i%3]
		a, err := s.visitor(1).Help().Ask(s.ctx, desk.HelpRequest{Text: text})
		require.NoError(t, err)
		require.Equal(t, []string{"delivery"}, ids(a))
	}
	require.LessOrEqual(t, calls.Load(), int32(5), "five failures in a row")
}

func TestWhatHelpedIsCountedOnceAVisitorAndDayAndSurvivesAnotherDesk(t *testing.T) {
	s := newShop(t, withHelp(t))
	from := s.clock().Truncate(24 * time.Hour)
	for _, n := range []int{1, 1, 2} {
		require.NoError(t, s.visitor(n).Help().Helped(s.ctx, "", "delivery"))
	}
	require.NoError(t, s.visitor(1).Help().Helped(s.ctx, "", "returns"))
	require.ErrorIs(t, s.visitor(1).Help().Helped(s.ctx, "", "nothing"), chat.ErrNotFound)
	require.ErrorIs(t, s.visitor(1).Help().Helped(s.ctx, "", desk.HostAnswers), chat.ErrNotFound)
	s.pass(24 * time.Hour)
	require.NoError(t, s.visitor(1).Help().Helped(s.ctx, "", "delivery"))
	rows, err := desk.HelpedBetween(s.ctx, s.supervisor("sue"), from, from.Add(72*time.Hour))
	require.NoError(t, err)
	site := rows[0].Site
	require.Equal(t, []desk.HelpedCount{
		{Day: from, Site: site, Question: "delivery", Count: 2},
		{Day: from, Site: site, Question: "returns", Count: 1},
		{Day: from.Add(24 * time.Hour), Site: site, Question: "delivery", Count: 1},
	}, rows)
	again := s.join("node-2")
	sue := again.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "sue", Verified: true})
	same, err := desk.HelpedBetween(s.ctx, sue, from, from.Add(72*time.Hour))
	require.NoError(t, err)
	require.Equal(t, rows, same)
	_, err = desk.HelpedBetween(s.ctx, s.supervisor("ann"), from, from.Add(time.Hour))
	require.ErrorIs(t, err, chat.ErrForbidden)
}

func TestWhatHelpedGoesAlongWithWhoSignsIn(t *testing.T) {
	s := newShop(t, withHelp(t))
	from := s.clock().Truncate(24 * time.Hour)
	helped := func(v desk.Visitor, id string) {
		t.Helper()
		require.NoError(t, v.Help().Helped(s.ctx, "", id))
	}
	helped(s.visitor(1), "delivery")
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(1)))
	helped(s.customer("u1"), "delivery")
	helped(s.customer("u1"), "returns")
	helped(s.visitor(2), "delivery")
	require.NoError(t, s.customer("u1").Claim(s.ctx, anonymous(2)))
	helped(s.customer("u1"), "delivery")
	helped(s.customer("u1"), "returns")
	rows, err := desk.HelpedBetween(s.ctx, s.supervisor("sue"), from, from.Add(24*time.Hour))
	require.NoError(t, err)
	require.Len(t, rows, 2)
	require.Equal(t, []int{2, 1}, []int{rows[0].Count, rows[1].Count})
}

func TestACallBackIsALeftMessageWithAPhoneAndATime(t *testing.T) {
	s := newShop(t, withHelp(t))
	all, err := s.visitor(1).Help().Ask(s.ctx, desk.HelpRequest{})
	require.NoError(t, err)
	at := all.Times[3]
	r := desk.StartRequest{Command: "c", Text: "Call me", Phone: "+372 5123", CallAt: at}
	for _, x := range []struct {
		want  string
		spoil func(*desk.StartRequest)
	}{
		{"phone: missing", func(r *desk.StartRequest) { r.Phone = "" }},
		{"call_at: want a time of", func(r *desk.StartRequest) { r.CallAt = at.AddDate(0, 0, -2) }},
		{"call_at: want a time of", func(r *desk.StartRequest) { r.CallAt = at.AddDate(0, 1, 0) }},
	} {
		bad := r
		x.spoil(&bad)
		_, err := s.visitor(1).Start(s.ctx, bad)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, x.want)
	}
	v, err := s.visitor(1).Start(s.ctx, r)
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, v.State)
	require.True(t, v.ReplyBy.Equal(at), "the answer is promised by then")
	s.settle()
	in, err := s.agent("ann").Inbox(s.ctx)
	require.NoError(t, err)
	require.Len(t, in.Messages, 1)
	card := in.Messages[0].Session
	require.True(t, card.CallAt.Equal(at))
	require.Equal(t, "+372 5123", card.Contact.Phone)
	again, err := s.visitor(1).Start(s.ctx, r)
	require.NoError(t, err)
	require.Equal(t, v.ID, again.ID)
	require.True(t, again.Replayed)

	minute := `"call_at":"` + at.Format("2006-01-02T15:04")
	require.NotEmpty(t, s.holding(minute))
	require.NoError(t, s.visitor(1).Erase(s.ctx))
	s.settle()
	require.Empty(t, s.holding(minute), "when to call somebody is theirs, as the phone is")
}

func TestTimesOfCallBacksAreWithinTheHours(t *testing.T) {
	s := newShop(t, withHelp(t))
	all, err := s.visitor(1).Help().Ask(s.ctx, desk.HelpRequest{})
	require.NoError(t, err)
	require.LessOrEqual(t, len(all.Times), 48)
	known := map[time.Time]bool{}
	for _, at := range all.Times {
		require.False(t, at.Before(s.clock().Add(15*time.Minute)))
		known[at] = true
	}
	r := desk.StartRequest{Text: "Call me", Phone: "+372 5123"}
	next := all.Times[0].Truncate(24 * time.Hour).Add(24 * time.Hour)
	for hour := range 24 {
		at := next.Add(time.Duration(hour) * time.Hour)
		r.CallAt = at
		_, err := s.visitor(3).Start(s.ctx, r)
		require.Equal(t, known[at], err == nil, "%s: %v", at, err)
	}
}

// oneQuestion is a help with the question q.
func oneQuestion() settings.Help {
	return settings.Help{Questions: []settings.Question{{
		ID: "q", Ask: map[string]string{"en": "q"}, Answer: map[string]string{"en": "a"},
	}}}
}

// helps asks, and counts what helped.
func helps(w world, v desk.Visitor) error {
	if _, err := v.Help().Ask(w.ctx, desk.HelpRequest{Text: "delivery"}); err != nil {
		return err
	}
	return v.Help().Helped(w.ctx, "", "q")
}

func TestVisitorsWhomAnswersHelpSeldomWaitForTheSameCount(t *testing.T) {
	s := newShop(t, withHelp(t))
	for n := range 64 {
		require.NoError(t, s.visitor(n+1).Help().Helped(s.ctx, "", "delivery"))
	}
	rs, err := records.List(s.ctx, s.store, records.Prefix(records.FamilyHelped))
	require.NoError(t, err)
	require.Greater(t, len(rs), records.Shards/2)
	day := s.clock().Truncate(24 * time.Hour)
	rows, err := desk.HelpedBetween(s.ctx, s.supervisor("sue"), day, day.Add(24*time.Hour))
	require.NoError(t, err)
	require.Len(t, rows, 1)
	require.Equal(t, 64, rows[0].Count)
}
