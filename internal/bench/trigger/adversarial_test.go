package trigger

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// adversary is a set of rules made to be slow.
type adversary struct {
	name  string
	rules []trigger.Rule
	visit trigger.Visit
}

func adversaries(n int) []adversary {
	visit := newShop(mixed, true).visit()
	set := func(name string, v trigger.Visit, when func(i int) trigger.Cond) adversary {
		rules := make([]trigger.Rule, n)
		for i := range rules {
			rules[i] = trigger.Rule{ID: "r" + strconv.Itoa(i), Group: "g", When: when(i)}
		}
		return adversary{name, rules, v}
	}
	long := visit
	long.URL = "/" + strings.Repeat("a", 2000)
	return []adversary{
		set("regexps without a text they need", visit, func(i int) trigger.Cond {
			return trigger.Where("page.path", trigger.Regexp, trigger.Text("[xyz](?:"+strconv.Itoa(i)+")?[qw]$"))
		}),
		set("the dearest regexps on a 2 KiB address", long, func(i int) trigger.Cond {
			return trigger.Where("page.path", trigger.Regexp, trigger.Text("(a?){"+strconv.Itoa(60+i%40)+"}[b-z]"+strconv.Itoa(i)+"?"))
		}),
		set("distinct thresholds", visit, func(i int) trigger.Cond {
			return trigger.Where("cart.value", trigger.Ge, trigger.Num(float64(i)*2+0.5))
		}),
		set("distinct delays", visit, func(i int) trigger.Cond {
			return trigger.Where("page.dwell", trigger.Ge, trigger.For(time.Duration(n-i)*time.Second))
		}),
		set("16 alternatives each", visit, func(i int) trigger.Cond {
			all := trigger.All()
			for k := range 4 {
				all.All = append(all.All, trigger.Any(
					trigger.Where("cart.value", trigger.Ge, trigger.Num(float64(i*k%1000))), trigger.Where("visit.pages", trigger.Lt, trigger.Num(float64((i+k)%20)))))
			}
			return all
		}),
		set("32 alternatives each, beyond the index", visit, func(i int) trigger.Cond {
			all := trigger.All()
			for k := range 5 {
				all.All = append(all.All, trigger.Any(
					trigger.Where("cart.value", trigger.Ge, trigger.Num(float64(i*k%1000))), trigger.Where("visit.pages", trigger.Lt, trigger.Num(float64((i+k)%20)))))
			}
			return all
		}),
	}
}

// TestAdversaries bounds the worst sets loosely in every run; with SWITCHBOARD_BENCH=1 it measures 10,000 rules.
func TestAdversaries(t *testing.T) {
	long(t)
	n := 1000
	if os.Getenv("SWITCHBOARD_BENCH") != "" {
		n = 10_000
	}
	var out strings.Builder
	fmt.Fprintf(&out, "| %d rules | µs per visit | allocations | heap, MiB | compile, ms |\n|---|---:|---:|---:|---:|\n", n)
	all := adversaries(n)
	for _, a := range all {
		before := alive()
		start := processor()
		set, err := trigger.Compile(a.rules, config)
		compile := processor() - start
		if err != nil {
			t.Fatalf("%s: %v", a.name, err)
		}
		heap := alive() - before
		runtime.KeepAlive(set)
		runtime.KeepAlive(all)
		var res trigger.Result
		ns, allocs := measure(func(int) int {
			set.EvalTo(&res, a.visit, trigger.History{}, now)
			return len(res.Fires)
		}, 8)
		over := ""
		if res.Overrun {
			over = " (budget reached)"
		}
		fmt.Fprintf(&out, "| %s%s | %.1f | %.0f | %.1f | %.0f |\n", a.name, over, ns/1e3, allocs, heap, compile.Seconds()*1e3)
		if ns > 500e6 {
			t.Errorf("%s: %.0f ms", a.name, ns/1e6)
		}
		if heap <= 0 {
			t.Errorf("%s: a heap of %.1f MiB cannot be", a.name, heap)
		}
	}
	t.Log("\n" + out.String())
}

// alive is how much memory is in use, in MiB. What a pool keeps is only let go by the second collection.
func alive() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// TestSize measures what 10,000 mixed rules cost in memory and to compile.
func TestSize(t *testing.T) {
	for _, n := range []int{1000, 10_000} {
		rules := newShop(mixed, true).rules(n)
		best, heap := time.Hour, 0.0
		for range 5 {
			before := alive()
			start := processor()
			set, err := trigger.Compile(rules, config)
			if err != nil {
				t.Fatal(err)
			}
			best = min(best, processor()-start)
			heap = alive() - before
			runtime.KeepAlive(set)
			runtime.KeepAlive(rules)
		}
		t.Logf("%d mixed rules: %.1f MiB, compiled in %s", n, heap, best)
	}
}
