package trigger

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr/vm"

	"github.com/switchboard-go/switchboard/trigger"
)

var sizes = []int{10, 100, 1000, 10000}

// engine evaluates all rules for the i-th of some visits and says how many match.
type engine struct {
	name string
	most int // the largest number of rules it is asked for
	make func(rules []trigger.Rule, visits []trigger.Visit) func(i int) int
}

func engines() []engine {
	return []engine{
		{"switchboard", 10000, ours},
		{"closures", 10000, func(rules []trigger.Rule, visits []trigger.Visit) func(int) int {
			var fs []func(*facts) bool
			for _, r := range rules {
				fs = append(fs, closure(r.When))
			}
			all := allFacts(visits)
			return func(i int) int {
				return count(len(fs), func(k int) bool { return fs[k](&all[i]) })
			}
		}},
		{"expr", 10000, func(rules []trigger.Rule, visits []trigger.Visit) func(int) int {
			programs, envs, machine := exprPrograms(rules), allEnvs(visits), vm.VM{}
			return func(i int) int {
				return count(len(programs), func(k int) bool {
					out, err := machine.Run(programs[k], envs[i])
					return err == nil && out == true
				})
			}
		}},
		{"cel", 10000, func(rules []trigger.Rule, visits []trigger.Visit) func(int) int {
			programs, envs := celPrograms(rules), allEnvs(visits)
			return func(i int) int {
				return count(len(programs), func(k int) bool {
					out, _, err := programs[k].Eval(envs[i])
					return err == nil && out.Value() == true
				})
			}
		}},
		{"jsonlogic", 10000, func(rules []trigger.Rule, visits []trigger.Visit) func(int) int {
			logic, envs := logicRules(rules), allEnvs(visits)
			return func(i int) int {
				return count(len(logic), func(k int) bool { return applyLogic(logic[k], any(envs[i])) })
			}
		}},
	}
}

// ours has to do more than the others: caps are looked up, and the next instant is found.
func ours(rules []trigger.Rule, visits []trigger.Visit) func(int) int {
	set, err := trigger.Compile(rules, config)
	if err != nil {
		panic(err)
	}
	h := newShop(mixed, true).history(len(rules))
	var res trigger.Result
	return func(i int) int {
		set.EvalTo(&res, visits[i], h, now)
		return len(res.Fires)
	}
}

func count(n int, holds func(int) bool) int {
	sum := 0
	for k := range n {
		if holds(k) {
			sum++
		}
	}
	return sum
}

func allFacts(visits []trigger.Visit) []facts {
	out := make([]facts, len(visits))
	for i, v := range visits {
		out[i] = factsOf(v)
	}
	return out
}

func allEnvs(visits []trigger.Visit) []map[string]any {
	var out []map[string]any
	for _, f := range allFacts(visits) {
		out = append(out, f.env())
	}
	return out
}

func (s shop) visits(n int) []trigger.Visit {
	out := make([]trigger.Visit, n)
	for i := range out {
		out[i] = s.visit()
	}
	return out
}

func TestEnginesAgree(t *testing.T) {
	for _, load := range []func(shop) trigger.Cond{mixed, anchored, broad} {
		s := newShop(load, true)
		rules, visits := s.rules(300), s.visits(64)
		for i := range rules { // nothing but the condition decides
			rules[i].Limits = []trigger.Limit{{Max: 32}}
		}
		var want []int
		for _, e := range engines() {
			run, matches := e.make(rules, visits), []int{}
			for i := range visits {
				matches = append(matches, run(i))
			}
			if want == nil {
				want = matches
			}
			if fmt.Sprint(want) != fmt.Sprint(matches) {
				t.Errorf("%s:\n%v\nothers:\n%v", e.name, matches, want)
			}
		}
	}
}

// TestSideBySide measures every engine in one process and logs the tables and writes plot.svg:
// SWITCHBOARD_BENCH=1 go test -run SideBySide ./trigger
func TestSideBySide(t *testing.T) {
	if os.Getenv("SWITCHBOARD_BENCH") == "" {
		t.Skip("SWITCHBOARD_BENCH=1 measures; TestEnginesAgree always runs")
	}
	var out strings.Builder
	for _, load := range []struct {
		name string
		urls func(shop) trigger.Cond
	}{{"mixed", mixed}, {"anchored", anchored}, {"broad", broad}} {
		fmt.Fprintf(&out, "\n**%s**: ns of processor time for all rules and one visit (allocations)\n\n| rules | matches |", load.name)
		for _, e := range engines() {
			fmt.Fprintf(&out, " %s |", e.name)
		}
		fmt.Fprintf(&out, "\n|---:|---:|%s\n", strings.Repeat("---:|", len(engines())))
		table := measureAll(t, load.urls, &out)
		if load.name == "mixed" {
			if err := os.WriteFile("plot.svg", plot(table), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Log(out.String())
}

func measureAll(t *testing.T, urls func(shop) trigger.Cond, out *strings.Builder) map[string][]float64 {
	table := map[string][]float64{}
	for _, n := range sizes {
		s := newShop(urls, true)
		rules, visits := s.rules(n), s.visits(64)
		row, matches := "", 0
		for _, e := range engines() {
			run := e.make(rules, visits)
			if e.name == "closures" {
				for i := range visits {
					matches += run(i)
				}
			}
			ns, allocs := measure(run, len(visits))
			table[e.name] = append(table[e.name], ns)
			row += fmt.Sprintf(" %.0f (%.0f) |", ns, allocs)
			run = nil
			debug.FreeOSMemory()
		}
		fmt.Fprintf(out, "| %d | %.1f |%s\n", n, float64(matches)/float64(len(visits)), row)
		t.Logf("%d: %s", n, row)
	}
	return table
}

// measure is the best of many rounds over all visits (of a slow engine, some), in processor time, or by the clock on the
// wall where that was less: a short round that nobody interrupts is the one that counts.
func measure(run func(int) int, visits int) (ns, allocs float64) {
	start := processor()
	run(0)
	if processor()-start > 5*time.Millisecond {
		visits /= 8
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	best, rounds := time.Duration(1<<62), 0
	for begin := time.Now(); rounds < 3 || time.Since(begin) < 1500*time.Millisecond; rounds++ {
		wall, cpu := time.Now(), processor()
		for i := range visits {
			run(i)
		}
		best = min(best, max(time.Since(wall), 1))
		if used := processor() - cpu; used > 2*time.Millisecond {
			best = min(best, used)
		}
	}
	runtime.ReadMemStats(&after)
	return float64(best) / float64(visits), float64(after.Mallocs-before.Mallocs) / float64(rounds*visits)
}
