package commit

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/agentlog"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// An agent's record is also a ledger: Load is the capacity in use, Sessions the number of sessions
// owned. Capacity is never counted when it is needed. It is kept by the batches that take and give
// it back, and each of them conditions on the ledger. So two sessions cannot both take the last
// unit: the store refuses the second batch, and its second try finds the ledger full.

// byDesk is who sets an agent away who missed too many offers.
var byDesk = chat.AuditBy{Role: chat.AuditByDesk}

// posting is what one decision changes in one agent's ledger.
type posting struct {
	load     int            // units of capacity taken; negative: given back
	sessions int            // sessions taken; negative: given back
	missed   time.Time      // when the offer was made that ran out; zero: none did
	most     int            // so many misses in a row set the agent away; 0 or less: none do
	acted    bool           // did something: accepted, declined, wrote, …
	left     chat.SessionID // which the agent owns no more
}

// postings returns what a decision changes in each agent's ledger: what the session takes after it,
// less what it took before. An agent whose ledger stays the same is left out.
func (a *attempt) postings(old, next chat.Session, entries []chat.Entry) map[chat.AgentID]posting {
	m := map[chat.AgentID]posting{}
	add := func(s chat.Session, sign int) {
		for _, c := range s.Charges() {
			p := m[c.Agent]
			p.load += sign * c.Weight
			m[c.Agent] = p
		}
		if s.State.Owned() {
			p := m[s.Agent]
			p.sessions += sign
			m[s.Agent] = p
		}
	}
	add(old, -1)
	add(next, 1)
	if old.State.Owned() && (!next.State.Owned() || next.Agent != old.Agent) {
		p := m[old.Agent]
		p.left = old.ID
		m[old.Agent] = p
	}
	if a.o.Acted != "" {
		p := m[a.o.Acted]
		p.acted = true
		m[a.o.Acted] = p
	}
	for _, e := range entries {
		if e.Kind != chat.KindExpired {
			continue
		}
		i := slices.IndexFunc(old.Offers, func(o chat.Offer) bool { return o.ID == e.Offer })
		if i < 0 {
			continue
		}
		if a.c.cfg.Missable(old.Queue) {
			p := m[e.Agent]
			p.missed, p.most = old.Offers[i].At, old.Policy.Resolved().MissedMax
			m[e.Agent] = p
		}
	}
	maps.DeleteFunc(m, func(_ chat.AgentID, p posting) bool { return p == posting{} })
	return m
}

// charge changes the ledgers of the agents whose capacity the session takes or gives back. It locks
// them in this process until the batch is committed: rivals for one agent wait for each other here,
// where they would only conflict in the store.
func (a *attempt) charge(tx *store.Tx, old, next chat.Session, entries []chat.Entry) error {
	ps := a.postings(old, next, entries)
	if len(ps) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(ps))
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = records.Agent(id)
	}
	unlock, err := a.c.locks.lock(a.ctx, keys...)
	if err != nil {
		return records.Unavailable(err)
	}
	a.agents = unlock
	rs, err := tx.Get(keys...)
	if err != nil {
		return records.Unavailable(err)
	}
	found := records.ByKey(rs)
	owner := chat.AgentID("")
	if old.State.Owned() {
		owner = old.Agent
	}
	for i, id := range ids {
		r, ok := found[keys[i]]
		if !ok {
			if ps[id].load > 0 { // giving back to an agent who is gone is no fault
				return fmt.Errorf("%w: agent %s", chat.ErrNotFound, id)
			}
			continue
		}
		if err := a.post(tx, r, ps[id], owner, next.LastAt); err != nil {
			return err
		}
	}
	return nil
}

// post changes one ledger, or refuses to. Owner is the agent who has the session already. The
// owner's load may rise above the capacity, because a session that comes back from a hold has
// nowhere else to go.
func (a *attempt) post(tx *store.Tx, r store.Record, p posting, owner chat.AgentID, now time.Time) error {
	agent, err := records.Decode[chat.Agent](r.Value)
	if err != nil {
		return err
	}
	away := agent.Mode == chat.Offline || agent.Mode == chat.Lost
	if a.o.Present && p.sessions > 0 && away {
		return fmt.Errorf("%w: %s", chat.ErrNotAvailable, agent.Mode)
	}
	if a.o.Capacity && p.load > 0 && agent.ID != owner {
		switch {
		case agent.Mode != chat.Available || agent.Removed:
			return fmt.Errorf("%w: %s", chat.ErrNotAvailable, agent.Mode)
		case p.load > agent.Free():
			return fmt.Errorf("%w: %d of %d in use, %d more wanted", chat.ErrAtCapacity, agent.Load, agent.Capacity, p.load)
		}
	}
	before := agent
	agent.Load += p.load
	agent.Sessions += p.sessions
	if p.left != "" {
		agent.Past = agent.Past.With(p.left)
	}
	if p.load != 0 { // the Router prefers who has been idle longest
		agent.IdleSince = now
	}
	switch {
	case !p.missed.IsZero():
		agent = agent.Miss(p.missed, now, p.most)
	case p.acted:
		agent = agent.Acted()
	}
	if agent, err = agentlog.Note(tx, before, agent, byDesk, "", now); err != nil {
		return err
	}
	value, err := records.Encode(agent, r.Value)
	if err != nil {
		return err
	}
	tx.Put(r.Key, value)
	return nil
}
