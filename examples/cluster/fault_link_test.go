package main

import (
	"time"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

const time0 = time.Duration(0)

// links are faults of the ways between nodes and store.
var links = []fault{
	{name: "pg/baseline", on: plain, lasts: brief, happen: nothing},
	{name: "etcd/baseline", on: ensemble, lasts: brief, happen: nothing},
	{name: "pg/half", on: plain, gate: true, lasts: brief, happen: half},
	{name: "pg/halfopen_leader", on: plain, happen: weather(fleet.Dead, leads, 8*time.Second)},
	{name: "pg/halfopen_other", on: plain, happen: weather(fleet.Dead, other, 8*time.Second)},
	{name: "pg/halfopen_two", on: plain, happen: weather(fleet.Dead, two, 11*time.Second)},
	{name: "pg/halfopen_all", on: plain, happen: weather(fleet.Dead, all, 11*time.Second)},
	{name: "etcd/halfopen_leader", on: ensemble, happen: weather(fleet.Dead, leads, 8*time.Second)},
	{name: "etcd/halfopen_all", on: ensemble, happen: weather(fleet.Dead, all, 8*time.Second)},
	{name: "etcd/forgotten_all", on: ensemble, lasts: brief, happen: weather(fleet.Dead, all, 0)},
	{name: "pg/forgotten_all", on: plain, lasts: brief, happen: weather(fleet.Dead, all, 0)},
	{name: "pg/hold_leader", on: plain, happen: weather(fleet.Cut, leads, 12*time.Second)},
	{name: "pg/hold40_other", on: plain, happen: weather(fleet.Cut, other, 40*time.Second)},
	{name: "etcd/hold_leader", on: ensemble, happen: weather(fleet.Cut, leads, 12*time.Second)},
	{name: "pg/oneway_leader", on: plain, happen: weather(fleet.OneWay, leads, 12*time.Second)},
	{name: "etcd/oneway_leader", on: ensemble, happen: weather(fleet.OneWay, leads, 12*time.Second)},
	{name: "pg/refuse_leader", on: plain, happen: weather(fleet.Resets, leads, 8*time.Second)},
	{name: "pg/refuse_all", on: plain, happen: weather(fleet.Resets, all, 8*time.Second)},
	{name: "pg/reset_all", on: plain, happen: weather(fleet.Frays, all, 20*time.Second)},
	{name: "etcd/reset_all", on: ensemble, happen: weather(fleet.Frays, all, 20*time.Second)},
	{name: "pg/slow25_all", on: plain, lasts: brief, happen: far(25 * time.Millisecond)},
	{name: "pg/slow100_all", on: plain, lasts: brief, happen: far(100 * time.Millisecond)},
	{name: "etcd/slow25_all", on: ensemble, lasts: brief, happen: far(25 * time.Millisecond)},
	{name: "etcd/slow100_all", on: ensemble, lasts: brief, happen: far(100 * time.Millisecond)},
}

func nothing(s *trial) { wait(s.T, 20*time.Second) }

// Whose ways they are.
func leads(s *trial) []int { return []int{s.leading()} }
func other(s *trial) []int { return []int{(s.leading() + 1) % nodes} }
func two(s *trial) []int   { return []int{s.leading(), (s.leading() + 1) % nodes} }
func all(*trial) []int     { return []int{0, 1, 2} }

// leading waits until somebody leads.
func (s *trial) leading() (node int) {
	s.Helper()
	s.until("somebody leads", func() bool { node, _ = s.leader(); return node >= 0 })
	return node
}

// weather makes the ways of some nodes bad for a while.
func weather(w fleet.Weather, whose func(*trial) []int, lasts time.Duration) func(*trial) {
	return func(s *trial) {
		hit := whose(s)
		s.set(w, hit)
		wait(s.T, lasts)
		s.set(fleet.Fair, hit)
		s.heal()
		wait(s.T, 3*time.Second)
	}
}

func (s *trial) set(w fleet.Weather, hit []int) {
	for _, i := range hit {
		for _, r := range s.links[i] {
			r.Set(w)
		}
	}
}

// far has everything take longer for 30 seconds.
func far(by time.Duration) func(*trial) {
	return func(s *trial) {
		for _, l := range s.links {
			for _, r := range l {
				r.Lag(by)
				defer r.Lag(0)
			}
		}
		wait(s.T, 30*time.Second)
	}
}

// half cuts connections in the middle of a write, one at a node, and heals nothing.
func half(s *trial) {
	for i, bytes := range []int{4096, 2000, 2000}[:size(1, 3)] {
		cut := s.links[i][0].CutAt(bytes)
		select {
		case <-cut:
			s.Logf("node %d: a request was cut after %d bytes", i+1, bytes)
		case <-time.After(20 * time.Second):
			s.Logf("node %d: there was no request of more than %d bytes", i+1, bytes)
		}
		s.talkOn()
	}
}
