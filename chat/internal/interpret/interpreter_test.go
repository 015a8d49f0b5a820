package interpret_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/interpret"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

// engine answers by a function, and counts.
type engine struct {
	fn    func(context.Context, hook.Wording) (hook.Translated, error)
	calls atomic.Int32 // one that hangs may still be asked when the next one is
}

func (e *engine) Translate(ctx context.Context, w hook.Wording) (hook.Translated, error) {
	e.calls.Add(1)
	return e.fn(ctx, w)
}

// loud says everything in capitals.
func loud(_ context.Context, w hook.Wording) (hook.Translated, error) {
	return hook.Translated{Text: strings.ToUpper(w.Text), Engine: "loud"}, nil
}

func open(e *engine, log *testlog.Lines) *interpret.Interpreter {
	l := log.Logger()
	return interpret.New(interpret.Config{
		Engine: e, Log: l, Tick: time.Now,
		Guard: guard.New(guard.Config{Log: l, Limit: 3 * time.Second}),
	})
}

func words(text string) hook.Wording { return hook.Wording{Text: text, From: "en", To: "et"} }

func TestTheSameWordsAreAskedForOnceAndChargedForOnce(t *testing.T) {
	e := &engine{fn: loud}
	i := open(e, &testlog.Lines{})
	for n, want := range []int{14, 0, 0} {
		got, err := i.Ask(t.Context(), 0, words("It left today."))
		require.NoError(t, err)
		require.Equal(t, "IT LEFT TODAY.", got.Text)
		require.Equal(t, want, got.Characters, n)
	}
	require.EqualValues(t, 1, e.calls.Load())
	other := words("It left today.")
	other.To = "pl"
	_, err := i.Ask(t.Context(), 0, other)
	require.NoError(t, err)
	require.EqualValues(t, 2, e.calls.Load(), "another language is another question")
	i.Forget()
	_, err = i.Ask(t.Context(), i.Epoch(), words("It left today."))
	require.NoError(t, err)
	require.EqualValues(t, 3, e.calls.Load())
}

func TestWhatIsErasedWhileTheEngineIsAskedIsNotRemembered(t *testing.T) {
	e := &engine{fn: loud}
	i := open(e, &testlog.Lines{})
	e.fn = func(ctx context.Context, w hook.Wording) (hook.Translated, error) {
		i.Forget()
		return loud(ctx, w)
	}
	ask := func(of interpret.Epoch) {
		_, err := i.Ask(t.Context(), of, words("It left today."))
		require.NoError(t, err)
	}
	ask(i.Epoch())
	before := i.Epoch() // the words are read, and erased before anybody asks
	e.fn = loud
	i.Forget()
	ask(before)
	ask(i.Epoch())
	require.EqualValues(t, 3, e.calls.Load())
	ask(i.Epoch())
	require.EqualValues(t, 3, e.calls.Load())
}

func TestWhatAFailureCostsIsCounted(t *testing.T) {
	e := &engine{fn: func(context.Context, hook.Wording) (hook.Translated, error) {
		return hook.Translated{Text: "<x", Characters: 14}, errors.New("the tags are lost")
	}}
	got, err := open(e, &testlog.Lines{}).Ask(t.Context(), 0, words("It left today."))
	require.Error(t, err)
	require.Equal(t, hook.Translated{Characters: 14}, got)
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	e := &engine{fn: loud}
	i := open(e, &testlog.Lines{})
	for n := range 501 {
		_, err := i.Ask(t.Context(), 0, words(fmt.Sprint("word ", n)))
		require.NoError(t, err)
	}
	_, err := i.Ask(t.Context(), 0, words("word 500"))
	require.NoError(t, err)
	require.EqualValues(t, 501, e.calls.Load())
	_, err = i.Ask(t.Context(), 0, words("word 0"))
	require.NoError(t, err)
	require.EqualValues(t, 502, e.calls.Load(), "the oldest is gone")
	for n := range 200 {
		_, err := i.Ask(t.Context(), 0, words(fmt.Sprint(n, strings.Repeat(" long", 700))))
		require.NoError(t, err)
	}
	calls := e.calls.Load()
	_, err = i.Ask(t.Context(), 0, words("word 500"))
	require.NoError(t, err)
	require.EqualValues(t, calls+1, e.calls.Load(), "so many long ones leave it no room")
}

func TestNothingIsAskedWhereThereAreNoWords(t *testing.T) {
	e := &engine{fn: loud}
	_, err := open(e, &testlog.Lines{}).Ask(t.Context(), 0, words("48213 👍 https://shop.example"))
	require.ErrorIs(t, err, hook.ErrRefused)
	require.Zero(t, e.calls.Load())
}

func TestAnEngineIsNotBelieved(t *testing.T) {
	for name, text := range map[string]string{
		"markup": "<img src=x onerror=alert(1)>", "empty": "", "an emoji": "😀",
		"not UTF-8": "\xff", "a megabyte": strings.Repeat("a", 1<<20),
		"a link": "http://evil.example",
	} {
		e := &engine{fn: func(context.Context, hook.Wording) (hook.Translated, error) {
			return hook.Translated{Text: text, Engine: "liar", Characters: 9}, nil
		}}
		got, err := open(e, &testlog.Lines{}).Ask(t.Context(), 0, words("Good morning to you"))
		require.ErrorIs(t, err, translate.ErrUnfit, name)
		require.Equal(t, hook.Translated{Characters: 9}, got, "it is charged for")
	}
	e := &engine{fn: func(context.Context, hook.Wording) (hook.Translated, error) {
		return hook.Translated{Text: "Tere", Engine: strings.Repeat("x", 40)}, nil
	}}
	_, err := open(e, &testlog.Lines{}).Ask(t.Context(), 0, words("Good morning to you"))
	require.Error(t, err)
}

func TestAnEngineThatFailsIsLeftInPeace(t *testing.T) {
	for name, fn := range map[string]func(context.Context, hook.Wording) (hook.Translated, error){
		"fails": func(context.Context, hook.Wording) (hook.Translated, error) {
			return hook.Translated{}, errors.New("down")
		},
		"hangs": func(ctx context.Context, _ hook.Wording) (hook.Translated, error) {
			<-ctx.Done()
			return hook.Translated{}, ctx.Err()
		},
		"panics": func(context.Context, hook.Wording) (hook.Translated, error) { panic("nil map") },
		"lies": func(context.Context, hook.Wording) (hook.Translated, error) {
			return hook.Translated{Text: "<b>"}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &engine{fn: fn}
				i := open(e, &testlog.Lines{})
				ask := func(n int) error {
					began := time.Now()
					_, err := i.Ask(t.Context(), 0, words(fmt.Sprint("word ", n)))
					require.LessOrEqual(t, time.Since(began), 3*time.Second)
					return err
				}
				for n := range 5 {
					require.NotErrorIs(t, ask(n), interpret.ErrResting)
				}
				require.ErrorIs(t, ask(5), interpret.ErrResting)
				require.EqualValues(t, 5, e.calls.Load())
				time.Sleep(30 * time.Second)
				synctest.Wait()
				e.fn = loud
				require.NoError(t, ask(6))
				require.NoError(t, ask(7))
			})
		})
	}
}

func TestAnEngineWithNothingLeftRestsLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &engine{fn: func(context.Context, hook.Wording) (hook.Translated, error) {
			return hook.Translated{}, fmt.Errorf("%w: the quota", hook.ErrUsedUp)
		}}
		var log testlog.Lines
		i := open(e, &log)
		_, err := i.Ask(t.Context(), 0, words("Good morning"))
		require.ErrorIs(t, err, hook.ErrUsedUp)
		require.Contains(t, log.String(), "level=ERROR")
		require.NotContains(t, log.String(), "Good morning")
		time.Sleep(14 * time.Minute)
		_, err = i.Ask(t.Context(), 0, words("Good morning"))
		require.ErrorIs(t, err, interpret.ErrResting)
		time.Sleep(time.Minute)
		e.fn = loud
		_, err = i.Ask(t.Context(), 0, words("Good morning"))
		require.NoError(t, err)
	})
}

func TestWordsThatAreRefusedAreNoFailure(t *testing.T) {
	e := &engine{fn: func(context.Context, hook.Wording) (hook.Translated, error) {
		return hook.Translated{}, hook.ErrRefused
	}}
	i := open(e, &testlog.Lines{})
	for n := range 20 {
		_, err := i.Ask(t.Context(), 0, words(fmt.Sprint("word ", n)))
		require.ErrorIs(t, err, hook.ErrRefused)
	}
}
