package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Reference says that a setting names another one in a field.
type Reference struct {
	From  Ref
	Field string
	To    Ref
}

// CheckRetired refuses settings in force that name a retired one, and a team of which every site or
// queue is retired. The error names the setting that refers to the other. Retired settings may name
// each other: they go together.
func (t Team) CheckRetired() error {
	if len(t.Retired) == 0 {
		return nil
	}
	var f faults
	for _, x := range t.references() {
		f.when(t.IsRetired(x.To.Kind, x.To.ID) && !t.IsRetired(x.From.Kind, x.From.ID),
			string(x.To.Kind), "%s is retired, and %s refers to it: %s", x.To, x.From, x.Field)
	}
	f.when(
		len(t.Sites) > 0 && len(t.SitesInForce()) == 0, "sites", "the last one cannot be retired",
	)
	f.when(
		len(t.Queues) > 0 && len(t.QueuesInForce()) == 0, "queues", "the last one cannot be retired",
	)
	return errors.Join(f...)
}

// SitesInForce returns the sites that are not retired.
func (t Team) SitesInForce() []Site { return without(t, t.Sites, KindSites, siteID) }

// QueuesInForce returns the queues that are not retired.
func (t Team) QueuesInForce() []Queue { return without(t, t.Queues, KindQueues, queueID) }

// CannedInForce returns the canned replies that are not retired.
func (t Team) CannedInForce() []Canned { return without(t, t.Canned, KindCanned, cannedID) }

func without[T any](t Team, list []T, k Kind, id func(T) string) []T {
	if len(t.Retired) == 0 {
		return list
	}
	var out []T
	for _, x := range list {
		if !t.IsRetired(k, id(x)) {
			out = append(out, x)
		}
	}
	return out
}

// Gone returns those retired settings that are done with and that no setting which stays refers to.
func (t Team) Gone(done func(Retired) bool) []Ref {
	var going []Ref
	for _, r := range t.Retired {
		if done(r) {
			going = append(going, r.Ref)
		}
	}
	goes := func(r Ref) bool { return slices.ContainsFunc(going, r.is) }
	references := t.references()
	for more := true; more; {
		more = false
		for _, x := range references {
			if goes(x.To) && !goes(x.From) {
				going = slices.DeleteFunc(going, x.To.is)
				more = true
			}
		}
	}
	return going
}

// references returns every place where a setting names another one. An agent who serves a queue
// does not count: somebody has to serve what is left of its line.
func (t Team) references() (all []Reference) {
	note := func(from Ref, field string, k Kind, id string) {
		if to := (Ref{Kind: k, ID: id}); id != "" && !to.is(from) {
			all = append(all, Reference{from, field, to})
		}
	}
	for _, x := range t.Sites {
		me := Ref{Kind: KindSites, ID: string(x.ID)}
		note(me, "schedule", KindHours, x.Schedule)
		for i, id := range x.Help.schedules() {
			note(me, helpSchedules[i], KindHours, id)
		}
		for i, q := range x.Queues {
			note(me, fmt.Sprintf("queues[%d]", i), KindQueues, string(q))
		}
	}
	audience := func(me Ref, a Audience) {
		a.asks(func(field, attr string) {
			if has(t.Attributes, attr, attributeID) {
				note(me, field, KindAttributes, attr)
			}
		})
	}
	for _, x := range t.Sites {
		audience(Ref{Kind: KindSites, ID: string(x.ID)}, x.For)
	}
	for _, x := range t.Queues {
		me := Ref{Kind: KindQueues, ID: string(x.ID)}
		audience(me, x.For)
		note(me, "schedule", KindHours, x.Schedule)
		note(me, "overflow", KindQueues, string(x.Overflow))
		for i, r := range x.Rings {
			for _, q := range r.Queues {
				note(me, fmt.Sprintf("rings[%d].queues", i), KindQueues, string(q))
			}
		}
	}
	for _, x := range t.Canned {
		note(Ref{Kind: KindCanned, ID: x.ID}, "queue", KindQueues, string(x.Queue))
	}
	for _, x := range t.Rules {
		t.referencesOf(x.Rule, note)
	}
	return all
}

// referencesOf notes what a rule names: queues, hours, attributes, sites and other rules.
func (t Team) referencesOf(r trigger.Rule, note func(from Ref, field string, k Kind, id string)) {
	me := Ref{Kind: KindRules, ID: r.ID}
	attr := func(field, name string) {
		if hours, ok := strings.CutPrefix(name, "hours."); ok {
			note(me, field, KindHours, hours)
		}
		if rule, ok := strings.CutPrefix(name, "prompt.fate."); ok && has(t.Rules, rule, ruleID) {
			note(me, field, KindRules, rule)
		}
		if has(t.Attributes, name, attributeID) {
			note(me, field, KindAttributes, name)
		}
	}
	eachLeaf(r.When, func(c trigger.Cond) {
		attr("when", c.Attr)
		if c.Attr == "site.id" {
			for _, id := range textsOf(c.Value) {
				note(me, "when", KindSites, id)
			}
		}
	})
	if r.Rollout != nil {
		attr("rollout.by", r.Rollout.By)
	}
	for _, a := range doings(r) {
		if a.Type == trigger.SetQueue {
			note(me, "do.queue", KindQueues, string(chat.QueueID(a.Queue)))
		}
		for _, x := range t.Attributes {
			for _, text := range a.Text {
				if fills(text, x.ID) {
					note(me, "do.text", KindAttributes, x.ID)
				}
			}
		}
	}
}

// doings returns everything that a rule or one of its variants does.
func doings(r trigger.Rule) []trigger.Action {
	do := slices.Clone(r.Do)
	for _, v := range r.Variants {
		do = append(do, v.Do...)
	}
	return do
}

// fills reports whether a text has a place for an attribute.
func fills(text, attr string) bool {
	return strings.Contains(text, "{"+attr+"}") || strings.Contains(text, "{"+attr+"|")
}

// eachLeaf visits the comparisons of a condition.
func eachLeaf(c trigger.Cond, visit func(trigger.Cond)) {
	if c.Attr != "" {
		visit(c)
	}
	for _, x := range c.All {
		eachLeaf(x, visit)
	}
	for _, x := range c.Any {
		eachLeaf(x, visit)
	}
	if c.Not != nil {
		eachLeaf(*c.Not, visit)
	}
}
