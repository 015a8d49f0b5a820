package wire

import (
	"testing"
	"time"
)

// FuzzAfter reads anything as the header Retry-After: a pause is never negative, and a day at most.
func FuzzAfter(f *testing.F) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for said, want := range map[string]time.Duration{
		"": 0, "2": 2 * time.Second, " 7 ": 7 * time.Second, "-1": 0, "x": 0, "1e9": 0,
		"99999999": longest, "99999999999999999999": 0,
		"Mon, 30 Nov 2026 12:00:30 GMT": 30 * time.Second, "Mon, 30 Nov 2026 11:00:00 GMT": 0,
		"Tue, 30 Nov 2100 11:00:00 GMT": longest,
	} {
		if got := after(said, now); got != want {
			f.Errorf("%q is a pause of %s, want %s", said, got, want)
		}
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if d := after(said, now); d < 0 || d > longest {
			t.Errorf("%q is a pause of %s", said, d)
		}
	})
}
