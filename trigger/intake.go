package trigger

import (
	"slices"
	"strings"
)

// Most rules are asked while a visitor looks at pages. Rules of intake are asked when a session
// begins or is written in, about the same attributes and by the same evaluation. What they do is
// part of the session from then on: its queue, its priority, who may serve it. So they cannot be
// undone by a visitor who comes back, and caps or quiet times would make the sorting of a question
// depend on how many there were before.

// The moments of a session. A rule that names them is a rule of intake: it sorts a session, and
// shows nothing. It has no other moments, no hold, limits or quiet time, it is of no visit but of
// the session, and no Suppress rule silences it.
const (
	OnStart   Moment = "start"   // a visitor begins a session, or leaves a message
	OnMessage Moment = "message" // the visitor of an open session writes
)

// The actions of intake, beside SetQueue and AddTag.
const (
	AddPriority ActionType = "priority" // more or less of it
	AddSkill    ActionType = "skill"    // an agent needs it
	AddNote     ActionType = "note"     // agents alone read it
)

// Sort is what actions of intake add to a session.
type Sort struct {
	Priority int    // AddPriority: ±1,000, but 0
	Skill    string // AddSkill: its name
	Level    int    // AddSkill: the least level, 1 to 10. Default: 1
}

// Of reports whether a rule is one of intake that a moment may fire.
func (m Moment) Of(r *Rule) bool { return slices.Contains(r.On, m) }

// sorting are the moments of intake.
var sorting = []Moment{OnStart, OnMessage}

// sorts are the actions of intake.
var sorts = []ActionType{SetQueue, AddTag, AddPriority, AddSkill, AddNote}

// onlySorts are those that no other rule has.
var onlySorts = []ActionType{AddPriority, AddSkill, AddNote}

// onlySorting are attributes that are known at the moments of intake alone. Those of the family
// form. are too.
var onlySorting = []string{"message.text", "queue.chosen"}

// notSorting are the attributes that nobody knows at a moment of intake: what only a page says of
// its visit.
var notSorting = []string{
	"page.title", "page.dwell", "site.dwell", "idle", "referrer.url", "referrer.host",
	"referrer.path",
	"visit.first", "visit.count", "visit.pages", "event.name", "agents.free", "queue.waiting",
	"prompt.open", "visitor.time_zone", "since.visit",
}

// intake reports whether a rule is one of intake.
func (r *Rule) intake() bool {
	return slices.ContainsFunc(r.On, func(m Moment) bool { return slices.Contains(sorting, m) })
}

// intake reports whether a rule is one of intake.
func (x *special) intake() bool {
	return slices.ContainsFunc(x.On, func(m Moment) bool { return slices.Contains(sorting, m) })
}

// intakeFaults finds what a rule of intake cannot have, and what only it can.
func intakeFaults(r *Rule) (faults Faults) {
	if !r.intake() {
		return noIntakeFaults(r)
	}
	for i, m := range r.On {
		if !slices.Contains(sorting, m) {
			what := "start and message are of a session, and do not go with "
			faults.add(item("/on", i), what+quote(string(m)))
		}
	}
	for _, m := range []struct {
		name  string
		there bool
	}{
		{"hold", r.Hold != 0}, {"limits", r.Limits != nil}, {"uncapped", r.Uncapped},
		{"quiet", r.Quiet != Quiet{}},
	} {
		if m.there {
			faults.add("/"+m.name, "a rule at start or message has no "+m.name)
		}
	}
	eachAttribute(r, func(name, at string) {
		if slices.Contains(notSorting, name) {
			faults.add(at, quote(name)+" is not known at start or message")
		}
	})
	eachAction(r, func(a *Action, at string) {
		// A type that nobody knows is told by builder.action.
		if slices.Contains(actionTypes, a.Type) && !slices.Contains(sorts, a.Type) {
			what := "a " + string(a.Type) + " makes no sense at start or message; what does: "
			faults.add(at+"/type", what+list(sorts))
		}
	})
	return faults
}

// noIntakeFaults finds what only a rule of intake has, in one that is none.
func noIntakeFaults(r *Rule) (faults Faults) {
	if !r.mayBeIntake() {
		return nil
	}
	eachAttribute(r, func(name, at string) {
		if onlyIntake(name) {
			faults.add(at, quote(name)+" is known at the moments start and message alone")
		}
	})
	eachAction(r, func(a *Action, at string) {
		if slices.Contains(onlySorts, a.Type) {
			what := "a " + string(a.Type) + " makes sense at the moments start and message alone"
			faults.add(at+"/type", what)
		}
	})
	return faults
}

// onlyIntake reports whether an attribute is known at the moments of intake alone.
func onlyIntake(name string) bool {
	return slices.Contains(onlySorting, name) || strings.HasPrefix(name, formFamily)
}

// mayBeIntake reports whether a rule has anything that only one of intake has. Of 10,000 rules
// nearly none has, so this walk makes no pointers, and takes a text with a variable for a yes.
func (r *Rule) mayBeIntake() bool {
	odd := func(a Action) bool {
		for _, text := range a.Text {
			if strings.IndexByte(text, '{') >= 0 {
				return true
			}
		}
		return slices.Contains(onlySorts, a.Type)
	}
	variant := func(v Variant) bool { return slices.ContainsFunc(v.Do, odd) }
	return asksIntake(&r.When, 0) || r.Rollout != nil && onlyIntake(r.Rollout.By) ||
		slices.ContainsFunc(r.Do, odd) || slices.ContainsFunc(r.Variants, variant)
}

// asksIntake reports whether a condition asks for what only a rule of intake knows.
func asksIntake(c *Cond, depth int) bool {
	if depth > maxDepth {
		return false // refused as too deep
	}
	for i := range c.All {
		if asksIntake(&c.All[i], depth+1) {
			return true
		}
	}
	for i := range c.Any {
		if asksIntake(&c.Any[i], depth+1) {
			return true
		}
	}
	return onlyIntake(c.Attr) || c.Not != nil && asksIntake(c.Not, depth+1)
}

// formFamily begins the names of the answers to what a site asks before a session.
const formFamily = "form."

// eachAction visits the actions of a rule and of its variants.
func eachAction(r *Rule, visit func(a *Action, at string)) {
	for i := range r.Do {
		visit(&r.Do[i], item("/do", i))
	}
	for k := range r.Variants {
		do := r.Variants[k].Do
		for i := range do {
			visit(&do[i], item(item("/variants", k)+"/do", i))
		}
	}
}

// eachAttribute visits the names of attributes that a rule goes by, in its condition, its rollout
// and its texts. It goes no deeper than a condition may be.
func eachAttribute(r *Rule, visit func(name, at string)) {
	var within func(c *Cond, at string, depth int)
	within = func(c *Cond, at string, depth int) {
		if depth > maxDepth {
			return
		}
		if c.Attr != "" {
			visit(c.Attr, at+"/attr")
		}
		for i := range c.All {
			within(&c.All[i], item(at+"/all", i), depth+1)
		}
		for i := range c.Any {
			within(&c.Any[i], item(at+"/any", i), depth+1)
		}
		if c.Not != nil {
			within(c.Not, at+"/not", depth+1)
		}
	}
	within(&r.When, "/when", 0)
	if r.Rollout != nil && r.Rollout.By != "" {
		visit(r.Rollout.By, "/rollout/by")
	}
	eachAction(r, func(a *Action, at string) {
		for _, lang := range sortedKeys(a.Text) {
			if !strings.Contains(a.Text[lang], "{") {
				continue
			}
			for piece, err := range pieces(a.Text[lang]) {
				if err == "" && piece.attr != "" {
					// A text that is filled in goes by an attribute like a condition does.
					visit(piece.attr, child(at+"/text", lang))
				}
			}
		}
	})
}
