package agentlog

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/report"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
)

// size is what a test does in the gate, and what it does in full.
func size(sample, full int) int {
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		return full
	}
	return sample
}

// tidied has a Trimmer look at all logs.
func (h house) tidied(now time.Time) {
	h.t.Helper()
	trim := h.Trimmer()
	for next := now; !next.After(now); {
		var err error
		next, err = trim.Step(h.t.Context(), now)
		require.NoError(h.t, err)
	}
}

// bare is lines as a day keeps them.
func bare(ls []chat.AgentLine) (all []chat.AgentLine) {
	for _, l := range ls {
		all = append(all, chat.AgentLine{N: l.N, At: l.At, Mode: l.Mode, Capacity: l.Capacity})
	}
	return all
}

// keys returns what is below a prefix.
func (h house) keys(prefix string) (keys []string) {
	h.t.Helper()
	rs, err := records.List(h.t.Context(), h.store, prefix)
	require.NoError(h.t, err)
	for _, r := range rs {
		keys = append(keys, r.Key)
	}
	return keys
}

// TestDaysAndTheRestSayWhatTheLinesSay has agents change at random over weeks with a change of the
// clocks, days put together at random instants by two nodes, and reports in zones with quarters of
// hours, with and without a midnight, compared with what all lines add up to.
func TestDaysAndTheRestSayWhatTheLinesSay(t *testing.T) {
	shifts, err := hours.New(hours.Config{Zone: "Europe/Tallinn", Rules: []hours.Rule{
		hours.Week("Mon-Sun", "09:00-12:00", "12:30-17:00"),
	}})
	require.NoError(t, err)
	var zones []*time.Location
	names := []string{
		"UTC", "Europe/Tallinn", "Asia/Kathmandu", "America/Santiago", "Australia/Lord_Howe",
	}
	for _, name := range names {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		zones = append(zones, zone)
	}
	modes := []chat.AgentMode{chat.Available, chat.Break, chat.Draining, chat.Lost, chat.Offline}
	byDays := 0
	for seed := range uint64(size(6, 600)) {
		c := rand.New(rand.NewPCG(seed, 1))
		h := newHouse(t, 400*24*time.Hour)
		a := chat.Agent{ID: "agt_1", Capacity: 3}
		began := []time.Time{
			time.Date(2026, 10, 20, 5, 0, 0, 0, time.UTC), // clocks go back in Tallinn
			time.Date(2026, 9, 1, 5, 0, 0, 0, time.UTC),   // a day without a midnight in Santiago
		}[seed%2]
		now := began
		for range 60 + c.IntN(60) {
			now = now.Add(time.Duration(c.Int64N(int64(6 * time.Hour))))
			behind := time.Duration(c.IntN(3)*c.IntN(3)) * time.Minute // of a node's clock
			a = h.become(a, modes[c.IntN(len(modes))], now.Add(-behind))
			if c.IntN(8) == 0 {
				h.tidied(now)
				h.tidied(now.Add(-time.Minute))
			}
		}
		for range 8 {
			from := began.Add(time.Duration(c.Int64N(int64(now.Sub(began)))))
			to := from.Add(time.Duration(1 + c.Int64N(int64(now.Sub(from)+30*time.Hour))))
			at := fmt.Sprintf("seed %d, from %s to %s", seed, from, to)
			want, err := h.byLines(t.Context(), a.ID, from, to)
			require.NoError(t, err, at)
			got, err := h.Span(t.Context(), a.ID, from, to)
			require.NoError(t, err, at)
			require.Equal(t, bare(want), bare(got), at)
			if _, ok, err := h.byDays(t.Context(), a.ID, from, to); ok && err == nil {
				byDays++
			}
			cfg := report.AttendanceConfig{
				From: from, To: to, Now: now, Zone: zones[c.IntN(len(zones))], Shifts: shifts,
				Stints: []chat.Stint{{From: from.Add(time.Hour), To: from.Add(2 * time.Hour)}},
			}
			require.Equal(t, report.Attendance(want, cfg), report.Attendance(got, cfg), at)
		}
	}
	require.Greater(t, byDays, 20)
}

func TestAReportOverMonthsReadsARecordADay(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	a := chat.Agent{ID: "agt_1"}
	for n := range 90 * 20 {
		mode := []chat.AgentMode{chat.Available, chat.Break}[n%2]
		a = h.become(a, mode, noon.Add(time.Duration(n)*72*time.Minute))
	}
	now := noon.Add(90 * 24 * time.Hour)
	h.tidied(now)
	require.Len(t, h.keys("agentdays/"), 90)
	require.Len(t, h.keys("agentlog/"), 1800, "lines stay as they are")
	_, before, err := h.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	h.tidied(now)
	_, after, err := h.store.Changes(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Equal(t, before, after, "what is done is not done again")

	counted := &counter{Store: h.store}
	ls, err := New(Config{Store: counted, Keep: h.cfg.Keep}).Span(t.Context(), a.ID, noon, now)
	require.NoError(t, err)
	require.Len(t, ls, 1800)
	require.Less(t, counted.read, 200)
}

// counter counts the records that are listed.
type counter struct {
	store.Store
	read int
}

// List implements store.Store.
func (c *counter) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := c.Store.List(ctx, r)
	c.read += len(rs)
	return rs, err
}

func TestAFewLinesAreNotPutTogether(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	h.worked("agt_1", worth-1)
	h.tidied(noon.Add(48 * time.Hour))
	require.Empty(t, h.keys("agentdays/"))
	h.worked("agt_2", worth)
	h.tidied(noon.Add(time.Hour))
	require.Empty(t, h.keys("agentdays/"), "the day is not over")
}

func TestErasingAnAgentErasesTheDays(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	h.worked("agt_1", worth)
	h.worked("agt_2", worth)
	h.tidied(noon.Add(24 * time.Hour))
	require.Len(t, h.keys("agentdays/"), 2)
	require.NoError(t, h.Erase(t.Context(), "agt_1"))
	require.Equal(t, []string{records.AgentDay("agt_2", noon, 1)}, h.keys("agentdays/"))
	require.Len(t, h.keys("agentlog/"), worth)
}

// TestDaysOfAnAgentWhomAnOlderReleaseErasedAreNotRead has the lines alone deleted, as a release
// does that knows of no days.
func TestDaysOfAnAgentWhomAnOlderReleaseErasedAreNotRead(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	h.worked("agt_1", worth)
	now := noon.Add(24 * time.Hour)
	h.tidied(now)
	_, err := h.store.Commit(t.Context(), store.Batch{Delete: h.keys("agentlog/")})
	require.NoError(t, err)
	ls, err := h.Span(t.Context(), "agt_1", noon, now)
	require.NoError(t, err)
	require.Empty(t, ls)
	h.tidied(now.Add(24 * time.Hour))
	require.Empty(t, h.keys("agentdays/"))
}

// TestNoDayIsWrittenOfLinesThatAreGone has an agent erased between the look at the lines and the
// record of their day.
func TestNoDayIsWrittenOfLinesThatAreGone(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	h.worked("agt_1", worth)
	rs, err := records.List(t.Context(), h.store, "agentlog/")
	require.NoError(t, err)
	ls, err := h.byLines(t.Context(), "agt_1", noon, noon.Add(time.Hour))
	require.NoError(t, err)
	require.NoError(t, h.Erase(t.Context(), "agt_1"))
	done, err := h.write(t.Context(), "agt_1", rs, ls)
	require.NoError(t, err)
	require.True(t, done)
	require.Empty(t, h.keys("agentdays/"))
}

func TestOldDaysGoWithTheirLines(t *testing.T) {
	h := newHouse(t, 10*24*time.Hour)
	a := chat.Agent{ID: "agt_1"}
	for n := range 160 {
		mode := []chat.AgentMode{chat.Available, chat.Break}[n%2]
		at := noon.Add(time.Duration(n) * 6 * time.Hour)
		a = h.become(a, mode, at)
		h.tidied(at.Add(time.Hour))
	}
	require.LessOrEqual(t, len(h.keys("agentdays/")), 12)
	require.NotEmpty(t, h.keys("agentdays/"))
	now := noon.Add(40 * 24 * time.Hour)
	want, err := h.byLines(t.Context(), a.ID, now.Add(-8*24*time.Hour), now)
	require.NoError(t, err)
	got, err := h.Span(t.Context(), a.ID, now.Add(-8*24*time.Hour), now)
	require.NoError(t, err)
	require.Equal(t, bare(want), bare(got))
	all, err := h.byLines(t.Context(), a.ID, noon, now)
	require.NoError(t, err)
	got, err = h.Span(t.Context(), a.ID, noon, now)
	require.NoError(t, err)
	require.Equal(t, bare(all), bare(got), "beyond what is kept the lines say where it begins")
}

// TestADayHoldsNoLinesAcrossAGap has a line of a log missing: what a later release deleted, say. The
// record of a day numbers its lines one after the other.
func TestADayHoldsNoLinesAcrossAGap(t *testing.T) {
	h := newHouse(t, 400*24*time.Hour)
	h.worked("agt_1", worth+1)
	gone := h.keys("agentlog/")[10]
	_, err := h.store.Commit(t.Context(), store.Batch{Delete: []string{gone}})
	require.NoError(t, err)
	now := noon.Add(24 * time.Hour)
	h.tidied(now)
	after := records.AgentDay("agt_1", noon.Add(11*time.Minute), 12)
	require.Equal(t, []string{records.AgentDay("agt_1", noon, 1), after}, h.keys("agentdays/"))
	want, err := h.byLines(t.Context(), "agt_1", noon, now)
	require.NoError(t, err)
	got, err := h.Span(t.Context(), "agt_1", noon, now)
	require.NoError(t, err)
	require.Equal(t, bare(want), bare(got))
	require.Len(t, got, worth)
}

func TestADayHoldsWhatFollowsWithinOneDayOfUTC(t *testing.T) {
	ls := []chat.AgentLine{{N: 7, At: noon}}
	full := make([]chat.AgentLine, maxDay)
	full[maxDay-1] = ls[0]
	for name, c := range map[string]struct {
		before []chat.AgentLine
		next   chat.AgentLine
		want   bool
	}{
		"the next one":        {ls, chat.AgentLine{N: 8, At: noon.Add(time.Hour)}, true},
		"at the same instant": {ls, chat.AgentLine{N: 8, At: noon}, true},
		"one is missing":      {ls, chat.AgentLine{N: 9, At: noon.Add(time.Hour)}, false},
		"the same again":      {ls, chat.AgentLine{N: 7, At: noon}, false},
		"before midnight":     {ls, chat.AgentLine{N: 8, At: noon.Add(12*time.Hour - 1)}, true},
		"at midnight":         {ls, chat.AgentLine{N: 8, At: noon.Add(12 * time.Hour)}, false},
		"the record is full":  {full, chat.AgentLine{N: 8, At: noon}, false},
		"one more fits":       {full[1:], chat.AgentLine{N: 8, At: noon}, true},
	} {
		require.Equal(t, c.want, follows(c.before, c.next), name)
	}
}

func FuzzDecodeDay(f *testing.F) {
	f.Add(records.AgentDay("agt_1", noon, 7), `{"v":1,"lines":[
		{"ms":0,"mode":"available","cap":3},{"ms":60000,"mode":"break","cap":3}]}`)
	f.Add(records.AgentDay("agt_1", noon, 1), `{"v":1,"lines":[]}`)
	f.Fuzz(func(t *testing.T, key, value string) {
		ls, err := DecodeDay(store.Record{Key: key, Value: []byte(value)})
		if err != nil {
			return
		}
		require.NotEmpty(t, ls)
		for i := range ls[1:] {
			require.Equal(t, ls[i].N+1, ls[i+1].N)
			require.False(t, ls[i+1].At.Before(ls[i].At))
		}
	})
}
