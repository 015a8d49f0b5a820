package trigger

import "encoding/json"

// Cond is a condition: exactly one of All, Any, Not, or a leaf (Attr, Op, Value). The zero Cond,
// and an empty All, is always true. Trees go to depth 8 and 64 leaves.
type Cond struct {
	All []Cond
	Any []Cond
	Not *Cond

	Attr  string // the attribute's name, such as page.path
	Op    Op
	Value Value
	Fold  bool // compare strings without regard to case (simple Unicode folding)
}

// All is true when every condition is; of none, always.
func All(conds ...Cond) Cond { return Cond{All: append([]Cond{}, conds...)} }

// Any is true when at least one condition is. Any of nothing is refused by [Compile].
func Any(conds ...Cond) Cond { return Cond{Any: append([]Cond{}, conds...)} }

// Not is true when the condition is false, also when it is false because the attribute is missing.
func Not(cond Cond) Cond { return Cond{Not: &cond} }

// Where compares one attribute with a value.
func Where(attr string, op Op, value Value) Cond { return Cond{Attr: attr, Op: op, Value: value} }

type condJSON struct {
	All   *[]Cond `json:"all,omitempty"`
	Any   *[]Cond `json:"any,omitempty"`
	Not   *Cond   `json:"not,omitempty"`
	Attr  string  `json:"attr,omitempty"`
	Op    Op      `json:"op,omitempty"`
	Value *Value  `json:"value,omitempty"`
	Fold  bool    `json:"fold,omitempty"`
}

// MarshalJSON implements [json.Marshaler].
func (c Cond) MarshalJSON() ([]byte, error) {
	j := condJSON{Not: c.Not, Attr: c.Attr, Op: c.Op, Fold: c.Fold}
	if c.All != nil {
		j.All = &c.All
	}
	if c.Any != nil {
		j.Any = &c.Any
	}
	if !c.Value.IsZero() {
		j.Value = &c.Value
	}
	return json.Marshal(j)
}

// UnmarshalJSON implements [json.Unmarshaler]; its error is [Faults].
func (c *Cond) UnmarshalJSON(b []byte) error {
	return decodeInto(b, func(d *decoder, n *tree) { *c = d.cond(n, "", 0) })
}

func (c Cond) zero() bool {
	return c.All == nil && c.Any == nil && c.Not == nil && c.leafless()
}

func (c Cond) leafless() bool {
	return c.Attr == "" && c.Op == "" && c.Value.IsZero() && !c.Fold
}
