package trigger

import (
	"fmt"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// BenchmarkOneChanged compares one changed rule of a set with the whole set compiled, in turns and
// by the least processor time of many rounds.
func BenchmarkOneChanged(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint("mixed/", n), func(b *testing.B) {
			s := newShop(mixed, true)
			rules, others := s.rules(n), s.rules(n)
			base := compiledOf(b, rules)
			var whole, most, one least
			for i := 0; b.Loop(); i++ {
				at := i * 7919 % n
				rule, was := others[at], rules[at]
				rule.ID, rule.Priority = was.ID, was.Priority
				rules[at] = rule
				whole.time(func() { compiledOf(b, rules) })
				most.time(func() {
					if _, err := base.Recompile(rules, func(k int) bool { return k == at }); err != nil {
						b.Fatal(err)
					}
				})
				one.time(func() {
					if _, ok := base.Replace(rule); !ok {
						b.Fatal("not replaced")
					}
				})
				rules[at] = was
			}
			b.ReportMetric(float64(whole)/1e3, "whole-µs")
			b.ReportMetric(float64(most)/1e3, "recompile-µs")
			b.ReportMetric(float64(one)/1e3, "replace-µs")
			b.ReportMetric(float64(whole)/float64(one), "whole/replace")
		})
	}
}

// BenchmarkReplace is one changed rule of 10,000, for its allocations.
func BenchmarkReplace(b *testing.B) {
	s := newShop(mixed, true)
	rules := s.rules(10_000)
	base := compiledOf(b, rules)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rule := rules[i*7919%len(rules)]
		rule.Note = "changed"
		if _, ok := base.Replace(rule); !ok {
			b.Fatal("not replaced")
		}
	}
}

// BenchmarkLookAfter compares a look at a set of which as many rules were replaced as may be with
// one at the same rules compiled as a whole: the least of many rounds of both in turns.
func BenchmarkLookAfter(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint("mixed/", n), func(b *testing.B) {
			s := newShop(mixed, true)
			rules, others := s.rules(n), s.rules(n)
			patched, replaced := compiledOf(b, rules), 0
			for i := 0; ; i++ {
				at := i * 7919 % n
				rule := others[at]
				rule.ID, rule.Priority = rules[at].ID, rules[at].Priority
				next, ok := patched.Replace(rule)
				if !ok {
					break
				}
				patched, rules[at], replaced = next, rule, replaced+1
			}
			anew, visits, h := compiledOf(b, rules), s.visits(64), s.history(n)
			var result trigger.Result
			look := func(set *trigger.Set) func() {
				return func() {
					for i := range 64 * 50 {
						set.EvalTo(&result, visits[i%64], h, now)
					}
				}
			}
			var before, after least
			for b.Loop() {
				before.time(look(anew))
				after.time(look(patched))
			}
			b.ReportMetric(float64(replaced), "replaced")
			b.ReportMetric(float64(before)/(64*50), "anew-ns")
			b.ReportMetric(float64(after)/(64*50), "replaced-ns")
		})
	}
}

func compiledOf(b testing.TB, rules []trigger.Rule) *trigger.Set {
	set, err := trigger.Compile(rules, config)
	if err != nil {
		b.Fatal(err)
	}
	return set
}

// least is the least processor time that something took.
type least time.Duration

func (l *least) time(f func()) {
	start := processor()
	f()
	if took := least(processor() - start); *l == 0 || took < *l {
		*l = took
	}
}
