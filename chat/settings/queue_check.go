package settings

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Check refuses a queue that could not be served. Whether queues go together is Load's to say.
func (q Queue) Check(at string, known Known) error {
	var f faults
	f.add(chat.CheckName(below(at, "id"), string(q.ID)))
	f.when(q.Schedule != "" && !known.HasSchedule(q.Schedule), below(at, "schedule"),
		"there is no schedule %q", q.Schedule)
	f.when(q.Overflow != "" && (!known.HasQueue(q.Overflow) || q.Overflow == q.ID), below(at, "overflow"),
		"there is no other queue %q", q.Overflow)
	f.when(len(q.Skills) > chat.MaxSkills, below(at, "skills"), "want at most %d", chat.MaxSkills)
	for i, s := range q.Skills { // a skill that no session can require would refuse every visitor
		f.add(chat.CheckSkills(fmt.Sprintf("%s[%d]", below(at, "skills"), i), []chat.Skill{s}))
	}
	f.when(q.Limit > 0 && q.Reopen >= q.Limit, below(at, "reopen"),
		"want 0 or more, and less than the limit")
	f.bounds(at, reflect.ValueOf(q))
	f.add(q.For.check(below(at, "for"), known))
	q.checkOutcomes(&f, at)
	checkOwnFields(&f, below(at, "fields"), q.Fields)
	q.checkRings(&f, at, known)
	return errors.Join(f...)
}

// maxOutcomes is how many outcomes a queue may have.
const maxOutcomes = 30

func (q Queue) checkOutcomes(f *faults, at string) {
	f.when(len(q.Outcomes) > maxOutcomes, below(at, "outcomes"), "want at most %d", maxOutcomes)
	for i, o := range q.Outcomes {
		one := fmt.Sprintf("%s[%d]", below(at, "outcomes"), i)
		f.when(o == "", one, "is empty")
		f.add(chat.CheckLine(one, o, chat.MaxOutcome))
		f.when(slices.Contains(q.Outcomes[:i], o), one, "%q is there twice", o)
	}
	f.when(q.OutcomeNeeded && len(q.Outcomes) == 0, below(at, "outcome_needed"),
		"there are no outcomes")
}

func (q Queue) checkRings(f *faults, at string, known Known) {
	var before time.Duration
	for i, r := range q.Rings {
		ring := fmt.Sprintf("%s[%d]", below(at, "rings"), i)
		f.when(r.After >= 0 && r.After <= before, ring+".after",
			"want more than 0, and more than the ring before")
		f.when(slices.Contains(r.Drop, ""), ring+".drop", "names an empty skill")
		for _, other := range r.Queues {
			f.when(!known.HasQueue(other), ring+".queues", "there is no queue %q", other)
		}
		before = r.After
	}
}
