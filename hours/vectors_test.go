package hours_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours"
)

type vectors struct {
	Cases []struct {
		Name     string
		Schedule *hours.Schedule
		Queries  []query
	}
}

type query struct {
	Op     string
	At, To time.Time
	Want   any
}

func (q query) answer(t *testing.T, s *hours.Schedule) any {
	instant := func(at time.Time, ok bool) any {
		if !ok {
			return "none"
		}
		return at.UTC().Format(time.RFC3339Nano)
	}
	switch q.Op {
	case "open":
		return s.Open(q.At)
	case "next_open":
		return instant(s.NextOpen(q.At))
	case "next_close":
		return instant(s.NextClose(q.At))
	case "prev_close":
		return instant(s.PrevClose(q.At))
	case "between":
		return s.Between(q.At, q.To).Seconds()
	}
	require.Fail(t, "unknown op", q.Op)
	return nil
}

func TestHardCases(t *testing.T) {
	data, err := os.ReadFile("testdata/hours_cases.json")
	require.NoError(t, err)
	var file vectors
	require.NoError(t, json.Unmarshal(data, &file))
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			for _, q := range c.Queries {
				require.Equal(t, q.Want, q.answer(t, c.Schedule), "%s at %s", q.Op, q.At)
			}
		})
	}
}
