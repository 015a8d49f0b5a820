package outbox_test

import (
	"context"
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
	"github.com/switchboard-go/switchboard/internal/brittle"
	"github.com/switchboard-go/switchboard/store"
)

// onBrittle has the office work on a store that fails where it is told to. What is due is what the
// store beneath says.
func (o *office) onBrittle(m hook.Mailer, h hook.Handoff) (*brittle.Store, *outbox.Outbox) {
	beneath, b := o.Store, &brittle.Store{Store: o.Store}
	read := sessions.NewReader(b, nil)
	committer := commit.New(commit.Config{
		Store: b, Observer: silent{}, Born: noon, Missing: read.Missing,
		Key:    secret,
		Now:    func() time.Time { return noon },
		At:     func(chat.Session, chat.OfferID) time.Time { return noon },
		Beside: func(context.Context, *store.Tx, chat.Session, chat.Session) error { return nil },
	})
	return b, outbox.New(outbox.Config{
		Store: b, Committer: committer, Sessions: read, InFlight: 1, Mailer: m, Handoff: h,
		Mailbox: mailbox.New("", secret),
		Guard:   guard.New(guard.Config{Log: slog.New(slog.DiscardHandler), Limit: 10 * time.Second}),
		Term:    func() store.Rev { return o.term }, Shop: kingad, Zone: nowhere,
		Due: func(time.Time, int, func(hook.EffectKind) bool) (keys []string, next time.Time) {
			rs, err := beneath.List(o.t.Context(), store.Range{
				Prefix: records.Prefix(records.FamilyOutbox), Limit: 10,
			})
			require.NoError(o.t, err)
			for _, r := range rs {
				keys = append(keys, r.Key)
			}
			return keys, next
		},
	})
}

// TestAFailureOfTheStoreLosesNoEffect has every call to the store fail in turn, each in an office
// of its own: the failure is told, or stands in the effect as that of its try, and later the effect
// is done.
func TestAFailureOfTheStoreLosesNoEffect(t *testing.T) {
	for kind, done := range map[hook.EffectKind]string{
		hook.EffectMail:       "mail sent",
		hook.EffectTranscript: "transcript sent",
		hook.EffectHandoff:    "handed off: ticket 7",
	} {
		failed := 0
		for nth := 1; ; nth++ {
			p, h := &postman{}, &other{}
			o := newOffice(t, p, h)
			o.owe(hook.Effect{
				ID: "out_1", Kind: kind, Address: "vera@example.com", To: "helpdesk", Text: "Hello",
			})
			b, box := o.onBrittle(p, h)
			b.Fail(nth)
			_, err := box.Step(t.Context(), noon)
			b.Fail(0)
			owed := o.left()
			if err == nil && len(owed) == 0 {
				break // it met no failure
			}
			failed++
			if err != nil {
				require.ErrorIs(t, err, brittle.ErrLost, "%s, call %d", kind, nth)
			} else {
				require.Equal(t, 1, owed[0].Tries, "%s, call %d", kind, nth)
				said := owed[0].Failure
				require.Contains(t, said, brittle.ErrLost.Error(), "%s, call %d", kind, nth)
			}
			_, err = box.Step(t.Context(), noon.Add(time.Hour))
			require.NoError(t, err, "%s, call %d", kind, nth)
			require.Empty(t, o.left(), "%s, call %d", kind, nth)
			require.Equal(t, done, o.last().Text, "%s, call %d", kind, nth)
			require.Equal(t, 1, len(p.mails)+len(h.took), "%s, call %d: once", kind, nth)
		}
		require.Greater(t, failed, 1, kind)
	}
}

func TestATranscriptIsTheMessagesAlone(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.change(commit.Options{}, chat.Assign{Agent: "agt_ann", Reason: chat.AutoAccept})
	ann := chat.Author{Kind: chat.AuthorAgent, ID: "agt_ann", Name: "Ann"}
	o.change(commit.Options{}, chat.Send{Author: ann, Text: "on its way"})
	o.change(commit.Options{}, chat.AddNote{Author: ann, Text: "between us"})
	o.owe(hook.Effect{
		ID: "out_1", Kind: hook.EffectTranscript, Address: "vera@example.com",
	})
	o.step(noon)
	m := p.mails[0]
	require.Equal(t, "Your chat with Kingad", m.Subject)
	require.Equal(t, "Hello,\n\nYou · 2026-11-02 12:00 UTC\nwhere is my order?\n"+
		"\nAnn · 2026-11-02 12:00 UTC\non its way\n"+
		"\nYou asked to have this chat by e-mail.\n\n-- \nPikk 1, Tallinn\n", m.Text)
	require.Contains(t, m.HTML, "<p>on its way</p>")
	require.Equal(t, "en", m.Lang)
}

func TestWhatIsHandedOffStaysOpenUntilItIsDone(t *testing.T) {
	h := &other{}
	o := newOffice(t, nil, h)
	deadline := noon.Add(time.Hour)
	e := hook.Effect{ID: "out_1", Kind: hook.EffectHandoff, Session: "ses_1", To: "helpdesk"}
	o.change(commit.Options{Also: func(tx *store.Tx, _, _ chat.Session, _ []chat.Entry) error {
		return outbox.Open(tx, e, deadline, noon)
	}}, chat.Deliver{Text: "asked for"})
	b, box := o.onBrittle(nil, h)
	open := func() (xs []hook.OpenHandoff) {
		require.Positive(t, brittle.EachCall(t, b, func() (err error) {
			xs, _, err = box.Handoffs(t.Context(), "")
			require.True(t, err == nil || len(xs) == 0, "half an answer")
			return err
		}))
		return xs
	}
	asked := hook.OpenHandoff{
		ID: "out_1", Session: "ses_1", To: "helpdesk", At: noon, Deadline: deadline,
	}
	require.Equal(t, []hook.OpenHandoff{asked}, open())
	_, err := box.Step(t.Context(), noon)
	require.NoError(t, err)
	require.Equal(t, deadline, h.took[0].Deadline)
	asked.TakenAt, asked.Receipt = noon, "ticket 7"
	require.Equal(t, []hook.OpenHandoff{asked}, open())

	b.Fail(1)
	require.ErrorIs(t, box.Late(t.Context(), "out_1", nil), brittle.ErrLost)
	require.NoError(t, box.Late(t.Context(), "out_1", nil))
	require.Equal(t, "hand-off to helpdesk is not done by its deadline", o.last().Text)
	require.Equal(t, chat.Unanswered, o.last().Reason)
	n := o.last().N
	require.NoError(t, box.Late(t.Context(), "out_1", nil))
	require.NoError(t, box.Late(t.Context(), "out_2", nil), "one that is done meanwhile")
	require.Equal(t, n, o.last().N, "it is said once")
	asked.Late = true
	require.Equal(t, []hook.OpenHandoff{asked}, open())

	b.Fail(1)
	done := func() error {
		_, err := box.Done(t.Context(), "out_1", "called", nil)
		return err
	}
	require.ErrorIs(t, done(), brittle.ErrLost)
	require.NoError(t, done())
	require.Equal(t, "hand-off done: called", o.last().Text)
	require.Empty(t, open())
	require.ErrorIs(t, done(), chat.ErrNotFound)
}

// vanishing is a store in which what was just listed is gone.
type vanishing struct {
	store.Store
	key string
}

func (v vanishing) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	if slices.Contains(keys, v.key) {
		return nil, nil
	}
	return v.Store.Get(ctx, keys...)
}

func TestAnEffectThatIsDoneMeanwhileIsNotHurried(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	o.owe(mail)
	rs, err := records.List(t.Context(), o.Store, records.Prefix(records.FamilyOutbox))
	require.NoError(t, err)
	require.Len(t, rs, 1)
	o.on(vanishing{o.Store, rs[0].Key}, p)
	_, err = o.Hurry(t.Context(), mail.ID, noon, func(*store.Tx) error { return nil })
	require.ErrorIs(t, err, chat.ErrNotFound)
}

func TestAnEffectIsHurriedUnlessItIsBeingTried(t *testing.T) {
	p := &postman{}
	o := newOffice(t, p, nil)
	later := mail
	later.Due = noon.Add(time.Hour)
	o.owe(later)
	b, box := o.onBrittle(p, nil)
	nothing := func(*store.Tx) error { return nil }
	require.Positive(t, brittle.EachCall(t, b, func() error {
		_, err := box.Hurry(t.Context(), "out_1", noon, nothing)
		return err
	}))
	e := o.left()[0]
	require.True(t, e.Hurried)
	require.Equal(t, noon, e.Due)
	_, err := box.Hurry(t.Context(), "out_2", noon, nothing)
	require.ErrorIs(t, err, chat.ErrNotFound)
	tried := mail
	tried.ID, tried.Begun = "out_3", noon
	o.owe(tried)
	_, err = box.Hurry(t.Context(), "out_3", noon, nothing)
	require.ErrorIs(t, err, chat.ErrState)
}
