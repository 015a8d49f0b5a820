package desk

import (
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// maxWarm is how many sessions are kept warm: at 1 to 2 KiB each.
const maxWarm = 4096

// warmth is the records of sessions as this process last wrote them. The next change of one takes its record as read from
// here, which saves asking the store; it is a condition of the batch all the same, so that a record which another node
// has changed since only costs one more try. The zero warmth is ready.
type warmth struct {
	mu   sync.Mutex
	last map[chat.SessionID]store.Record
}

func (w *warmth) get(id chat.SessionID) (store.Record, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.last[id]
	return r, ok
}

func (w *warmth) put(id chat.SessionID, r store.Record) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.last == nil || len(w.last) == maxWarm {
		w.last = map[chat.SessionID]store.Record{}
	}
	w.last[id] = r
}

func (w *warmth) drop(id chat.SessionID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.last, id)
}
