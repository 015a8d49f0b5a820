// Command mutate asks whether the tests can fail: it plants small faults, one at a time, and runs the tests that
// reach them. A fault that no test notices is a survivor.
//
//	go run ./internal/tools/mutate                     # a sample of 120 from the core packages
//	go run ./internal/tools/mutate -seed 7 -n 30 ./chat ./chat/desk
//	go run ./internal/tools/mutate -seed 7 -only ./chat -only ./hours    # a part of that sample
//	go run ./internal/tools/mutate -fixed internal/tools/mutate/fixed.txt
//
// A fault is a condition negated, a comparison moved by one or turned round, an "and" for an "or", a sum for a
// difference, or a statement left out: an assignment to a field, a call for its effect, an early return. Which ones
// a run plants follows from the seed and the source alone. What does not compile is not planted; what no test reaches
// is, and survives.
//
// Every fault stands in a copy of its function, and the environment says which copy runs: so the tests are built once
// for all faults. Each test is run alone first, to see which faults it reaches; a fault meets the tests that reach its
// statement and no others. The source is never written to: the go command gets the changed files as an overlay.
//
// The command prints a table by package and the survivors, and fails when fewer than the wanted part was noticed.
// Survivors that change nothing anybody could see are listed with the reason in equivalent.txt and not counted; at
// most one in twenty may be.
//
// A fixed list names its faults by text, so that it outlives moved lines, and the tests that must
// notice each.
//
// Of other tools, gremlins was tried: it flips operators alone, so that a field which is never set, an error that is
// dropped and a list that is not sorted go unseen, and it has no sample, only whole modules.
package main
