package trigger

import (
	"math"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cond compiles a tree. It pushes every "not" down to the leaves. A negated leaf is not turned into
// the opposite operator: without the attribute "not lt" is true, and "ge" is not.
func (b *builder) cond(c *Cond, at string, depth int, neg bool) node {
	if depth > maxDepth {
		b.faults.add(at, tooDeep)
		return node{}
	}
	forms := 0
	for _, there := range []bool{c.All != nil, c.Any != nil, c.Not != nil, !c.leafless()} {
		if there {
			forms++
		}
	}
	switch {
	case forms > 1:
		b.faults.add(at, "one of all, any, not, or attr with op is expected, not several")
		return node{}
	case c.Any != nil:
		if len(c.Any) == 0 {
			b.faults.add(at+"/any", "any of nothing is never true")
		}
		return b.branch(c.Any, at+"/any", depth, neg, anyOf)
	case c.Not != nil:
		b.nots++
		return b.cond(c.Not, at+"/not", depth+1, !neg)
	case forms == 0 || c.All != nil:
		return b.branch(c.All, at+"/all", depth, neg, allOf)
	}
	b.leafs++
	if b.asksPlace(c) {
		// A veto compares the path with every place that the address may lead to.
		return node{kind: single, neg: neg, at: int32(b.placed(c, at, neg))}
	}
	return node{kind: single, neg: neg, at: int32(b.compare(c, at))}
}

// branch compiles an "all" or "any". Below a "not" they change places.
func (b *builder) branch(kids []Cond, at string, depth int, neg bool, kind nodeKind) node {
	if neg {
		kind = allOf + anyOf - kind
	}
	n := b.set.room(kind, len(kids))
	for i := range kids {
		k, ok := b.knownLeaf(&kids[i], depth+1, neg)
		if !ok {
			k = b.cond(&kids[i], item(at, i), depth+1, neg)
		}
		b.set.nodes[int(n.at)+i] = k
	}
	return n
}

// knownLeaf finds a leaf that was compiled before. Most are, in a large set of rules, and it saves
// checking them again.
func (b *builder) knownLeaf(c *Cond, depth int, neg bool) (node, bool) {
	if depth > maxDepth || c.All != nil || c.Any != nil || c.Not != nil || b.asksPlace(c) {
		return node{}, false
	}
	b.key = c.appendKey(b.key[:0])
	id, ok := b.leafID[string(b.key)]
	if l := &b.set.leaves; !ok || (*l)[id].slow() || (*l)[id].odd {
		return node{}, false
	}
	b.leafs++
	return node{kind: single, neg: neg, at: int32(id)}, true
}

// written compiles a tree without faults once more, with every "not" where it was written, for
// explanations.
func (b *builder) written(c *Cond, neg bool) node {
	kind, kids := allOf, c.All
	switch {
	case c.Any != nil:
		kind, kids = anyOf, c.Any
	case c.Not != nil:
		return b.set.hang(notOf, b.written(c.Not, !neg))
	case c.All == nil && !c.leafless():
		if b.asksPlace(c) {
			return node{kind: single, at: int32(b.leafID[placeKey(c, neg)])}
		}
		b.key = c.appendKey(b.key[:0])
		return node{kind: single, at: int32(b.leafID[string(b.key)])}
	}
	parts := make([]node, len(kids))
	for i := range kids {
		parts[i] = b.written(&kids[i], neg)
	}
	return b.set.hang(kind, parts...)
}

// compare checks and compiles one leaf, once for all equal ones. Only a leaf without faults is kept
// under its key.
func (b *builder) compare(c *Cond, at string) int {
	b.key = c.appendKey(b.key[:0])
	if id, ok := b.leafID[string(b.key)]; ok {
		b.warn(&b.set.leaves[id], at+"/value")
		return id
	}
	return b.leafOf(c, at)
}

// leafOf checks and compiles a leaf that is new. It tells all that is wrong with the attribute and
// the operator at once, and looks at the value only when those are right: what a value must be
// depends on them.
func (b *builder) leafOf(c *Cond, at string) int {
	faults := len(b.faults)
	o, key, ok := b.set.config.origin(c.Attr)
	switch {
	case c.Attr == "":
		b.faults.add(at+"/attr", "an attribute is expected")
		return 0
	case !ok && strings.HasPrefix(c.Attr, "hours."):
		b.faults.add(at+"/attr", "unknown schedule "+quote(key)+didYouMean(key, sortedKeys(b.set.config.Hours))+"; declare it in Config.Hours")
	case !ok:
		b.faults.add(at+"/attr", "unknown attribute "+quote(c.Attr)+didYouMean(c.Attr, b.set.config.attributes())+"; declare it in Config.Schema")
	}
	if !knownOp(c.Op) {
		names, known := kindOps[o.kind], "; these go with a "+o.kind.String()+": "
		if !ok {
			names, known = allOps(), "; known: "
		}
		b.faults.add(at+"/op", "unknown operator "+quote(string(c.Op))+didYouMean(string(c.Op), plainNames(names))+known+list(names))
	}
	switch {
	case len(b.faults) > faults:
		return 0
	case !slices.Contains(kindOps[o.kind], c.Op):
		b.faults.add(at+"/op", string(c.Op)+" does not go with a "+o.kind.String()+"; these do: "+list(kindOps[o.kind]))
		return 0
	}
	l := leaf{value: c.Value, folds: c.Fold, op: c.Op, kind: o.kind, fold: c.Fold, attr: b.attr(c.Attr, o, key)}
	// The Set never changes, whatever the caller does with the list later.
	l.value.list = slices.Clone(c.Value.list)
	if l.form = o.source.form(); l.form == pagePath {
		l.fold = c.Fold || o.kind == String && c.Op != Regexp
	}
	l.timed = c.Op != Exists && (o.kind == Duration || o.source == fromHours || o.source == fromNow)
	if c.Fold && (o.kind != String || c.Op == Exists) {
		b.faults.add(at+"/fold", "only comparisons of strings fold")
	}
	b.operand(&l, c, at+"/value")
	if l.fold {
		b.set.attrs[l.attr].fold = true
	}
	if len(b.faults) > faults {
		return 0
	}
	if l.form == wholeURL && l.comparesWhole() {
		b.set.attrs[l.attr].whole = true
	}
	l.odd = oddValue(&l, &b.set.attrs[l.attr]) != ""
	b.warn(&l, at+"/value")
	return b.leaf(l)
}

// warn warns of a comparison that is allowed, but costly or probably not meant.
func (b *builder) warn(l *leaf, at string) {
	if l.odd {
		b.warnings.add(at, oddValue(l, &b.set.attrs[l.attr]))
	}
	if l.slow() {
		b.warnings.add(at, "no text that every match contains: the pattern runs at every look its rule is a candidate of")
	}
}

// appendKey appends a key of a leaf: equal leaves have the same, and no others.
func (c *Cond) appendKey(key []byte) []byte {
	v := &c.Value
	key = append(append(key, c.Attr...), 0)
	key = append(append(key, c.Op...), 0, byte(v.form))
	key = append(strconv.AppendBool(key, c.Fold), 0)
	switch v.form {
	case text:
		return append(key, v.str...)
	case texts:
		for _, s := range v.list {
			key = append(strconv.AppendInt(key, int64(len(s)), 10), ' ')
			key = append(key, s...)
		}
	case instant:
		return v.at.AppendFormat(key, time.RFC3339Nano)
	case number, boolean, pair:
		key = strconv.AppendUint(key, math.Float64bits(v.num), 36)
		key = strconv.AppendUint(append(key, ' '), math.Float64bits(v.hi), 36)
	}
	return key
}

// leaf returns the number of a leaf, which it keeps under the key in b.key.
func (b *builder) leaf(l leaf) int {
	id, ok := b.leafID[string(b.key)]
	if !ok {
		id = len(b.set.leaves)
		b.leafID[string(b.key)] = id
		if l.re != nil {
			l.memo = b.set.memos
			b.set.memos++
		}
		b.set.leaves = append(b.set.leaves, l)
	}
	return id
}

// attr returns the number of an attribute, the next one if no rule used it before.
func (b *builder) attr(name string, o origin, key string) int {
	id, ok := b.attrID[name]
	if !ok {
		id = len(b.set.attrs)
		b.attrID[name] = id
		b.set.attrs = append(b.set.attrs, attr{name: name, origin: o, key: key, hours: b.set.config.Hours[key]})
	}
	return id
}

// operand checks the value of a comparison, and puts it into the leaf in the form in which the
// attribute is compared.
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

// anyTimed reports whether time alone can change some leaf of a tree.
func (b *builder) anyTimed(n *node) bool {
	if n.kind == single {
		return b.set.leaves[n.at].timed
	}
	kids := b.set.kids(n)
	for i := range kids {
		if b.anyTimed(&kids[i]) {
			return true
		}
	}
	return false
}
