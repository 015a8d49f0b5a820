package hours

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// mostShapes bounds the faults of shape that are told at once: each is found by one more reading.
const mostShapes = 20

// readForm reads the JSON form, and finds all that is wrong with its shape: what is of a wrong kind
// counts as left out. A nil form is text that is no JSON object at all.
//
// encoding/json stops at the first value of a wrong kind, names the type of Go that it wanted,
// keeps the last of two equal members and takes names in any case. A person who mends a file wants
// to see all that is wrong at once, in the words of the file. So the text is read twice. scan reads
// it into a tree of nodes that know their fields and their bytes, which finds members that come
// twice and names that mean nothing. Then encoding/json reads it into the form; at a value of a
// wrong kind the fault is noted under the node's field, the value's bytes are replaced by null, and
// it is read again, until it passes. blank are the fields at which that happened.
func readForm(data []byte) (f *form, blank []string, faults []error) {
	tree, faults := scan(data)
	if tree == nil {
		return nil, nil, faults
	}
	if !tree.object {
		problem := `want an object such as {"week":{"mon":["09:00-17:00"]}}`
		return nil, nil, []error{&Fault{Field: "schedule", Problem: problem}}
	}
	// The schedules of a combination are read by themselves, because each has faults of its own,
	// and are taken out of the text. The tree keeps its places: it belongs to data, not to text.
	text := slices.Clone(data)
	parts := map[string][]*Schedule{}
	for i := len(tree.names) - 1; i >= 0; i-- { // from behind, so that what stands before keeps its place
		name, kid := tree.names[i], tree.kids[i]
		if !slices.Contains(memberNames[""], name) || !kid.list || !slices.Contains(combinations, combination(name)) {
			continue
		}
		list, more := readParts(data, kid)
		parts[name], faults = list, append(faults, more...)
		text = slices.Concat(text[:kid.start], []byte("null"), text[kid.end:])
	}
	faults = append(faults, tree.unknown("", "")...)
	for range mostShapes {
		f = new(form)
		err := json.Unmarshal(text, f)
		var kind *json.UnmarshalTypeError
		if err == nil {
			break
		}
		// The places of the text have moved since it was scanned: something before may have become
		// null.
		again, _ := scan(text)
		if !errors.As(err, &kind) || again == nil {
			return nil, nil, append(faults, &Fault{Field: "schedule", Problem: "cannot be read"})
		}
		wrong := again.at(int(kind.Offset))
		blank = append(blank, wrong.field)
		faults = append(faults, &Fault{Field: wrong.field, Problem: "want " + wanted(kind.Type.String()) + ", not " + found(kind.Value)})
		// It is the object itself that is of a wrong kind: nothing is left to read.
		if wrong == again {
			return nil, nil, faults
		}
		text = slices.Concat(text[:wrong.start], []byte("null"), text[wrong.end:])
	}
	for name, to := range map[string]*[]*Schedule{"union": &f.Union, "intersect": &f.Intersect, "minus": &f.Minus, "first_open": &f.FirstOpen} {
		if list, ok := parts[name]; ok {
			*to = list
		}
	}
	return f, blank, faults
}

var combinations = []combination{union, intersection, difference, fallback}

// readParts reads the schedules of a combination; their faults name the part they are of.
func readParts(data []byte, list *node) ([]*Schedule, []error) {
	parts, faults := []*Schedule{}, []error(nil)
	for _, kid := range list.kids {
		part := data[kid.start:kid.end]
		if bytes.Equal(part, []byte("null")) {
			parts = append(parts, nil)
			continue
		}
		s := new(Schedule)
		parts = append(parts, s)
		if err := s.UnmarshalJSON(part); err != nil {
			faults = append(faults, below(kid.field, err)...)
		}
	}
	return parts, faults
}

// below puts faults under a field.
func below(field string, err error) (faults []error) {
	// Faults come joined, also within each other where combinations are nested.
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range list.Unwrap() {
			faults = append(faults, below(field, e)...)
		}
		return faults
	}
	var f *Fault
	if !errors.As(err, &f) {
		return []error{err}
	}
	// A copy: a fault does not change once it is told.
	moved := *f
	moved.Field = field + "." + f.Field
	if f.Field == "schedule" {
		moved.Field = field
	}
	return []error{&moved}
}

// memberNames are the names that an object may have, by where it stands. A test compares them with
// the form.
var memberNames = map[string][]string{
	"":         {"zone", "week", "shifts", "dates", "cuts", "holidays", "last_call", "grace", "union", "intersect", "minus", "first_open"},
	"week":     {"mon", "tue", "wed", "thu", "fri", "sat", "sun"},
	"shifts":   {"days", "hours", "every_weeks", "from", "name"},
	"dates":    {"date", "from", "to", "holidays", "days", "hours", "name"},
	"cuts":     {"from", "to", "hours", "days", "name"},
	"holidays": {"date", "name"},
}

// unknown returns the members that have no meaning where they stand. place is the object's key in
// memberNames.
func (n *node) unknown(place, field string) (faults []error) {
	names, known := memberNames[place]
	for i, kid := range n.kids {
		if n.list {
			faults = append(faults, kid.unknown(place, kid.field)...)
			continue
		}
		name := n.names[i]
		switch {
		case !known:
		case !slices.Contains(names, name):
			faults = append(faults, &Fault{Field: kid.field, Problem: fmt.Sprintf("unknown member%s; there are %s", nearest(name, names), strings.Join(names, ", "))})
		// Only these members hold objects with names of their own. The parts of a combination have
		// looked at theirs.
		case place == "" && (kid.list || kid.object) && !slices.Contains(combinations, combination(name)):
			faults = append(faults, kid.unknown(name, kid.field)...)
		}
	}
	return faults
}

// otherNames are what people call some members.
var otherNames = map[string]string{
	"timezone": "zone", "time_zone": "zone", "tz": "zone",
	"weekly": "week", "lastcall": "last_call",
	"exceptions": "dates", "special": "dates", "closed": "dates", "breaks": "cuts",
}

// nearest returns a question about the name that was probably meant: in another case, or with a
// letter wrong, or a day in full.
func nearest(name string, names []string) string {
	low := strings.ToLower(name)
	if other := otherNames[low]; slices.Contains(names, other) {
		return ": did you mean " + other + "?"
	}
	for _, n := range names {
		// "Week" is week, "monday" is mon, "cut" and "cutss" are cuts. More is not guessed: a wrong
		// hint costs more than none.
		if len(n) > 3 && almost(low, n) {
			return ": did you mean " + n + "?"
		}
		if n == low || len(n) == 3 && strings.HasPrefix(low, n) || strings.HasPrefix(low, n) && len(low) <= len(n)+1 || strings.HasPrefix(n, low) && len(low) >= 3 {
			return ": did you mean " + n + "?"
		}
	}
	return ""
}

// almost reports whether two words are as long, and differ in one letter or in two that are
// swapped.
func almost(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var at []int
	for i := range a {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	swapped := len(at) == 2 && at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
	return len(at) == 1 || swapped
}

// wanted returns a kind of value in words, by the type of Go that holds it.
func wanted(kind string) string {
	switch {
	case kind == "string":
		return "a text"
	case kind == "[]string":
		return `a list of texts, as in ["09:00-17:00"]`
	case kind == "bool":
		return "true or false"
	case strings.HasPrefix(kind, "int"):
		return "a whole number"
	case strings.HasPrefix(kind, "[]"):
		return "a list of objects"
	}
	return "an object"
}

func found(value string) string {
	switch {
	case value == "string":
		return "a text"
	case value == "array":
		return "a list"
	case value == "bool":
		return "true or false"
	case strings.HasPrefix(value, "number "): // 1.5, or one that is too large
		return value[len("number "):]
	case value == "number":
		return "a number"
	}
	return "an object"
}
