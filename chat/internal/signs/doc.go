// Package signs passes on what is true for a moment only: that somebody is typing, or stopped.
//
// A sign is no record. It goes to the streams of this node at once, and through the host's Bus to
// the other nodes, which show it to theirs. Losing one does no harm: the next one, or the message
// itself, says what the lost one would have said. So nobody waits for a sign, nothing fails with
// it, and a desk without a Bus shows signs on the node where they come from.
package signs
