package main

import (
	"database/sql"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

// onMySQL is what happens to nodes on MariaDB: what happens on PostgreSQL, but that no replica takes over.
var onMySQL = []fault{
	{name: "mysql/baseline", on: maria, lasts: brief, happen: nothing},
	{name: "mysql/half", on: maria, lasts: brief, happen: half},
	{name: "mysql/halfopen_leader", on: maria, happen: weather(fleet.Dead, leads, 8*time.Second)},
	{name: "mysql/halfopen_other", on: maria, happen: weather(fleet.Dead, other, 8*time.Second)},
	{name: "mysql/halfopen_two", on: maria, happen: weather(fleet.Dead, two, 11*time.Second)},
	{name: "mysql/halfopen_all", on: maria, happen: weather(fleet.Dead, all, 11*time.Second)},
	{name: "mysql/forgotten_all", on: maria, lasts: brief, happen: weather(fleet.Dead, all, 0)},
	{name: "mysql/hold_leader", on: maria, happen: weather(fleet.Cut, leads, 12*time.Second)},
	{name: "mysql/hold40_other", on: maria, happen: weather(fleet.Cut, other, 40*time.Second)},
	{name: "mysql/oneway_leader", on: maria, happen: weather(fleet.OneWay, leads, 12*time.Second)},
	{name: "mysql/refuse_leader", on: maria, happen: weather(fleet.Resets, leads, 8*time.Second)},
	{name: "mysql/refuse_all", on: maria, happen: weather(fleet.Resets, all, 8*time.Second)},
	{name: "mysql/reset_all", on: maria, happen: weather(fleet.Frays, all, 20*time.Second)},
	{name: "mysql/slow25_all", on: maria, lasts: brief, happen: far(25 * time.Millisecond)},
	{name: "mysql/slow100_all", on: maria, lasts: brief, happen: far(100 * time.Millisecond)},
	{name: "mysql/kill_leader", on: maria, lasts: 5 * time.Second, happen: killLeaders},
	{name: "mysql/stop_leader", on: maria, lasts: 8 * time.Second, happen: stopLeaders},
	{name: "mysql/stop_all", on: maria, happen: stopAll},
	{name: "mysql/rolling", on: maria, lasts: brief, happen: rolling},
	{name: "mysql/server_freeze", on: maria, happen: freezeServer},
	{name: "mysql/server_kill", on: maria, happen: killServer},
	{name: "mysql/kill_connections", on: maria, lasts: brief, happen: killConnections},
	skew("mysql/skew_p61_leader", maria, leads, 61*time.Second),
	skew("mysql/skew_m61_leader", maria, leads, -61*time.Second),
	skew("mysql/skew_p10m_leader", maria, leads, 10*time.Minute),
	skew("mysql/skew_p10m_other", maria, other, 10*time.Minute),
	skew("mysql/stepback", maria, other, 50*time.Second),
	{name: "mysql/rewind", on: maria, goes: true, lasts: brief, happen: rewindTables},
	{name: "mysql/restore", on: maria, goes: true, happen: restoreServer},
	{name: "mysql/mixed", on: maria, clocks: true, lasts: longestMixed, happen: mix},
}

func freezeServer(s *trial) {
	require.NoError(s, s.server.Freeze())
	defer func() { require.NoError(s, s.server.Thaw()) }()
	wait(s.T, 15*time.Second)
}

func killServer(s *trial) {
	require.NoError(s, s.server.Kill())
	wait(s.T, 6*time.Second)
	require.NoError(s, s.server.Restart())
}

// admin speaks to the server from outside, one statement after the other.
func (s *trial) admin() func(statements ...string) {
	db, err := sql.Open("mysql", s.server.DSN())
	require.NoError(s, err)
	s.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1) // so that a transaction is one
	return func(statements ...string) {
		s.Helper()
		for _, text := range statements {
			_, err := db.ExecContext(s.Context(), text)
			require.NoError(s, err, text)
		}
	}
}

// killConnections has the server end all connections to it, each second.
func killConnections(s *trial) {
	do := s.admin()
	for range 20 {
		do(`BEGIN NOT ATOMIC
			DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; -- one that has ended by itself
			FOR c IN (SELECT ID FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 'root') DO KILL c.ID; END FOR;
		END`)
		wait(s.T, time.Second)
	}
}

// rewindTables puts the tables back to what they were three seconds before, as one who restores a dump in place does.
func rewindTables(s *trial) {
	do := s.admin()
	const counter = "SELECT head FROM " + fleet.Table + "_counter FOR UPDATE" // who commits takes the counter first
	begin := []string{"SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "START TRANSACTION", counter}
	var makes, puts []string
	copies := slices.Clone(begin)
	for _, t := range []string{"_counter", "", "_deleted"} {
		is, was := fleet.Table+t, "was"+t
		makes = append(makes, "CREATE TABLE "+was+" LIKE "+is)
		copies = append(copies, "INSERT INTO "+was+" SELECT * FROM "+is)
		puts = append(puts, "DELETE FROM "+is, "INSERT INTO "+is+" SELECT * FROM "+was)
	}
	do(makes...)
	do(append(copies, "COMMIT")...)
	wait(s.T, 3*time.Second)
	do(append(append(begin, puts...), "COMMIT")...)
	s.heal()
	wait(s.T, 5*time.Second)
}

// restoreServer puts the whole server back to what it was three seconds before.
func restoreServer(s *trial) {
	back := s.server.Copy(s.T)
	s.talkOn()
	wait(s.T, 3*time.Second)
	back()
	s.heal()
	wait(s.T, 5*time.Second)
}
