package routing_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	. "github.com/switchboard-go/switchboard/routing"
)

var french = Requirement{Skills: []Skill{{Name: "fr", Level: 1}}}

// preferences say, for each built-in strategy, who goes first and who second.
var preferences = map[Builtin][2]AgentView{
	LeastLoaded:  {{Used: 1, Capacity: 4}, {Used: 1, Capacity: 3}},
	MostSpare:    {{Used: 4, Capacity: 8}, {Used: 0, Capacity: 3}},
	LongestIdle:  {}, // nothing but the tie that the engine breaks
	RoundRobin:   {{Turn: 1, Used: 2, Capacity: 3}, {Turn: 2, Capacity: 3}},
	HighestSkill: {{Skills: []Skill{{Name: "fr", Level: 3}}, Used: 2, Capacity: 3}, {Skills: []Skill{{Name: "fr", Level: 2}, {Name: "de", Level: 9}}, Capacity: 3}},
	Weighted:     {{Turn: 1, Used: 2, Capacity: 3}, {Turn: 2, Capacity: 3}},
	Occupancy:    {{Busy: 100, Used: 2, Capacity: 3}, {Busy: 101, Capacity: 3}},
	Packing:      {{Used: 1, Capacity: 3}, {Used: 1, Capacity: 4}},
}

func TestEveryBuiltinStrategyPrefersWhatItsNameSays(t *testing.T) {
	for _, b := range Builtins() {
		pair, told := preferences[b]
		require.True(t, told, "say whom %v prefers", b)
		assert.Equal(t, b != LongestIdle, b.Less(french, pair[0], pair[1]), "%v", b)
		assert.False(t, b.Less(french, pair[1], pair[0]), "%v", b)
	}
	for _, b := range []Builtin{HighestSkill, Occupancy} {
		assert.True(t, b.Less(french, AgentView{Used: 1, Capacity: 4}, AgentView{Used: 1, Capacity: 3}), "%v falls back to the load", b)
	}
}

func TestEveryBuiltinStrategyHasAName(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Builtins() {
		assert.NotEmpty(t, b.String())
		assert.False(t, seen[b.String()], "%v twice", b)
		seen[b.String()] = true
	}
	assert.Len(t, seen, len(preferences))
}

func TestTheLanesOfEveryBuiltinStrategyKeepToItsDefinition(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 9))
	agent := func() AgentView {
		capacity := 1 + rnd.IntN(80)
		return AgentView{Capacity: capacity, Used: rnd.IntN(capacity), Turn: rnd.Int64N(3), Busy: rnd.IntN(3)}
	}
	for _, b := range Builtins() {
		for range 20_000 {
			x, y := agent(), agent()
			require.True(t, LevelsAgree(b, x, y), "%v: %+v, %+v", b, x, y)
		}
	}
}

// TestAnOrderOfAgentsIsStrict holds that Less is a strict weak order: nobody
// goes before themselves, and no two before each other.
func TestAnOrderOfAgentsIsStrict(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 9))
	agent := func() AgentView {
		return AgentView{Capacity: 1 + rnd.IntN(4), Used: rnd.IntN(4), Turn: rnd.Int64N(3), Busy: rnd.IntN(3),
			Skills: []Skill{{Name: "fr", Level: rnd.IntN(4)}}}
	}
	for _, b := range Builtins() {
		for range 5_000 {
			x, y, z := agent(), agent(), agent()
			require.False(t, b.Less(french, x, x), "%v", b)
			require.False(t, b.Less(french, x, y) && b.Less(french, y, x), "%v", b)
			require.False(t, b.Less(french, x, y) && b.Less(french, y, z) && !b.Less(french, x, z), "%v", b)
		}
	}
}
