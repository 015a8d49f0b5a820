// Package presence knows which visitors are connected to this node, and tells the other nodes.
//
// [Book] is the pure part: what pages of whom are open, which of them is looked at, and when the
// last one went. It takes the time as an argument, and writes nothing. [Presence] acts: it writes
// what the Book says of visitors with a session into the records presence/<node>/<shard>, which
// hold ids and when somebody went, and nothing else.
//
// A record is written when what it says changed, once in [Coalesce] at most. A visitor who stays
// connected costs no write, and one who only browses is in no record. A page that is loaded anew,
// or gives way to the next one, is back before anybody hears that it went: a visitor counts as gone
// after [Linger].
package presence
