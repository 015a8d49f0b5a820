package trigger

import (
	"fmt"
	"strings"
	"time"
)

// An explanation for a person at a console. The data is in Explanation itself, and pages write it
// in their own words; these are English, short, and one line a reason, so that lines of two
// explanations can be compared. Instants are in UTC, as everything about a set of rules is.

// String writes the explanation for a console, an indented line for each part.
func (x Explanation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s at %s: %s\n", x.Rule, x.At.UTC().Format(time.RFC3339), x.Verdict)
	// Two instants that are easily taken for one: the condition may hold long before the rule
	// fires, while a cap or a quiet time still keeps it back.
	if !x.Fires && !x.FiresFrom.IsZero() {
		fmt.Fprintf(&b, "  fires from %s if nothing changes\n", clockTime(x.FiresFrom, x.At))
	}
	if !x.When.True && !x.TrueFrom.IsZero() {
		fmt.Fprintf(&b, "  true from %s if nothing changes\n", clockTime(x.TrueFrom, x.At))
	}
	x.When.write(&b, "  ", x.At)
	if x.Moment != nil {
		x.Moment.write(&b, "  ", x.At)
	}
	if r := x.Rollout; r != nil {
		fmt.Fprintf(&b, "  %s rollout: bucket %d of %s, needs %s\n", mark(r.In), r.Bucket, r.By, r.Needs)
	}
	if x.Variant != "" {
		fmt.Fprintf(&b, "  variant %s\n", x.Variant)
	}
	if h := x.Hold; h != nil {
		fmt.Fprintf(&b, "  hold %s%s\n", h.Needs, until(", due", h.Due, x.At))
	}
	for _, c := range x.Caps {
		fmt.Fprintf(&b, "  %s cap %s: %d used%s\n", mark(c.Free), c.Limit, c.Used, until(", allowed again", c.Next, x.At))
	}
	for _, v := range x.Vetoes {
		// A tick is good for the rule that is explained, so a veto that holds has none.
		fmt.Fprintf(&b, "  %s suppress rule %s\n", mark(!v.Active), v.Rule)
		v.When.write(&b, "    ", x.At)
	}
	for _, bl := range x.Blocks {
		fmt.Fprintf(&b, "  - %s: %s%s\n", bl.By, bl.Why, until(", until", bl.Until, x.At))
	}
	return b.String()
}

// write writes a part of a condition, with its own parts below it, two blanks further in.
func (br Branch) write(b *strings.Builder, indent string, at time.Time) {
	switch {
	case br.Leaf != "":
		fmt.Fprintf(b, "%s%s %s, is %s%s\n", indent, mark(br.True), br.Leaf, br.Actual, until(turns(br.True), br.From, at))
	case br.Not != nil:
		fmt.Fprintf(b, "%s%s not\n", indent, mark(br.True))
		br.Not.write(b, indent+"  ", at)
	case br.Any != nil:
		fmt.Fprintf(b, "%s%s any of\n", indent, mark(br.True))
	default:
		fmt.Fprintf(b, "%s%s all of\n", indent, mark(br.True))
	}
	// The capacity is cut, so that append does not write into the caller's All.
	for _, kid := range append(br.All[:len(br.All):len(br.All)], br.Any...) {
		kid.write(b, indent+"  ", at)
	}
}

// mark returns the sign in front of a line.
func mark(ok bool) string {
	if ok {
		return "✓"
	}
	return "✗"
}

// turns returns the words before the instant at which a leaf changes.
//
// A leaf that is true now is true until then, and one that is not is true from then on.
func turns(is bool) string {
	if is {
		return ", until"
	}
	return ", true from"
}

// until returns words with an instant, or nothing where there is none.
func until(word string, t, at time.Time) string {
	if t.IsZero() {
		return ""
	}
	return word + " " + clockTime(t, at)
}

// clockTime leaves out the day if it is today.
func clockTime(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	if t.Year() == now.Year() && t.YearDay() == now.YearDay() {
		return t.Format("15:04:05")
	}
	return t.Format(time.RFC3339)
}
