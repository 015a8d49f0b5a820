package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clocks are faults of the nodes' clocks: steps, and after 12 seconds the step back.
var clocks = []fault{
	skew("pg/skew_p61_leader", plain, leads, 61*time.Second),
	skew("pg/skew_m61_leader", plain, leads, -61*time.Second),
	skew("pg/skew_p10m_leader", plain, leads, 10*time.Minute),
	skew("pg/skew_p10m_other", plain, other, 10*time.Minute),
	skew("pg/stepback", plain, other, 50*time.Second),
	skew("etcd/skew_p61_leader", ensemble, leads, 61*time.Second),
	skew("etcd/skew_m61_leader", ensemble, leads, -61*time.Second),
	skew("etcd/skew_two", ensemble, two, 10*time.Minute),
}

func skew(name string, on func(*testing.T) *terrain, whose func(*trial) []int, by time.Duration) fault {
	return fault{name: name, on: on, clocks: true, happen: func(s *trial) {
		hit := whose(s)
		for _, i := range hit {
			require.NoError(s, s.nodes.SetClock(i, by))
		}
		wait(s.T, 12*time.Second)
		for _, i := range hit {
			require.NoError(s, s.nodes.SetClock(i, 0))
		}
		s.heal()
		wait(s.T, 5*time.Second)
	}}
}
