// Package commit makes one batch of one command, so that a store takes all of it or nothing: the
// session, its indexes, its timeline entries, the ledgers of the agents whose capacity it takes,
// and the receipt by which a repeated command is found.
//
// [Committer] does that. [SharedReads] is a store whose reads share round trips while there are
// many at a time.
package commit
