package trigger

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// decoder turns a tree into rules and notes every fault with its pointer.
type decoder struct {
	faults Faults
	names  []string // of members, to suggest one for another that is unknown; nil: those of rules
}

// nearest returns words that suggest a member, or nothing.
func (d *decoder) nearest(name string) string {
	if d.names == nil {
		return didYouMean(name, memberNames)
	}
	return didYouMean(name, d.names)
}

// decodeInto reads JSON and has read make something of it. Text that is no JSON is one fault; else
// read has told all there are.
func decodeInto(b []byte, read func(*decoder, *tree)) error {
	n, f := readTree(b)
	if f != nil {
		return Faults{*f}
	}
	var d decoder
	read(&d, n)
	return d.faults.err()
}

// Parse reads a JSON list of rules, or an object whose member "rules" is one. Unknown and doubled
// members, wrong types and syntax errors are all reported at once as [Faults]. What the rules mean
// is checked by [Compile].
func Parse(b []byte) ([]Rule, error) {
	var rules []Rule
	err := decodeInto(b, func(d *decoder, n *tree) {
		// Files of settings have the list under a name, beside others.
		if n.kind == '{' {
			if !slices.Contains(n.names, "rules") {
				d.faults.add("/rules", "the list of rules is missing")
			}
			d.object(n, "", func(name, at string, v *tree) bool {
				if name == "rules" {
					rules = d.rules(v, at)
				}
				return name == "rules"
			})
			return
		}
		rules = d.rules(n, "")
	})
	if err != nil {
		return nil, err
	}
	return rules, nil
}

// rules reads a list of rules.
func (d *decoder) rules(n *tree, at string) []Rule {
	return items(d, n, at, d.rule)
}

// object calls member for each member once; member reports whether it knows the name.
func (d *decoder) object(n *tree, at string, member func(name, at string, v *tree) bool) {
	if n.kind != '{' {
		d.faults.add(at, "an object is expected, not "+n.what())
		return
	}
	for i, name := range n.names {
		place := child(at, name)
		// encoding/json keeps the last of two, and so a condition that stands twice in a long file
		// would be half of what its author reads.
		if slices.Contains(n.names[:i], name) {
			d.faults.add(place, "the member appears twice")
		} else if !member(name, place, n.kids[i]) {
			d.faults.add(place, "unknown member"+d.nearest(name))
		}
	}
}

// items reads a list, each item by read. An empty list is not nil: Compile tells them apart, as for
// "any" of nothing.
func items[T any](d *decoder, n *tree, at string, read func(*tree, string) T) []T {
	if n.kind != '[' {
		d.faults.add(at, "a list is expected, not "+n.what())
		return nil
	}
	out := make([]T, len(n.kids))
	for i, kid := range n.kids {
		out[i] = read(kid, item(at, i))
	}
	return out
}

// The methods that follow read one value each, at the place in the input that at says. Of a value
// of another type they tell the fault, and return a zero or whatever it was. The caller goes on, so
// that all faults are found in one pass.
func (d *decoder) text(n *tree, at string) string {
	if n.kind != '"' {
		d.faults.add(at, "a string is expected, not "+n.what())
	}
	return n.text
}

// truth reads true or false. Anything else is a fault of the field at.
func (d *decoder) truth(n *tree, at string) bool {
	if n.kind != 't' && n.kind != 'f' {
		d.faults.add(at, "true or false is expected, not "+n.what())
	}
	return n.kind == 't'
}

// number reads a finite number. Anything else is a fault of the field at.
func (d *decoder) number(n *tree, at string) float64 {
	x, err := strconv.ParseFloat(n.text, 64)
	if n.kind != '0' || err != nil || math.IsInf(x, 0) {
		d.faults.add(at, "a number is expected, not "+n.what())
		return 0
	}
	return x
}

// integer reads a whole number within 32 bits, however it is written: 5, 5.0 and 5e0.
func (d *decoder) integer(n *tree, at string) int {
	x := d.number(n, at)
	if x != math.Trunc(x) || math.Abs(x) > 1<<31 {
		d.faults.add(at, "a whole number is expected")
		return 0
	}
	return int(x)
}

// duration reads a length of time such as "90s". Anything else is a fault of the field at.
func (d *decoder) duration(n *tree, at string) time.Duration {
	x, ok := parseDuration(n.text)
	if n.kind != '"' || !ok {
		d.faults.add(at, `a duration is expected, such as "45s", "24h" or "7d", at most ten years`)
		return 0
	}
	return x
}

// instant reads an instant of RFC 3339. The offset is part of the form: a time without a zone
// would mean another instant on each server.
func (d *decoder) instant(n *tree, at string) time.Time {
	x, err := time.Parse(time.RFC3339Nano, n.text)
	if n.kind != '"' || err != nil {
		d.faults.add(at, `an instant is expected, such as "2026-11-01T00:00:00Z"`)
	}
	return x
}

// dictionary reads texts by name. Names are data here, so none is unknown, and one that comes
// twice is still a fault.
func (d *decoder) dictionary(n *tree, at string) map[string]string {
	out := map[string]string{}
	d.object(n, at, func(name, at string, v *tree) bool {
		out[name] = d.text(v, at)
		return true
	})
	return out
}

// value reads what a condition compares with. A list of two numbers is a pair; null is the Value of
// nothing, which only "exists" takes.
func (d *decoder) value(n *tree, at string) Value {
	switch n.kind {
	case '"':
		return Text(n.text)
	case '0':
		return Num(d.number(n, at))
	case 't', 'f':
		return Truth(n.kind == 't')
	case '[':
		if len(n.kids) == 2 && n.kids[0].kind == '0' && n.kids[1].kind == '0' {
			return Pair(d.number(n.kids[0], item(at, 0)), d.number(n.kids[1], item(at, 1)))
		}
		return Texts(items(d, n, at, d.text)...)
	case 'n':
		return Value{}
	}
	d.faults.add(at, "a string, a number, true, false, a list of strings or a pair of numbers is expected")
	return Value{}
}
