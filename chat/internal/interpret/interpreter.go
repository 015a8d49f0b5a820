package interpret

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/translate"
)

// ErrResting: the engine failed too often lately, or says that nothing is left. It is not asked.
var ErrResting = errors.New("interpret: the engine rests")

// The limits of asking.
const (
	fails  = 5                // failures in a row after which the engine rests
	rest   = 30 * time.Second // for so long
	usedUp = 15 * time.Minute // and for so long when nothing is left
	atOnce = 16               // calls under way, those among them that hang
)

// Interpreter asks the Translator of a host.
//
// A call has four steps, each of which can end it. The memory is looked at: the same words between
// the same languages are asked for once. The breaker is asked whether the engine is in a state to
// be asked. The guard calls it, for as long as its limit lets it. What comes back is checked as a
// stranger's: see translate.Check. A failure is an error here and nothing else: the original was
// delivered before.
//
// What is refused for good, because the engine does not know the language or the words, is no
// failure of the engine. An answer that does not fit is one: an engine that lies is left in peace
// as one that hangs is.
//
// It is safe for concurrent use.
type Interpreter struct {
	cfg     Config
	breaker *guard.Breaker

	mu     sync.Mutex
	memory *memory   // nil: nothing was said yet
	until  time.Time // it is not asked before
	epoch  Epoch     // of the memory
}

// Config is what an Interpreter is made of. All of it is required.
type Config struct {
	Engine hook.Translator
	Guard  guard.Guard // its limit is the time that a translation may take
	Log    *slog.Logger
	Tick   func() time.Time // the clock of intervals
}

// Epoch is how often the memory was emptied. Whoever asks for a translation reads it before the
// words: what an erasure reaches between the two is not remembered, however late the engine
// answers.
type Epoch int

// New returns an Interpreter.
func New(cfg Config) *Interpreter {
	return &Interpreter{cfg: cfg, breaker: guard.NewBreaker(fails, rest, atOnce)}
}

// Ask returns a text in another language, and how many characters were charged for: none where it
// was remembered. They are charged for also where the answer is of no use. The epoch is that of
// before the words were read.
func (i *Interpreter) Ask(
	ctx context.Context, of Epoch, w hook.Wording,
) (hook.Translated, error) {
	if translate.Empty(w.Text) {
		return hook.Translated{}, fmt.Errorf("%w: no words", hook.ErrRefused)
	}
	key := keyOf(w)
	if t, ok := i.recall(key); ok {
		return t, nil
	}
	if !i.ready() || !i.breaker.Enter(i.cfg.Tick()) {
		return hook.Translated{}, ErrResting
	}
	t, err := i.call(ctx, w)
	i.breaker.Tell(i.cfg.Tick(), err == nil || errors.Is(err, hook.ErrRefused) || ctx.Err() != nil)
	switch {
	case err == nil:
		i.remember(of, key, t)
	case errors.Is(err, hook.ErrUsedUp):
		i.pause()
		i.cfg.Log.ErrorContext(ctx, "translator: used up", "error", err)
	case !errors.Is(err, hook.ErrRefused):
		i.cfg.Log.WarnContext(ctx, "translator", "error", err)
	}
	return t, err
}

// call asks the engine, and checks what it says.
func (i *Interpreter) call(ctx context.Context, w hook.Wording) (hook.Translated, error) {
	within, cancel := i.cfg.Guard.Within(ctx)
	defer cancel()
	answer := make(chan hook.Translated, 1)
	err := i.cfg.Guard.Call(within, "translator", func() error {
		defer i.breaker.Leave()
		t, err := i.cfg.Engine.Translate(within, w)
		answer <- t
		return err
	})
	if err != nil {
		select {
		case t := <-answer: // a Translator may say what a failure costs
			return hook.Translated{Characters: max(t.Characters, 0)}, err
		default:
			return hook.Translated{}, err
		}
	}
	t := <-answer
	t.Characters = cmp.Or(max(t.Characters, 0), utf8.RuneCountInString(w.Text))
	if err := fits(w.Text, t); err != nil {
		return hook.Translated{Characters: t.Characters}, err
	}
	return t, nil
}

// fits refuses an answer that could not be shown.
func fits(original string, t hook.Translated) error {
	return errors.Join(translate.Check(original, t.Text), chat.CheckText("text", t.Text),
		chat.CheckLine("engine", t.Engine, 32))
}

// ready reports whether there may be something left.
func (i *Interpreter) ready() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return !i.cfg.Tick().Before(i.until)
}

func (i *Interpreter) pause() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.until = i.cfg.Tick().Add(usedUp)
}

// Epoch is the one that the memory is in.
func (i *Interpreter) Epoch() Epoch {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.epoch
}

// Forget drops what is remembered: some of it is erased. What is under way is not remembered
// either.
func (i *Interpreter) Forget() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.memory = nil
	i.epoch++
}

func (i *Interpreter) recall(k key) (hook.Translated, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.memory == nil {
		return hook.Translated{}, false
	}
	t, ok := i.memory.texts[k]
	t.Characters = 0
	return t, ok
}

func (i *Interpreter) remember(of Epoch, k key, t hook.Translated) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if of != i.epoch {
		return
	}
	if i.memory == nil {
		i.memory = &memory{texts: map[key]hook.Translated{}}
	}
	i.memory.put(k, t)
}
