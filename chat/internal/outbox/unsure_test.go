package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// dying is a Mailer that sends, and whose node does not live to hear of it.
type dying struct {
	postman
	cancel context.CancelFunc
}

func (d *dying) Send(ctx context.Context, m hook.Mail) error {
	_ = d.postman.Send(ctx, m)
	d.cancel()
	return ctx.Err()
}

func TestAMailThatMayHaveGoneOutComesAgainAndSaysSo(t *testing.T) {
	d := &dying{}
	o := newOffice(t, d, nil)
	o.owe(mail)
	ctx, cancel := context.WithCancel(t.Context())
	d.cancel = cancel
	_, err := o.Step(ctx, noon)
	require.NoError(t, err)
	require.Len(t, d.mails, 1)
	require.Equal(t, noon, o.left()[0].Begun, "the record says that a try was begun")

	p := &postman{}
	next := o.like(p)
	_, err = next.Step(t.Context(), noon.Add(time.Second))
	require.NoError(t, err)
	require.Len(t, p.mails, 1)
	require.True(t, p.mails[0].Again)
	require.Equal(t, d.mails[0].ID, p.mails[0].ID)
	require.Equal(t, chat.MaybeTwice, o.last().Reason)
	require.Empty(t, o.left())
}

func TestATryWhoseEndNobodyKnowsIsMadeAgainAfterAPauseAndMarked(t *testing.T) {
	p := &postman{fail: fmt.Errorf("%w: the connection broke after the text", hook.ErrUnknown)}
	o := newOffice(t, p, nil)
	o.owe(mail)
	o.step(noon)
	e := o.left()[0]
	require.True(t, e.Unsure)
	require.Zero(t, e.Begun)
	require.Equal(t, noon.Add(30*time.Second), e.Due)
	p.fail = errors.New("no route to host")
	o.step(e.Due)
	require.True(t, o.left()[0].Unsure, "a later failure makes nothing certain")
	p.fail = nil
	o.step(o.left()[0].Due)
	require.True(t, p.mails[0].Again)
	require.Equal(t, chat.MaybeTwice, o.last().Reason)
}

func TestWhatIsRefusedIsNotTriedAgain(t *testing.T) {
	p := &postman{fail: fmt.Errorf("%w: no such mailbox", hook.ErrRefused)}
	o := newOffice(t, p, nil)
	o.owe(mail)
	o.step(noon)
	require.Empty(t, o.left())
	ls, err := o.sessions.Lines(t.Context(), "ses_1", 0)
	require.NoError(t, err)
	require.Contains(t, ls[len(ls)-1].Entry.Text, "no such mailbox")
}

// flaky is a store that fails some commits after it did or did not make them.
type flaky struct {
	store.Store
	failing bool
}

func (f *flaky) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	for _, k := range b.Delete {
		if x, err := records.Parse(k); err == nil && x.Family == records.FamilyOutbox && f.failing {
			return 0, errors.New("disk full")
		}
	}
	return f.Store.Commit(ctx, b)
}

func TestAStoreThatFailsAfterTheMailMakesNoSecondOne(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.owe(mail)
	f := &flaky{Store: o.Store, failing: true}
	o.on(f, p)
	_, err := o.Step(t.Context(), noon)
	require.ErrorIs(t, err, chat.ErrUnavailable)
	f.failing = false
	o.step(noon.Add(time.Second))
	require.Len(t, p.mails, 1)
	require.Empty(t, o.left())
	require.Equal(t, "mail sent", o.last().Text)
	require.Empty(t, o.last().Reason, "it is known how it ended")
}
