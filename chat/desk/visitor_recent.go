package desk

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// mostRecent is how many records of visitors are remembered in each of two generations: some
// kilobytes each.
const mostRecent = 2048

// recentRecords remember what was read of visitors lately. A page looks every few seconds, nearly
// always the record is as it was, and to decode it would cost half of a beacon. The zero
// recentRecords are ready.
type recentRecords struct {
	mu         sync.Mutex
	young, old map[chat.VisitorID]recentRecord
}

// recentRecord is a record as it was stored, and what it says.
type recentRecord struct {
	value []byte
	says  visitorRecord
}

// decode returns what the stored record of a visitor says. It is the caller's to change.
func (x *recentRecords) decode(v chat.VisitorID, value []byte) (visitorRecord, error) {
	x.mu.Lock()
	r, ok := x.young[v]
	if !ok {
		r, ok = x.old[v]
	}
	x.mu.Unlock()
	if ok && bytes.Equal(r.value, value) {
		return r.says.clone(), nil
	}
	m, err := records.Decode[visitorRecord](value)
	if err != nil {
		return m, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.young) >= mostRecent {
		x.old, x.young = x.young, nil
	}
	if x.young == nil {
		x.young = map[chat.VisitorID]recentRecord{}
	}
	x.young[v] = recentRecord{value, m}
	return m.clone(), nil
}

// forget forgets everything, because somebody was erased.
func (x *recentRecords) forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.young, x.old = nil, nil
}

// clone returns a record that can be changed without a change to this one. What a History holds,
// and the values that the host said, are never changed in place.
func (m *visitorRecord) clone() visitorRecord {
	c := *m
	c.Prompts, c.Pages = slices.Clone(m.Prompts), slices.Clone(m.Pages)
	for i := range c.Prompts {
		c.Prompts[i].Tags = slices.Clone(m.Prompts[i].Tags)
	}
	c.Cart.Items, c.Rows = slices.Clone(m.Cart.Items), slices.Clone(m.Rows)
	c.Events, c.Tagged = slices.Clone(m.Events), slices.Clone(m.Tagged)
	c.Mailed, c.Lines = slices.Clone(m.Mailed), slices.Clone(m.Lines)
	c.Ordered, c.Told = slices.Clone(m.Ordered), slices.Clip(m.Told) // its bytes are only added to
	c.Opened, c.Raised = slices.Clone(m.Opened), slices.Clone(m.Raised)
	c.Heard, c.Helped.By = slices.Clone(m.Heard), slices.Clone(m.Helped.By)
	c.Said, c.Uncounted = maps.Clone(m.Said), maps.Clone(m.Uncounted)
	for on, sum := range c.Uncounted {
		c.Uncounted[on] = &dayCounts{Rules: slices.Clone(sum.Rules)}
	}
	if m.Clock != nil {
		clock := *m.Clock
		c.Clock = &clock
	}
	if m.Erasing != nil {
		erasing := *m.Erasing
		c.Erasing = &erasing
	}
	return c
}
