package replica

import (
	"bytes"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/shifts"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// relieveEvery is how often it is tried to hand over what is left of an agent whose shift is over,
// while nobody is there who could take it.
const relieveEvery = 5 * time.Second

// plans is the plans of agents who work in shifts.
type plans struct {
	book shifts.Book
	due  timing.Deadlines // when each is looked at next, by id and the time of day
}

// shiftTimes is the part of a Replica that is about shifts.
type shiftTimes struct{ of *Replica }

// ShiftDue is what there is to do about one agent because of their plan.
type ShiftDue struct {
	Agent    chat.AgentID
	Rev      store.Rev // of the agent's record
	Plan     shifts.Plan
	Act      shifts.Act
	Sessions []chat.SessionID // of a relief: those that colleagues can take over
}

// plan returns an agent's plan by the settings in force.
func (s *state) plan(a chat.Agent) shifts.Plan {
	if s.settings == nil {
		return shifts.Plan{}
	}
	return s.team.plans.book.Plan(a, s.settings.ShiftHours, s.settings.Handover())
}

// setShift sets when an agent's plan is looked at next. While the agent is not there, it is not.
func (s *state) setShift(id chat.AgentID, now time.Time) {
	a := s.team.inStep(s.team.agents[id].value)
	if a.Removed || a.ID == "" {
		s.team.plans.book.Drop(id)
	}
	at, _ := s.plan(a).Next(a, now)
	s.team.plans.due.Set(string(id), at)
}

// Shift returns where an agent stands in their plan.
func (x shiftTimes) Shift(a chat.Agent, now time.Time) chat.Shift {
	r := x.of
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.plan(a).Standing(a, now)
}

// NextShift returns when an agent's plan is looked at next. It is false when no agent with a plan
// is there, or not everything is loaded.
func (x shiftTimes) NextShift() (time.Time, bool) {
	r := x.of
	r.mu.Lock()
	defer r.mu.Unlock()
	due, ok := r.state.team.plans.due.Next()
	return due, ok && r.state.loaded
}

// ShiftsDue returns what there is to do now because of agents' plans. It is looked at again a
// little later: until then the feed should have told that it was done.
func (x shiftTimes) ShiftsDue(now time.Time) (all []ShiftDue) {
	r := x.of
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.state
	for _, key := range s.team.plans.due.Due(now) {
		a, ok := s.team.agents[chat.AgentID(key)]
		if !ok {
			continue
		}
		plan := s.plan(a.value)
		at, act := plan.Next(s.team.inStep(a.value), now)
		if act == "" || at.After(now) {
			s.team.plans.due.Set(key, at)
			continue
		}
		// A relief that finds nobody is not told of, and tried again after a pause.
		do := ShiftDue{Agent: a.value.ID, Rev: a.rev, Plan: plan, Act: act}
		pause := again
		if act == shifts.Relief {
			do.Sessions, pause = s.relieved(do.Agent, now), relieveEvery
		}
		s.team.plans.due.Set(key, now.Add(pause))
		if act != shifts.Relief || len(do.Sessions) > 0 {
			all = append(all, do)
		}
	}
	return all
}

// relieved returns the sessions of an agent that somebody else is there for.
func (s *state) relieved(id chat.AgentID, now time.Time) (ids []chat.SessionID) {
	for x := range s.sessions.owned[id] {
		k := s.sessions.at(x).value
		if k.State != chat.Active && k.State != chat.Held {
			continue
		}
		if d, ok := s.demandOf(k, now); ok && !d.Among(s.team.there).Nobody() {
			ids = append(ids, x)
		}
	}
	slices.Sort(ids)
	return ids
}

// samePlan reports whether what an agent's plan asks for is the same by both records, in the same
// mode.
func samePlan(a, b chat.Agent) bool {
	p, q := a.Plan, b.Plan
	return a.ModeReason == b.ModeReason && a.Removed == b.Removed &&
		p.Schedule == q.Schedule && bytes.Equal(p.Own, q.Own) && p.Handover == q.Handover &&
		p.Chosen.Equal(q.Chosen) && p.Done.Equal(q.Done) && p.Resumes == q.Resumes
}
