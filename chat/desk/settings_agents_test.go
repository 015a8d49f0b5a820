package desk_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

func TestTheSettingsOfAnAgentAreReadAsTheyWereWritten(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		own, err := hours.New(hours.Config{Zone: "Europe/Tallinn"})
		require.NoError(t, err)
		want := settings.Agent{
			Login: "kai", Name: "Kai",
			Queues: []chat.Serves{{Queue: "help", Priority: 2, Delay: time.Minute}},
			Skills: []chat.Skill{{Name: "pl", Level: 3}}, Languages: []string{"et", "en"},
			Capacity: 5,
			Tier:     1, Share: 2, Handover: 10 * time.Minute, Shifts: own,
		}
		id, err := s.Host().PutAgent(t.Context(), want)
		require.NoError(t, err)
		read := func(x desk.Settings) (settings.Agent, bool) {
			all, err := x.Agents(t.Context())
			require.NoError(t, err)
			n := slices.IndexFunc(all, func(a settings.Agent) bool { return a.ID == id })
			if n < 0 {
				return settings.Agent{}, false
			}
			return all[n], true
		}
		got, ok := read(s.Host().Settings())
		require.True(t, ok)
		want.Login, want.ID = "", id
		text := func(h *hours.Schedule) string {
			b, err := json.Marshal(h)
			require.NoError(t, err)
			return string(b)
		}
		require.JSONEq(t, text(want.Shifts), text(got.Shifts))
		want.Shifts, got.Shifts, got.Revision = nil, nil, 0
		require.Equal(t, want, got)

		require.NoError(t, s.Host().RemoveAgent(t.Context(), id))
		_, ok = read(s.Host().Settings())
		require.True(t, ok, "retired, and still there to be taken back")
	})
}

func TestSettingsOfAnAgentThatSomebodyChangedMeanwhileAreNotWrittenOver(t *testing.T) {
	play(t, one(), func(t *testing.T, s *scene) {
		kais := settings.Agent{Login: "kai", Name: "Kai", Hosted: true}
		id, err := s.Host().PutAgent(t.Context(), kais)
		require.NoError(t, err)
		read := func() settings.Agent {
			all, err := s.Host().Settings().Agents(t.Context())
			require.NoError(t, err)
			return all[slices.IndexFunc(all, func(a settings.Agent) bool { return a.ID == id })]
		}
		seen := read()
		require.NotZero(t, seen.Revision)
		kai := s.Desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "kai", Verified: true})
		_, err = kai.SetStatus(t.Context(), chat.Break, "")
		require.NoError(t, err)
		require.Equal(t, seen.Revision, read().Revision, "a break is no setting")
		theirs := seen
		theirs.Capacity = 7
		_, err = s.Host().PutAgent(t.Context(), theirs)
		require.NoError(t, err)
		mine := seen
		mine.Name = "Kai P."
		_, err = s.Host().PutAgent(t.Context(), mine)
		require.ErrorIs(t, err, chat.ErrRevision)
		require.Equal(t, 7, read().Capacity)
		mine = read()
		mine.Name = "Kai P."
		_, err = s.Host().PutAgent(t.Context(), mine)
		require.NoError(t, err)
		require.Equal(t, "Kai P.", read().Name)
		mine.Revision = 0
		_, err = s.Host().PutAgent(t.Context(), mine)
		require.NoError(t, err, "who has read none writes over any")
	})
}
