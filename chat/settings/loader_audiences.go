package settings

import (
	"reflect"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// audiences are those that are not everybody, by whose they are.
type audiences map[Ref]*audience

type audience struct {
	of     Audience
	schema trigger.Schema
	set    func() *trigger.Set // compiles it when it is called first; nil: it is nobody
}

// HostAttributes implements Known: the attributes of the team that the host says.
func (t Team) HostAttributes() trigger.Schema {
	s := trigger.Schema{}
	for _, x := range t.Attributes {
		if x.From == "" || x.From == AttributeFromHost {
			s[x.ID] = attributeKinds[x.Type]
		}
	}
	return s
}

// Exclusive reports whether any site or queue is not for everybody.
func (s *InForce) Exclusive() bool { return len(s.audiences) > 0 }

// IsFor reports whether a site or a queue is for a visitor. The visit holds what the host vouches
// for, and as its Visitor whom a share goes by.
func (s *InForce) IsFor(k Kind, id string, v trigger.Visit, now time.Time) bool {
	a := s.audiences[Ref{Kind: k, ID: id}]
	if a == nil {
		return true
	}
	set := a.set()
	if set == nil {
		return false
	}
	// Beacons ask this for every queue of their site, so the memory is used again.
	res := looked.Get().(*trigger.Result)
	defer looked.Put(res)
	set.EvalTo(res, v, trigger.History{}, now)
	return len(res.Fires) > 0
}

var looked = sync.Pool{New: func() any { return new(trigger.Result) }}

// WhyFor says why a site or a queue is for a visitor, or why it is not; false where it is for
// everybody.
func (s *InForce) WhyFor(
	k Kind, id string, v trigger.Visit, now time.Time,
) (trigger.Explanation, bool) {
	a := s.audiences[Ref{Kind: k, ID: id}]
	if a == nil {
		return trigger.Explanation{}, false
	}
	set := a.set()
	if set == nil {
		return trigger.Explanation{Verdict: "cannot be read, and so is for nobody"}, true
	}
	x, err := set.Explain("audience", v, trigger.History{}, now)
	if err != nil {
		x.Verdict = err.Error()
	}
	return x, true
}

// keepAudiences has each audience ready. One that was in force before, with the same attributes, is
// used again.
func (l *loader) keepAudiences() {
	schema := l.out.HostAttributes()
	keep := func(k Kind, id string, of Audience) {
		if of.IsZero() {
			return
		}
		if l.out.audiences == nil {
			l.out.audiences = audiences{}
		}
		r := Ref{Kind: k, ID: id}
		before := l.last.audiences[r]
		if before != nil && reflect.DeepEqual(before.of, of) && reflect.DeepEqual(before.schema, schema) {
			l.out.audiences[r] = before
			return
		}
		l.out.audiences[r] = &audience{of, schema, sync.OnceValue(func() *trigger.Set {
			c := trigger.Config{Schema: schema}
			set, err := trigger.Compile([]trigger.Rule{of.rule(string(k) + "/" + id)}, c)
			if err != nil {
				return nil
			}
			return set
		})}
	}
	for _, x := range l.out.Sites {
		keep(KindSites, string(x.ID), x.For)
	}
	for _, x := range l.out.Queues {
		keep(KindQueues, string(x.ID), x.For)
	}
}
