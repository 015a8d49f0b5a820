package routing

import "time"

// Strategy orders the agents who could serve a request and have room for it,
// within one tier and queue priority. Less must be a strict weak order that
// depends on its arguments alone; agents neither of whom is less are ordered
// by longest idle, those idle since the same instant by the longest ago chosen,
// then by id. A host's own strategy costs O(log n) an
// assignment; [LeastLoaded], [MostSpare], [LongestIdle], [RoundRobin] and
// [Packing] cost O(1).
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

// Builtin is one of the strategies that come with the package. Every one is a
// total order: ties go by longest idle, then by turn, then by id.
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
)

var builtinNames = [...]string{"least loaded", "most spare", "longest idle", "round robin",
	"highest skill", "weighted", "occupancy", "packing"}

// String is the strategy's name in lower case.
func (b Builtin) String() string { return nameOf(builtinNames[:], int(b)) }

// Less implements [Strategy].
func (b Builtin) Less(q Requirement, x, y AgentView) bool {
	switch b {
	case MostSpare:
		return x.Capacity-x.Used > y.Capacity-y.Used
	case RoundRobin, Weighted:
		return x.Turn < y.Turn
	case HighestSkill:
		if sx, sy := levelSum(q.Skills, x.Skills), levelSum(q.Skills, y.Skills); sx != sy {
			return sx > sy
		}
	case Occupancy:
		if x.Busy != y.Busy {
			return x.Busy < y.Busy
		}
	case Packing:
		return ratioLess(y.Used, y.Capacity, x.Used, x.Capacity)
	case LongestIdle:
		return false
	}
	return ratioLess(x.Used, x.Capacity, y.Used, y.Capacity)
}

// ratioLess compares u1/c1 < u2/c2 exactly.
func ratioLess(u1, c1, u2, c2 int) bool { return u1*c2 < u2*c1 }

// levelSum adds up the levels an agent has in the needed skills.
func levelSum(need, has []Skill) int {
	sum := 0
	for _, n := range need {
		sum += levelOf(has, n.Name)
	}
	return sum
}

// levelOf is the level in a skill, 0 without it.
func levelOf(has []Skill, name string) int {
	best := 0
	for _, s := range has {
		if s.Name == name {
			best = max(best, s.Level, 1)
		}
	}
	return best
}
