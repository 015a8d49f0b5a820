// Package crash tells whether a store loses, doubles or reorders what it has confirmed when it is
// killed.
//
// A [Client] appends entries to timelines, one command after the other: it numbers them, remembers
// which were confirmed, and repeats one whose outcome is unknown under the same id, as every user
// of a store must. Kill the store as often as you like, open it again, let the clients go on; then
// [Verify] reads what is there.
package crash
