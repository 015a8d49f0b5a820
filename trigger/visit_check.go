package trigger

import (
	"fmt"
	"slices"
	"strings"
)

// CheckVisit lists what a Set can make nothing of in a visit, for a host's tests: an attribute that
// no rule could name, one of another kind than it is declared with, and one that the Set takes from
// elsewhere in the visit or the history. [Set.Eval] takes all of these for missing, so that ne,
// not_in, none_of and not hold. A visit beyond its bounds ([Visit.Check]) is told as well. The
// error is an [ErrVisit] and holds [Faults], all at once, whose pointers are places in the visit;
// nil means that there is nothing to tell.
func (s *Set) CheckVisit(v Visit) error {
	s = s.orNone()
	if err := v.Check(); err != nil {
		return err
	}
	var faults Faults
	for _, name := range sortedKeys(v.Attrs) {
		if reason := s.config.misfit(name, v.Attrs[name]); reason != "" {
			faults.add(child("/attrs", name), reason)
		}
	}
	for i, m := range v.Moments {
		if !knownMoment(m) {
			near := didYouMean(string(m), plainNames(moments))
			faults.add(item("/moments", i), "unknown moment "+quote(string(m))+near)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrVisit, faults)
}

// misfit says why an attribute of a visit counts as missing, or is "".
func (c *Config) misfit(name string, x Value) string {
	o, _, ok := c.origin(name)
	switch {
	case !ok:
		near := didYouMean(name, c.attributes())
		return "unknown attribute" + near + "; declare it in Config.Schema"
	case o.source != fromAttrs && o.source != fromPaths:
		return "is not read from attrs: the Set knows it from elsewhere"
	}
	var f fact
	if f.take(o.kind, x); f.ok {
		return ""
	}
	return "a value of the kind " + o.kind.String() + " is expected, not " + x.String()
}

// moments are those with a name of their own.
var moments = []Moment{
	OnPage, OnCart, OnExit, OnAgents, OnChat, OnTimer, OnIdle, OnHours,
	OnStart, OnMessage, OnEvent(""),
}

func knownMoment(m Moment) bool {
	name, event := strings.CutPrefix(string(m), "event:")
	return event && validName(name) || slices.Contains(moments, m)
}
