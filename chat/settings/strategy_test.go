package settings_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
)

func TestTheBuiltInStrategiesOfRoutingCanBeSetByTheirNames(t *testing.T) {
	named := []settings.Strategy{
		settings.StrategyLeastLoaded, settings.StrategyMostSpare, settings.StrategyLongestIdle,
		settings.StrategyRoundRobin, settings.StrategyHighestSkill, settings.StrategyWeighted,
		settings.StrategyOccupancy, settings.StrategyPacking,
	}
	for i, s := range named {
		team := settings.Team{Routing: &settings.Routing{Strategy: s}}
		in := settings.Load(settings.Stored{}.With(settings.Stored{Routing: []*settings.Read[settings.Routing]{
			{ID: settings.TeamID, Value: *team.Routing},
		}}, nil), "", nil, settings.Builders{})
		require.Equal(t, routing.Strategy(routing.Builtins()[i]), in.Router.Strategy, s)
	}
}
