package settings

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/trigger"
)

// siteRules is the rules at one site: sites differ in where nothing is ever shown.
//
// Their Set is made when it is asked for first, of the Set before if there is one. Until then the
// Set before is kept, and handed on where the rules change once more, so that there is one to begin
// with however rarely somebody asks.
type siteRules struct {
	with trigger.Config
	set  func() *trigger.Set    // makes the Set when it is called first
	made atomic.Pointer[madeOf] // the Set, or the one to begin with; nil: none yet
}

// ruleList is rules in force, with what is known of each.
type ruleList struct {
	rules   []Rule
	known   []checkedRule // of each rule
	retired []Retired
}

// madeOf is a Set with the rules that it was made of.
type madeOf struct {
	*trigger.Set
	of ruleList
}

func newSiteRules(now ruleList, with trigger.Config, base *madeOf) *siteRules {
	s := &siteRules{with: with}
	s.made.Store(base)
	s.set = sync.OnceValue(func() *trigger.Set {
		set := now.compile(with, s.made.Load())
		s.made.Store(&madeOf{set, now})
		return set
	})
	return s
}

// compile makes a Set of rules that were checked. One that cannot be made shows no prompt. A rule
// that is retired is known, and fires no more.
func (l ruleList) compile(with trigger.Config, base *madeOf) *trigger.Set {
	off := l.off()
	if at, ok := l.onlyChange(base); ok {
		r := l.rules[at].Rule
		r.Disabled = r.Disabled || off[r.ID]
		if set, ok := base.Replace(r); ok {
			return set
		}
	}
	plain := make([]trigger.Rule, len(l.rules))
	for i := range l.rules { // they are large
		plain[i] = l.rules[i].Rule
		plain[i].Disabled = plain[i].Disabled || off[plain[i].ID]
	}
	var set *trigger.Set
	var err error
	if base == nil || base.Set == nil {
		set, err = trigger.Compile(plain, with)
	} else {
		set, err = base.Recompile(plain, l.changedSince(base.of))
	}
	if err != nil {
		return nil
	}
	return set
}

// onlyChange returns the place of the one rule that is another than in the rules before. It is false
// where that is not all that has changed.
func (l ruleList) onlyChange(base *madeOf) (place int, ok bool) {
	if base == nil || base.Set == nil || len(l.rules) != len(base.of.rules) {
		return 0, false
	}
	before := base.of
	for i := range l.rules {
		if l.known[i].part == before.known[i].part {
			continue
		}
		if ok {
			return 0, false
		}
		place, ok = i, true
	}
	ok = ok && l.rules[place].Rule.ID == before.rules[place].Rule.ID
	return place, ok && maps.Equal(l.off(), before.off())
}

// off returns the rules that are retired, by id.
func (l ruleList) off() map[string]bool {
	off := map[string]bool{}
	for _, x := range l.retired {
		if x.Kind == KindRules {
			off[x.ID] = true
		}
	}
	return off
}

// changedSince tells of the rules at each place, which are asked for in their order, whether they
// are others than the rules before with their ids. Both lists are mostly sorted by id; a rule that
// is not found for want of that has changed.
func (l ruleList) changedSince(before ruleList) func(place int) bool {
	next, off, was := 0, l.off(), before.off()
	return func(place int) bool {
		id := l.rules[place].Rule.ID
		for next < len(before.rules) && before.rules[next].Rule.ID < id {
			next++
		}
		if next == len(before.rules) || before.rules[next].Rule.ID != id {
			return true
		}
		same := l.known[place].part == before.known[next].part
		return !same || off[id] != was[id]
	}
}
