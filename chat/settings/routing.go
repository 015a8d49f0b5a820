package settings

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/routing"
)

// Strategy names what orders the agents of a tier: see routing.Builtin. The zero Strategy is the
// team's, and the team's is that of the host's Router, by default StrategyLeastLoaded.
type Strategy string

// The strategies.
const (
	StrategyLeastLoaded  Strategy = "least-loaded"
	StrategyMostSpare    Strategy = "most-spare"
	StrategyLongestIdle  Strategy = "longest-idle"
	StrategyRoundRobin   Strategy = "round-robin"
	StrategyHighestSkill Strategy = "highest-skill"
	StrategyWeighted     Strategy = "weighted"
	StrategyOccupancy    Strategy = "occupancy"
	StrategyPacking      Strategy = "packing"
)

// strategies are the built-in ones of package routing, each by its name there with hyphens. So one
// that routing gets can be set at once.
var strategies = func() map[Strategy]routing.Strategy {
	all := map[Strategy]routing.Strategy{}
	for _, b := range routing.Builtins() {
		all[Strategy(strings.ReplaceAll(b.String(), " ", "-"))] = b
	}
	return all
}()

// Routing is how sessions find agents in the whole team. What it leaves out is as the host's Router
// has it.
type Routing struct {
	// Strategy orders the agents of a tier, in queues that name none. Default: least-loaded.
	Strategy Strategy `json:"strategy,omitempty" enum:"strategies" default:"least-loaded"`
	// Ageing is the waiting time one level of priority is worth, up to a day. Default: 1 minute.
	Ageing time.Duration `json:"ageing,omitempty" range:"0s,24h" default:"1m"`
	// Strict serves higher priorities always first; lower ones may starve. Default: false.
	Strict bool `json:"strict,omitempty"`
	// LostBoost is added to the priority of a session whose agent was lost. Default: 0.
	LostBoost int `json:"lost_boost,omitempty" range:"0,1000" default:"0"`
	// Handover is how long before the end of a shift an agent takes nothing new, where the agent's
	// own settings do not say. At the end, what they have left goes to colleagues. Default: 0.
	Handover time.Duration `json:"handover,omitempty" range:"0s,12h" default:"0s"`

	Revision Revision `json:"-"`
}

// Check refuses what is out of bounds.
func (x Routing) Check(at string) error {
	var f faults
	f.bounds(at, reflect.ValueOf(x))
	return errors.Join(f...)
}

// into adds the team's routing to a configuration.
func (x Routing) into(c *routing.Config) {
	c.Strategy, c.Ageing, c.Strict = strategies[x.Strategy], x.Ageing, x.Strict
	c.LostBoost = x.LostBoost
}
