// Package mysqltest starts a throw-away MariaDB server for tests: with the server binaries of this
// machine, in a directory of its own, on a unix socket and a port of 127.0.0.1, as the user mysql
// (or nobody) when the caller is root. Nothing outlives the test, and a server can be killed and
// started again to see what a crash leaves.
//
// Where there are no binaries, [New] skips the test and says so in one line. With the environment
// variable SWITCHBOARD_REQUIRE containing "mariadb" that is a failure instead. Only os/exec is
// used.
package mysqltest
