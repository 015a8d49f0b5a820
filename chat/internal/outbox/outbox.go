package outbox

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/mailbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

const (
	atOnce = 8           // effects under way at a time
	again  = time.Second // when to look at a due effect again if its record has not changed by then
)

// Outbox does the effects that are due, on the node that leads. Step is for one caller at a time.
//
// An effect goes through four steps. It is prepared: a mail of what agents wrote is decided on
// now, not when the watch began. Its record is marked as begun, on the condition of the lease. The
// hook is called. The end is written: done, due again, or given up. A node that dies between the
// mark and the end leaves a mark without an end. The next leader takes that as a try of which
// nobody knows the outcome: it tries again, and says that it may come twice.
type Outbox struct {
	cfg Config

	mu       sync.Mutex
	ended    map[string]end // by id: what came of tries whose end could not be written yet
	channels []hook.Channel
}

// Config is what an Outbox is made of. The hooks may be nil; everything else is required.
type Config struct {
	Store     store.Store
	Committer *commit.Committer
	Sessions  sessions.Reader
	Guard     guard.Guard
	Mailer    hook.Mailer
	Handoff   hook.Handoff
	Mailbox   mailbox.Mailbox
	// Shop is how the storefront of a session calls itself, and its own words in a language.
	Shop func(site chat.SiteID, locale string) (name string, own map[string]string)
	// Zone is where the hours of a session's queue are kept; nil where it has none.
	Zone func(chat.Session) *time.Location
	// Reads is the language that a visitor gets a message in. It may be nil: nothing is translated.
	Reads Reads
	// Forget drops what waits for a messenger's customer who was erased. It may be nil.
	Forget func(context.Context, chat.Line) error
	// Away is what is known of a visitor's presence, and whether a page of theirs is open now.
	Away func(chat.VisitorID) (a chat.Absence, here bool)
	// Dead is when it was told that no mail is to go to an address any more; the zero Time: it was
	// not. It may be nil.
	Dead     func(ctx context.Context, address string) (time.Time, error)
	InFlight int // commits that may be under way at a time
	// Due returns the keys of at most so many effects that are due and that can allows, and when
	// the next one is; the zero instant if there is none.
	Due func(now time.Time, most int, can func(hook.EffectKind) bool) ([]string, time.Time)
	// Ahead is how far the own time of an effect is ahead of the time of day, by its key. It may be
	// nil.
	Ahead func(key string) time.Duration
	// Term is the lease's, while this node leads; 0 while it does not.
	Term func() store.Rev
}

// New returns an Outbox.
func New(cfg Config) *Outbox { return &Outbox{cfg: cfg, ended: map[string]end{}} }

// Can reports whether this node has the hook that an effect needs.
func (o *Outbox) Can(k hook.EffectKind) bool {
	switch k {
	case hook.EffectTranscript, hook.EffectMail, hook.EffectAnswer, hook.EffectConfirm:
		return o.cfg.Mailer != nil
	case hook.EffectHandoff:
		return o.cfg.Handoff != nil
	case hook.EffectWords:
		o.mu.Lock()
		defer o.mu.Unlock()
		return len(o.channels) > 0
	}
	return false
}

// Step does the effects that are due. It returns when the next one is; the zero instant means when
// something changes.
func (o *Outbox) Step(ctx context.Context, now time.Time) (time.Time, error) {
	return Way{Of: o}.Step(ctx, now)
}

// try is one effect under way: its record as it was when this node looked, and the conditions of
// what is written of it.
type try struct {
	key   string
	e     hook.Effect
	fence []store.Cond
	rev   store.Rev // of the record
	now   time.Time
	own   time.Time // now, or later: in the own time of the session where a clock was put back
}

// conds are the conditions of what is written of a try: this node leads, and nobody changed the
// record.
func (t try) conds() []store.Cond {
	return append(t.fence[:len(t.fence):len(t.fence)], store.Cond{Key: t.key, Rev: t.rev})
}

// end is what came of a try.
type end struct {
	said    string // of a success: for the timeline
	receipt string // of a hand-off that was taken
	failure error
	upTo    int       // of words: the last message that the messenger took, or refused; 0: none
	refused []refusal // of words: the messages that it refused
}

// deliver does one effect and writes what came of it.
func (o *Outbox) deliver(
	ctx context.Context, key string, fence []store.Cond, now time.Time,
) error {
	rs, err := o.cfg.Store.Get(ctx, key)
	if err != nil || len(rs) == 0 {
		return records.Unavailable(err)
	}
	e, err := records.Decode[hook.Effect](rs[0].Value)
	if err != nil {
		return err
	}
	t := try{key: key, e: e, fence: fence, rev: rs[0].Rev, now: now, own: now}
	if o.cfg.Ahead != nil {
		t.own = now.Add(o.cfg.Ahead(key))
	}
	// The try was made, and only its end could not be written: no second mail.
	if was, ok := o.recall(e.ID); ok && !e.Begun.IsZero() {
		return o.settle(ctx, t, was)
	}
	if e.Kind == hook.EffectAnswer || e.Kind == hook.EffectConfirm || e.Kind == hook.EffectWords {
		if on, err := o.prepare(ctx, &t); err != nil || !on {
			return err
		}
	}
	if went, err := o.begin(ctx, &t); err != nil || !went {
		return err
	}
	came := o.perform(ctx, t.e)
	if came.failure != nil && ctx.Err() != nil {
		return nil // shutting down: the next leader finds that the try was begun
	}
	return o.settle(ctx, t, came)
}

// begin marks the record of an effect as begun. It is false where that is not this node's to do any
// more.
func (o *Outbox) begin(ctx context.Context, t *try) (bool, error) {
	if !t.e.Begun.IsZero() { // a node died over it, or lost the store
		t.e.Unsure = true
	}
	t.e.Begun = t.now
	value, err := records.Encode(t.e, nil)
	if err != nil {
		return false, err
	}
	rev, err := o.cfg.Store.Commit(ctx, store.Batch{
		If: t.conds(), Put: []store.Record{{Key: t.key, Value: value}},
	})
	switch {
	case errors.Is(err, store.ErrConflict):
		return false, nil
	case err != nil:
		return false, records.Unavailable(err)
	}
	t.rev = rev
	return true, nil
}

// recall returns what came of a try of an effect whose end could not be written.
func (o *Outbox) recall(id string) (end, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	was, ok := o.ended[id]
	return was, ok
}

// keep remembers the end of a try until it is written, so that a store that fails for a moment
// makes no second mail.
func (o *Outbox) keep(id string, came end, written bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if written {
		delete(o.ended, id)
	} else {
		o.ended[id] = came
	}
}

// settle writes what came of a try.
func (o *Outbox) settle(ctx context.Context, t try, came end) error {
	err := o.write(ctx, t, came)
	o.keep(t.e.ID, came, err == nil)
	return err
}
