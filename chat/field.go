package chat

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The limits of a form's own fields.
const (
	MaxFields     = 16   // of one session: up to 8 of its site's, and up to 8 of its queue's
	MaxFieldName  = 32   // bytes
	MaxFieldValue = 200  // characters
	maxFieldBytes = 4096 // of all values of one session together
)

// Field is one of the shop's own questions, with what the visitor filled in. Nobody has verified
// it.
type Field struct {
	Name  string `json:"name"`  // 1 to MaxFieldName of a-z, 0-9, "-" and "_"
	Value string `json:"value"` // one line of 1 to MaxFieldValue characters; of a choice, its value
}

// Origin is what a session came from.
type Origin struct {
	Prompt string  `json:"prompt,omitempty"` // the prompt it came from
	Rule   string  `json:"rule,omitempty"`   // that prompt's rule
	Fields []Field `json:"fields,omitempty"` // what the visitor filled in, each name once
	// CallAt is when the visitor wants to be called, as they chose when they left it as a message.
	CallAt time.Time `json:"call_at,omitzero"`
	// Swayed is what rules added to the priority because of what the visitor wrote, and Sorted
	// stands for their reasons when they last gave any.
	Swayed int    `json:"swayed,omitempty"`
	Sorted uint32 `json:"sorted,omitempty"`
	Tongue
}

// Field returns what the visitor filled in under a name; "" for nothing.
func (o Origin) Field(name string) string {
	for _, f := range o.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// CheckFieldName refuses what cannot name a field: 1 to MaxFieldName of a-z, 0-9, "-" and "_".
// field names it in the error.
func CheckFieldName(field, s string) error {
	if len(s) == 0 || len(s) > MaxFieldName {
		return invalid(field, fmt.Sprintf("want 1 to %d characters", MaxFieldName))
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return invalid(field, fmt.Sprintf("character %d: want a-z, 0-9, - or _", i+1))
		}
	}
	return nil
}

// CheckFields refuses fields that no session can keep: more than MaxFields, a name that is none or
// comes twice, a value that is longer than MaxFieldValue characters or no text of one line, and
// values of more than 4 KiB together. An empty value is fine: it says that there is none.
func CheckFields(fs []Field) error {
	size := 0
	for i, f := range fs {
		if err := CheckFieldName("fields", f.Name); err != nil {
			return err
		}
		if slices.ContainsFunc(fs[:i], func(o Field) bool { return o.Name == f.Name }) {
			return invalid("fields."+f.Name, "is there twice")
		}
		if err := short("fields."+f.Name, f.Value, MaxFieldValue); err != nil {
			return err
		}
		size += len(f.Value)
	}
	switch {
	case len(fs) > MaxFields:
		return invalid("fields", fmt.Sprintf("%d, at most %d", len(fs), MaxFields))
	case size > maxFieldBytes:
		return invalid("fields", fmt.Sprintf("%d bytes together, at most %d", size, maxFieldBytes))
	}
	return nil
}

// fill takes in what the visitor filled in. A field that was there keeps its place, and an empty
// value takes it away; those that are not named stay.
func (t *step) fill(given []Field) error {
	next := slices.Clone(t.Fields)
	for _, f := range given {
		f.Value = strings.TrimSpace(f.Value)
		i := slices.IndexFunc(next, func(o Field) bool { return o.Name == f.Name })
		switch {
		case i < 0 && f.Value != "":
			next = append(next, f)
		case i >= 0 && f.Value == "":
			next = slices.Delete(next, i, i+1)
		case i >= 0:
			next[i] = f
		}
	}
	// What is given now comes before what was asked for elsewhere, where there is no room for both.
	for err := CheckFields(next); err != nil; err = CheckFields(next) {
		i := slices.IndexFunc(next, func(o Field) bool {
			return !slices.ContainsFunc(given, func(f Field) bool { return f.Name == o.Name })
		})
		if i < 0 {
			return err
		}
		next = slices.Delete(next, i, i+1)
	}
	if t.Fields = next; len(next) == 0 {
		t.Fields = nil
	}
	return nil
}
