package trigger

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A condition is compiled into a tree of nodes. A node is a leaf, by its number, or an "all",
// "any" or "not" whose parts stand side by side in Set.nodes: a node holds no pointers, so ten
// thousand rules are a few slices to the garbage collector.
//
// Two trees are made of a condition with a "not" in it. The one that is evaluated has its
// negations at the leaves, because the index is made of literals, which are leaves with a sign.
// The other is as its author wrote it, for explanations and for writing the rule out again.
//
// A leaf is found by a key that spells all that makes it what it is. Equal comparisons of many
// rules are one leaf: it is checked once, a visit tests it once, and the index sees that its slots
// go together.

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
		// No condition at all is an "all" of nothing, which is true.
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
		// De Morgan: "not (a and b)" is "not a, or not b".
		kind = allOf + anyOf - kind
	}
	// Room for the parts is taken before they are compiled, because their own parts come behind
	// them; each is then put into its place by number, as the slice may have moved.
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
	// A leaf with a warning goes the long way, which warns in this rule too.
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
	// A schedule's name is a host's, and the nearest one is looked for among schedules alone.
	case !ok && strings.HasPrefix(c.Attr, "hours."):
		b.faults.add(at+"/attr", "unknown schedule "+quote(key)+didYouMean(key, sortedKeys(b.set.config.Hours))+"; declare it in Config.Hours")
	case !ok:
		b.faults.add(at+"/attr", "unknown attribute "+quote(c.Attr)+didYouMean(c.Attr, b.set.config.attributes())+"; declare it in Config.Schema")
	}
	if !knownOp(c.Op) {
		// Of an attribute that is not known the kind is not either, and all operators are told.
		names, known := kindOps[o.kind], "; these go with a "+o.kind.String()+": "
		if !ok {
			names, known = allOps(), "; known: "
		}
		op := string(c.Op)
		what := "unknown operator " + quote(op) + didYouMean(op, plainNames(names))
		if c.Op == "" {
			what = "an operator is expected"
		}
		b.faults.add(at+"/op", what+known+list(names))
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
	// Paths are compared in small letters whether the rule folds or not. A regexp is the
	// exception: it may look at capitals on purpose.
	if l.form = o.source.form(); l.form == pagePath {
		l.fold = c.Fold || o.kind == String && c.Op != Regexp
	}
	// Whether a schedule exists, or an anchor is there, does not change by waiting.
	l.timed = c.Op != Exists && (o.kind == Duration || o.source == fromHours || o.source == fromNow)
	if c.Fold && (o.kind != String || c.Op == Exists) {
		b.faults.add(at+"/fold", "only comparisons of strings fold")
	}
	b.operand(&l, c, at+"/value")
	// The attribute's value is folded once a visit then, for all leaves that ask for it.
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
	// No attribute and no operator has a zero byte in its name, so the parts cannot run together.
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
	// By its bits, so that the key is exact; numbers that print alike may differ.
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
		// A pattern's answer is kept for the rest of an evaluation, in a place of its own.
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
