package trigger_test

import (
	"math/bits"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/trigger"
)

// seconds is how long the second-by-second oracle looks: 30 hours.
const seconds = 30 * 3600

// film is a condition at each of the seconds, one bit each.
type film []uint64

func newFilm(at func(second int) bool) film {
	f := make(film, (seconds+63)/64)
	for s := range seconds {
		if at(s) {
			f[s>>6] |= 1 << (s & 63)
		}
	}
	return f
}

// since shows true from a second on.
func since(from int) film {
	f := make(film, (seconds+63)/64)
	for i := range f {
		if gone := from - i<<6; gone < 64 {
			f[i] = ^uint64(0) << max(0, gone)
		}
	}
	return f
}

func (f film) with(g film, op func(a, b uint64) uint64) film {
	out := make(film, len(f))
	for i := range f {
		out[i] = op(f[i], g[i])
	}
	return out
}

func and(a, b uint64) uint64    { return a & b }
func or(a, b uint64) uint64     { return a | b }
func andNot(a, b uint64) uint64 { return a &^ b }

// first is the first second at which the film shows true.
func (f film) first() (int, bool) {
	for i, w := range f {
		if w != 0 {
			s := i<<6 + bits.TrailingZeros64(w)
			return s, s < seconds
		}
	}
	return 0, false
}

// stage is a night with leaves on it, and the film of each.
type stage struct {
	night
	visit  trigger.Visit
	config trigger.Config
	leaves []trigger.Cond
	films  []film
	all    film
}

// newStage films every leaf by asking the interpreter at every second.
func newStage(t testing.TB, n night, c chance) *stage {
	st := &stage{night: n, config: trigger.Config{Hours: map[string]trigger.Hours{}, Horizon: seconds * time.Second}}
	st.visit = trigger.Visit{
		Visitor: "v1", URL: "/en/", Started: n.start.Add(-time.Hour), Entered: n.start.Add(-7 * time.Second), Active: n.start,
		Attrs: map[string]trigger.Value{"visitor.vip": trigger.Truth(true)},
	}
	add := func(leaf trigger.Cond, at func(time.Time) bool) {
		st.leaves = append(st.leaves, leaf)
		st.films = append(st.films, newFilm(func(s int) bool { return at(n.start.Add(time.Duration(s) * time.Second)) }))
	}
	for i, zone := range []string{n.zone, n.zone, n.zone, "UTC", "Australia/Lord_Howe"} {
		name := "s" + string(rune('0'+i))
		s := newSchedule(t, zone, pick(c, 0, 30, 90, 150, 480, 1320), pick(c, 60, 120, 180, 210, 1020, 1439), n.start)
		st.config.Hours[name] = s
		add(trigger.Where("hours."+name, trigger.Is, trigger.Truth(true)), s.Open)
		add(trigger.Where("hours."+name, trigger.Is, trigger.Truth(false)), func(t time.Time) bool { return !s.Open(t) })
	}
	for range size(6, 14) {
		d := time.Duration(c.IntN(pick(c, 60, 3600, seconds))) * time.Second
		leaf := trigger.Where(pick(c, "page.dwell", "site.dwell", "idle", "since.dismissed"), pick(c, trigger.Ge, trigger.Lt), trigger.For(d))
		add(leaf, func(t time.Time) bool { return interpret(leaf, st.visit, trigger.History{}, t) })
		at := n.start.Add(time.Duration(c.IntN(seconds)) * time.Second)
		add(trigger.Where("now", trigger.Before, trigger.At(at)), func(t time.Time) bool { return t.Before(at) })
		add(trigger.Where("now", trigger.After, trigger.At(at)), func(t time.Time) bool { return t.After(at) })
	}
	for _, vip := range []bool{true, false} {
		add(trigger.Where("visitor.vip", trigger.Is, trigger.Truth(vip)), func(time.Time) bool { return vip })
	}
	st.all = newFilm(func(int) bool { return true })
	return st
}

// tree draws a condition and develops its film.
func (st *stage) tree(c chance, depth int) (trigger.Cond, film) {
	if depth == 0 || c.IntN(4) == 0 {
		i := c.IntN(len(st.leaves))
		return st.leaves[i], st.films[i]
	}
	first, f := st.tree(c, depth-1)
	kids := []trigger.Cond{first}
	op, build := and, trigger.All
	switch c.IntN(5) {
	case 0:
		return trigger.Not(first), st.all.with(f, andNot)
	case 1, 2:
		op, build = or, trigger.Any
	}
	for range 1 + c.IntN(2) {
		kid, g := st.tree(c, depth-1)
		kids, f = append(kids, kid), f.with(g, op)
	}
	return build(kids...), f
}

// ceil is the second at or after an instant: conditions that hold just behind an instant show a
// second later.
func ceil(t, start time.Time) int {
	return int((t.Sub(start) + time.Second - 1) / time.Second)
}

func TestNextInstantsEqualASecondBySecondOracle(t *testing.T) {
	atOnce, later, none := 0, 0, 0
	const shares = 20 // of a night's cases, so that slices of the full size are small
	all := nights()
	for i := range seeds(2, shares*len(all)) {
		n, c := all[i%uint64(len(all))], newChance(i)
		st := newStage(t, n, c)
		for range size(500, 100_000/len(all)/shares) {
			when, f := st.tree(c, 3)
			rule := trigger.Rule{ID: "r", When: when}
			if c.IntN(4) == 0 {
				from := c.IntN(seconds)
				rule.From = n.start.Add(time.Duration(from) * time.Second)
				f = f.with(since(from), and)
			}
			if c.IntN(4) == 0 {
				when, veto := st.tree(c, 2)
				st.checkVetoed(t, rule, when, f.with(veto, andNot))
			}
			set, err := trigger.Compile([]trigger.Rule{rule}, st.config)
			require.NoError(t, err)
			switch st.check(t, set, f) {
			case 0:
				none++
			case 1:
				atOnce++
			default:
				later++
			}
		}
	}
	t.Logf("%d true at once, %d later, %d never", atOnce, later, none)
	require.Positive(t, min(atOnce, later, none))
}

func (st *stage) checkVetoed(t *testing.T, rule trigger.Rule, when trigger.Cond, f film) {
	t.Helper()
	veto := trigger.Rule{ID: "veto", Type: trigger.Suppress, When: when}
	set, err := trigger.Compile([]trigger.Rule{rule, veto}, st.config)
	require.NoError(t, err)
	st.check(t, set, f)
}

// check looks once, at the start of the night: 0 never, 1 at once, 2 later.
func (st *stage) check(t *testing.T, set *trigger.Set, f film) int {
	t.Helper()
	res := set.Eval(st.visit, trigger.History{}, st.start)
	first, ever := f.first()
	switch {
	case !ever:
		require.Empty(t, res.Fires)
		require.True(t, res.Next.IsZero() || ceil(res.Next, st.start) >= seconds, "next %s", res.Next)
		return 0
	case first == 0:
		require.Len(t, res.Fires, 1)
		return 1
	}
	require.Empty(t, res.Fires)
	require.Equal(t, first, ceil(res.Next, st.start), "next %s", res.Next)
	return 2
}
