package hours_test

import (
	"testing"
	"time"
)

var sink int

func BenchmarkQueries(b *testing.B) {
	s := shop(b)
	now := time.Date(2026, 6, 8, 14, 30, 0, 0, time.UTC)
	evening := now.Add(9 * time.Hour)
	year := now.AddDate(1, 0, 0)
	count := func(ok bool) {
		if ok {
			sink++
		}
	}
	for _, query := range []struct {
		name string
		run  func()
	}{
		{"Open", func() { count(s.Open(now)) }},
		{"At", func() { sink += int(s.At(now).Phase) }},
		{"NextOpen", func() { _, ok := s.NextOpen(evening); count(ok) }},
		{"NextClose", func() { _, ok := s.NextClose(now); count(ok) }},
		{"Between", func() { sink += int(s.Between(now, year)) }},
		{"Add4h", func() { _, ok := s.Add(now, 4*time.Hour); count(ok) }},
		{"Add2000h", func() { _, ok := s.Add(now, 2000*time.Hour); count(ok) }},
		{"Sub2000h", func() { _, ok := s.Sub(now, 2000*time.Hour); count(ok) }},
	} {
		b.Run(query.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				query.run()
			}
		})
	}
}

// BenchmarkCompileYear compiles all pages a year needs.
func BenchmarkCompileYear(b *testing.B) {
	s := shop(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Forget()
		compileYear(s)
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sink += len(shop(b).Location().String())
	}
}
