package desk

import (
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// The limits of settings.
const (
	maxCapacity = 64
	maxTexts    = 64 << 10 // bytes of one setting
)

// check finds every fault of settings that are to be in force together. The error is chat.ErrInvalid.
func (s Settings) check() error {
	var errs []error
	fault := func(field, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%w: %s: %s", chat.ErrInvalid, field, fmt.Sprintf(format, args...)))
	}
	known := func(id string) bool {
		return id == "" || slices.ContainsFunc(s.Schedules, func(x Schedule) bool { return x.ID == id })
	}
	queue := func(id chat.QueueID) bool {
		return slices.ContainsFunc(s.Queues, func(x Queue) bool { return x.ID == id }) || len(s.Queues) == 0 && id == defaultQueue
	}
	for i, x := range s.Sites {
		at := fmt.Sprintf("sites[%d]", i)
		errs = append(errs, chat.CheckName(at+".id", string(x.ID)))
		if !known(x.Schedule) {
			fault(at+".schedule", "there is no schedule %q", x.Schedule)
		}
		if len(x.Queues) == 0 {
			fault(at+".queues", "missing")
		}
		for _, q := range x.Queues {
			if !queue(q) {
				fault(at+".queues", "there is no queue %q", q)
			}
		}
		for j, f := range x.Form {
			if !slices.Contains([]string{"name", "email", "phone", "text"}, f.Name) {
				fault(fmt.Sprintf("%s.form[%d].name", at, j), "want name, email, phone or text")
			}
		}
	}
	for i, x := range s.Queues {
		errs = append(errs, x.check(fmt.Sprintf("queues[%d]", i), known, queue))
	}
	for i, x := range s.Agents {
		errs = append(errs, x.check(fmt.Sprintf("agents[%d]", i), queue))
		if x.Login == "" {
			fault(fmt.Sprintf("agents[%d].login", i), "missing")
		}
	}
	for i, x := range s.Schedules {
		errs = append(errs, x.check(fmt.Sprintf("schedules[%d]", i)))
	}
	for i, x := range s.Canned {
		errs = append(errs, x.check(fmt.Sprintf("canned[%d]", i)))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return s.checkRules()
}

// checkRules compiles the rules as they would be in force.
func (s Settings) checkRules() error {
	all := settings{sites: s.Sites, queues: s.Queues, schedules: s.Schedules}
	for _, r := range s.Rules {
		all.rules = append(all.rules, RuleSetting{Rule: r})
	}
	all.fillIn()
	if err := all.compile(); err != nil {
		return fmt.Errorf("%w: rules: %w", chat.ErrInvalid, err)
	}
	return nil
}

func (q Queue) check(at string, schedule func(string) bool, queue func(chat.QueueID) bool) error {
	errs := []error{chat.CheckName(at+".id", string(q.ID))}
	fault := func(field, how string) {
		errs = append(errs, fmt.Errorf("%w: %s.%s: %s", chat.ErrInvalid, at, field, how))
	}
	if !schedule(q.Schedule) {
		fault("schedule", "there is no schedule "+q.Schedule)
	}
	if q.Overflow != "" && (!queue(q.Overflow) || q.Overflow == q.ID) {
		fault("overflow", "there is no other queue "+string(q.Overflow))
	}
	if q.Priority < -1000 || q.Priority > 1000 {
		fault("priority", "want -1000 to 1000")
	}
	if q.Weight < 0 || q.Weight > chat.MaxWeight {
		fault("weight", "want 1 to 64")
	}
	if q.Broadcast < 0 || q.Broadcast > chat.MaxOffers {
		fault("broadcast", "want 1 to 16")
	}
	if q.Limit < 0 || q.Reopen < 0 || q.Limit > 0 && q.Reopen >= q.Limit {
		fault("limit", "want a limit of 0 or more, and reopen below it")
	}
	if q.OfferFor < 0 || q.OverflowAfter < 0 || q.MaxWait < 0 || q.Target < 0 || q.HandleTime < 0 {
		fault("offer_for, overflow_after, max_wait, target, handle_time", "must not be negative")
	}
	for _, r := range q.Rings {
		for _, other := range r.Queues {
			if !queue(other) {
				fault("rings.queues", "there is no queue "+string(other))
			}
		}
	}
	return errors.Join(errs...)
}

func (s Schedule) check(at string) error {
	err := chat.CheckName(at+".id", s.ID)
	if s.Hours == nil {
		err = errors.Join(err, fmt.Errorf("%w: %s.hours: missing", chat.ErrInvalid, at))
	}
	return err
}

func (c Canned) check(at string) error {
	err := chat.CheckName(at+".id", c.ID)
	if len(c.Text) == 0 {
		err = errors.Join(err, fmt.Errorf("%w: %s.text: missing", chat.ErrInvalid, at))
	}
	for _, text := range c.Text {
		err = errors.Join(err, chat.CheckText(at+".text", text))
	}
	return err
}
