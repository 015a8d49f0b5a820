package trigger_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// possibleWorld is what attributes can be.
type possibleWorld map[string][]func(*trigger.Visit)

// smallWorld is what a few attributes can be: all values on which the conditions of smallCond can
// differ, and none.
var smallWorld = possibleWorld{
	"cart.value":     attrs("cart.value", nums(-0.5, 0, 0.5, 1, 1.5, 2, 2.5)...),
	"visitor.vip":    attrs("visitor.vip", trigger.Truth(true), trigger.Truth(false)),
	"visitor.tier":   attrs("visitor.tier", words("abA", 4)...),
	"visitor.tags":   attrs("visitor.tags", lists(" a b c ab ac bc abc")...),
	"visitor.ip":     attrs("visitor.ip", named("10.0.0.1 10.1.0.1 192.0.2.1 11.0.0.0 ::1")...),
	"host.since":     attrs("host.since", instants(-1, 0, 1, time.Hour, time.Hour+1)...),
	"page.dwell":     anchors(func(v *trigger.Visit) *time.Time { return &v.Entered }),
	"page.path":      addresses(spelled("/", words("ab/", 4))...),
	"page.query.q":   addresses(spelled("/?q=", words("abA", 4))...),
	"page.host":      addresses(spelled("https://", words("ab.", 4))...),
	"prompt.last":    nil, // from the history
	"chats.count":    nil,
	"visit.count":    attrs("visit.count", nums(-1, 0, 0.5, 1, 1.5, 2, 3)...),
	"visitor.locale": attrs("visitor.locale", words("abA", 4)...),
}

func nums(all ...float64) (values []trigger.Value) {
	for _, n := range all {
		values = append(values, trigger.Num(n))
	}
	return values
}

// lists are lists of single letters.
func lists(words string) (values []trigger.Value) {
	for _, w := range strings.Split(words, " ") {
		values = append(values, trigger.Texts(strings.Split(w, "")...))
	}
	return values
}

func named(words string) (values []trigger.Value) {
	for _, w := range strings.Fields(words) {
		values = append(values, trigger.Text(w))
	}
	return values
}

func instants(after ...time.Duration) (values []trigger.Value) {
	for _, d := range after {
		values = append(values, trigger.At(t0.Add(d)))
	}
	return values
}

// wideWorld has longer texts, for conditions that ask for several parts of one.
var wideWorld = func() possibleWorld {
	wide := maps.Clone(smallWorld)
	wide["visitor.tier"] = attrs("visitor.tier", words("abA", 7)...)
	wide["visitor.locale"] = attrs("visitor.locale", words("abA", 7)...)
	wide["page.path"] = addresses(spelled("/", words("ab/", 7))...)
	wide["page.query.q"] = addresses(spelled("/?q=", words("abA", 7))...)
	wide["page.host"] = addresses(spelled("https://", words("ab.", 7))...)
	return wide
}()

func attrs(name string, values ...trigger.Value) (all []func(*trigger.Visit)) {
	for _, x := range values {
		all = append(all, func(v *trigger.Visit) { v.Attrs[name] = x })
	}
	return append(all, func(*trigger.Visit) {})
}

func anchors(of func(*trigger.Visit) *time.Time) (all []func(*trigger.Visit)) {
	const second = time.Second
	for _, ago := range []time.Duration{-1, 0, second - 1, second, 2*second - 1, 2 * second} {
		all = append(all, func(v *trigger.Visit) { *of(v) = t0.Add(-ago) })
	}
	return append(all, func(*trigger.Visit) {})
}

func addresses(urls ...string) (all []func(*trigger.Visit)) {
	for _, u := range urls {
		all = append(all, func(v *trigger.Visit) { v.URL = u })
	}
	return all
}

// spelled are addresses that begin alike, a page without a host, and none.
func spelled(begin string, ends []trigger.Value) []string {
	all := []string{"", "/"}
	for _, end := range ends {
		var s string
		_ = json.Unmarshal([]byte(end.String()), &s)
		all = append(all, begin+s)
	}
	return all
}

// words are all words of some letters, up to a length.
func words(letters string, most int) []trigger.Value {
	all := []string{""}
	for from := 0; most > 0; most-- {
		end := len(all)
		for _, w := range all[from:end] {
			for _, l := range letters {
				all = append(all, w+string(l))
			}
		}
		from = end
	}
	values := make([]trigger.Value, len(all))
	for i, w := range all {
		values[i] = trigger.Text(w)
	}
	return values
}

// smallLeaf asks for little of one attribute, so that two of them often contradict each other.
func (c chance) smallLeaf(attr string) trigger.Cond {
	if c.IntN(10) == 0 {
		return trigger.Where(attr, trigger.Exists, trigger.Truth(c.IntN(2) == 0))
	}
	words := "a b ab A ba"
	switch attr {
	case "page.path":
		words = "/a /b / b /ab /a/b"
	case "page.host":
		words = "a b a.b A ab"
	case "prompt.last":
		words = "shown closed dismissed w"
	}
	word := func() string { return pick(c, strings.Fields(words)...) }
	ask := func(op trigger.Op, value trigger.Value) trigger.Cond {
		return trigger.Where(attr, op, value)
	}
	switch attr {
	case "cart.value", "visit.count", "chats.count":
		op := pick(c, trigger.Eq, trigger.Ne, trigger.Lt, trigger.Le, trigger.Gt, trigger.Ge)
		return ask(op, trigger.Num(float64(c.IntN(3))))
	case "visitor.vip":
		return ask(trigger.Is, trigger.Truth(c.IntN(2) == 0))
	case "visitor.tags":
		op := pick(c, trigger.AnyOf, trigger.AllOf, trigger.NoneOf)
		return ask(op, pick(c, append(lists("a ab bc c"), trigger.Texts())...))
	case "visitor.ip":
		networks := named("10.0.0.0/8 10.1.0.0/16 192.0.2.1/32 ::/0 0.0.0.0/0")
		return ask(trigger.CIDR, pick(c, networks...))
	case "host.since":
		at := t0.Add(pick(c, 0, time.Hour))
		return ask(pick(c, trigger.Before, trigger.After), trigger.At(at))
	case "page.dwell":
		length := time.Duration(c.IntN(3)) * time.Second
		return ask(pick(c, trigger.Ge, trigger.Lt), trigger.For(length))
	}
	op := pick(c, trigger.Eq, trigger.Ne, trigger.Prefix, trigger.Suffix, trigger.Contains)
	text := ask(op, trigger.Text(word()))
	if c.IntN(4) == 0 {
		list := []string{word(), word()}
		text = ask(pick(c, trigger.In, trigger.NotIn), trigger.Texts(list[:c.IntN(3)]...))
	}
	text.Fold = attr == "visitor.tier" && c.IntN(3) == 0
	return text
}

func (c chance) smallCond(attrs []string, depth int) trigger.Cond {
	if depth == 0 || c.IntN(4) == 0 {
		return c.smallLeaf(pick(c, attrs...))
	}
	kids := make([]trigger.Cond, c.IntN(3)+1)
	for i := range kids {
		kids[i] = c.smallCond(attrs, depth-1)
	}
	switch c.IntN(5) {
	case 0:
		return trigger.Any(kids...)
	case 1:
		return trigger.Not(kids[0])
	}
	return trigger.All(kids...)
}

// holdsSomewhere tries everything in a world.
func holdsSomewhere(in possibleWorld, when trigger.Cond, attrs []string) bool {
	histories := []trigger.History{{}}
	if slices.Contains(attrs, "prompt.last") {
		for _, last := range strings.Fields("shown accepted dismissed expired withdrawn") {
			histories = append(histories, trigger.History{Last: trigger.Fate(last)})
		}
	}
	if slices.Contains(attrs, "chats.count") {
		for _, h := range slices.Clone(histories) {
			for n := range 4 {
				h.Chats = n
				histories = append(histories, h)
			}
		}
	}
	var try func(v trigger.Visit, left []string) bool
	try = func(v trigger.Visit, left []string) bool {
		if len(left) == 0 {
			return slices.ContainsFunc(histories, func(h trigger.History) bool {
				return interpretPast(when, v, h)
			})
		}
		if in[left[0]] == nil {
			return try(v, left[1:])
		}
		for _, put := range in[left[0]] {
			with := v
			with.Attrs = map[string]trigger.Value{}
			for name, x := range v.Attrs {
				with.Attrs[name] = x
			}
			if put(&with); try(with, left[1:]) {
				return true
			}
		}
		return false
	}
	return try(trigger.Visit{}, attrs)
}

// interpretPast is interpret, which knows nothing of prompt.last and chats.count.
func interpretPast(c trigger.Cond, v trigger.Visit, h trigger.History) bool {
	if v.Attrs == nil {
		v.Attrs = map[string]trigger.Value{}
	}
	v.Attrs["chats.count"] = trigger.Num(float64(h.Chats))
	if delete(v.Attrs, "prompt.last"); h.Last != "" {
		v.Attrs["prompt.last"] = trigger.Text(string(h.Last))
	}
	return interpret(c, v, h, t0)
}

func warnings(t testing.TB, rule trigger.Rule) []string {
	set, err := trigger.Compile([]trigger.Rule{rule}, trigger.Config{Schema: hostSchema})
	require.NoError(t, err)
	var all []string
	for _, w := range set.Warnings() {
		all = append(all, w.Error())
	}
	return all
}

func hasWarning(all []string, text string) bool {
	return slices.ContainsFunc(all, func(w string) bool { return strings.Contains(w, text) })
}

func TestARuleThatCanNeverHoldIsWarnedOfAndNoOther(t *testing.T) {
	var names []string
	for name := range smallWorld {
		names = append(names, name)
	}
	slices.Sort(names)
	never, sure, doubt := 0, 0, 0
	for seed := range seeds(800, 10_000) {
		c := newChance(seed)
		about := []string{pick(c, names...), pick(c, names...)}
		address := func(name string) bool { return name[:5] == "page." && name != "page.dwell" }
		if about[0] == about[1] || address(about[0]) && address(about[1]) {
			about = about[:1] // parts of one address have a test of their own
		}
		rule := trigger.Rule{ID: "r", When: c.smallCond(about, 3)}
		warned := warnings(t, rule)
		cannot, may := hasWarning(warned, "can never hold"), hasWarning(warned, "may never hold")
		text, _ := rule.When.MarshalJSON()
		holds := holdsSomewhere(smallWorld, rule.When, about)
		if !holds && !cannot && !may {
			last := about[len(about)-1]
			if len(about) > 1 && len(wideWorld[about[0]])*len(wideWorld[last]) > 100_000 {
				continue // long texts of two attributes are too many
			}
			holds = holdsSomewhere(wideWorld, rule.When, about)
		}
		if holds {
			require.False(t, cannot, "seed %d: it can hold: %s %q", seed, text, warned)
			if may {
				doubt++
			}
			continue
		}
		never++
		if cannot {
			sure++
		}
		require.True(t, cannot || may, "seed %d: it can never hold: %s", seed, text)
	}
	t.Logf("%d can never hold, %d of them for certain; %d others were doubted", never, sure, doubt)
	require.Greater(t, never, 60/thin/int(parts))
	require.Greater(t, sure, never*9/10)
	require.LessOrEqual(t, doubt, never/20)
}
