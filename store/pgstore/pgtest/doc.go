// Package pgtest starts a throw-away PostgreSQL cluster for tests: with the server binaries of this
// machine, in a directory of its own, on a unix socket, as the user postgres when the caller is
// root. Nothing outlives the test, and a cluster can be killed and started again to see what a
// crash leaves.
//
// Where there are no binaries, [New] skips the test and says so in one line. With the environment
// variable SWITCHBOARD_REQUIRE containing "postgres" that is a failure instead. Only os/exec is
// used.
package pgtest
