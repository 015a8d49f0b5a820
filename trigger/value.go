package trigger

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// Value is one plain value: of an attribute in a [Visit], or what a condition compares with. The
// zero Value is absent. As JSON it is a string, a number, true or false, a list of strings, or a
// pair of numbers; an instant is an RFC 3339 string and a duration one such as "45s", "24h" or
// "7d".
type Value struct {
	form    form
	str     string
	num, hi float64
	list    []string
	at      time.Time
}

type form uint8

const (
	absent form = iota
	text
	number
	boolean
	texts
	pair
	instant
)

// Text returns a string value.
func Text(s string) Value { return Value{form: text, str: s} }

// Num returns a number.
func Num(n float64) Value { return Value{form: number, num: n} }

// Truth returns a boolean.
func Truth(b bool) Value {
	v := Value{form: boolean}
	if b {
		v.num = 1
	}
	return v
}

// Texts returns a list of strings. It keeps the slice.
func Texts(s ...string) Value { return Value{form: texts, list: s} }

// Pair returns the two ends of a [Between].
func Pair(lo, hi float64) Value { return Value{form: pair, num: lo, hi: hi} }

// At returns an instant: the value of an [Instant] attribute or the anchor of a [Duration] one.
func At(t time.Time) Value { return Value{form: instant, at: t} }

// For returns a length of time, as the conditions on a [Duration] attribute take.
func For(d time.Duration) Value { return Text(formatDuration(d)) }

// IsZero reports whether the value is absent.
func (v Value) IsZero() bool { return v.form == absent }

// String returns the value as JSON would.
func (v Value) String() string {
	b, err := v.MarshalJSON()
	if err != nil {
		return strconv.FormatFloat(v.num, 'g', -1, 64)
	}
	return string(b)
}

// MarshalJSON implements [json.Marshaler]. Numbers that JSON has no form for (NaN, infinities) are
// an error.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.form {
	case text:
		return json.Marshal(v.str)
	case number:
		return json.Marshal(v.num)
	case boolean:
		return strconv.AppendBool(nil, v.num == 1), nil
	case texts:
		if v.list == nil {
			return []byte("[]"), nil
		}
		return json.Marshal(v.list)
	case pair:
		return json.Marshal([2]float64{v.num, v.hi})
	case instant:
		return json.Marshal(v.at)
	}
	return []byte("null"), nil
}

// UnmarshalJSON implements [json.Unmarshaler].
func (v *Value) UnmarshalJSON(b []byte) error {
	return decodeInto(b, func(d *decoder, n *tree) { *v = d.value(n, "") })
}

// instantOf reads an instant kept as such or as RFC 3339 text.
func (v Value) instantOf() (time.Time, bool) {
	switch v.form {
	case instant:
		return v.at, true
	case text:
		t, err := time.Parse(time.RFC3339Nano, v.str)
		return t, err == nil
	}
	return time.Time{}, false
}

// finite reports whether a number can be written in JSON: it is neither infinite nor NaN.
func (v Value) finite() bool {
	return !math.IsNaN(v.num) && !math.IsInf(v.num, 0) && !math.IsNaN(v.hi) && !math.IsInf(v.hi, 0)
}
