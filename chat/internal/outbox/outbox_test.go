package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/mailbox"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// postman is a Mailer that fails while it is told to.
type postman struct {
	fail  error
	mails []hook.Mail
}

func (p *postman) Send(_ context.Context, m hook.Mail) error {
	if p.fail == nil {
		p.mails = append(p.mails, m)
	}
	return p.fail
}

// other is another system that takes sessions over.
type other struct{ took []hook.Handover }

func (o *other) Take(_ context.Context, h hook.Handover) (string, error) {
	o.took = append(o.took, h)
	return "ticket 7", nil
}

// silent is an observer that nobody listens to.
type silent struct{}

func (silent) Entry(chat.Session, chat.Entry) {}
func (silent) Prompt(string, string)          {}
func (silent) Commit(string, time.Duration)   {}

// office is a store with one ended session, and an Outbox on it that leads.
type office struct {
	t *testing.T
	store.Store
	*outbox.Outbox
	sessions  sessions.Reader
	committer *commit.Committer
	term      store.Rev
	archived  bool // what is not in the store is in the archive
	reads     outbox.Reads
}

// missing tells why a session is not in the store.
func (o *office) missing(ctx context.Context, id chat.SessionID) error {
	if o.archived {
		return chat.ErrWindow
	}
	return o.sessions.Missing(ctx, id)
}

func newOffice(t *testing.T, m hook.Mailer, h hook.Handoff) *office {
	s := memstore.New(memstore.Config{})
	o := &office{t: t, Store: s, sessions: sessions.NewReader(s, nil)}
	o.on(s, m)
	o.Outbox = o.with(m, h)
	ann, err := records.Encode(chat.Agent{ID: "agt_ann", Mode: chat.Available, Capacity: 1}, nil)
	require.NoError(t, err)
	rev, err := s.Commit(t.Context(), store.Batch{Put: []store.Record{
		{Key: records.Lease(), Value: []byte(`{"v":1}`)},
		{Key: records.Agent("agt_ann"), Value: ann},
	}})
	require.NoError(t, err)
	o.term = rev
	o.change(commit.Options{New: true}, chat.Start{
		ID: "ses_1", Site: "shop", Visitor: "vis_1", Queue: "help", Text: "where is my order?",
	})
	return o
}

// on has the Outbox work on a store, with a Mailer.
func (o *office) on(s store.Store, m hook.Mailer) {
	o.Store = s
	o.committer = commit.New(commit.Config{
		Store: s, Observer: silent{}, Born: noon, Missing: o.missing,
		Key:    secret,
		Now:    func() time.Time { return noon },
		At:     func(chat.Session, chat.OfferID) time.Time { return noon },
		Beside: func(context.Context, *store.Tx, chat.Session, chat.Session) error { return nil },
	})
	o.Outbox = o.with(m, nil)
}

// like is the Outbox of another node.
func (o *office) like(m hook.Mailer) *outbox.Outbox { return o.with(m, nil) }

func (o *office) with(m hook.Mailer, h hook.Handoff) *outbox.Outbox {
	return outbox.New(outbox.Config{
		Store: o.Store, Committer: o.committer, Sessions: o.sessions, InFlight: 4,
		Guard:  guard.New(guard.Config{Log: slog.New(slog.DiscardHandler), Limit: time.Second}),
		Mailer: m, Handoff: h, Reads: o.reads,
		Mailbox: mailbox.New("", secret),
		Due:     o.due, Term: func() store.Rev { return o.term }, Shop: kingad, Zone: nowhere,
	})
}

// kingad is how the shop calls itself, and its own words.
func kingad(chat.SiteID, string) (string, map[string]string) {
	return "Kingad", map[string]string{"mail.foot": "Pikk 1, Tallinn"}
}

// secret is the office's.
func secret(context.Context) ([]byte, error) { return make([]byte, 32), nil }

// nowhere is the zone of a shop without hours.
func nowhere(chat.Session) *time.Location { return nil }

func (o *office) change(opt commit.Options, c chat.Command) {
	o.t.Helper()
	_, err := o.committer.Change(o.t.Context(), "ses_1", func(chat.Session) (chat.Command, error) {
		return c, nil
	}, opt)
	require.NoError(o.t, err)
}

// due reads from the store what a replica keeps.
func (o *office) due(
	now time.Time, most int, can func(hook.EffectKind) bool,
) (keys []string, next time.Time) {
	es, err := o.List(o.t.Context())
	require.NoError(o.t, err)
	for _, e := range es {
		switch {
		case !can(e.Kind):
		case e.Due.After(now):
			return keys, e.Due
		case len(keys) < most:
			keys = append(keys, records.Outbox(e.Due, e.ID))
		}
	}
	return keys, time.Time{}
}

// List hides the store's.
func (o *office) List(ctx context.Context) ([]hook.Effect, error) { return o.Outbox.List(ctx) }

// owe puts an effect into the outbox with a command of its own.
func (o *office) owe(e hook.Effect) {
	o.t.Helper()
	e.Session = "ses_1"
	o.change(commit.Options{Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return outbox.Put(tx, e, noon)
	}}, chat.Deliver{Text: "asked for"})
}

// last is the last entry of the timeline.
func (o *office) last() chat.Entry {
	o.t.Helper()
	ls, err := o.sessions.Lines(o.t.Context(), "ses_1", 0)
	require.NoError(o.t, err)
	return ls[len(ls)-1].Entry
}

func (o *office) step(now time.Time) time.Time {
	o.t.Helper()
	next, err := o.Step(o.t.Context(), now)
	require.NoError(o.t, err)
	return next
}

// left are the effects still owed.
func (o *office) left() []hook.Effect {
	o.t.Helper()
	es, err := o.List(o.t.Context())
	require.NoError(o.t, err)
	return es
}

var mail = hook.Effect{
	ID: "out_1", Kind: hook.EffectMail, Address: "vera@example.com", Text: "hello",
}

func TestAnEffectIsDoneAndTheTimelineSaysSo(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.owe(mail)
	o.step(noon)
	require.Equal(t, []hook.Mail{{ID: "out_1", To: "vera@example.com", Text: "hello"}}, p.mails)
	require.Equal(t, "mail sent", o.last().Text)
	require.Empty(t, o.left())
	require.Zero(t, o.step(noon), "nothing is due any more")
	require.Len(t, p.mails, 1)
}

func TestWhoDoesNotLeadDoesNothing(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.owe(mail)
	o.term = 0
	o.step(noon)
	require.Empty(t, p.mails)
	require.Len(t, o.left(), 1)
}

func TestALeaderOfEarlierLeavesTheEffectToTheNext(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.owe(mail)
	o.term += 1000 // the lease's record is another one by now
	o.step(noon)
	require.Len(t, o.left(), 1, "it is the next leader's")
	require.Empty(t, p.mails)
	require.Equal(t, "asked for", o.last().Text)
}

func TestAnEffectThatFailsComesLaterAndIsGivenUpAfterADay(t *testing.T) {
	p := &postman{fail: errors.New("no route to host")}
	o := newOffice(t, p, nil)
	o.owe(mail)
	now := noon
	for i, pause := range []time.Duration{15 * time.Second, 30 * time.Second, time.Minute} {
		o.step(now)
		e := o.left()[0]
		require.Equal(t, i+1, e.Tries)
		require.Equal(t, "no route to host", e.Failure)
		require.Equal(t, now.Add(pause), e.Due)
		now = e.Due
	}
	for range 100 {
		if len(o.left()) == 0 {
			break
		}
		require.LessOrEqual(t, o.left()[0].Due.Sub(now), time.Hour)
		now = o.left()[0].Due
		o.step(now)
	}
	require.Empty(t, o.left())
	require.False(t, now.Before(noon.Add(24*time.Hour)))
	require.Equal(t, chat.Expired, o.last().Reason)
	require.Contains(t, o.last().Text, "no route to host")
}

func TestAnUnconfirmedAddressGetsNoWordsOfTheVisitorBeforeAnAnswer(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	sent := hook.Effect{Kind: hook.EffectTranscript, Address: "vera@example.com", Unconfirmed: true}
	sent.ID = "out_1"
	o.owe(sent)
	o.step(noon)
	require.NotContains(t, p.mails[0].Text, "where is my order?")
	o.change(commit.Options{}, chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept})
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann"}
	o.change(commit.Options{}, chat.Send{Author: ann, Text: "on its way"})
	sent.ID = "out_2"
	o.owe(sent)
	o.step(noon)
	require.Contains(t, p.mails[1].Text, "where is my order?")
	require.Contains(t, p.mails[1].Text, "on its way")
}

func TestAHandOffTakesTheTranscriptAndItsReceiptIsKept(t *testing.T) {
	h := &other{}
	o := newOffice(t, nil, h)
	o.owe(hook.Effect{ID: "out_1", Kind: hook.EffectHandoff, To: "helpdesk"})
	o.step(noon)
	require.Equal(t, "handed off: ticket 7", o.last().Text)
	require.Equal(t, "helpdesk", h.took[0].To)
	require.True(t, slices.ContainsFunc(h.took[0].Entries, func(e chat.Entry) bool {
		return e.Text == "where is my order?"
	}))
}

func TestAnEffectWithoutAHookWaitsForAHand(t *testing.T) {
	o := newOffice(t, nil, nil)
	o.owe(mail)
	o.step(noon)
	e := o.left()[0]
	require.Zero(t, e.Tries)
	require.NoError(t, o.Acknowledge(t.Context(), e, "sent by hand"))
	require.Equal(t, "sent by hand", o.last().Text)
	require.ErrorIs(t, o.Acknowledge(t.Context(), e, "again"), chat.ErrNotFound)
	require.Empty(t, o.left())
}
