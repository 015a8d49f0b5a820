package trigger_test

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// shelf is history/<visitor> with compare-and-set, as every store has it.
type shelf struct {
	mu      sync.Mutex
	rev     int
	history trigger.History
}

func (s *shelf) get() (trigger.History, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history, s.rev
}

func (s *shelf) put(h trigger.History, rev int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if rev != s.rev {
		return false
	}
	s.history, s.rev = h, rev+1
	return true
}

// show is what a node does with a look: evaluate, claim, write; on a conflict all over again.
func (s *shelf) show(set *trigger.Set, v trigger.Visit, now time.Time) (shown []string) {
	for {
		h, rev := s.get()
		res := set.Eval(v, h, now)
		if len(res.Fires) == 0 {
			return nil
		}
		shown = shown[:0]
		for _, f := range res.Fires {
			if next, _, err := set.Claim(v, h, f.Rule(), now); err == nil {
				h, shown = next, append(shown, f.Rule())
			}
		}
		if s.put(h, rev) {
			return shown
		}
	}
}

func TestAThousandParallelLooksFireOnce(t *testing.T) {
	set := compile(t, `[{"id":"a","group":"prompt","priority":1,"limits":[{"max":1,"per":"24h"}],`+promptDo+`},
	 {"id":"b","group":"prompt",`+promptDo+`},{"id":"c","limits":[{"max":1,"per":"visit","scope":"all"}],`+promptDo+`}]`)
	var s shelf
	var fires atomic.Int64
	var all sync.WaitGroup
	for range 1000 {
		all.Go(func() { fires.Add(int64(len(s.show(set, visitAt("/a", t0), t0)))) })
	}
	all.Wait()
	require.EqualValues(t, 1, fires.Load())
	require.Equal(t, []string{"a"}, s.history.OpenPrompts(t0))
}

func TestTheLoserOfARaceIsToldThatTheCapIsReached(t *testing.T) {
	set := compile(t, `[{"id":"a","limits":[{"max":2,"per":"1h"}]},{"id":"b","group":"g",`+promptDo+`},{"id":"c","group":"g",`+promptDo+`}]`)
	v := visitAt("/a", t0)
	h := claim(t, set, v, trigger.History{}, "a", t0)
	h = claim(t, set, v, h, "a", t0.Add(time.Minute))
	_, _, err := set.Claim(v, h, "a", t0.Add(2*time.Minute))
	require.ErrorIs(t, err, trigger.ErrCapped)
	h = claim(t, set, v, h, "a", t0.Add(time.Hour))
	require.Empty(t, h.OpenPrompts(t0.Add(time.Hour)))

	h = claim(t, set, v, h, "b", t0)
	_, _, err = set.Claim(v, h, "c", t0)
	require.ErrorIs(t, err, trigger.ErrCapped, "the other tab took the group")
	_, _, err = set.Claim(v, h, "nothing", t0)
	require.ErrorIs(t, err, trigger.ErrNoRule)
}

func TestCapsCountByWindowVisitDayAndLifetime(t *testing.T) {
	at := func(s string) time.Time {
		t, _ := time.Parse(time.RFC3339, s)
		return t
	}
	for name, c := range map[string]struct {
		limit     string
		next      time.Time
		lifts     func(*trigger.Visit)
		lateEvent bool
	}{
		"sliding":            {`{"max":1,"per":"90m"}`, t0.Add(90 * time.Minute), nil, false},
		"visit":              {`{"max":1,"per":"visit"}`, time.Time{}, func(v *trigger.Visit) { v.Started = t0.Add(time.Hour) }, true},
		"lifetime":           {`{"max":1}`, time.Time{}, nil, false},
		"a day in Tallinn":   {`{"max":1,"per":"calendar:Europe/Tallinn"}`, at("2026-11-02T22:00:00Z"), nil, false},
		"a day in Kathmandu": {`{"max":1,"per":"calendar:Asia/Kathmandu"}`, at("2026-11-02T18:15:00Z"), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			set := compile(t, `[{"id":"r","limits":[`+c.limit+`]}]`)
			v := visitAt("/a", t0)
			h := claim(t, set, v, trigger.History{}, "r", t0)
			res := set.Eval(v, h, t0.Add(time.Minute))
			require.Empty(t, res.Fires)
			require.True(t, c.next.Equal(res.Next), "%s, want %s", res.Next, c.next)
			if !c.next.IsZero() {
				require.Empty(t, set.Eval(v, h, c.next.Add(-1)).Fires)
				require.Len(t, set.Eval(v, h, c.next).Fires, 1)
			}
			if c.lifts != nil {
				c.lifts(&v)
				require.Len(t, set.Eval(v, h, t0.Add(2*time.Hour)).Fires, 1)
			}
		})
	}
}

// Havana's clocks go from 23:59:59 to 01:00 on 8 March 2026, and back over midnight on 1 November.
func TestACalendarDayEndsWhereClocksSkipMidnight(t *testing.T) {
	set := compile(t, `[{"id":"r","limits":[{"max":1,"per":"calendar:America/Havana"}]}]`)
	for fired, next := range map[string]string{
		"2026-03-08T04:30:00Z": "2026-03-08T05:00:00Z", // 23:30, next day from 01:00
		"2026-03-08T05:30:00Z": "2026-03-09T04:00:00Z",
		"2026-10-31T20:00:00Z": "2026-11-01T04:00:00Z",
	} {
		at, _ := time.Parse(time.RFC3339, fired)
		h := claim(t, set, visitAt("/a", at), trigger.History{}, "r", at)
		res := set.Eval(visitAt("/a", at), h, at.Add(2*time.Second))
		require.Equal(t, next, res.Next.Format(time.RFC3339), fired)
	}
}

func TestHistoryStaysSmall(t *testing.T) {
	rules := make([]trigger.Rule, 0, 600)
	for i := range 600 {
		rules = append(rules, trigger.Rule{ID: "rule-" + string(rune('a'+i%26)) + string(rune('a'+i/26)), Group: "g" + string(rune('a'+i%26)), Limits: []trigger.Limit{{Max: 32}}})
	}
	set, err := trigger.Compile(rules, trigger.Config{})
	require.NoError(t, err)
	var h trigger.History
	now := t0
	for range 40 {
		for _, r := range rules {
			now = now.Add(5 * time.Second)
			if next, _, err := set.Claim(visitAt("/a", now), h, r.ID, now); err == nil {
				h = next
			}
		}
	}
	require.LessOrEqual(t, len(h.Seen), trigger.MaxSeen)
	for _, s := range h.Seen {
		require.LessOrEqual(t, len(s.At), 32)
	}
	text, err := json.Marshal(h)
	require.NoError(t, err)
	require.Less(t, len(text), 128<<10)
}

func TestAnEventOfANodeWhoseClockIsAheadSilencesNoRuleWithoutAQuietPeriod(t *testing.T) {
	s := compile(t, `[{"id":"free","quiet":{"dismissed":"1m"}},{"id":"quiet","quiet":{"engaged":"1m","chat_ended":"1m"}}]`)
	ahead := trigger.History{Accepted: t0.Add(time.Second), ChatStarted: t0.Add(time.Second), ChatEnded: t0.Add(time.Second)}
	fires := s.Eval(visitAt("/", t0), ahead, t0).Fires
	require.Len(t, fires, 1)
	require.Equal(t, "free", fires[0].Rule())
}
