// Package settled keeps the settings that a team works by: it reads them from the store, checks and
// writes changes of them, and seeds a store that has none.
//
// # The stamp
//
// Each setting is a record of its own: a site, a queue, a rule. Beside them stands one record more,
// the stamp. Every write of a setting writes the stamp too, so its revision says as of when all
// settings are. Two things follow. A node whose copy has the stamp's revision has nothing to read:
// it asks for one record at every turn, and not for all. And a write that was checked against some
// settings is conditioned on their stamp, so it never stands beside a setting that it does not fit.
//
// # Reading
//
// Keeper.InForce reads the stamp. If it is another one than that of the copy, the shelf asks the
// feed of the store for what has changed since; where the feed does not lead there, all settings
// are listed. What was read is decoded once, and package settings makes of it what is in force.
// A setting that cannot be read keeps its last value, and is told of as degraded.
//
// # Writing
//
// A change is one setting about to be written. Keeper.write checks all changes of a set together
// with all other settings, by loading them as a node does. Then it writes them in one batch, with
// one line of the audit trail. A batch that finds another stamp is checked anew.
//
// # What nobody wrote
//
// A team that set nothing up works by an implied queue and an implied site: see implied.go. A seed
// is what the host's code says at the start: see Keeper.Seed.
package settled
