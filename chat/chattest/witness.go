package chattest

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// witness is a store that remembers every batch it committed. Several of them, one for each desk, share a log.
type witness struct {
	store.Store
	log *log
}

type log struct {
	mu      sync.Mutex
	batches map[store.Rev]store.Batch
}

// Commit implements store.Store.
func (w witness) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	rev, err := w.Store.Commit(ctx, b)
	if err == nil && len(b.Put)+len(b.Delete) > 0 {
		w.log.mu.Lock()
		defer w.log.mu.Unlock()
		w.log.batches[rev] = b
	}
	return rev, err
}

// Unwrap keeps the store's Waiter in sight.
func (w witness) Unwrap() store.Store { return w.Store }

// trial is a replay of all commits.
type trial struct {
	sessions map[chat.SessionID]chat.Session
	charged  map[chat.AgentID]int
	faults   []string
}

// testify replays all commits in their order and checks each: no ledger above its capacity, every ledger the sum of what
// its agent's sessions charge, no session with two owners, every timeline without a gap.
func (l *log) testify() trial {
	l.mu.Lock()
	defer l.mu.Unlock()
	var revs []store.Rev
	for rev := range l.batches {
		revs = append(revs, rev)
	}
	slices.Sort(revs)
	t := trial{sessions: map[chat.SessionID]chat.Session{}, charged: map[chat.AgentID]int{}}
	for _, rev := range revs {
		var ledgers []chat.Agent
		for _, r := range l.batches[rev].Put {
			k, err := records.Parse(r.Key)
			if err != nil {
				t.fault(rev, "%v", err)
			}
			switch k.Family {
			case records.FamilySession:
				t.session(rev, r)
			case records.FamilyAgent:
				a, err := records.Decode[chat.Agent](r.Value)
				if err != nil {
					t.fault(rev, "%v", err)
				}
				ledgers = append(ledgers, a)
			}
		}
		for _, a := range ledgers {
			t.ledger(rev, a)
		}
	}
	return t
}

func (t *trial) fault(rev store.Rev, format string, args ...any) {
	t.faults = append(t.faults, fmt.Sprintf("revision %d: ", rev)+fmt.Sprintf(format, args...))
}

func (t *trial) session(rev store.Rev, r store.Record) {
	s, err := records.Decode[chat.Session](r.Value)
	if err != nil {
		t.fault(rev, "%v", err)
		return
	}
	old := t.sessions[s.ID]
	if old.State.Owned() && s.State.Owned() && old.Agent != s.Agent {
		t.fault(rev, "session %s: owned by %s and by %s", s.ID, old.Agent, s.Agent)
	}
	if s.Entries < old.Entries {
		t.fault(rev, "session %s: %d entries after %d", s.ID, s.Entries, old.Entries)
	}
	for _, c := range old.Charges() {
		t.charged[c.Agent] -= c.Weight
	}
	for _, c := range s.Charges() {
		t.charged[c.Agent] += c.Weight
	}
	t.sessions[s.ID] = s
}

func (t *trial) ledger(rev store.Rev, a chat.Agent) {
	if a.Load > a.Capacity {
		t.fault(rev, "agent %s: load %d of %d", a.ID, a.Load, a.Capacity)
	}
	if a.Load != t.charged[a.ID] {
		t.fault(rev, "agent %s: the ledger says %d, the sessions charge %d", a.ID, a.Load, t.charged[a.ID])
	}
}
