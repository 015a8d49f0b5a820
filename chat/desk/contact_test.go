package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// johan is a Profile that knows who c2 is, and nobody else.
type johan struct{}

func (johan) Visitor(_ context.Context, p chat.Principal) (hook.Customer, error) {
	if p.Verified && p.ID == "c2" {
		return hook.Customer{Name: "Johan Lind", Email: "johan@example.com", Tier: "vip"}, nil
	}
	return hook.Customer{}, nil
}

func (s *shop) contact(id chat.SessionID) chat.Contact {
	s.t.Helper()
	card, err := s.agent("ann").Session(s.ctx, id)
	require.NoError(s.t, err)
	return card.Session.Contact
}

func TestTheHostsWordWinsAndWhatIsTypedStandsBesideItUnverified(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Profile = johan{} })
	v, err := s.customer("c2").Start(s.ctx, desk.StartRequest{Command: "c", Name: "Eve Tamm", Email: "eve@example.com", Phone: "+372 555", Text: "hello"})
	require.NoError(t, err)
	c := s.contact(v.ID)
	require.Equal(t, "Johan Lind", c.Name)
	require.Equal(t, "johan@example.com", c.Email)
	require.Equal(t, chat.Said{Name: "Eve Tamm", Email: "eve@example.com", Phone: "+372 555"}, c.Said)
	require.True(t, c.SignedIn)
	require.True(t, c.EmailVerified)
	require.False(t, c.Verified, "the phone was typed")
	es, _, err := s.agent("ann").Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	for _, e := range es {
		require.NotEqual(t, "Eve Tamm", e.Author.Name)
	}

	require.NoError(t, s.customer("c2").Identify(s.ctx, chat.Contact{Name: "The Boss", Email: "boss@example.com", Verified: true, EmailVerified: true}))
	c = s.contact(v.ID)
	require.Equal(t, "Johan Lind", c.Name)
	require.Equal(t, "johan@example.com", c.Email)
	require.Equal(t, "The Boss", c.Said.Name)
	require.ErrorIs(t, s.customer("c2").Transcript(s.ctx, v.ID, "boss@example.com"), chat.ErrForbidden)
}

func TestWhatASignedInVisitorTypedIsNeverVerified(t *testing.T) {
	for name, identify := range map[string]chat.Contact{
		"nothing":               {},
		"an address not proven": {Name: "Kim", SignedIn: true, Email: "ceo@bank.example"},
		"typed, and it says so": {Name: "CEO", Email: "ceo@bank.example", Verified: true, EmailVerified: true},
	} {
		s := newShop(t, twoTeams())
		v, err := s.customer("c9").Start(s.ctx, desk.StartRequest{Command: "c", Name: "CEO", Email: "ceo@bank.example", Text: "hello"})
		require.NoError(t, err)
		require.NoError(t, s.customer("c9").Identify(s.ctx, identify))
		c := s.contact(v.ID)
		require.False(t, c.Verified, name)
		require.False(t, c.EmailVerified, name)
		require.True(t, c.SignedIn, name)
		require.Equal(t, c.Email, c.Said.Email, name)
	}
	s := newShop(t, twoTeams())
	s.available("ann")
	v, err := s.customer("c9").Start(s.ctx, desk.StartRequest{Command: "c", Name: "CEO", Text: "hello"})
	require.NoError(t, err)
	require.NoError(t, s.customer("c9").Identify(s.ctx, chat.Contact{Name: "Kim", SignedIn: true, Email: "kim@example.com", EmailVerified: true}))
	c := s.contact(v.ID)
	require.Equal(t, "Kim", c.Name, "the host speaks, by an assertion")
	require.Equal(t, "CEO", c.Said.Name)
	require.True(t, c.EmailVerified)
	require.True(t, c.Verified)
	require.NoError(t, s.visitor(3).Identify(s.ctx, chat.Contact{Name: "x", SignedIn: true}), "nothing is open")
	require.NoError(t, s.customer("c9").End(s.ctx, v.ID))
	id := s.chatting(4, "ann")
	require.NoError(t, s.visitor(4).Identify(s.ctx, chat.Contact{Name: "x", Email: "x@example.com", SignedIn: true, EmailVerified: true}))
	c = s.contact(id)
	require.False(t, c.SignedIn || c.EmailVerified || c.Verified, "nobody vouches for who is anonymous")
}

func TestAClaimVouchesForNothingThatWasTypedBefore(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Profile = johan{} })
	s.available("ann")
	for n, who := range map[int]string{1: "c2", 2: "c9"} {
		v, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Name: "Mari (staff)", Email: "ceo@shop.example", Text: "change my address"})
		require.NoError(t, err)
		require.NoError(t, s.customer(who).Claim(s.ctx, anonymous(n)))
		c := s.contact(v.ID)
		require.True(t, c.SignedIn)
		require.Equal(t, "Mari (staff)", c.Said.Name)
		require.Equal(t, who == "c2", c.EmailVerified)
		require.Equal(t, who == "c2", c.Verified)
		if who == "c2" {
			require.Equal(t, "Johan Lind", c.Name)
			require.Equal(t, "vip", c.Tier)
		}
		es, _, err := s.agent("ann").Timeline(s.ctx, v.ID, 0, 0)
		require.NoError(t, err)
		last := es[len(es)-1]
		require.Equal(t, chat.KindUpdated, last.Kind)
		require.Equal(t, chat.SignedIn, last.Reason, "the agent sees where the visitor signed in")
		require.False(t, last.Public())
		require.NoError(t, s.customer(who).End(s.ctx, v.ID))
	}
}

func TestASecondFormCorrectsTheContactOfTheOpenSession(t *testing.T) {
	s := newShop(t, twoTeams())
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Email: "not a mail", Text: "hello"})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "email: ")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Name: "Eve", Email: "eve@exmple.com", Text: "hello"})
	require.NoError(t, err)
	again := desk.StartRequest{Command: "c2", Email: "eve@example.com", Text: "the other one was wrong"}
	got, err := s.visitor(1).Start(s.ctx, again)
	require.NoError(t, err)
	require.Equal(t, v.ID, got.ID)
	require.Equal(t, "eve@example.com", s.contact(v.ID).Email)
	require.Equal(t, "Eve", s.contact(v.ID).Name)
	entries := got.Entries
	got, err = s.visitor(1).Start(s.ctx, again)
	require.NoError(t, err)
	require.Equal(t, entries, got.Entries, "said again, it is once")
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c3", Email: "eve@", Text: "and again"})
	require.ErrorContains(t, err, "email: ")
	require.Equal(t, "eve@example.com", s.contact(v.ID).Email)
}

func TestAnAddressIsOneAddressWhereverOneIsTaken(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	for _, bad := range []string{"a@b, c@d", "no-at", "Eve <eve@example.com>", "<eve@example.com>", `"eve"@example.com`, "eve@example.com (home)", "eve@example.com\nBcc: x@example.com",
		"eve@example.com;x@example.com", " eve@example.com", "eve@example.com ", "eve@exam\u200bple.com", "eve@ex\u202eample.com", "@example.com", "eve@", "eve@@example.com", "friends: eve@example.com;",
		"eve@[127.0.0.1]", "eve@example..com", "eve@example.com.", "mailto:eve@example.com", "-oQ/tmp@example.com", "=?utf-8?q?eve?=@example.com", "eve@ｅxample.com", "ｅve@example.com", "eve@-example.com", "eve@example-.com", "eve@𝐞xample.com", "eve＠example.com", strings.Repeat("e", 120) + "@example.com"} {
		before := s.everything()
		for where, call := range map[string]func() error{
			"email": func() error {
				_, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Email: bad, Text: "hello"})
				return err
			},
			"email ": func() error {
				_, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Email: bad, Text: "hello", Leave: true})
				return err
			},
			"email  ":  func() error { return s.visitor(1).Identify(s.ctx, chat.Contact{Email: bad}) },
			"email   ": func() error { return s.visitor(1).Transcript(s.ctx, id, bad) },
			"address": func() error {
				return s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: "email", Address: bad})
			},
			"address ": func() error {
				return s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: "Email", Address: bad})
			},
			"address  ": func() error {
				return s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: "phone", Address: bad})
			},
		} {
			err := call()
			require.ErrorIs(t, err, chat.ErrInvalid, "%s: %q", where, bad)
			require.ErrorContains(t, err, strings.TrimSpace(where)+": ", "%q", bad)
		}
		s.unchanged(before, "%q changes nothing", bad)
	}
	for _, good := range []string{"a@b", "eve+shop@example.com", "õie.mägi@näide.ee", "o'brien@sub.example.co.uk"} {
		require.NoError(t, chat.CheckEmail("email", good), good)
	}
}

func TestAProfileWithABadAddressKeepsNobodyOut(t *testing.T) {
	s := newShop(t, twoTeams(), func(c *desk.Config) { c.Profile = sloppy{} })
	v, err := s.customer("c1").Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, "Kim", s.contact(v.ID).Name)
	require.Empty(t, s.contact(v.ID).Email)
}

type sloppy struct{}

func (sloppy) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{Name: "Kim", Email: "n/a", Phone: strings.Repeat("1", 99)}, nil
}

func TestAnEscalationThatLeadsNowhereIsRefusedAndTheChatGoesOn(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	id := s.chatting(1, "ann")
	for _, to := range []string{"email", "phone", "EMAIL", " phone"} {
		err := s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: to})
		require.ErrorIs(t, err, chat.ErrInvalid, to)
		require.ErrorContains(t, err, "address: ")
	}
	require.ErrorContains(t, s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: "phone", Address: "call me"}), "address: ")
	view, err := s.visitor(1).Session(s.ctx, id)
	require.NoError(t, err)
	require.Equal(t, chat.Active, view.State)
	es, err := s.Host().Outbox(s.ctx)
	require.NoError(t, err)
	require.Empty(t, es)
	require.NoError(t, s.visitor(1).Identify(s.ctx, chat.Contact{Email: "vera@example.com"}))
	require.NoError(t, s.agent("ann").Escalate(s.ctx, id, desk.EscalateRequest{To: "email"}))
}

func TestAnAddressCanBeLeftInLineAndWithALeftMessage(t *testing.T) {
	team := twoTeams()
	for i := range team.Queues {
		team.Queues[i].NoAgent = settings.NoAgentWait
	}
	s := newShop(t, team)
	id := s.begins(1)
	view := func() desk.SessionView {
		v, err := s.visitor(1).Session(s.ctx, id)
		require.NoError(t, err)
		return v
	}
	require.Equal(t, desk.AnswersHere, view().Answers, "it may become a message")
	require.ErrorIs(t, s.visitor(1).LeaveAddress(s.ctx, id, "", ""), chat.ErrInvalid)
	require.ErrorContains(t, s.visitor(1).LeaveAddress(s.ctx, id, "not a mail", ""), "email: ")
	require.ErrorIs(t, s.visitor(2).LeaveAddress(s.ctx, id, "eve@example.com", ""), chat.ErrNotFound)
	require.NoError(t, s.visitor(1).LeaveAddress(s.ctx, id, "eve@exmple.com", ""))
	require.Equal(t, desk.AnswersContact, view().Answers)
	require.NoError(t, s.visitor(1).LeaveMessage(s.ctx, id))
	require.NoError(t, s.visitor(1).LeaveAddress(s.ctx, id, "eve@example.com", "+372 555"))
	require.Equal(t, desk.AnswersContact, view().Answers)
	c := s.contact(id)
	require.Equal(t, "eve@example.com", c.Email, "the second is meant")
	require.Equal(t, "+372 555", c.Phone)
	require.False(t, c.Verified || c.EmailVerified)

	require.NoError(t, s.agent("ann").Settle(s.ctx, id))
	require.ErrorIs(t, s.visitor(1).LeaveAddress(s.ctx, id, "eve@example.net", ""), chat.ErrClosed)
	require.Empty(t, view().Answers)
}

func TestWhoWasMentionedAndHasTheSessionSinceIsNoGuestInIt(t *testing.T) {
	play(t, two(chat.Policy{}), func(t *testing.T, s *scene) {
		ctx := t.Context()
		as := s.agents("ann", "bob")
		ann, bob := as[0], as[1]
		v := s.waiting("v", "sales")
		s.take(v, ann)
		note := desk.MessageRequest{Text: "Bob, a look?", Mentions: []chat.AgentID{bob.ID}}
		_, err := ann.Note(ctx, v.Session, note)
		require.NoError(t, err)
		mail := desk.ContactEdit{Email: new("vera@example.com")}
		require.ErrorIs(t, mail.By(ctx, bob.Agent, v.Session), chat.ErrForbidden)
		err = s.boss.Assign(ctx, v.Session, bob.ID, true)
		require.NoError(t, err)
		require.Equal(t, bob.ID, s.card(v).Agent)
		require.NoError(t, mail.By(ctx, bob.Agent, v.Session))
		require.Equal(t, "vera@example.com", s.card(v).Contact.Email)
		require.NoError(t, bob.Ban(ctx, v.Session, "spam", time.Hour))
	})
}
