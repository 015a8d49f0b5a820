package desk_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

func logsTo(b io.Writer) func(*desk.Config) {
	return func(c *desk.Config) { c.Logger = slog.New(slog.NewTextHandler(b, nil)) }
}

func TestAnAgentWithoutARecordIsTurnedAwayAndNotAskedToSignInAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		s := newShop(t, twoTeams(), logsTo(&log))
		require.NoError(t, first(s.agent("ann").Me(s.ctx))) // the first use writes the seed
		before := s.head()
		for range 5 {
			for _, err := range []error{
				first(s.agent("mallory").Inbox(s.ctx)),
				first(s.supervisor("mallory").Board(s.ctx)),
				firstEvent(s.agent("mallory").Events(s.ctx, "")),
				firstEvent(s.supervisor("mallory").Events(s.ctx, "")),
				first(s.agent(strings.Repeat("m", 300)).Me(s.ctx)),
			} {
				require.ErrorIs(t, err, chat.ErrNoAgentRecord)
				require.ErrorIs(t, err, chat.ErrForbidden)
				require.NotErrorIs(t, err, chat.ErrUnauthenticated)
			}
		}
		require.Equal(t, 1, strings.Count(log.String(), "no record of"), "one line")
		require.Contains(t, log.String(), "login=mallory")
		require.Equal(t, before, s.head(), "nothing was written")
		time.Sleep(time.Minute)
	})
}

func TestWhoWasRemovedHasNoRecordEither(t *testing.T) {
	s := newShop(t, twoTeams())
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	require.NoError(t, s.Host().RemoveAgent(s.ctx, me.ID))
	_, err = s.agent("ann").Me(s.ctx)
	require.ErrorIs(t, err, chat.ErrNoAgentRecord, "to sign in again helps nobody who was removed")
	require.NoError(t, s.Host().Revoke(s.ctx, chat.RoleAgent, "ann", 3))
	_, err = s.agent("ann").Me(s.ctx)
	require.ErrorIs(t, err, chat.ErrUnauthenticated, "who was signed out signs in first")
}

func TestEnsureAgentMakesOneAndChangesNone(t *testing.T) {
	s := newShop(t, twoTeams())
	host := s.Host()
	fresh := settings.Agent{Login: "new", Name: "New", Queues: serving("support")}
	id, made, err := host.EnsureAgent(s.ctx, fresh)
	require.NoError(t, err)
	require.True(t, made)
	require.NoError(t, s.supervisor("sue").SetCapacity(s.ctx, id, 9))
	before := s.head()
	fresh.Supervisor = true
	again, made, err := host.EnsureAgent(s.ctx, fresh)
	require.NoError(t, err)
	require.False(t, made)
	require.Equal(t, id, again)
	require.Equal(t, before, s.head(), "what a supervisor has changed stays at each login")
	me, err := s.agent("new").Me(s.ctx)
	require.NoError(t, err)
	require.Equal(t, 9, me.Capacity)

	require.NoError(t, host.RemoveAgent(s.ctx, id))
	_, _, err = host.EnsureAgent(s.ctx, settings.Agent{Login: "new", Name: "New"})
	require.ErrorIs(t, err, chat.ErrNotFound, "who was removed stays so")
	for what, x := range map[string]settings.Agent{
		"login":           {Name: "x"},
		"queues[0].queue": {Login: "y", Queues: serving("nowhere")},
		"id":              {Login: "y", ID: id},
	} {
		_, _, err = host.EnsureAgent(s.ctx, x)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, what+":")
	}
}

func TestAnAgentWhoComesForTheFirstTimeIsMadeByTheHostsHook(t *testing.T) {
	asked := 0
	hook := func(_ context.Context, p chat.Principal) (settings.Agent, bool) {
		asked++
		switch p.ID {
		case "new":
			fresh := settings.Agent{Login: "another", Name: "New", Capacity: 5}
			fresh.Queues = serving("support")
			return fresh, true
		case "bad":
			return settings.Agent{Name: "Bad", Queues: serving("nowhere")}, true
		case "loud":
			panic("oops")
		}
		return settings.Agent{}, false
	}
	var log testlog.Lines
	s := newShop(t, twoTeams(), logsTo(&log), func(c *desk.Config) { c.NewAgent = hook })
	for range 2 {
		me, err := s.agent("new").Me(s.ctx)
		require.NoError(t, err)
		require.Equal(t, "New", me.Name)
		require.Equal(t, 5, me.Capacity)
	}
	require.Equal(t, 1, asked, "once, and under the login that was asked for")
	require.ErrorIs(t, first(s.agent("ann").Me(s.ctx)), nil)
	require.Equal(t, 1, asked, "nobody asks for who is there")
	require.ErrorIs(t, first(s.agent("mallory").Me(s.ctx)), chat.ErrNoAgentRecord)
	require.ErrorIs(t, first(s.agent("bad").Me(s.ctx)), chat.ErrNoAgentRecord)
	require.Contains(t, log.String(), "queues[0].queue")
	require.ErrorIs(t, first(s.agent("loud").Me(s.ctx)), chat.ErrUnavailable)
	unvouched := s.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "new2"})
	require.ErrorIs(t, first(unvouched.Me(s.ctx)), chat.ErrForbidden)
	me, err := s.agent("ann").Me(s.ctx)
	require.NoError(t, err)
	asked = 0
	require.NoError(t, s.Host().RemoveAgent(s.ctx, me.ID))
	require.ErrorIs(t, first(s.agent("ann").Me(s.ctx)), chat.ErrNoAgentRecord)
	require.Zero(t, asked, "who was removed is not made again")
}

func TestAHookThatHangsKeepsNobodyWaitingForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShop(t, twoTeams(), func(c *desk.Config) {
			c.NewAgent = func(ctx context.Context, _ chat.Principal) (settings.Agent, bool) {
				<-ctx.Done()
				return settings.Agent{}, false
			}
		})
		err := first(s.agent("new").Me(s.ctx))
		require.True(t, errors.Is(err, chat.ErrUnavailable), "%v", err)
	})
}

func TestTheHostReadsWhatASupervisorOfEverythingReads(t *testing.T) {
	w := newWorld(t)
	host, sue := w.Host(), w.supervisor("sue")
	same := func(what string, theirs, ours any, errs ...error) {
		t.Helper()
		for _, err := range errs {
			require.NoError(t, err, what)
		}
		brief.Same(t, theirs, ours, what)
	}
	w.settle()
	a1, e1 := sue.Agents(w.ctx)
	a2, e2 := host.Agents(w.ctx)
	same("agents", a1, a2, e1, e2)
	require.NotEmpty(t, a2)
	q1, e1 := sue.Queues(w.ctx)
	q2, e2 := host.Queues(w.ctx)
	same("queues", q1, q2, e1, e2)
	s1, e1 := sue.Sites(w.ctx)
	s2, e2 := host.Sites(w.ctx)
	same("sites", s1, s2, e1, e2)
	b1, e1 := sue.Board(w.ctx)
	b2, e2 := host.Board(w.ctx)
	same("board", b1, b2, e1, e2)
	require.NotEmpty(t, b2.Queues)
	c1, e1 := sue.Session(w.ctx, w.session)
	c2, e2 := host.Session(w.ctx, w.session)
	same("session", c1.Session, c2.Session, e1, e2)
	_, err := host.Session(w.ctx, "ses_zzzzzzzzzzzzzzzzzzzzzzzzzz")
	require.ErrorIs(t, err, chat.ErrNotFound)
	_, err = host.Session(w.ctx, "x/../y")
	require.ErrorIs(t, err, chat.ErrNotFound)

	var all []chat.SessionID
	for f := (desk.SessionFilter{Limit: 1}); ; {
		cards, next, err := host.Sessions(w.ctx, f)
		require.NoError(t, err)
		require.LessOrEqual(t, len(cards), 1)
		for _, c := range cards {
			all = append(all, c.Session.ID)
		}
		if f.After = next; next == "" {
			break
		}
	}
	require.Len(t, all, 2)
	f := desk.SessionFilter{Agent: w.ann, States: []chat.State{chat.Active}}
	cards, _, err := host.Sessions(w.ctx, f)
	require.NoError(t, err)
	require.Len(t, cards, 1)
	require.Equal(t, w.session, cards[0].Session.ID)
	_, _, err = host.Sessions(w.ctx, desk.SessionFilter{After: "x"})
	require.ErrorIs(t, err, chat.ErrInvalid)
}
