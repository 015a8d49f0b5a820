package chat

import (
	"errors"
	"fmt"
	"time"
)

// The limits of an agent's settings.
const (
	MaxServes    = 32 // queues an agent serves
	MaxLanguages = 16
	maxSkill     = 32 // characters of a skill's name
	maxLevel     = 10
	maxDelay     = 24 * time.Hour
)

// CheckAgent refuses settings of an agent that are out of bounds: a name of 1 to 80 characters that
// shows something, a capacity of 0 (the default) to MaxWeight, at most MaxServes queues, each once,
// with a priority of -1000 to 1000 and a delay of 0 to 24 hours, at most MaxSkills skills with a
// level of 0 (which counts as 1) to 10, at most MaxLanguages languages, a tier of -1000 to 1000,
// and a photo as CheckPicture takes it.
// All faults are told at once. What changes with the agent's work is not looked at.
func CheckAgent(a Agent) error {
	errs := []error{
		missing("name", a.Name), short("name", a.Name, 80), within("capacity", a.Capacity, 0, MaxWeight), within("tier", a.Tier, -1000, 1000),
		within("skills", len(a.Skills), 0, MaxSkills), within("queues", len(a.Queues), 0, MaxServes), within("languages", len(a.Languages), 0, MaxLanguages),
		CheckPicture("photo", a.Photo),
	}
	served := map[QueueID]bool{}
	for i, s := range a.Queues {
		at := fmt.Sprintf("queues[%d]", i)
		errs = append(errs, CheckName(at+".queue", string(s.Queue)), within(at+".priority", s.Priority, -1000, 1000))
		if s.Delay < 0 || s.Delay > maxDelay {
			errs = append(errs, invalid(at+".delay_seconds", fmt.Sprintf("%v, want 0 to 24 hours", s.Delay)))
		}
		if served[s.Queue] {
			errs = append(errs, invalid(at+".queue", "is there twice"))
		}
		served[s.Queue] = true
	}
	for i, s := range a.Skills {
		at := fmt.Sprintf("skills[%d]", i)
		errs = append(errs, missing(at+".name", s.Name), short(at+".name", s.Name, maxSkill), within(at+".level", s.Level, 0, maxLevel))
	}
	for i, l := range a.Languages {
		at := fmt.Sprintf("languages[%d]", i)
		errs = append(errs, missing(at, l), CheckLocale(at, l))
	}
	return errors.Join(errs...)
}
