package desk_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// courier is a Mailer that fails as long as it is told to.
type courier struct {
	mu    sync.Mutex
	fail  error
	hang  bool
	mails []hook.Mail
	tries int
}

func (p *courier) Send(ctx context.Context, m hook.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if p.hang {
		select {} // a hook that minds no context
	}
	if p.fail == nil {
		p.mails = append(p.mails, m)
	}
	return p.fail
}

// posted gives a crew with one mail in its outbox.
func posted(t *testing.T, desks int, mailer hook.Mailer) *shop {
	c := newCrew(t, desks, func(cfg *desk.Config) {
		cfg.Mailer = mailer
		cfg.HookTimeout = 50 * time.Millisecond
	})
	c.begin(c.desks[0], "ses_1")
	_, err := c.desks[0].Committer().Change(t.Context(), "ses_1", func(chat.Session) (chat.Command, error) {
		return chat.End{By: chat.Author{Kind: chat.AuthorVisitor}, Reason: chat.ByVisitor}, nil
	}, commit.Options{Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return outbox.Put(tx, hook.Effect{ID: "out_1", Kind: hook.EffectTranscript, Session: "ses_1", Address: "vera@example.com", Subject: "Our chat"}, noon)
	}})
	require.NoError(t, err)
	c.settle()
	return c
}

// deliver steps every outbox once.
func (c *shop) deliver() {
	for _, d := range c.desks {
		_, err := d.Outbox().Step(context.Background(), d.clock())
		require.NoError(c.t, err)
	}
	c.settle()
}

func TestAMailIsSentOnceAndTheTimelineSaysSo(t *testing.T) {
	p := &courier{}
	c := posted(t, 3, p)
	for range 5 {
		c.deliver()
		c.advance(time.Minute)
	}
	require.Len(t, p.mails, 1)
	require.Equal(t, "vera@example.com", p.mails[0].To)
	require.Contains(t, p.mails[0].Text, "hello")
	es, err := c.desks[0].Host().Outbox(t.Context())
	require.NoError(t, err)
	require.Empty(t, es)
	ls, err := sessions.NewReader(c.store, nil).Lines(t.Context(), "ses_1", 0)
	require.NoError(t, err)
	require.Equal(t, chat.KindDelivery, ls[len(ls)-1].Kind)
}

func TestAMailThatFailsIsTriedAgainLaterAndLater(t *testing.T) {
	p := &courier{fail: errors.New("no route to host")}
	c := posted(t, 1, p)
	for range 300 {
		c.deliver()
		c.advance(time.Second)
	}
	require.Equal(t, 5, p.tries, "after 0, 15, 45, 105 and 225 seconds")
	es, err := c.desks[0].Host().Outbox(t.Context())
	require.NoError(t, err)
	require.Len(t, es, 1, "it stays visible")
	require.Equal(t, "no route to host", es[0].Failure)
	p.mu.Lock()
	p.fail = nil
	p.mu.Unlock()
	c.advance(4 * time.Minute)
	c.deliver()
	require.Len(t, p.mails, 1)
	require.Equal(t, "out_1", p.mails[0].ID)
}

func TestAHookThatHangsHoldsNothingUp(t *testing.T) {
	c := posted(t, 1, &courier{hang: true})
	began := time.Now()
	c.deliver()
	require.Less(t, time.Since(began), 10*time.Second)
	es, err := c.desks[0].Host().Outbox(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, es[0].Tries)
}

func TestWithoutAHookAnEffectStaysUntilTheHostAcknowledgesIt(t *testing.T) {
	c := posted(t, 1, nil)
	c.deliver()
	c.advance(10 * time.Second)
	require.Nil(t, c.leader(), "nothing to do is no reason to lead")
	h := c.desks[0].Host()
	es, err := h.Outbox(t.Context())
	require.NoError(t, err)
	require.Len(t, es, 1)
	require.NoError(t, h.Acknowledge(t.Context(), es[0], "sent by hand"))
	require.ErrorIs(t, h.Acknowledge(t.Context(), es[0], "again"), chat.ErrNotFound)
	es, err = h.Outbox(t.Context())
	require.NoError(t, err)
	require.Empty(t, es)
}
