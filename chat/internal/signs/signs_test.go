package signs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/signs"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// wire is a Bus between nodes. It can be cut.
type wire struct {
	mu   sync.Mutex
	ears []func(topic string, payload []byte)
	cut  error
}

// mend has the wire work from now on.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = nil
}

func (w *wire) Publish(_ context.Context, topic string, payload []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, hear := range w.ears {
		hear(topic, payload)
	}
	return w.cut
}

func (w *wire) Subscribe(ctx context.Context, hear func(topic string, payload []byte)) error {
	if err := w.listen(hear); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

func (w *wire) listen(hear func(topic string, payload []byte)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cut == nil {
		w.ears = append(w.ears, hear)
	}
	return w.cut
}

// node is one node's Signs, with what its streams were shown.
func node(name string, b hook.Bus) (signs.Signs, *[]replica.Signal) {
	var shown []replica.Signal
	log := slog.New(slog.DiscardHandler)
	return signs.New(signs.Config{
		Node: name, Bus: b, Guard: guard.New(guard.Config{Log: log, Limit: time.Second}), Log: log,
		Post: func(s replica.Signal) { shown = append(shown, s) },
		Now:  func() time.Time { return noon },
	}), &shown
}

var typed = replica.Signal{Session: "ses_1", At: noon, By: "visitor", Typing: true, On: true}

func TestASignIsShownOnEveryNodeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		ctx, cancel := context.WithCancel(t.Context())
		a, shownA := node("a", w)
		b, shownB := node("b", w)
		go a.Hear(ctx)
		go b.Hear(ctx)
		synctest.Wait()
		a.Typing(ctx, "ses_1", chat.AuthorVisitor, true)
		require.Equal(t, []replica.Signal{typed}, *shownA)
		require.Equal(t, []replica.Signal{typed}, *shownB)
		cancel()
	})
}

func TestWhatIsTypedIsShownOnEveryNodeWithItsText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		ctx, cancel := context.WithCancel(t.Context())
		a, shownA := node("a", w)
		b, shownB := node("b", w)
		go a.Hear(ctx)
		go b.Hear(ctx)
		synctest.Wait()
		a.Draft(ctx, "ses_1", "Where is <it>")
		want := typed
		want.Text = "Where is <it>"
		require.Equal(t, []replica.Signal{want}, *shownA)
		require.Equal(t, []replica.Signal{want}, *shownB)
		cancel()
	})
}

func TestWithoutABusASignIsShownWhereItComesFrom(t *testing.T) {
	a, shown := node("a", nil)
	a.Typing(t.Context(), "ses_1", chat.AuthorVisitor, true)
	require.Equal(t, []replica.Signal{typed}, *shown)
}

func TestABusThatFailsLosesOnlyTheSign(t *testing.T) {
	a, shown := node("a", &wire{cut: errors.New("cut")})
	a.Typing(t.Context(), "ses_1", chat.AuthorVisitor, true)
	require.Len(t, *shown, 1)
}

func TestWhatIsNoSignIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		ctx, cancel := context.WithCancel(t.Context())
		a, shown := node("a", w)
		go a.Hear(ctx)
		synctest.Wait()
		require.NoError(t, w.Publish(ctx, "session/ses_1", []byte("a letter")))
		require.Empty(t, *shown)
		cancel()
	})
}

func TestABusIsListenedToAgainAfterItFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{cut: errors.New("cut")}
		ctx, cancel := context.WithCancel(t.Context())
		a, shown := node("a", w)
		go a.Hear(ctx)
		synctest.Wait()
		w.mend()
		time.Sleep(time.Second)
		synctest.Wait()
		b, _ := node("b", w)
		b.Typing(ctx, "ses_1", chat.AuthorVisitor, true)
		require.Len(t, *shown, 1)
		cancel()
	})
}

func TestTheLogSaysWhatABusDidNotTakeAndNothingElse(t *testing.T) {
	for want, b := range map[string]hook.Bus{
		"": nil, "level=DEBUG": &wire{cut: errors.New("cut")}, " ": &wire{},
	} {
		var log testlog.Lines
		var shown []replica.Signal
		l := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		s := signs.New(signs.Config{
			Node: "a", Bus: b, Log: l, Guard: guard.New(guard.Config{Log: l, Limit: time.Second}),
			Post: func(x replica.Signal) { shown = append(shown, x) },
			Now:  func() time.Time { return noon },
		})
		s.Typing(t.Context(), "ses_1", chat.AuthorVisitor, true)
		require.Len(t, shown, 1)
		require.Equal(t, strings.TrimSpace(want) != "", log.String() != "", log.String())
		require.Contains(t, log.String(), strings.TrimSpace(want))
	}
}

// ending is a Bus whose listening ends with its context, and which counts how often it began.
type ending struct {
	wire
	began int
}

func (e *ending) Subscribe(ctx context.Context, _ func(string, []byte)) error {
	e.began++
	<-ctx.Done()
	return ctx.Err()
}

func TestHearingEndsWithItsContextAndThatIsNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		b := &ending{}
		l := log.Logger()
		s := signs.New(signs.Config{Node: "a", Bus: b, Log: l})
		ctx, stop := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, stop)
		s.Hear(ctx)
		require.Equal(t, 1, b.began)
		require.Empty(t, log.String())
	})
}
