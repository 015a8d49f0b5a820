// Package erase takes out of sessions whatever a person said, and whatever tells who they were.
//
// Nothing is deleted that others count on. A session stays as an ended one, with its times and its
// numbers, for reports. An entry keeps its place in the timeline and loses its words. What was
// derived from words goes altogether: the receipts of commands, and mails that were not sent yet.
//
// An erasure takes many batches, and a node may die between any two of them. So the order counts.
// First the session is ended and its record cleared. From then on nothing can be added to it. Then
// its entries are rewritten, a page at a time. Each step may run again, and does nothing where it
// has been done: whoever goes on with an erasure begins the session anew.
//
// A session in the archive is read, cleared and put back there.
//
// The room erases sessions. Which sessions, and what else is known of a visitor, is the desk's to
// say.
package erase
