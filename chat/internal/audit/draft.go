package audit

import (
	"errors"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// errNoLine says that a write was about to be made that the trail would not tell of. It is a fault
// of the desk, and nothing is written.
var errNoLine = errors.New("desk: a write without a line in the audit trail")

// Draft writes records and the line that tells of them into one batch. It is for one run of a
// function of store.Do: each run has a Draft of its own.
//
// Its records and their line are one batch, so there is never one without the other.
type Draft struct {
	line    *Line
	tx      *store.Tx
	writes  []write
	changes []chat.AuditChange // beside the writes
}

// write is a record that the batch writes: a value of nil deletes it. Old is what the store has
// before the batch.
type write struct {
	key   string
	old   store.Record
	value []byte
}

// Draft begins to write. Nothing is in the batch that tells of it until Close.
func (l *Line) Draft(tx *store.Tx) *Draft { return &Draft{line: l, tx: tx} }

// Put writes a record in the place of old, the zero Record where there is none. A record that is
// written twice is told of once.
func (d *Draft) Put(key string, value []byte, old store.Record) {
	d.tx.Put(key, value)
	d.wrote(write{key, old, value})
}

// Delete deletes a record.
func (d *Draft) Delete(key string, old store.Record) {
	d.tx.Delete(key)
	d.wrote(write{key, old, nil})
}

// wrote notes a write. Of a record that is written twice in a batch, the last value counts, and the
// old one is that of before the batch.
func (d *Draft) wrote(w write) {
	for i := range d.writes {
		if d.writes[i].key == w.key {
			d.writes[i].value = w.value
			return
		}
	}
	d.writes = append(d.writes, w)
}

// Add tells of a change of something that the batch writes by itself, such as the erasure of a
// visitor.
func (d *Draft) Add(c chat.AuditChange) { d.changes = append(d.changes, c) }

// Close puts the line into the batch, and into the index of each person it is about. It refuses a
// batch whose line is nil. It comes last in a run: what is written behind it is not told.
func (d *Draft) Close() error {
	if d.line == nil {
		return errNoLine
	}
	said := &d.line.said
	said.Changes = nil
	for _, w := range d.writes {
		said.Changes = append(said.Changes, changed(w.key, w.old, w.value))
	}
	said.Changes = append(said.Changes, d.changes...)
	cut(said.Changes)
	value, err := records.Encode(*said, nil)
	if err != nil {
		return err
	}
	d.tx.Put(records.Audit(said.At, said.ID), value)
	for _, c := range said.Changes {
		if c.Kind.Person() {
			d.tx.Put(records.About(c.ID, said.At, said.ID), []byte(`{"v":1}`))
		}
	}
	return nil
}
