// Package routing measures package routing beside what is usual: a linear
// scan with skills in maps, and SQL on SQLite. RESULTS.md has the figures and
// the command.
package routing
