package trigger

import (
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/trigger"
)

func compiled(b testing.TB, s shop, n int) *trigger.Set {
	set, err := trigger.Compile(s.rules(n), config)
	if err != nil {
		b.Fatal(err)
	}
	return set
}

func BenchmarkSwitchboard(b *testing.B) {
	for _, load := range []struct {
		name string
		urls func(shop) trigger.Cond
	}{{"mixed", mixed}, {"anchored", anchored}, {"broad", broad}} {
		for _, n := range []int{10, 100, 1000, 10000} {
			b.Run(fmt.Sprintf("%s/%d", load.name, n), func(b *testing.B) {
				s := newShop(load.urls, true)
				set := compiled(b, s, n)
				visits := make([]trigger.Visit, 64)
				for i := range visits {
					visits[i] = s.visit()
				}
				h := s.history(n)
				var res trigger.Result
				fires, next := 0, 0
				b.ReportAllocs()
				start := processor()
				for i := 0; b.Loop(); i++ {
					set.EvalTo(&res, visits[i%64], h, now)
					fires += len(res.Fires)
					if !res.Next.IsZero() {
						next++
					}
				}
				b.ReportMetric(float64(processor()-start)/float64(b.N), "cpu-ns/op")
				b.ReportMetric(float64(fires)/float64(b.N), "fires/op")
				b.ReportMetric(float64(next)/float64(b.N), "next/op")
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	rules := newShop(mixed, true).rules(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := trigger.Compile(rules, config); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkClosures is the linear evaluator to compare with in the same run.
func BenchmarkClosures(b *testing.B) {
	for _, n := range []int{10, 1000, 10000} {
		b.Run(fmt.Sprintf("mixed/%d", n), func(b *testing.B) {
			s := newShop(mixed, true)
			rules, visits := s.rules(n), s.visits(64)
			var fs []func(*facts) bool
			for _, r := range rules {
				fs = append(fs, closure(r.When))
			}
			all := allFacts(visits)
			start := processor()
			for i := 0; b.Loop(); i++ {
				count(len(fs), func(k int) bool { return fs[k](&all[i%64]) })
			}
			b.ReportMetric(float64(processor()-start)/float64(b.N), "cpu-ns/op")
		})
	}
}
