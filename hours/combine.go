package hours

// combination is how the parts of a schedule make the whole.
type combination string

const (
	noCombination combination = ""
	union         combination = "union"
	intersection  combination = "intersect"
	difference    combination = "minus"
	fallback      combination = "first_open"
)

// Union is open where any of the schedules is. Why it is open, the first that is open says; why
// not, the first with a reason.
//
// A combination is a Schedule like any other, of schedules of any zones, combined ones among them.
// Its last call and grace are those of its first schedule, counted from its own closings. A nil
// schedule counts as one that never opens.
func Union(first *Schedule, more ...*Schedule) *Schedule { return combine(union, first, more) }

// Intersect is open where all of the schedules are. Why it is closed, the first that is closed
// says; why it is open, the first.
func Intersect(first *Schedule, more ...*Schedule) *Schedule {
	return combine(intersection, first, more)
}

// Minus is open where the first schedule is and none of the others. Where another takes away open
// time, it says why.
func Minus(first *Schedule, others ...*Schedule) *Schedule { return combine(difference, first, others) }

// FirstOpen answers with the first schedule where that is open, else with the first of the
// fallbacks that is, so it is open where Union is; what it adds is State.Part, the one that
// answers. Where none is open, the first says why.
func FirstOpen(first *Schedule, fallbacks ...*Schedule) *Schedule {
	return combine(fallback, first, fallbacks)
}

func combine(kind combination, first *Schedule, more []*Schedule) *Schedule {
	s := new(Schedule)
	s.merge(kind, append([]*Schedule{first}, more...))
	return s
}

// merge makes the schedule a combination. Its labels are those of the parts, one part's after
// another's.
func (s *Schedule) merge(kind combination, parts []*Schedule) {
	c := &combined{kind: kind}
	var labels []string
	for _, part := range parts {
		if part == nil {
			part = new(Schedule)
		}
		c.parts = append(c.parts, part)
		c.bases = append(c.bases, uint32(len(labels)))
		labels = append(labels, part.labels...)
		if len(part.labels) == 0 {
			labels = append(labels, "")
		}
	}
	s.config, s.kind, s.parts, s.labels = Config{}, kind, c.parts, labels
	s.lastCall, s.grace = c.parts[0].lastCall, c.parts[0].grace
	s.adopt(c)
}
