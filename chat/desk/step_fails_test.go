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
	"github.com/switchboard-go/switchboard/store"
)

func TestMendingThatFailsInTheStoreSaysSoAndTheNextOneFinishes(t *testing.T) {
	w, b := fragile(t)
	var gone []string
	for _, r := range w.everything() {
		if strings.HasPrefix(r.Key, "active/") || strings.HasPrefix(r.Key, "waiting/") {
			gone = append(gone, r.Key)
		}
	}
	require.Greater(t, len(gone), 1)
	for nth := 1; ; nth++ {
		_, err := b.Store.Commit(t.Context(), store.Batch{Delete: gone})
		require.NoError(t, err)
		var mended []chat.Fault
		met, err := b.fail(nth, func() (err error) { mended, err = w.Mend(w.ctx); return err })
		if err != nil {
			require.ErrorIs(t, err, errLost, "call %d", nth)
			rest, err := w.Mend(w.ctx)
			require.NoError(t, err)
			mended = append(mended, rest...)
		}
		require.Len(t, mended, len(gone), "each is told of once, by the try that mended it: call %d", nth)
		w.clean()
		if !met {
			return
		}
	}
}

// sentMails counts the mails by their id.
type sentMails map[string]int

func (l sentMails) Send(_ context.Context, m hook.Mail) error {
	l[m.ID]++
	return nil
}

func TestAnOutboxThatFailsInTheStoreSaysSoAndTheMailGoesOut(t *testing.T) {
	for nth := 1; ; nth++ {
		b, mails := &breaking{}, sentMails{}
		s := newShop(t, twoTeams(), func(c *desk.Config) {
			b.Store, c.Store = c.Store, b
			b.ids, c.Mailer = c.IDs.(*countingIDs), mails
		})
		s.available("ann")
		id := s.chatting(1, "ann")
		require.NoError(t, s.visitor(1).Identify(s.ctx, chat.Contact{Email: "vera@example.com"}))
		require.NoError(t, s.visitor(1).Transcript(s.ctx, id, ""))
		s.settle()
		step := func() error {
			_, err := s.Outbox().Step(s.ctx, s.clock())
			return err
		}
		met, err := b.fail(nth, step)
		if err != nil {
			require.ErrorIs(t, err, errLost, "call %d", nth)
		}
		s.settle()
		s.pass(20 * time.Second) // what could not be read is tried again after 15 s, as what could not be sent
		require.NoError(t, step())
		s.settle()
		left, err := s.Host().Outbox(s.ctx)
		require.NoError(t, err)
		require.Empty(t, left, "call %d", nth)
		require.Len(t, mails, 1, "sent again under the same id, if at all")
		if !met {
			require.Greater(t, nth, 2, "the outbox was read and written")
			return
		}
	}
}
