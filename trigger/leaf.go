package trigger

import (
	"net/netip"
	"slices"
	"strings"
)

// leaf is one compiled comparison. Equal comparisons of all rules share one.
//
// A leaf is exact: whatever the index says, a rule fires only after test has said of each of its
// leaves what the tree of its condition wants to hear. The index only chooses which rules are worth
// asking. So what a leaf compares with is brought, once and while compiling, into the form in which
// the attribute comes (folded, decoded, sorted), and test does no more than compare.
//
// An attribute that a visit does not have is a case of its own. It is never like anything, so Eq
// and Lt and all that ask for a likeness are false, and Ne, NotIn and NoneOf are true: see missing.
type leaf struct {
	value Value // as it was written, for explanations and Set.Rule
	folds bool  // likewise
	attr  int
	op    Op
	kind  Kind
	form  textForm // in which the attribute is compared
	fold  bool
	timed bool // the clock alone can change whether it is true
	odd   bool // it is compared with something that the attribute can hardly be

	want    bool
	num, hi float64
	at      int64 // an instant or a length of time, in nanoseconds
	str     string
	above   string   // of a prefix that ends in a slash: the text without it
	list    []string // sorted
	nets    []netip.Prefix
	re      matcher
	cost    int // of re, in instructions
	memo    int // where the verdict of re is kept during an evaluation
}

// slow reports a pattern that no column helps with, so that it runs whenever its rule is
// considered.
func (l *leaf) slow() bool { return l.re != nil && l.str == "" }

// fact is an attribute's value in one visit.
type fact struct {
	epoch uint32 // of the evaluation it was read in
	ok    bool
	num   float64
	at    int64 // an instant, or a Duration's anchor
	str   string
	page  string // of page.url, str in the form of sameURL
	low   string // str folded, if any leaf wants it
	list  []string
	addr  netip.Addr
}

// test compares exactly, and knows nothing of the index. now counts for lengths of time.
func (l *leaf) test(f *fact, now int64) bool {
	if l.op == Exists {
		return f.ok == l.want
	}
	if !f.ok {
		return l.op.missing()
	}
	switch l.kind {
	case String:
		return l.testText(f)
	case Number:
		return l.testNumber(f.num)
	case Bool:
		return (f.num == 1) == l.want
	case List:
		return l.testList(f.list)
	// A length of time is kept as the instant it counts from, so that nothing has to be read anew
	// as time goes by. Only Ge and Lt are allowed.
	case Duration:
		return (now-f.at >= l.at) == (l.op == Ge)
	case Instant:
		return l.op == Before && f.at < l.at || l.op == After && f.at > l.at
	}
	return slices.ContainsFunc(l.nets, func(p netip.Prefix) bool { return p.Contains(f.addr) })
}

// testNumber compares a number. Both ends of Between count.
func (l *leaf) testNumber(x float64) bool {
	switch l.op {
	case Eq:
		return x == l.num
	case Ne:
		return x != l.num
	case Lt:
		return x < l.num
	case Le:
		return x <= l.num
	case Gt:
		return x > l.num
	case Ge:
		return x >= l.num
	}
	return x >= l.num && x <= l.hi
}

// testText compares a text, which is in the leaf's form already. For an address a slash at the end
// does not count, so "/sale/" as a prefix holds at "/sale", too.
func (l *leaf) testText(f *fact) bool {
	s := f.str
	if l.fold {
		s = f.low
	}
	switch l.op {
	case Prefix:
		return strings.HasPrefix(s, l.str) || l.form.slash() && slashEnd(l.str) && l.whole(f, s) == l.above
	case Contains:
		return strings.Contains(s, l.str) || l.form.slash() && slashEnd(l.str) && strings.HasSuffix(s, trimSlash(l.str))
	case Regexp:
		return l.re.MatchString(s)
	}
	// From here on whole texts are compared, or ends of them, and "/sale/" is "/sale". The leaf's
	// own text has lost its slash while compiling.
	if l.form.slash() {
		s = trimSlash(s)
	}
	switch l.op {
	case Suffix:
		return strings.HasSuffix(s, l.str)
	case Glob:
		return l.re.MatchString(s)
	}
	switch s = l.whole(f, s); l.op {
	case Eq:
		return s == l.str
	case Ne:
		return s != l.str
	}
	_, found := slices.BinarySearch(l.list, s)
	return found == (l.op == In)
}

// whole returns the form of a text in which whole texts are compared: s, but for an address.
func (l *leaf) whole(f *fact, s string) string {
	if l.form == wholeURL && l.fold {
		return fold(f.page)
	}
	if l.form == wholeURL {
		return f.page
	}
	return s
}

// testList compares a list that the visit has. The leaf's own list is sorted, so each item is found
// by binary search.
func (l *leaf) testList(items []string) bool {
	if l.op == AllOf {
		return !slices.ContainsFunc(l.list, func(s string) bool { return !slices.Contains(items, s) })
	}
	// AnyOf and NoneOf ask the same and want opposite answers. Nothing is in an empty list, so
	// NoneOf holds there.
	found := slices.ContainsFunc(items, func(s string) bool {
		_, ok := slices.BinarySearch(l.list, s)
		return ok
	})
	return found == (l.op == AnyOf)
}
