package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// TestColleaguesAreListedSomeAtATimeAndFoundByName holds that a page begins as the whole list does,
// and that what is asked for is what is listed.
func TestColleaguesAreListedSomeAtATimeAndFoundByName(t *testing.T) {
	seed := settings.Team{Queues: []settings.Queue{{ID: "help"}, {ID: "orders"}}}
	for i := range 30 {
		seed.Agents = append(seed.Agents, settings.Agent{
			Login: fmt.Sprint("a", i), Name: fmt.Sprintf("%c-%d", 'Z'-i%26, i), Capacity: 1,
			Queues: []chat.Serves{{Queue: "help"}},
		})
	}
	s := newShop(t, seed)
	s.available("a7", "a20")
	ann := s.agent("a0")
	all, err := ann.TransferTargets(s.ctx)
	require.NoError(t, err)
	require.Len(t, all, 2+29)
	for limit := 1; limit < 40; limit++ {
		page, err := desk.TargetQuery{Limit: limit}.By(s.ctx, ann)
		require.NoError(t, err)
		require.Equal(t, all[:min(len(all), 2+limit)], page.Targets, limit)
		require.Equal(t, limit < 29, page.More, limit)
	}
	found := func(q desk.TargetQuery) (names []string) {
		page, err := q.By(s.ctx, ann)
		require.NoError(t, err)
		for _, x := range page.Targets[2:] {
			names = append(names, x.Name)
		}
		return names
	}
	require.Equal(t, []string{"S-7"}, found(desk.TargetQuery{Text: "s-7"}))
	two := []desk.TransferTarget{all[9], all[5]}
	require.Equal(t, []string{two[1].Name, two[0].Name},
		found(desk.TargetQuery{Agents: []chat.AgentID{two[0].Agent, two[1].Agent}}))
	require.Empty(t, found(desk.TargetQuery{Text: "nobody"}))
	for field, q := range map[string]desk.TargetQuery{
		"q: ":     {Text: strings.Repeat("é", 101)},
		"agent: ": {Agents: make([]chat.AgentID, 51)},
		"limit: ": {Limit: -1},
	} {
		_, err := q.By(s.ctx, ann)
		require.ErrorIs(t, err, chat.ErrInvalid)
		require.ErrorContains(t, err, field)
	}
}
