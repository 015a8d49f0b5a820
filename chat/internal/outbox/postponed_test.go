package outbox_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// minted is an id as a desk mints them.
const minted = "ses_0123456789abcdef0123456789"

// watched puts a session with words that nobody has read into the store, and the watch over them.
func (o *office) watched() {
	o.t.Helper()
	x := chat.Session{
		ID: minted, Visitor: "vis_2", State: chat.Active, Entries: 3, LastAt: noon,
		Contact: chat.Contact{Email: "vera@example.com"},
	}
	x.AgentAt, x.Unmailed, x.Watched = noon, chat.Span{From: 1, To: 2}, true
	s, err := records.Encode(x, nil)
	require.NoError(o.t, err)
	e, err := records.Encode(hook.Effect{
		ID: "answer." + minted, Kind: hook.EffectAnswer, Session: minted, At: noon, Due: noon,
	}, nil)
	require.NoError(o.t, err)
	_, err = o.Store.Commit(o.t.Context(), store.Batch{Put: []store.Record{
		{Key: records.Session(minted), Value: s},
		{Key: records.Outbox(noon, "answer."+minted), Value: e},
	}})
	require.NoError(o.t, err)
}

func TestWhoMayReadOnThePageIsMailedLater(t *testing.T) {
	policy := chat.Policy{}.Resolved()
	after, leave := policy.MailAfter, policy.LeaveAfter
	for name, c := range map[string]struct {
		away chat.Absence
		here bool
		due  time.Time
	}{
		"on the page":            {here: true, due: noon.Add(max(after, 30*time.Second))},
		"away, since nobody saw": {due: noon.Add(after)},
		"away for a moment": {
			away: chat.Absence{Since: noon}, due: noon.Add(max(after, leave)),
		},
	} {
		p := &postman{}
		o := newOffice(t, p, nil)
		log := slog.New(slog.DiscardHandler)
		quiet := guard.New(guard.Config{Log: log, Limit: 10 * time.Second})
		o.Outbox = outbox.New(outbox.Config{
			Store: o.Store, Committer: o.committer, Sessions: o.sessions, InFlight: 1, Mailer: p,
			Guard: quiet,
			Due:   o.due, Term: func() store.Rev { return o.term },
			Away: func(chat.VisitorID) (chat.Absence, bool) { return c.away, c.here },
		})
		o.watched()
		o.step(noon)
		require.Empty(t, p.mails, name)
		left := o.left()
		require.Len(t, left, 1, name)
		require.Equal(t, c.due.Add(time.Millisecond), left[0].Due, name)
		require.Zero(t, left[0].Tries, "%s: it was no try", name)
	}
}
