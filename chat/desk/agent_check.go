package desk

import (
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
)

// check refuses settings of an agent that are out of bounds or name an unknown queue. Errors name
// their fields below at.
func (a AgentSettings) check(at string, queue func(chat.QueueID) bool) error {
	var errs []error
	if len(a.Login) > maxExternID {
		errs = append(errs, wrong(below(at, "login"), fmt.Sprintf("%d bytes, at most %d", len(a.Login), maxExternID)))
	}
	errs = append(errs, under(at, chat.CheckAgent(chat.Agent{
		Name: a.Name, Queues: a.Queues, Skills: a.Skills, Languages: a.Languages, Capacity: a.Capacity, Tier: a.Tier,
	})))
	for i, q := range a.Queues[:min(len(a.Queues), chat.MaxServes)] {
		if !queue(q.Queue) {
			errs = append(errs, wrong(fmt.Sprintf("%s[%d].queue", below(at, "queues"), i), fmt.Sprintf("there is no queue %.64q", q.Queue)))
		}
	}
	if a.Everything && !a.Supervisor {
		errs = append(errs, wrong(below(at, "everything"), "only a supervisor watches everything"))
	}
	return errors.Join(errs...)
}

// under puts the field that each fault names below the field at.
func under(at string, err error) error {
	if err == nil {
		return nil
	}
	faults := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		faults = joined.Unwrap()
	}
	var errs []error
	for _, f := range faults {
		field := strings.TrimPrefix(f.Error(), chat.ErrInvalid.Error()+": ")
		errs = append(errs, fmt.Errorf("%w: %s", chat.ErrInvalid, below(at, field)))
	}
	return errors.Join(errs...)
}
