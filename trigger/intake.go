package trigger

import (
	"slices"
	"strings"
)

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
		if slices.Contains(actionTypes, a.Type) && !slices.Contains(sorts, a.Type) {
			what := "a " + string(a.Type) + " makes no sense at start or message; what does: "
			faults.add(at+"/type", what+list(sorts))
		}
	})
	return faults
}

func noIntakeFaults(r *Rule) (faults Faults) {
	eachAttribute(r, func(name, at string) {
		if slices.Contains(onlySorting, name) || strings.HasPrefix(name, formFamily) {
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
					visit(piece.attr, child(at+"/text", lang))
				}
			}
		}
	})
}
