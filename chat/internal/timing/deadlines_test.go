package timing

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

func TestDeadlinesFallDueInOrderOnceAndNeverEarly(t *testing.T) {
	var ts Deadlines
	ts.Set("late", noon.Add(3*time.Second))
	ts.Set("b", noon.Add(time.Second))
	ts.Set("a", noon.Add(time.Second))
	ts.Set("gone", noon)
	ts.Set("gone", time.Time{})
	ts.Set("moved", noon)
	ts.Set("moved", noon.Add(2*time.Second))

	at, ok := ts.Next()
	require.True(t, ok)
	require.Equal(t, noon.Add(time.Second), at)
	require.Empty(t, ts.Due(noon.Add(time.Second-1)))
	require.Equal(t, []string{"a", "b", "moved"}, ts.Due(noon.Add(2*time.Second)))
	require.Equal(t, []string{"late"}, ts.Due(noon.Add(time.Hour)))
	_, ok = ts.Next()
	require.False(t, ok)
}

func TestDeadlinesAgreeWithAScanOfAllDeadlines(t *testing.T) {
	var ts Deadlines
	model := map[string]time.Time{}
	r := rand.New(rand.NewPCG(1, 2))
	now := noon
	for range 20_000 {
		key := fmt.Sprint(r.IntN(60))
		switch r.IntN(4) {
		case 0:
			ts.Set(key, time.Time{})
			delete(model, key)
		case 1:
			now = now.Add(time.Duration(r.IntN(5)) * time.Second)
			for _, k := range ts.Due(now) {
				require.False(t, model[k].After(now), "early")
				require.Contains(t, model, k, "twice")
				delete(model, k)
			}
			for k, at := range model {
				require.True(t, at.After(now), "%s was due", k)
			}
		default:
			at := now.Add(time.Duration(r.IntN(20)+1) * time.Second)
			ts.Set(key, at)
			model[key] = at
		}
		require.Len(t, ts.heap, len(model))
	}
}
