package trigger

import (
	"math"
	"net/netip"
	"slices"
	"time"
)

// The values that are worth a try, for each kind of attribute. They are few, because literals can
// only tell so many values apart: all numbers between two neighbouring thresholds get the same
// answers. If none of the few meets the literals, no value does, and that is a proof; texts alone
// are another matter, see possible_text.go.

// numbers are those on which literals differ: the ones they name, and their neighbours.
//
// Between two neighbouring numbers that literals name, no literal changes its answer. So one value
// on each side of every named number stands for all others.
func (p *prover) numbers(lits []literal, from source) (values []fact) {
	add := func(n float64) {
		if !math.IsInf(n, 0) && (from != fromChats || n >= 0 && n == math.Trunc(n)) {
			values = append(values, fact{ok: true, num: n})
		}
	}
	// Zero stands for the numbers when no literal names one, as for "exists".
	named := []float64{0, 1} // 1: the first visit
	for _, l := range lits {
		if f := &p.b.set.leaves[l.leaf]; f.kind == Number {
			named = append(named, f.num, f.hi)
		}
	}
	for _, n := range named {
		add(n)
		// The nearest numbers there are, and not n-1 and n+1: thresholds may lie closer than one.
		add(math.Nextafter(n, math.Inf(-1)))
		add(math.Nextafter(n, math.Inf(1)))
		if from == fromChats {
			for _, whole := range []float64{math.Floor(n), math.Ceil(n)} {
				add(whole - 1)
				add(whole)
				add(whole + 1)
			}
		}
	}
	return values
}

// truths are those that an attribute can have. A schedule may never be open, or always.
func (p *prover) truths(a *attr) (values []fact) {
	for _, so := range []bool{false, true} {
		// A schedule has the value now, or it has it at some time, or never. Asking it costs as
		// much as a look does.
		if a.source == fromHours && a.hours.Open(time.Unix(0, 0)) != so {
			ask := a.hours.NextClose
			if so {
				ask = a.hours.NextOpen
			}
			if _, ok := ask(time.Unix(0, 0)); !ok {
				continue
			}
		}
		f := fact{ok: true}
		f.flag(so)
		values = append(values, f)
	}
	return values
}

// instants are those on which literals differ: of a length of time the ones at which it is over and
// just not, of an instant the one named and its neighbours, and of now those of the rule's dates.
func (p *prover) instants(lits []literal, from source) (values []fact) {
	named := []int64{0}
	for _, l := range lits {
		if f := &p.b.set.leaves[l.leaf]; f.kind == Duration {
			// A fact keeps the anchor, an instant, and now is 0 in here: "at least an hour" is an
			// anchor one hour before zero.
			named = append(named, -f.at)
		} else {
			named = append(named, f.at)
		}
	}
	if from == fromNow {
		named = append(named, p.from, p.until-1)
	}
	for _, at := range named {
		for _, near := range []int64{at - 1, at, at + 1} {
			if from != fromNow || near >= p.from && near < p.until {
				values = append(values, fact{ok: true, at: near})
			}
		}
	}
	return values
}

// addresses are those on which literals differ: the first of each network, the one behind its last,
// and the first of all.
func (p *prover) addresses(lits []literal) (values []fact) {
	add := func(a netip.Addr) {
		if a.IsValid() {
			values = append(values, fact{ok: true, addr: a})
		}
	}
	// One address of each family, for literals that rule networks out.
	add(netip.IPv4Unspecified())
	add(netip.IPv6Unspecified())
	for _, l := range lits {
		for _, net := range p.b.set.leaves[l.leaf].nets {
			add(net.Addr())
			last := net.Addr().AsSlice()
			// The last address of a network has all bits set behind the prefix.
			for bit := net.Bits(); bit < len(last)*8; bit++ {
				last[bit/8] |= 1 << (7 - bit%8)
			}
			if end, ok := netip.AddrFromSlice(last); ok {
				// Of the network that ends with the last address there is, the next one is none.
				add(end.Next())
			}
		}
	}
	return values
}

// lists returns whether a list of texts meets the literals. All of them but "not all of" are met by
// everything that is not forbidden, if by any list; for "not all of" one text of each has to go.
func (p *prover) lists(lits []literal) prospect {
	var all, forbidden []string
	var broken [][]string // of which not all may be there
	for _, l := range lits {
		f := &p.b.set.leaves[l.leaf]
		all = append(all, f.list...)
		switch {
		case f.op == AllOf && l.neg:
			broken = append(broken, f.list)
		case f.op == NoneOf && !l.neg, f.op == AnyOf && l.neg:
			forbidden = append(forbidden, f.list...)
		}
	}
	most := slices.DeleteFunc(all, func(s string) bool { return slices.Contains(forbidden, s) })
	return p.without(lits, most, broken)
}

// without tries a list, and the same with one text less for each of broken.
//
// Each level takes one text of one list out, so the tries multiply; steps bounds them.
func (p *prover) without(lits []literal, list []string, broken [][]string) prospect {
	if p.steps == 0 {
		return possible
	}
	p.steps--
	if len(broken) == 0 {
		if p.meets(lits, &fact{ok: true, list: list}) {
			return possible
		}
		return impossible
	}
	// The empty text is in no list, so the first round leaves all in: a list that lacks one of its
	// texts anyway needs no other to go.
	for _, gone := range append([]string{""}, broken[0]...) {
		left := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == gone })
		if p.without(lits, left, broken[1:]) == possible {
			return possible
		}
	}
	return impossible
}
