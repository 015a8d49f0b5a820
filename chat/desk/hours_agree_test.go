package desk_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// randomHours is a week with a few intervals, a last call and a grace.
func randomHours(t *testing.T, r *rand.Rand) *hours.Schedule {
	t.Helper()
	cfg := hours.Config{
		Zone:     []string{"UTC", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"}[r.IntN(4)],
		LastCall: time.Duration(r.IntN(4)*10) * time.Minute, Grace: time.Duration(r.IntN(4)*10) * time.Minute,
	}
	for _, day := range []string{"Mon", "Tue", "Wed", "Sat", "Sun"} {
		if from := r.IntN(20); r.IntN(4) > 0 {
			cfg.Rules = append(cfg.Rules, hours.Week(day, fmt.Sprintf("%02d:00-%02d:30", from, min(from+1+r.IntN(10), 29))))
		}
	}
	h, err := hours.New(cfg)
	require.NoError(t, err)
	return h
}

// TestEverybodySaysTheSameOfTheHours asks the door, the visitor who begins, the board and the text for search engines, at
// random instants and at each edge.
func TestEverybodySaysTheSameOfTheHours(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	seen, texts := map[hours.Phase]int{}, 0
	for n := range 20 {
		h := randomHours(t, r)
		s := newShop(t, settings.Team{
			Sites:     []settings.Site{{ID: "main", Schedule: "h", Queues: []chat.QueueID{"help"}}},
			Queues:    []settings.Queue{{ID: "help", NoAgent: settings.NoAgentWait}},
			Schedules: []settings.Schedule{{ID: "h", Hours: h}},
			Agents:    []settings.Agent{{Login: "sue", Name: "Sue", Supervisor: true}},
		})
		read := h
		if published, err := schemaorg.Marshal(h); err == nil { // not everything can be said there
			read, err = schemaorg.Unmarshal(published, h.Location().String())
			require.NoError(t, err)
			texts++
		}
		at := monday.Add(time.Duration(r.IntN(7*24*60)) * time.Minute)
		for k := range 12 {
			s.setClock(at)
			s.settle()
			v := s.visitor(1000*n + k)
			a, err := v.Availability(s.ctx, "", "")
			require.NoError(t, err)
			seen[a.Phase]++
			_, err = v.Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
			var refused *desk.Refusal
			if errors.As(err, &refused) {
				require.ErrorIs(t, err, chat.ErrOutsideHours)
				require.Equal(t, a.NextOpen, refused.NextOpen, "the door and the refusal")
				require.False(t, a.Accepting)
				require.Zero(t, a.LastCall)
			} else {
				require.NoError(t, err)
				require.Equal(t, hours.PhaseOpen, a.Phase)
				require.True(t, a.Accepting)
				require.Zero(t, a.NextOpen)
			}
			b, err := s.supervisor("sue").Board(s.ctx)
			require.NoError(t, err)
			require.Equal(t, a.Open, b.Queues[0].Open, "the door and the board")
			require.Equal(t, a.Open, read.Open(at), "the door and what is published")
			for i, p := range a.Hours {
				if i == 0 && a.Open {
					require.Equal(t, p.End.UTC(), a.ClosesAt.UTC(), "what is shown and when it closes")
				} else if !p.Start.Before(at) && !a.NextOpen.IsZero() {
					require.Equal(t, p.Start.UTC(), a.NextOpen.UTC(), "what is shown and when it opens")
					break
				}
			}
			if !a.LastCall.IsZero() {
				require.Equal(t, hours.PhaseLastCall, h.At(a.LastCall).Phase)
				require.Equal(t, hours.PhaseOpen, h.At(a.LastCall.Add(-time.Second)).Phase)
			}
			if next := h.At(at).Until; !next.IsZero() && k%2 == 0 {
				at = next // the very edge
			} else {
				at = at.Add(time.Duration(r.IntN(180)) * time.Minute)
			}
		}
	}
	require.Greater(t, texts, 5)
	for _, p := range []hours.Phase{hours.PhaseOpen, hours.PhaseLastCall, hours.PhaseGrace, hours.PhaseClosed} {
		require.Greater(t, seen[p], 10, p)
	}
}
