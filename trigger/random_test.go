package trigger_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// plainFact reads a Value by its JSON, as somebody outside the package would.
func plainFact(v trigger.Value) fact {
	var f fact
	raw := []byte(v.String())
	switch raw[0] {
	case '"':
		_ = json.Unmarshal(raw, &f.s)
		f.t, _ = time.Parse(time.RFC3339Nano, f.s)
	case '[':
		_ = json.Unmarshal(raw, &f.list)
	case 't', 'f':
		f.b = raw[0] == 't'
	default:
		f.n, _ = strconv.ParseFloat(string(raw), 64)
	}
	return f
}

func ends(v trigger.Value) (lo, hi float64) {
	var p [2]float64
	_ = json.Unmarshal([]byte(v.String()), &p)
	return p[0], p[1]
}

var hostSchema = trigger.Schema{"host.note": trigger.String, "host.since": trigger.Instant, "host.score": trigger.Number}

// chance draws rules and visits from small alphabets, so that matches are common.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 4))} }

func pick[T any](c chance, from ...T) T { return from[c.IntN(len(from))] }

var t0 = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func (c chance) path() string {
	return pick(c, "", "/", "/en", "/en/", "/en/shoes", "/en/shoes/", "/en/shoes/42", "/et/kingad/", "/cart", "/cart/", "/checkout/pay", "/jõe/ä")
}

// spelled is an address of a page, sometimes in another spelling.
func (c chance) spelled(path string) string {
	if c.IntN(4) > 0 {
		return pick(c, "", "https://shop.example") + path
	}
	const shop = "https://shop.example"
	return pick(c, "https://Shop.example/."+path, shop+"/"+path, shop+":443/a/.."+path,
		shop+strings.ToUpper(path), shop+strings.ReplaceAll(path, "o", "%6F"),
		"/%2e"+path, "/a/%2E%2e"+path, "/#"+path, shop+"/app/#!"+path)
}

func (c chance) word() string { return pick(c, "a", "b", "ab", "Ab", "aab", "ba", "ÕU", "õu", "") }

func (c chance) words() []string {
	out := make([]string, c.IntN(4))
	for i := range out {
		out[i] = c.word()
	}
	return out
}

func (c chance) cond(depth int) trigger.Cond {
	if depth == 0 || c.IntN(3) == 0 {
		leaf := c.leaf()
		leaf.Fold = leaf.Fold && leaf.Op != trigger.Regexp && leaf.Op != trigger.Glob
		return leaf
	}
	kids := make([]trigger.Cond, 1+c.IntN(4))
	for i := range kids {
		kids[i] = c.cond(depth - 1)
	}
	switch c.IntN(3) {
	case 0:
		return trigger.All(kids...)
	case 1:
		return trigger.Any(kids...)
	}
	return trigger.Not(kids[0])
}

func (c chance) leaf() trigger.Cond {
	where := trigger.Where
	if c.IntN(12) == 0 {
		attr := pick(c, "page.path", "host.note", "cart.value", "visitor.tags", "visitor.ip", "host.since", "page.dwell", "visitor.vip")
		return where(attr, trigger.Exists, pick(c, trigger.Value{}, trigger.Truth(true), trigger.Truth(false)))
	}
	switch c.IntN(9) {
	case 0:
		op := pick(c, trigger.Eq, trigger.Ne, trigger.Prefix, trigger.Suffix, trigger.Contains)
		return where("page.path", op, trigger.Text(pick(c, "/", "/en/", "/en", "/en/shoes/", "shoes/", "/shoes", "oe", "/cart", "ä")))
	case 1:
		if c.IntN(2) == 0 {
			return where("page.path", trigger.Regexp, trigger.Text(pick(c, "/en/.", "/en/", "/.*/shoes", ".art", "/e./sho+", "/jõe/?", "^/cart$", "x*")))
		}
		return where("page.path", trigger.Glob, trigger.Text(pick(c, "/en/**", "/en/", "/*/shoes", "/?art", "/**", "/**/4?", "*", "/en*")))
	case 2:
		op := pick(c, trigger.Eq, trigger.Ne, trigger.Prefix, trigger.Suffix, trigger.Contains, trigger.Regexp, trigger.Glob)
		x := where("host.note", op, trigger.Text(pick(c, "a", "b", "ab", "AB", "ba", "õu")))
		x.Fold = c.IntN(2) == 0
		return x
	case 3:
		x := where(pick(c, "host.note", "page.path"), pick(c, trigger.In, trigger.NotIn), trigger.Texts(append(c.words(), c.path())...))
		x.Fold = c.IntN(3) == 0
		return x
	case 4:
		attr := pick(c, "cart.value", "host.score")
		if c.IntN(4) == 0 {
			lo := float64(c.IntN(5))
			return where(attr, trigger.Between, trigger.Pair(lo, lo+float64(c.IntN(4))))
		}
		op := pick(c, trigger.Eq, trigger.Ne, trigger.Lt, trigger.Le, trigger.Gt, trigger.Ge)
		return where(attr, op, trigger.Num(float64(c.IntN(6))+pick(c, 0, 0, 0.5)))
	case 5:
		return where("visitor.tags", pick(c, trigger.AnyOf, trigger.AllOf, trigger.NoneOf), trigger.Texts(c.words()...))
	case 6:
		return where(pick(c, "page.dwell", "site.dwell", "idle", "since.dismissed"), pick(c, trigger.Ge, trigger.Lt), trigger.For(time.Duration(c.IntN(8))*time.Second))
	case 7:
		return where("host.since", pick(c, trigger.Before, trigger.After), trigger.At(t0.Add(time.Duration(c.IntN(5))*time.Hour)))
	}
	return pick(c,
		where("visitor.vip", trigger.Is, trigger.Truth(c.IntN(2) == 0)),
		where("visitor.ip", trigger.CIDR, trigger.Text(pick(c, "10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "192.0.2.1/32"))),
		where("page.query.q", pick(c, trigger.Eq, trigger.Ne, trigger.Contains), trigger.Text(pick(c, "a", "a b", "ä"))))
}

func (c chance) visit(now time.Time) trigger.Visit {
	v := trigger.Visit{Visitor: pick(c, "", "v1", "v2"), Attrs: map[string]trigger.Value{}}
	if path := c.path(); path != "" {
		v.URL = c.spelled(path) + pick(c, "", "?q=a", "?q=a+b&q=c", "?x&q=%C3%A4", "#top")
	}
	for _, anchor := range []*time.Time{&v.Started, &v.Entered, &v.Active} {
		if c.IntN(4) > 0 {
			*anchor = now.Add(-time.Duration(c.IntN(9)) * time.Second)
		}
	}
	set := func(name string, x trigger.Value) {
		if c.IntN(4) > 0 {
			v.Attrs[name] = x
		}
	}
	set("host.note", trigger.Text(c.word()))
	set("host.score", trigger.Num(float64(c.IntN(6))+pick(c, 0, 0, 0.5)))
	set("cart.value", trigger.Num(float64(c.IntN(6))))
	set("visitor.tags", trigger.Texts(c.words()...))
	set("visitor.vip", trigger.Truth(c.IntN(2) == 0))
	set("visitor.ip", trigger.Text(pick(c, "10.0.0.1", "10.1.2.3", "192.0.2.1", "2001:db8::1")))
	set("host.since", trigger.At(t0.Add(time.Duration(c.IntN(5))*time.Hour)))
	return v
}
