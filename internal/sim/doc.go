// Package sim runs several desks on one store in a single goroutine, everything drawn from one seed: who does what, which
// store call is late, refused, applied without an answer or answered with a conflict, which node dies, sleeps past its lease or
// has a time of day that jumps, while its clock of intervals goes on. The code that runs is the production code, driven through its Steps and handles.
//
// As it goes, every commit is held against the invariants; at the end the faults stop, the team gets time to finish, and
// nobody may be left waiting beside a free agent, no accepted message may be missing, and the desk's own Check must be clean.
// A failing seed is replayed bit for bit by one command:
//
//	go test ./internal/sim -run TestSeed -seed 42 -steps 20000
//
// A Mutant plants a bug at the seam between desk and store. The simulation is worth something only while it finds each.
package sim
