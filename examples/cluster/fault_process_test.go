package main

import (
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
)

// processes are faults of nodes and of servers.
var processes = []fault{
	{name: "etcd/freeze_leader", on: ensemble, gate: true, happen: func(s *trial) { s.freeze(s.raftLeader()) }},
	{name: "etcd/freeze_follower", on: ensemble, happen: func(s *trial) { s.freeze((s.raftLeader() + 1) % 3) }},
	{name: "etcd/one_member", on: ensemble, happen: func(s *trial) { s.without(s.raftLeader()) }},
	{name: "etcd/two_members", on: ensemble, happen: func(s *trial) { s.without(0, 1) }},
	{name: "pg/kill_leader", on: plain, lasts: 5 * time.Second, happen: killLeaders},
	{name: "etcd/kill_leader", on: ensemble, lasts: 5 * time.Second, happen: killLeaders},
	{name: "pg/stop_leader", on: plain, lasts: 8 * time.Second, happen: stopLeaders},
	{name: "etcd/stop_leader", on: ensemble, lasts: 8 * time.Second, happen: stopLeaders},
	{name: "pg/stop_all", on: plain, happen: stopAll},
	{name: "pg/rolling", on: plain, lasts: brief, happen: rolling},
	{name: "etcd/rolling", on: ensemble, lasts: brief, happen: rolling},
	{name: "pg/pg_freeze", on: plain, happen: func(s *trial) {
		s.signal(s.T, syscall.SIGSTOP)
		defer s.signal(s.T, syscall.SIGCONT)
		wait(s.T, 15*time.Second)
	}},
	{name: "pg/pg_kill", on: plain, happen: func(s *trial) {
		require.NoError(s, s.cluster.Kill())
		wait(s.T, 6*time.Second)
		require.NoError(s, s.cluster.Restart())
	}},
}

func (s *trial) raftLeader() (i int) {
	s.until("a member leads", func() (ok bool) {
		var err error
		i, err = s.members.Leader(s.Context())
		return err == nil
	})
	return i
}

// freeze stops a member of etcd in the middle of whatever it does. People must talk on meanwhile.
func (s *trial) freeze(member int) {
	require.NoError(s, s.members.Pause(member))
	defer func() { require.NoError(s, s.members.Resume(member)) }()
	since := time.Now()
	s.talkOn()
	wait(s.T, time.Until(since.Add(8*time.Second)))
	s.Logf("while member %d was frozen, nothing was accepted for %v, nothing assigned for %v", member+1,
		s.crowd.Accepts().Silence(since, time.Now()), s.crowd.Assigns().Silence(since, time.Now()))
}

// without kills members, and brings them back.
func (s *trial) without(members ...int) {
	for _, i := range members {
		require.NoError(s, s.members.Kill(i))
	}
	wait(s.T, 12*time.Second)
	for _, i := range members {
		go func() { _ = s.members.Start(i) }() // two need each other to get ready
	}
	wait(s.T, time.Second)
}

func killLeaders(s *trial) {
	for range 3 {
		i := s.leading()
		require.NoError(s, s.nodes.Kill(i))
		wait(s.T, 5*time.Second)
		require.NoError(s, s.nodes.Start(i))
		s.talkOn()
	}
}

func stopLeaders(s *trial) {
	for range 2 {
		i := s.leading()
		require.NoError(s, s.nodes.Pause(i))
		wait(s.T, 8*time.Second)
		require.NoError(s, s.nodes.Resume(i))
		s.talkOn()
	}
}

func stopAll(s *trial) {
	for i := range nodes {
		require.NoError(s, s.nodes.Pause(i))
	}
	wait(s.T, 30*time.Second)
	for i := range nodes {
		require.NoError(s, s.nodes.Resume(i))
	}
}

func rolling(s *trial) {
	for i := range nodes {
		require.NoError(s, s.nodes.Terminate(i))
		require.NoError(s, s.nodes.Start(i))
		s.talkOn()
	}
}
