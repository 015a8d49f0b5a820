package routing

import (
	"cmp"
	"time"
)

// Strategy orders the agents who could serve a request and have room for it, within one tier and
// queue priority. Less must be a strict weak order that depends on its arguments alone. Ties break
// by longest idle, then least recently chosen, then ID. A host's own strategy costs O(log n) an
// assignment; [LeastLoaded], [MostSpare], [LongestIdle], [RoundRobin] and [Packing] cost O(1).
type Strategy interface {
	// Less reports whether a goes before b for requests that need q.
	Less(q Requirement, a, b AgentView) bool
}

// Requirement is what a strategy sees of a request.
type Requirement struct {
	Queue   string
	Channel string
	Weight  int
	Skills  []Skill // the minima of the present ring; not to be changed
}

// AgentView is what a strategy sees of an agent, with proposals in flight counted.
type AgentView struct {
	ID        string
	Tier      int
	Capacity  int
	Used      int
	Share     int
	Turn      int64
	Busy      int
	IdleSince time.Time
	Skills    []Skill // not to be changed
}

// Builtin is one of the strategies that come with the package. Ties break by longest idle, then by
// turn, then by ID.
type Builtin uint8

// The strategies.
const (
	// LeastLoaded: the smallest Used/Capacity.
	LeastLoaded Builtin = iota
	// MostSpare: the most free units.
	MostSpare
	// LongestIdle: the longest time since the load changed.
	LongestIdle
	// RoundRobin: the longest ago offered or assigned.
	RoundRobin
	// HighestSkill: the highest sum of levels in the required skills, then LeastLoaded.
	HighestSkill
	// Weighted: turns in proportion to Share.
	Weighted
	// Occupancy: the smallest part of busy time, then LeastLoaded.
	Occupancy
	// Packing: the largest Used/Capacity that still has room.
	Packing

	builtins // how many there are; it stays last
)

var builtinNames = [builtins]string{"least loaded", "most spare", "longest idle", "round robin",
	"highest skill", "weighted", "occupancy", "packing"}

// Builtins returns all built-in strategies: for menus, and for tests that are to forget none.
func Builtins() []Builtin {
	all := make([]Builtin, builtins)
	for i := range all {
		all[i] = Builtin(i)
	}
	return all
}

// String returns the strategy's name in lower case.
func (b Builtin) String() string { return nameOf(builtinNames[:], int(b)) }

// Less implements [Strategy]. A value that is none of the constants orders nobody.
func (b Builtin) Less(q Requirement, x, y AgentView) bool {
	return b.compare(x.merits(b, q), y.merits(b, q)) < 0
}

// merits are the numbers of an agent that the built-in strategies compare.
type merits struct {
	used, capacity int
	busy           int
	skill          int // the sum of levels in the required skills
	turn           int64
}

// compare returns the one definition of the built-in strategies. It is negative if x goes before y,
// positive if y goes before x, and 0 for a tie.
func (b Builtin) compare(x, y merits) int {
	switch b {
	case LeastLoaded:
		return compareLoads(x, y)
	case MostSpare:
		return (y.capacity - y.used) - (x.capacity - x.used)
	case RoundRobin, Weighted:
		return cmp.Compare(x.turn, y.turn)
	case HighestSkill:
		return cmp.Or(y.skill-x.skill, compareLoads(x, y))
	case Occupancy:
		return cmp.Or(x.busy-y.busy, compareLoads(x, y))
	case Packing:
		return compareLoads(y, x)
	}
	return 0 // LongestIdle: the tie is all there is
}

// compareLoads compares used/capacity exactly.
func compareLoads(x, y merits) int { return x.used*y.capacity - y.used*x.capacity }

// merits adds up skills only for the strategy that looks at them.
func (v AgentView) merits(b Builtin, q Requirement) merits {
	m := merits{used: v.Used, capacity: v.Capacity, busy: v.Busy, turn: v.Turn}
	if b == HighestSkill {
		m.skill = levelSum(q.Skills, v.Skills)
	}
	return m
}

// levelSum adds up the levels an agent has in the needed skills.
func levelSum(need, has []Skill) int {
	sum := 0
	for _, n := range need {
		sum += levelOf(has, n.Name)
	}
	return sum
}

// levelOf returns the level in a skill, 0 without it.
func levelOf(has []Skill, name string) int {
	best := 0
	for _, s := range has {
		if s.Name == name {
			best = max(best, s.Level, 1)
		}
	}
	return best
}
