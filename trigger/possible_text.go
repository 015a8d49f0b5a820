package trigger

import (
	"net/url"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// Whether any text meets several literals at once is not decided by reasoning about patterns: it is
// tried. The literals themselves tell which texts are worth a try. Where one of them names all that
// there can be, as eq and in do, there are no others, and if none of these will do then the
// condition can never hold. Otherwise texts are put together of what the literals ask for, the
// beginning, the middle and the end. If one of them meets all, the condition can hold. If none
// does, nothing is proven, and no warning is given: a false alarm would be worse than a missed one.

// fates are the values of prompt.last.
var fates = plainNames([]Fate{Shown, Accepted, Dismissed, Expired, Withdrawn})

// fates warns of conditions about the fate of a rule that is not there.
func (p *prover) fates(c *Cond, at string) {
	if id, ok := strings.CutPrefix(c.Attr, "prompt.fate."); ok {
		if _, known := p.b.set.byID[id]; !known {
			near := didYouMean(id, sortedKeys(p.b.set.byID))
			p.b.warnings.add(at+"/attr", "no rule is called "+quote(id)+near)
		}
	}
	for i := range c.All {
		p.fates(&c.All[i], item(at+"/all", i))
	}
	for i := range c.Any {
		p.fates(&c.Any[i], item(at+"/any", i))
	}
	if c.Not != nil {
		p.fates(c.Not, at+"/not")
	}
}

// valid reports whether an attribute can have a text.
func (p *prover) valid(from source, s string) bool {
	if len(s) > MaxText {
		return false
	}
	// A value that the attribute can never have meets no condition, whatever it is like: paths
	// begin with a slash and are decoded, hosts are in small letters.
	switch from {
	case fromPath:
		// Most paths are in their normal form, and then no address is built to find that out.
		if path, ordinary, ok := plainPage(s); ok && ordinary {
			return path == s && s[0] == '/'
		}
		path, _, ok := pathOf((&url.URL{Path: s}).EscapedPath())
		return ok && path == s
	case fromReferrerPath:
		return strings.HasPrefix(s, "/")
	case fromHost, fromReferrerHost:
		return s != "" && parseAddress("https://"+s+"/").host == s
	case fromPromptLast, fromFate:
		return slices.Contains(fates, s)
	case fromAttrs, fromQuery:
		return true
	}
	return s != "" // an empty one counts as missing
}

// texts returns some that meet literals about one attribute. whole says that no other would, if
// these do not.
func (p *prover) texts(lits []literal, from source) (found []string, whole bool) {
	try, whole := p.namedTexts(lits, from)
	// No literal names texts, so some are made.
	if try == nil {
		if try, whole = p.madeTexts(lits, from); whole {
			return nil, true
		}
	}
	for _, s := range try {
		f := fact{ok: true, str: s, low: fold(s), page: sameURL(s)}
		if p.valid(from, s) && !slices.Contains(found, s) && p.meets(lits, &f) {
			// A few are enough to build addresses of, see addressesOf.
			if found = append(found, s); len(found) == 8 {
				break
			}
		}
	}
	return found, whole
}

// namedTexts returns the texts that the literals name, if one of them names all there can be.
func (p *prover) namedTexts(lits []literal, from source) (try []string, whole bool) {
	if from == fromPromptLast || from == fromFate {
		return fates, true
	}
	named, folds, all := false, false, true
	for _, l := range lits {
		f := &p.b.set.leaves[l.leaf]
		op, neg := positive(f.op, l.neg)
		// A folded literal names each of its texts in every case. A few are tried; the others would
		// do only where another literal looks at the case, which is what all finds out.
		if all = all && f.fold; neg || op != Eq && op != In {
			continue
		}
		list := f.list
		if op == Eq {
			list = []string{f.str}
		}
		if named, folds = true, folds || f.fold; try == nil {
			try = []string{}
		}
		for _, s := range list {
			// The visit may have the slash at the end that the literal leaves out.
			if try = append(try, s); f.form.slash() {
				try = append(try, s+"/")
			}
			if f.fold {
				try = append(try, otherCases(s)...)
			}
		}
	}
	return try, named && (!folds || all)
}

// otherCases are a folded text in capitals, and with each letter by itself in capitals.
func otherCases(s string) (all []string) {
	all = append(all, strings.ToUpper(s))
	for i, r := range s {
		if unicode.ToUpper(r) != r {
			all = append(all, s[:i]+string(unicode.ToUpper(r))+s[i+len(string(r)):])
		}
	}
	return all
}

// madeTexts makes texts that begin, go on and end as the literals say. never says that no text can.
func (p *prover) madeTexts(lits []literal, from source) (try []string, never bool) {
	begin, end := "", ""
	if from == fromPath || from == fromReferrerPath {
		begin = "/"
	}
	// Pieces of positive literals have to be in the text. Those of negative ones are only checked
	// in the end, by meets: most made texts do not have them.
	inside, fits := []string{}, true
	for _, l := range lits {
		f := &p.b.set.leaves[l.leaf]
		switch {
		case l.neg:
		case f.op == Prefix:
			begin, fits = longer(begin, f.str, f.fold, strings.HasPrefix, fits)
		case f.op == Suffix:
			end, fits = longer(end, f.str, f.fold, strings.HasSuffix, fits)
		case f.op == Contains:
			inside = append(inside, f.str)
		case f.re != nil:
			inside = append(inside, samples(f)...)
		}
	}
	if !fits || p.forbidden(lits, append([]string{end}, inside...), begin) {
		return nil, true
	}
	// The pieces are joined in the order of the literals, with several things between them, and
	// then in part; texts that overlap ("abc" and "cd" in "abcd") are tried as well. Where all of
	// it fails, another order might do: that is why the answer is unproven then.
	parts := append(append([]string{begin}, inside...), end)
	// Nothing, a letter, a slash, a digit, a letter beyond ASCII, and what hardly any literal asks
	// for: a pattern about what may stand between its words takes one of them.
	for _, between := range []string{"", "x", "/", "0", "é", "-q7"} {
		try = append(try, strings.Join(parts, between))
		try = append(try, begin+end+between, begin+between+end, begin+between)
		for _, s := range inside {
			try = append(try, s, s+between, between+s, begin+between+s, s+between+end)
			try = append(try, overlapped(begin, s)...)
			try = append(try, overlapped(s, end)...)
		}
	}
	for _, s := range slices.Clone(try) {
		try = append(try, trimSlash(s))
	}
	return append(try, overlapped(begin, end)...), false
}

// longer returns the longer of two texts that another has to begin or end with. fits becomes false
// where the longer does not have the shorter.
func longer(a, b string, folds bool, has func(s, part string) bool, fits bool) (string, bool) {
	// Of two beginnings a text has both only if the longer one has the shorter.
	if len(b) > len(a) {
		a, b = b, a
	}
	if folds {
		return a, fits && has(fold(a), fold(b))
	}
	return a, fits && (has(a, b) || has(fold(a), fold(b)) && a != b)
}

// forbidden reports whether what a text has to have is what another literal forbids it.
func (p *prover) forbidden(lits []literal, parts []string, begin string) bool {
	for _, l := range lits {
		f := &p.b.set.leaves[l.leaf]
		if !l.neg {
			continue
		}
		is := func(s string) string {
			if f.fold {
				return fold(s)
			}
			return s
		}
		switch f.op {
		case Prefix:
			if strings.HasPrefix(is(begin), f.str) {
				return true
			}
		case Suffix:
			if strings.HasSuffix(is(parts[0]), f.str) {
				return true
			}
		}
	}
	return false
}

// overlapped joins two texts whose ends are the same in part.
func overlapped(a, b string) (all []string) {
	for n := min(len(a), len(b)); n > 0; n-- {
		if strings.HasSuffix(a, b[:n]) {
			all = append(all, a+b[n:])
		}
	}
	return all
}

// samples are texts that a pattern matches, or nearly: anchors in its middle are passed over.
func samples(f *leaf) (all []string) {
	expr := f.value.str
	if f.op == Glob {
		if f.form.slash() {
			expr = trimSlash(expr)
		}
		expr = globExpr(f.normal(expr))
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil
	}
	// Six of each pattern: enough to reach every branch of two alternatives and of a repetition.
	for choice := range 6 {
		var b strings.Builder
		sample(&b, tree, choice)
		if s := b.String(); !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// sample writes a text for a part of a pattern. choice says which of several ways it takes, so that
// six choices give texts that differ.
func sample(b *strings.Builder, re *syntax.Regexp, choice int) {
	if b.Len() > MaxText {
		return
	}
	times := 1
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return
	case syntax.OpCharClass:
		if n := len(re.Rune) / 2; n > 0 {
			// A class is a list of ranges, two runes each: the first or the last of one of them.
			b.WriteRune(re.Rune[2*(choice%n)+choice%2])
		}
		return
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte("x/a0"[choice%4])
		return
	case syntax.OpAlternate:
		sample(b, re.Sub[choice%len(re.Sub)], choice/len(re.Sub))
		return
	case syntax.OpStar, syntax.OpQuest:
		times = choice % 2
	case syntax.OpRepeat:
		times = re.Min
		if choice%2 == 1 && times != re.Max {
			times++
		}
	}
	for range times {
		for _, sub := range re.Sub {
			sample(b, sub, choice)
		}
	}
}
