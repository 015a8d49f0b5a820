package loglimit

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

// logged runs f on a limited logger and gives the lines.
func logged(t *testing.T, f func(*slog.Logger)) (lines []string) {
	synctest.Test(t, func(t *testing.T) {
		var log testlog.Lines
		f(New(log.Logger(), 10*time.Second))
		synctest.Wait()
		lines = strings.Split(strings.TrimSpace(log.String()), "\n")
	})
	return lines
}

func TestAnOutageIsTheFirstLineAtOnceAndThenACountEachInterval(t *testing.T) {
	lines := logged(t, func(l *slog.Logger) {
		for i := range 3000 {
			l.Error("request failed", "path", fmt.Sprint("/", i), "error", fmt.Errorf("dial 10.0.0.%d:%d: refused", i%9, 1024+i))
			time.Sleep(5*time.Millisecond - time.Microsecond) // never at the very end of an interval
		}
		time.Sleep(time.Minute)
	})
	require.Len(t, lines, 3)
	require.Contains(t, lines[0], "path=/0")
	require.NotContains(t, lines[0], Repeats)
	require.Contains(t, lines[1], "repeats=2000")
	require.Contains(t, lines[2], "path=/2999")
	require.Contains(t, lines[2], "repeats=999")
}

func TestALoggerThatDiscardsIsNotWrapped(t *testing.T) {
	none := slog.New(slog.DiscardHandler)
	require.Same(t, none, New(none, time.Second))
}

func TestEveryCauseHasALineOfItsOwn(t *testing.T) {
	lines := logged(t, func(l *slog.Logger) {
		for range 5 {
			l.Error("failed", "error", errors.New("refused"))
			l.Error("failed", "error", errors.New("too late"))
			l.Warn("failed", "error", errors.New("refused"))
			l.Error("setting", "key", "rule/one")
			l.Error("setting", "key", "rule/two")
			l.With("node", "n").Error("failed", "error", errors.New("refused"))
		}
	})
	require.Len(t, lines, 5)
}

func TestACauseThatWasQuietForAnIntervalIsNewAgain(t *testing.T) {
	lines := logged(t, func(l *slog.Logger) {
		for range 3 {
			l.Warn("unfit")
			time.Sleep(11 * time.Second)
		}
	})
	require.Len(t, lines, 3)
}

func TestWhatIsNoWarningIsNotLimited(t *testing.T) {
	lines := logged(t, func(l *slog.Logger) {
		for range 7 {
			l.Info("hello")
		}
	})
	require.Len(t, lines, 7)
}

func TestCausesWithoutEndCostNoMemoryWithoutEnd(t *testing.T) {
	lines := logged(t, func(l *slog.Logger) {
		for i := range 10_000 {
			l.Error(strings.Repeat("x", i%2000))
		}
	})
	require.LessOrEqual(t, len(lines), maxCauses+1)
}

func TestACauseIsItsWordsAndNotItsNumbersAndIDs(t *testing.T) {
	for _, same := range [][2]string{
		{"session ses_a8f3 gone", "session ses_b9c1 gone"},
		{"4 of 5 failed", "3 of 12 failed"},
		{"node_7 is late", "node_12 is late"},
	} {
		require.Equal(t, plain(same[0]), plain(same[1]))
	}
	for _, others := range [][2]string{
		{"read by ann failed", "read by bob failed"},
		{"read-only store", "write-only store"},
		{"7 too late", "7 too early"},
	} {
		require.NotEqual(t, plain(others[0]), plain(others[1]))
	}
	require.Equal(t, "dial #.#:#, twice", plain("dial 10.0:80, twice"))
}
