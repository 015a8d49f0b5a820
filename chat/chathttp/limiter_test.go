package chathttp

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestABucketGivesItsBurstAndThenItsRate(t *testing.T) {
	l := newLimiter(Rate{PerMinute: 60, Burst: 3})
	for range 3 {
		assert.Zero(t, l.take(noon, "a"))
	}
	assert.Equal(t, time.Second, l.take(noon, "a"))
	assert.Zero(t, l.take(noon, "b"), "another key has its own")
	assert.Equal(t, 500*time.Millisecond, l.take(noon.Add(500*time.Millisecond), "a"), "a refusal costs nothing")
	assert.Zero(t, l.take(noon.Add(time.Second), "a"))
	assert.NotZero(t, l.take(noon.Add(time.Second), "a"))
	assert.NotZero(t, l.take(noon, "a"), "a clock that steps back gives nothing")
}

func TestOverAnHourNobodyGetsMoreThanTheRateAndTheBurst(t *testing.T) {
	l, got := newLimiter(Rate{PerMinute: 60, Burst: 10}), 0
	for i := range 36_000 {
		if l.take(noon.Add(time.Duration(i)*100*time.Millisecond), "a") == 0 {
			got++
		}
	}
	assert.InDelta(t, 3610, got, 1)
}

func TestALimiterForgetsWhomItHasNotSeen(t *testing.T) {
	l := newLimiter(Rate{PerMinute: 60, Burst: 10})
	for i := range 10_000 {
		l.take(noon.Add(time.Duration(i)*10*time.Millisecond), fmt.Sprint(i))
	}
	assert.Less(t, len(l.young)+len(l.old), 2_100, "two generations of ten seconds at 100 a second")
	l.take(noon.Add(time.Hour), "z")
	assert.Equal(t, 1, len(l.young)+len(l.old))
}

func TestANegativeRateIsNoLimit(t *testing.T) {
	l := newLimiter(Rate{PerMinute: -1})
	for range 1000 {
		assert.Zero(t, l.take(noon, "a"))
	}
}

func TestAHouseholdSharesOneLimit(t *testing.T) {
	at := func(s string) string { return network(netip.MustParseAddr(s)) }
	assert.Equal(t, at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"))
	assert.NotEqual(t, at("2001:db8:1:2::1"), at("2001:db8:1:3::1"))
	assert.Equal(t, at("192.0.2.1"), at("::ffff:192.0.2.1"))
	assert.NotEqual(t, at("192.0.2.1"), at("192.0.2.2"))
	for _, proxy := range []string{"127.0.0.1", "10.0.0.7", "192.168.1.1", "fe80::1%eth0", "fd00::1", "::1", "::ffff:10.0.0.7"} {
		assert.Empty(t, at(proxy), "behind %s stands everybody", proxy)
	}
	assert.Empty(t, network(netip.Addr{}))
}
