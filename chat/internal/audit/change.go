package audit

import (
	"bytes"
	"encoding/json"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// maxKept is how many bytes of before and after a line keeps, of all its changes together. A record
// is twice as large at most, so the line can be written however much a change changed.
const maxKept = 128 << 10

// changed is the change of a record's thing. A value of nil says that the record goes.
func changed(key string, old store.Record, value []byte) chat.AuditChange {
	c := chat.AuditChange{From: uint64(old.Rev)}
	c.Kind, c.ID = thing(key)
	var before []byte
	// There was one: a Differ without before shows all of after.
	if old.Rev != 0 || old.Value != nil {
		before = old.Value
	}
	c.Before, c.After = Differ(before, value)
	return c
}

// thing is what a record is of, by its key: the kinds of the trail are those of the settings, and
// only agents and rules have families of their own. A key that cannot be read is told as it is.
func thing(key string) (chat.AuditKind, string) {
	k, err := records.Parse(key)
	switch {
	case err != nil:
		return "", key
	case k.Family == records.FamilyAgent:
		return chat.AuditAgent, string(k.Agent)
	case k.Family == records.FamilyRule:
		return chat.AuditRule, k.ID
	}
	return chat.AuditKind(k.Kind), k.ID
}

// Differ returns the members of two JSON objects that differ, each as an object. Either may be nil:
// then the other is returned whole. What is no object is left out. Only whole members are compared:
// of a list with one entry more, both lists are told.
func Differ(before, after []byte) (b, a json.RawMessage) {
	was, is := members(before), members(after)
	for name, v := range was {
		if w, ok := is[name]; ok && bytes.Equal(v, w) {
			delete(was, name)
			delete(is, name)
		}
	}
	return object(was, before), object(is, after)
}

// Members is a JSON object of one member; nil where its value is the zero one.
func Members[T comparable](name string, v T) json.RawMessage {
	var zero T
	b, err := json.Marshal(map[string]T{name: v})
	if err != nil || v == zero {
		return nil
	}
	return b
}

// members reads an object. It leaves out what says nothing of what a person did, and writes each
// value in one way, so that equal values are equal bytes.
func members(of []byte) map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	if err := json.Unmarshal(of, &m); err != nil {
		return nil
	}
	delete(m, "v")
	delete(m, "log")         // of an agent: how far their log has come
	for name, v := range m { // one way to write each value
		var b bytes.Buffer
		if json.Compact(&b, v) == nil {
			m[name] = b.Bytes()
		}
	}
	return m
}

// object writes members in the order of their names; nil where there was nothing.
func object(m map[string]json.RawMessage, of []byte) json.RawMessage {
	if of == nil {
		return nil
	}
	b, err := json.Marshal(m)
	if err != nil || m == nil {
		return nil
	}
	return b
}

// cut leaves out the longest of what changes say until the rest can be kept. That there was a
// change is told in any case, and Cut says that more is not known of it.
func cut(cs []chat.AuditChange) {
	for {
		sum, longest := 0, 0
		for i, c := range cs {
			sum += size(c)
			if size(c) > size(cs[longest]) {
				longest = i
			}
		}
		if sum <= maxKept {
			return
		}
		cs[longest].Before, cs[longest].After, cs[longest].Cut = nil, nil, true
	}
}

// size is how many bytes a change keeps.
func size(c chat.AuditChange) int { return len(c.Before) + len(c.After) }
