package chat

import (
	"fmt"
	"slices"
)

// Power is one thing that a supervisor, or an agent, may do in the queues they watch. All but
// PowerSee are for the host to give or to keep: a supervisor who has PowerSee alone reads, and changes nothing.
type Power string

// The powers.
const (
	// PowerSee is to read sessions, figures and settings. Every supervisor has it.
	PowerSee Power = "see"
	// PowerAnswer is to take sessions and to write in them, and to ban.
	PowerAnswer Power = "answer"
	// PowerPlace is to say who has which session and who takes any: to assign, to transfer what is
	// not one's own, to end, move and re-prioritise a session in line, to set others' status and
	// capacity. An agent who is no supervisor may have it for the line of their queues.
	PowerPlace Power = "place"
	// PowerConfigure is to write settings and agents.
	PowerConfigure Power = "configure"
	// PowerErase is to erase a visitor.
	PowerErase Power = "erase"
	// PowerEverything is all of them, also those that a later release adds.
	PowerEverything Power = "everything"
)

var powers = []Power{
	PowerSee, PowerAnswer, PowerPlace, PowerConfigure, PowerErase, PowerEverything,
}

// May reports whether the agent may do something. One who is no supervisor may see and answer. A
// supervisor's record without powers is one of an earlier release, which knew no fewer than all.
func (a Agent) May(p Power) bool {
	if len(a.Powers) > 0 {
		return slices.Contains(a.Powers, PowerEverything) || slices.Contains(a.Powers, p)
	}
	return a.Supervisor || p == PowerSee || p == PowerAnswer
}

// MayAll reports whether the agent may do whatever another one may.
func (a Agent) MayAll(other Agent) bool {
	for _, p := range powers {
		if other.May(p) && !a.May(p) {
			return false
		}
	}
	return true
}

// CheckPowers refuses powers that do not exist, that come twice, or that leave out PowerSee: nobody
// changes what they cannot see. None at all is for who is no supervisor.
func CheckPowers(ps []Power) error {
	for i, p := range ps {
		at := fmt.Sprintf("powers[%d]", i)
		if !slices.Contains(powers, p) {
			return invalid(at, "want see, answer, place, configure, erase or everything")
		}
		if slices.Contains(ps[:i], p) {
			return invalid(at, "is there twice")
		}
	}
	if !slices.Contains(ps, PowerSee) && !slices.Contains(ps, PowerEverything) && ps != nil {
		return invalid("powers", "see is missing")
	}
	return nil
}
