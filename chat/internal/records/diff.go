package records

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// An index record says that a session is in some state: open, waiting in a queue, owned by an
// agent. It is derived from the session and from nothing else, so the indexes before a change and
// after it are made from the two sessions and compared. No command has to know which indexes there
// are, and none can forget one: the audit compares all of them with the same function.

// Change is the records that one decision about a session writes, in the order of their keys.
type Change struct {
	Put    []store.Record
	Delete []string
}

// Diff gives the records that change when a session goes from old to new with these entries:
// the session itself, its timeline, and its indexes. Old is the zero Session for a new one, and
// stored the value it was read from, nil for a new one. It writes no index that stays as it is.
func Diff(old, new chat.Session, stored []byte, entries []chat.Entry) (Change, error) {
	var c Change
	body, err := Encode(new, stored)
	if err == nil && new.Erased { // fields this release does not know may hold text: they go too
		body, err = Encode(new, nil)
	}
	if err != nil {
		return c, err
	}
	c.Put = append(c.Put, store.Record{Key: Session(new.ID), Value: body})
	for _, e := range entries {
		b, err := Encode(e, nil)
		if err != nil {
			return c, err
		}
		c.Put = append(c.Put, store.Record{Key: Timeline(new.ID, e.N), Value: b})
	}
	before, after := Indexes(old), Indexes(new)
	// In the order of keys and not of a map, so that the same change is the same batch.
	for _, k := range slices.Sorted(maps.Keys(after)) {
		if before[k] != after[k] {
			c.Put = append(c.Put, store.Record{Key: k, Value: []byte(after[k])})
		}
	}
	for _, k := range slices.Sorted(maps.Keys(before)) {
		if _, ok := after[k]; !ok {
			c.Delete = append(c.Delete, k)
		}
	}
	return c, nil
}

// Pointer is the value of an index record: the session it leads to.
type Pointer struct {
	Session  chat.SessionID `json:"session"`
	Archived bool           `json:"archived,omitempty"` // it is in the archive
}

// Indexes are the index records that a session in this state has, and no others: Check of the
// desk audits against them.
func Indexes(s chat.Session) map[string]string {
	m := map[string]string{}
	if s.ID == "" {
		return m
	}
	to := pointer(s.ID)
	m[Visitor(s.Visitor, s.CreatedAt, s.ID)] = to
	if !s.State.Ended() {
		m[Open(s.ID)] = to
	}
	if s.State.Waiting() {
		m[Waiting(s.Queue, s.QueuedAt, s.ID)] = to
	}
	if s.State == chat.Messaged {
		m[Messaged(s.Queue, s.EndedAt, s.ID)] = to
	}
	// A message that was left is no end yet: it waits for its answer under a key of its own.
	if s.State == chat.Closed || s.State == chat.Abandoned {
		m[Ended(s.EndedAt, s.ID)] = to
	}
	if s.State.Owned() {
		m[Active(s.Agent, s.ID)] = to
	}
	for _, o := range s.Offers {
		m[Offer(o.Agent, o.ID)] = to
	}
	return m
}

// pointer is an encoded Pointer. It is written here because Indexes makes many.
func pointer(id chat.SessionID) string {
	b, _ := json.Marshal(id) // a string always encodes
	return `{"v":1,"session":` + string(b) + `}`
}
