package desk

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/interpret"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// translateFor is how long a translation may take. Nobody waits for it.
const translateFor = 3 * time.Second

// translations has messages translated, after they were delivered, by the node that took them in.
// So nothing that anybody says depends on it, and one that this node's death or a long line of
// others loses is only not there: an agent asks for it anew, and whoever takes the session over is
// given those of the last messages.
//
// A nil pointer is a desk without a Translator: it does nothing.
type translations struct {
	interpreter *interpret.Interpreter
	engine      *engine
	store       store.Store
	sessions    sessions.Reader
	committer   *commit.Committer
	log         *slog.Logger
	mint        func(prefix string) string
	now         func() time.Time

	mu      sync.Mutex
	waiting []toTranslate
	running int
	asking  map[saidOnce]*askedFor // what is asked for just now
}

// toTranslate is a message, or with n 0 the last ones of a session.
type toTranslate struct {
	session chat.SessionID
	n       int
}

// saidOnce is a message with the words that it has since an entry changed it, in a language.
type saidOnce struct {
	session    chat.SessionID
	n, changed int
	to         string
}

// askedFor is what is asked for just now: done is closed when err says what came of it.
type askedFor struct {
	done chan struct{}
	err  error
}

// The bounds of what is under way: beyond them messages stay as they were written.
const (
	translateAtOnce  = 8
	mostUntranslated = 1000
	translatedBack   = 40 // entries, of which the messages are translated for who comes later
)

// newTranslations returns those of a desk with a Translator; nil for any other.
func newTranslations(
	cfg Config, e *engine, c *commit.Committer, r sessions.Reader, tick func() time.Time,
) *translations {
	if cfg.Translator == nil {
		return nil
	}
	cfg.HookTimeout = translateFor
	return &translations{
		interpreter: interpret.New(interpret.Config{
			Engine: cfg.Translator, Guard: newGuard(cfg, tick), Log: cfg.Logger, Tick: tick,
		}),
		engine: e, store: cfg.Store, sessions: r, committer: c, log: cfg.Logger,
		mint: cfg.IDs.Mint, now: cfg.Now,
	}
}

// translating is an Observer that has what this node wrote translated.
type translating struct {
	hook.Observer
	hooks *hooks // the desk's, which are made later
}

// Entry implements hook.Observer.
func (o translating) Entry(s chat.Session, e chat.Entry) {
	o.Observer.Entry(s, e)
	o.hooks.translations.heard(s, e)
}

// heard notes what an entry asks to be translated.
func (t *translations) heard(s chat.Session, e chat.Entry) {
	if t == nil || !t.serves(s) {
		return
	}
	switch {
	case e.Kind == chat.KindMessage:
		t.add(toTranslate{s.ID, e.N})
	case e.Kind == chat.KindCorrected:
		t.add(toTranslate{s.ID, e.Of})
	case e.Kind == chat.KindAssigned, e.Reason == chat.LanguageChosen:
		t.add(toTranslate{s.ID, 0})
	}
}

// add has somebody do it: one of those at work, or one more.
func (t *translations) add(x toTranslate) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.running < translateAtOnce:
		t.running++
		go t.work(x)
	case len(t.waiting) < mostUntranslated:
		t.waiting = append(t.waiting, x)
	default:
		ctx := context.Background()
		t.log.WarnContext(ctx, "translator: too much at once", "session", string(x.session))
	}
}

// work does one after the other, until none is left.
func (t *translations) work(x toTranslate) {
	for ok := true; ok; x, ok = t.next() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		err := t.do(ctx, x)
		if cancel(); err != nil && !overFor(err) {
			t.log.WarnContext(ctx, "translator: not kept", "session", string(x.session),
				"error", err)
		}
	}
}

// overFor reports whether a session takes no translation any more.
func overFor(err error) bool {
	return errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrClosed) ||
		errors.Is(err, chat.ErrWindow)
}

func (t *translations) next() (x toTranslate, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.running--
		return x, false
	}
	x, t.waiting = t.waiting[0], t.waiting[1:]
	return x, true
}

// do translates what is to be, in the order in which it was said.
func (t *translations) do(ctx context.Context, x toTranslate) error {
	epoch := t.interpreter.Epoch()
	s, err := t.sessions.Get(ctx, x.session)
	if err != nil {
		return err
	}
	first, last := x.n, x.n
	if x.n == 0 {
		first, last = max(1, s.Entries-translatedBack), s.Entries
	}
	es, err := t.read(ctx, s.ID, first, last)
	if err != nil {
		return err
	}
	for i, m := range es {
		if m.N < first || m.Kind != chat.KindMessage {
			continue
		}
		w, ok := t.wish(s, m)
		if !ok || x.n == 0 && m.Tried(w.to) {
			continue
		}
		if meant, ok := chosen(es[:i], m); ok {
			if err := t.mean(ctx, s, m, w, meant); err != nil {
				return err
			}
			continue
		}
		w.epoch = epoch
		said := saidOnce{s.ID, m.N, m.Changed, w.to}
		if err := t.once(ctx, said, func(ctx context.Context) error {
			return t.keep(ctx, s, m, w, es[:i])
		}); err != nil {
			return err
		}
	}
	return nil
}

// once does what is to be done about a message, unless somebody here is at it, and waits for it:
// who takes a session just after a message has its last ones looked at too, and an agent may ask
// for one at the same moment. It goes on when the one who asked first goes away: the others wait
// for it, and it is charged for in any case.
func (t *translations) once(ctx context.Context, x saidOnce, do func(context.Context) error) error {
	t.mu.Lock()
	a := t.asking[x]
	if a == nil {
		if t.asking == nil {
			t.asking = map[saidOnce]*askedFor{}
		}
		a = &askedFor{done: make(chan struct{})}
		t.asking[x] = a
		go t.ask(context.WithoutCancel(ctx), x, a, do)
	}
	t.mu.Unlock()
	select {
	case <-a.done:
		return a.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask does it, and tells who waits.
func (t *translations) ask(
	ctx context.Context, x saidOnce, a *askedFor, do func(context.Context) error,
) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	a.err = do(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.asking, x)
	close(a.done)
}

// read reads entries, with some of those before them.
func (t *translations) read(
	ctx context.Context, id chat.SessionID, first, last int,
) ([]chat.Entry, error) {
	after := max(0, first-1-mostBefore)
	es, _, err := t.sessions.Page(ctx, id, after, last-after)
	return es, err
}

// forget drops what is remembered of sessions, some of which is erased.
func (h hooks) forget() {
	if h.translations != nil {
		h.translations.interpreter.Forget()
	}
	h.previews.forget()
}
