package trigger

import "slices"

// Kind is the kind of an attribute's value. The zero Kind is no kind and is refused by [Compile].
type Kind uint8

// The kinds. Numbers are float64, money in minor units. A Duration attribute holds an anchor
// instant, such as the moment a page was entered, and is compared as the time since then. A Bool is
// also what an opening-hours attribute is.
const (
	String Kind = iota + 1
	Number
	Bool
	List
	Duration
	Instant
	IP
)

var kindNames = [...]string{"", "string", "number", "bool", "list", "duration", "instant", "ip"}

// String returns the kind's name as JSON uses it.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

// MarshalText implements [encoding.TextMarshaler].
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler]; an unknown name is an error.
func (k *Kind) UnmarshalText(text []byte) error {
	i := slices.Index(kindNames[1:], string(text))
	if i < 0 {
		return Fault{Reason: "unknown kind " + quote(string(text)) + "; known: " + list(kindNames[1:])}
	}
	*k = Kind(i + 1)
	return nil
}

// Op is an operator of a condition.
type Op string

// The operators. Each kind has its own; [Compile] refuses any other pair. Exists goes with every
// kind.
const (
	Eq       Op = "eq"
	Ne       Op = "ne"
	In       Op = "in"
	NotIn    Op = "not_in"
	Prefix   Op = "prefix"
	Suffix   Op = "suffix"
	Contains Op = "contains"
	Glob     Op = "glob"
	Regexp   Op = "regexp"
	Lt       Op = "lt"
	Le       Op = "le"
	Gt       Op = "gt"
	Ge       Op = "ge"
	Between  Op = "between"
	Is       Op = "is"
	AnyOf    Op = "any_of"
	AllOf    Op = "all_of"
	NoneOf   Op = "none_of"
	Before   Op = "before"
	After    Op = "after"
	CIDR     Op = "cidr"
	Exists   Op = "exists"
)

// Ops returns the operators of a kind, in the order the documentation lists them.
func Ops(k Kind) []Op {
	if int(k) >= len(kindOps) {
		return nil
	}
	return slices.Clone(kindOps[k])
}

var kindOps = [...][]Op{
	String:   {Eq, Ne, In, NotIn, Prefix, Suffix, Contains, Glob, Regexp, Exists},
	Number:   {Eq, Ne, Lt, Le, Gt, Ge, Between, Exists},
	Bool:     {Is, Exists},
	List:     {AnyOf, AllOf, NoneOf, Exists},
	Duration: {Ge, Lt, Exists},
	Instant:  {Before, After, Exists},
	IP:       {CIDR, Exists},
}

// knownOp reports whether some kind has the operator.
func knownOp(o Op) bool {
	for _, ops := range kindOps {
		if slices.Contains(ops, o) {
			return true
		}
	}
	return false
}

// allOps returns the operators of all kinds, each once.
func allOps() (all []Op) {
	for _, ops := range kindOps {
		for _, o := range ops {
			if !slices.Contains(all, o) {
				all = append(all, o)
			}
		}
	}
	return all
}

// plainNames returns names of a type of their own as strings.
func plainNames[T ~string](names []T) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return out
}

// missing reports what an operator gives for an attribute the visit does not have: false, except
// for the negative ones.
func (o Op) missing() bool { return o == Ne || o == NotIn || o == NoneOf }
