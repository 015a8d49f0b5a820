package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// watch holds every commit against the invariants of the store's contents. It reads what is stored
// itself: it shares no code with the desk but the values and what a session charges.
type watch struct {
	w        *world
	sessions map[chat.SessionID]chat.Session
	agents   map[chat.AgentID]chat.Agent
	load     map[chat.AgentID]int
	entries  map[chat.SessionID][]chat.Entry
	offers   map[chat.OfferID]int // 1 pending, 2 ended
	lease    store.Rev
	head     store.Rev
}

func newWatch(w *world) *watch {
	return &watch{w: w, sessions: map[chat.SessionID]chat.Session{}, agents: map[chat.AgentID]chat.Agent{}, load: map[chat.AgentID]int{},
		entries: map[chat.SessionID][]chat.Entry{}, offers: map[chat.OfferID]int{}}
}

// committed looks at what one commit wrote. sent is the batch as its node meant it.
func (o *watch) committed(ctx context.Context, sent store.Batch, rev store.Rev) {
	if rev == o.head {
		return // it wrote nothing
	}
	o.head = rev
	o.w.commits++
	for _, c := range sent.If {
		if c.Key == "lease/dispatcher" && c.Rev != o.lease {
			o.w.fault("I10", "a leader of term %d wrote in term %d", c.Rev, o.lease)
		}
	}
	rs, _, err := o.w.mem.Changes(ctx, rev-1, 1000)
	if err != nil {
		o.w.fault("feed", "%v", err)
	}
	var fresh []chat.Entry
	for _, r := range rs {
		o.w.log("%s %d %d", r.Key, r.Rev, len(r.Value))
		family, id, _ := strings.Cut(r.Key, "/")
		switch {
		case r.Key == "lease/dispatcher":
			if o.lease = r.Rev; r.Deleted {
				o.lease = 0
			}
		case family == "session":
			o.session(r, chat.SessionID(id))
		case family == "agent":
			o.agent(r)
		case family == "timeline":
			if e, ok := o.entry(r, id); ok {
				fresh = append(fresh, e)
			}
		}
	}
	o.balanced(rs)
	for _, e := range fresh {
		o.offered(e)
	}
}

func (o *watch) session(r store.Record, id chat.SessionID) {
	if r.Deleted {
		o.w.fault("I1", "%s is gone", id)
		return
	}
	var s chat.Session
	if err := json.Unmarshal(r.Value, &s); err != nil {
		o.w.fault("I1", "%s: %v", id, err)
		return
	}
	before, had := o.sessions[id]
	if had {
		o.w.moved[string(before.State)+" → "+string(s.State)]++
		for _, c := range before.Charges() {
			o.load[c.Agent] -= c.Weight
		}
	}
	for _, c := range s.Charges() {
		o.load[c.Agent] += c.Weight
	}
	if had && s.State == chat.Messaged && s.Reason == chat.QueueFull && !before.Arriving {
		o.w.fault("let in", "%s was let into %s and turned away", id, s.Queue)
	}
	o.sessions[id] = s
	if s.State.Owned() && s.Agent == "" {
		o.w.fault("I2", "%s is %s and nobody's", id, s.State)
	}
	if !s.State.Ended() && s.State != chat.Wrapping {
		for other, t := range o.sessions {
			if other != id && t.Visitor == s.Visitor && !t.State.Ended() && t.State != chat.Wrapping {
				o.w.fault("unique", "%s has %s and %s open", s.Visitor, id, other)
			}
		}
	}
}

func (o *watch) agent(r store.Record) {
	var a chat.Agent
	if err := json.Unmarshal(r.Value, &a); err != nil {
		o.w.fault("I3", "%s: %v", r.Key, err)
		return
	}
	o.agents[a.ID] = a
}

// entry checks that the timeline grows by one, and that nothing in it changes.
func (o *watch) entry(r store.Record, key string) (chat.Entry, bool) {
	id, _, _ := strings.Cut(key, "/")
	var e chat.Entry
	if err := json.Unmarshal(r.Value, &e); err != nil {
		o.w.fault("I6", "%s: %v", r.Key, err)
		return e, false
	}
	was := o.entries[chat.SessionID(id)]
	if e.N != len(was)+1 {
		o.w.fault("I6", "%s follows entry %d", r.Key, len(was))
		return e, false
	}
	if len(was) > 0 && e.At.Before(was[len(was)-1].At) {
		o.w.fault("I6", "%s is before the entry before it", r.Key)
	}
	o.entries[chat.SessionID(id)] = append(was, e)
	return e, true
}

// balanced checks, after a commit, the sessions and ledgers it touched.
func (o *watch) balanced(rs []store.Record) {
	for _, r := range rs {
		family, id, _ := strings.Cut(r.Key, "/")
		if family == "session" {
			s := o.sessions[chat.SessionID(id)]
			if n := len(o.entries[s.ID]); s.Entries != n {
				o.w.fault("I6", "%s counts %d entries and has %d", s.ID, s.Entries, n)
			}
			for _, c := range s.Charges() {
				o.ledger(c.Agent)
			}
		}
		if family == "agent" {
			o.ledger(chat.AgentID(id))
		}
	}
}

func (o *watch) ledger(id chat.AgentID) {
	if a, ok := o.agents[id]; ok && a.Load != o.load[id] {
		o.w.fault("I3", "%s: the ledger says %d, its sessions charge %d", id, a.Load, o.load[id])
	}
}

// offered checks an entry about an offer: made within capacity to somebody available, ended once,
// never early.
func (o *watch) offered(e chat.Entry) {
	switch e.Kind {
	case chat.KindOffer:
		if o.offers[e.Offer] != 0 {
			o.w.fault("I5", "%s is made twice", e.Offer)
		}
		o.offers[e.Offer] = 1
		a := o.agents[e.Agent]
		if a.Load > a.Capacity {
			o.w.fault("I3", "%s is offered %s at %d of %d", e.Agent, e.Offer, a.Load, a.Capacity)
		}
		if a.Mode != chat.Available && e.Reason != chat.Transferred {
			o.w.fault("I9", "%s is offered %s while %s", e.Agent, e.Offer, a.Mode)
		}
	case chat.KindAccepted, chat.KindDeclined, chat.KindExpired, chat.KindRescinded:
		if o.offers[e.Offer] != 1 {
			o.w.fault("I5", "%s ends as %s in state %d", e.Offer, e.Kind, o.offers[e.Offer])
		}
		o.offers[e.Offer] = 2
	}
}

// settled checks, at the very end, what must hold once faults have stopped and the team had its
// time.
func (o *watch) settled() {
	free := 0
	for _, a := range o.agents {
		free += a.Free()
	}
	for id, s := range o.sessions {
		if s.State == chat.Queued && free > 0 {
			o.w.fault("I1", "%s still waits in %s since %s, and %d places are free", id, s.Queue, s.QueuedAt.Format(time.TimeOnly), free)
		}
		for _, f := range s.Offers {
			if f.Deadline.Before(o.w.now.Add(-time.Minute)) {
				o.w.fault("I5", "%s outlived its deadline", f.ID)
			}
		}
	}
	for _, m := range o.w.acked {
		found := 0
		for _, e := range o.entries[m.session] {
			if e.Kind == chat.KindMessage && e.Text == m.text {
				found++
				if e.N != m.n {
					o.w.fault("I7", "%s was told entry %d and is %d", m.text, m.n, e.N)
				}
			}
		}
		if found != 1 {
			o.w.fault("I7", "message %q of %s is there %d times", m.text, m.session, found)
		}
	}
}

// Fault is a broken invariant.
type Fault struct {
	Step      int
	Invariant string
	Text      string
}

func (f Fault) String() string { return fmt.Sprintf("step %d: %s: %s", f.Step, f.Invariant, f.Text) }
