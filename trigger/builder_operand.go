package trigger

import (
	"math"
	"net/netip"
	"slices"
)

// operand checks the value of a comparison, and puts it into the leaf in the form in which the
// attribute is compared.
//
// Instants and lengths of time become nanoseconds: the first since 1970, in UTC, and the second as
// a difference of those. All bounds keep sums of them within 64 bits.
func (b *builder) operand(l *leaf, c *Cond, at string) {
	v := c.Value
	switch {
	case l.op == Exists:
		if v.form != boolean && v.form != absent {
			b.faults.add(at, "true or false is expected, or nothing")
		}
		l.want = v.form == absent || v.num == 1
	case l.kind == Bool:
		if v.form != boolean {
			b.faults.add(at, "true or false is expected")
		}
		l.want = v.num == 1
	case l.kind == Number:
		b.numbers(l, v, at)
	case l.kind == Duration:
		d, ok := parseDuration(v.str)
		if v.form != text || !ok {
			b.faults.add(at, `a duration is expected, such as "45s", "24h" or "7d", at most ten years`)
		}
		l.at = int64(d)
	case l.kind == Instant:
		t, ok := v.instantOf()
		ns, fits := nanos(t)
		if !ok || !fits {
			b.faults.add(at, `an instant from 1700 to 2250 is expected, such as "2026-11-01T00:00:00Z"`)
		}
		l.at = ns
	case l.kind == IP:
		b.networks(l, v, at)
	case l.op == In || l.op == NotIn || l.kind == List:
		b.texts(l, v, at)
	default:
		b.oneText(l, v, at)
	}
}

// numbers is operand of a number, or of a pair for Between.
func (b *builder) numbers(l *leaf, v Value, at string) {
	want := number
	if l.op == Between {
		want = pair
	}
	switch {
	case v.form != want && want == pair:
		b.faults.add(at, "a pair of numbers is expected")
	case v.form != want:
		b.faults.add(at, "a number is expected")
	case !v.finite():
		b.faults.add(at, "NaN and infinities cannot be compared with")
	case want == pair && v.num > v.hi:
		b.faults.add(at, "the first number is above the second")
	}
	// There is a fault already. The zero keeps the search for other faults from comparing NaN.
	if l.num, l.hi = v.num, v.hi; math.IsNaN(l.num) {
		l.num = 0
	}
}

// networks is operand of networks. An address alone is a network of that one address.
func (b *builder) networks(l *leaf, v Value, at string) {
	nets := v.list
	if v.form == text {
		nets = []string{v.str}
	}
	if v.form != text && v.form != texts || len(nets) > maxValues {
		b.faults.add(at, `a network is expected, such as "10.0.0.0/8", or a list of at most 1,000`)
	}
	for i, s := range nets {
		p, err := netip.ParsePrefix(s)
		// An IPv4 address written as IPv6 is the IPv4 one, in a rule as in a visit. A zone names
		// an interface of one machine, and means nothing elsewhere.
		if a, e := netip.ParseAddr(s); e == nil && a.Zone() == "" {
			p, err = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
		}
		if err != nil {
			place := at
			if v.form == texts {
				place = item(at, i)
			}
			b.faults.add(place, quote(s)+" is neither a network nor an address")
			continue
		}
		l.nets = append(l.nets, p.Masked())
	}
}

// texts is operand of a list of texts, which it sorts for the search.
func (b *builder) texts(l *leaf, v Value, at string) {
	if v.form != texts || len(v.list) > maxValues {
		b.faults.add(at, "a list of at most 1,000 strings is expected")
		return
	}
	for i, s := range v.list {
		b.bounded(s, item(at, i))
		l.list = append(l.list, l.normal(s))
	}
	slices.Sort(l.list)
	// The same text twice would count twice in "all of".
	l.list = slices.Compact(l.list)
}

// oneText is operand of a single text or a pattern.
func (b *builder) oneText(l *leaf, v Value, at string) {
	if v.form != text {
		b.faults.add(at, "a string is expected")
		return
	}
	b.bounded(v.str, at)
	if l.op == Regexp || l.op == Glob {
		b.pattern(l, v.str, at)
		return
	}
	// "/shoes/" as a beginning means the folder, and the page /shoes that stands for it as well.
	if l.str = l.normal(v.str); l.op == Prefix && slashEnd(l.str) {
		l.above = (&leaf{op: Eq, form: l.form, fold: l.fold}).normal(trimSlash(l.str))
	}
	// A text that is only empty in the normal form, such as "/" as a suffix, says something else,
	// and may stand.
	if l.str == "" && (l.op == Prefix || l.op == Suffix || l.op == Contains) && v.str == "" {
		b.faults.add(at, "every text has the empty one; use exists")
	}
}

// bounded checks the length of a text that is compared with.
func (b *builder) bounded(s, at string) {
	if len(s) > MaxText {
		b.faults.add(at, "longer than 2,048 bytes")
	}
}
