package store

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store"
)

// span is how long each number is measured.
const span = time.Second

var text = []byte(strings.Repeat("a message of some length ", 12)) // 300 bytes

// BenchmarkCost prints the table of RESULTS.md.
func BenchmarkCost(b *testing.B) {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\n| store\t| commits/s, 1 writer\t| 8\t| 64\t| direct, 64 a transaction (ratio)\t| one statement each, 64 writers (ratio)\t| one row each, 64 writers (ratio)\t| feed lag p50\t| p99\t| Get of 2\t| List of 20\t|")
	fmt.Fprintln(out, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, s := range subjects() {
		b.Run(s.name, func(b *testing.B) { out.Write([]byte(row(b, s))) })
	}
	_ = out.Flush()
}

func row(b *testing.B, s subject) string {
	st := s.open(b)
	one, eight, many := commits(b, st, 1), commits(b, st, 8), commits(b, st, 64)
	by := beside(many)
	direct, single, insert := by(b, s.direct), by(b, s.single), by(b, s.insert)
	p50, p99 := lag(b, st)
	get := reads(b, func() error { _, err := st.Get(b.Context(), "session/0", "agent/0"); return err })
	list := reads(b, func() error {
		_, err := st.List(b.Context(), store.Range{Prefix: "timeline/0/", Limit: 20, Desc: true})
		return err
	})
	return fmt.Sprintf("| %s\t| %.0f\t| %.0f\t| %.0f\t| %s\t| %s\t| %s\t| %v\t| %v\t| %v\t| %v\t|\n",
		s.name, one, eight, many, direct, single, insert, p50, p99, get, list)
}

// beside measures the same by hand, and says how the store compares.
func beside(ours float64) func(testing.TB, func(testing.TB) float64) string {
	return func(tb testing.TB, measure func(testing.TB) float64) string {
		if measure == nil {
			return "–"
		}
		theirs := measure(tb)
		return fmt.Sprintf("%.0f (%.2f)", theirs, ours/theirs)
	}
}

// assign is the shape of a decision: two conditions, four records put, one deleted.
func assign(writer, n int, session, agent store.Rev) store.Batch {
	return store.Batch{
		If: []store.Cond{{Key: fmt.Sprint("session/", writer), Rev: session}, {Key: fmt.Sprint("agent/", writer), Rev: agent}},
		Put: []store.Record{
			{Key: fmt.Sprint("session/", writer), Value: text}, {Key: fmt.Sprint("agent/", writer), Value: text},
			{Key: timelineKey(writer, n), Value: text}, {Key: waitingKey(writer, n+1), Value: text},
		},
		Delete: []string{waitingKey(writer, n)},
	}
}

func timelineKey(writer, n int) string { return fmt.Sprintf("timeline/%d/%09d", writer, n) }
func waitingKey(writer, n int) string  { return fmt.Sprintf("waiting/%d/%09d", writer, n) }

var rounds atomic.Int64 // every measurement writes keys of its own

func commits(tb testing.TB, s store.Store, writers int) float64 {
	base := int(rounds.Add(1)) * 1_000_000
	var made atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for w := range writers {
		wg.Go(func() {
			session, agent := revOf(tb, s, fmt.Sprint("session/", w)), revOf(tb, s, fmt.Sprint("agent/", w))
			for n := base; time.Since(start) < span; n++ {
				rev, err := s.Commit(tb.Context(), assign(w, n, session, agent))
				if err != nil {
					tb.Error(err)
					return
				}
				session, agent = rev, rev
				made.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(made.Load()) / time.Since(start).Seconds()
}

func revOf(tb testing.TB, s store.Store, key string) store.Rev {
	rs, err := s.Get(tb.Context(), key)
	if err != nil || len(rs) == 0 {
		return 0
	}
	return rs[0].Rev
}

// lag is from the answer of a commit to its record in the feed of a follower, with a commit every two milliseconds.
func lag(tb testing.TB, s store.Store) (p50, p99 time.Duration) {
	ctx, cancel := context.WithCancel(tb.Context())
	defer cancel()
	_, head, err := s.Changes(ctx, 0, 0)
	require.NoError(tb, err)
	seen := make(chan time.Time, 1)
	go func() {
		for rs, err := range store.Follow(ctx, s, head, 5*time.Millisecond) {
			if err != nil {
				return
			}
			for range rs {
				seen <- time.Now()
			}
		}
	}()
	var lags []time.Duration
	for start := time.Now(); time.Since(start) < span; time.Sleep(2 * time.Millisecond) {
		_, err := s.Commit(ctx, store.Batch{Put: []store.Record{{Key: "lag", Value: text}}})
		require.NoError(tb, err)
		answered := time.Now()
		lags = append(lags, max(0, (<-seen).Sub(answered)))
	}
	slices.Sort(lags)
	return lags[len(lags)/2].Round(time.Microsecond), lags[len(lags)*99/100].Round(time.Microsecond)
}

func reads(tb testing.TB, call func() error) time.Duration {
	n := 0
	start := time.Now()
	for ; time.Since(start) < span/2; n++ {
		require.NoError(tb, call())
	}
	return (time.Since(start) / time.Duration(n)).Round(100 * time.Nanosecond)
}
