// Package messenger speaks Meta's Messenger Platform: a channel.Adapter for the pages of one app,
// or for its Instagram accounts.
//
// The two differ in little: Instagram's texts are shorter and counted in bytes, it tells of reads
// by message instead of by time, of no deliveries, and a customer can take a message back.
//
// A page may answer for 24 hours after the customer wrote. With Config.Person, which needs Meta's
// permission human_agent, people may for seven days: their messages carry the tag HUMAN_AGENT. No
// robot's ever does.
//
// Meta signs what it posts over the bytes. Our own id travels in a message's metadata and comes
// back in its echo, so that an unknown outcome is mostly known within seconds.
package messenger
