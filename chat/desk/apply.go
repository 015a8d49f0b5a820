package desk

import (
	"maps"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// linger is how long a broken connection is waited for before the agent counts as lost: a page that reloads is back by then.
const linger = 2 * time.Second

// silence is how many heartbeats a node may miss before its agents count as gone.
const silence = 3

// news collects the topics to ring once a batch of changes is applied.
type news map[string]struct{}

func (n news) add(topics ...string) {
	for _, t := range topics {
		n[t] = struct{}{}
	}
}

func (n news) list() []string { return slices.Sorted(maps.Keys(n)) }

// apply takes in one changed record. A record that cannot be read is skipped: a newer release wrote it, or Check finds it.
func (f *Follower) apply(r store.Record, now time.Time, n news) error {
	k, err := records.Parse(r.Key)
	if err != nil {
		return err
	}
	im := &f.d.room.image
	switch k.Family {
	case records.FamilySession:
		return f.session(k, r, now, n)
	case records.FamilyAgent:
		return f.agent(k, r, now, n)
	case records.FamilyPresence:
		return f.node(k, r, now, n)
	case records.FamilyLease:
		f.lease(k, r, now)
		if !k.Beat { // a beat is no news: who waits for it to stop has a timer
			n.add(topicLine)
		}
	case records.FamilyOutbox:
		delete(im.outbox, r.Key)
		if !r.Deleted {
			e, err := records.Decode[hook.Effect](r.Value)
			if err != nil {
				return err
			}
			im.outbox[r.Key] = e.Kind
		}
		n.add(topicOutbox, topicLine)
	case records.FamilySettings, records.FamilyRule:
		f.stale = true
		f.d.room.knock(n)
		n.add(topicSetting, topicLine, topicBoard)
	case records.FamilyCurrent, records.FamilyHistory:
		n.add(topicVisitor(string(k.Visitor)))
	case records.FamilyTimeline:
		n.add(topicSession(string(k.Session)))
	case records.FamilyCursor:
		if !r.Deleted {
			f.d.room.hub.post(topicSession(string(k.Session)), readEvent(k, r, now))
		}
		n.add(topicSession(string(k.Session)))
	case records.FamilyExtern:
		n.add(topicExtern(k.Kind, k.ID))
	case records.FamilyJob:
		var j job
		if !r.Deleted {
			var err error
			if j, err = records.Decode[job](r.Value); err != nil {
				return err
			}
		}
		im.jobs.Set(r.Key, j.Due)
		n.add(topicJob, topicLine)
	case records.FamilyMessaged:
		im.message(k, !r.Deleted)
		n.add(topicQueue(string(k.Queue)), topicBoard)
	}
	return nil
}

func (f *Follower) session(k records.Key, r store.Record, now time.Time, n news) error {
	im := &f.d.room.image
	old := im.open[k.Session]
	if old.rev >= r.Rev {
		return nil
	}
	s := chat.Session{ID: k.Session, State: chat.Closed} // a deleted record ended too
	if !r.Deleted {
		var err error
		if s, err = records.Decode[chat.Session](r.Value); err != nil {
			return err
		}
	}
	im.withdraw(old.value)
	delete(im.open, s.ID)
	if !s.State.Ended() {
		im.open[s.ID] = known[chat.Session]{s, r.Rev}
		im.enter(s)
	}
	im.today.note(s, r.Rev)
	im.router.Set(now, assign.Session(s, uint64(r.Rev)))
	im.timers.Set(topicSession(string(s.ID)), f.d.due(im, s, now))
	for _, x := range []chat.Session{old.value, s} {
		n.add(topicsOf(x)...)
	}
	return nil
}

// topicsOf are those who may care that a session changed.
func topicsOf(s chat.Session) []string {
	if s.ID == "" {
		return nil
	}
	ts := []string{topicSession(string(s.ID)), topicBoard, topicLine}
	if s.Visitor != "" {
		ts = append(ts, topicVisitor(string(s.Visitor)))
	}
	if s.Agent != "" {
		ts = append(ts, topicAgent(string(s.Agent)))
	}
	for _, o := range s.Offers {
		ts = append(ts, topicAgent(string(o.Agent)))
	}
	if s.State.Waiting() || s.State == chat.Messaged {
		ts = append(ts, topicQueue(string(s.Queue)))
	}
	return ts
}

func (im *image) message(k records.Key, left bool) {
	if im.left[k.Queue] == nil {
		im.left[k.Queue] = map[chat.SessionID]struct{}{}
	}
	delete(im.left[k.Queue], k.Session)
	if left {
		im.left[k.Queue][k.Session] = struct{}{}
	}
}

func (f *Follower) agent(k records.Key, r store.Record, now time.Time, n news) error {
	im := &f.d.room.image
	old := im.agents[k.Agent]
	if old.rev >= r.Rev {
		return nil
	}
	a := chat.Agent{ID: k.Agent, Removed: true}
	if !r.Deleted {
		var err error
		if a, err = records.Decode[chat.Agent](r.Value); err != nil {
			im.unread[k.Agent] = chat.Fault{Kind: chat.FaultUnreadable, Key: r.Key, Agent: k.Agent, Says: err.Error()}
			return err
		}
	}
	delete(im.unread, k.Agent)
	im.astray += strays(a) - strays(old.value)
	delete(im.agents, a.ID)
	if !r.Deleted {
		im.agents[a.ID] = known[chat.Agent]{a, r.Rev}
	}
	f.recount(old.value, a, n)
	im.router.Set(now, assign.Agent(a, uint64(r.Rev)))
	im.attend(a.ID, f.d.tick())
	if a.Mode != old.value.Mode || !a.LostAt.Equal(old.value.LostAt) {
		f.reconsider(im.owned[a.ID], now)
		f.reconsider(im.offered[a.ID], now)
	}
	if lessens(old.value, a) {
		for _, q := range im.settings.queues {
			if im.reaches(q, old.value) {
				f.reconsider(im.line[q.ID], now)
			}
		}
	}
	n.add(topicAgent(string(a.ID)), topicBoard, topicLine)
	if old.value.Mode != a.Mode || old.value.Capacity != a.Capacity { // those who wait may wait longer, or not as long
		for _, q := range slices.Concat(old.value.Queues, a.Queues) {
			n.add(topicQueue(string(q.Queue)))
		}
	}
	return nil
}

// reconsider sets the timers of some open sessions anew.
func (f *Follower) reconsider(ids map[chat.SessionID]struct{}, now time.Time) {
	im := &f.d.room.image
	for id := range ids {
		im.steps++
		im.timers.Set(topicSession(string(id)), f.d.due(im, im.open[id].value, now))
	}
}

func strays(a chat.Agent) int {
	if !a.Removed && (a.Mode == chat.Lost || a.Mode == chat.Draining) {
		return 1
	}
	return 0
}

// attend sets when the dispatcher must look after an agent: one who is back, or gone.
func (im *image) attend(id chat.AgentID, tick time.Time) {
	at := time.Time{}
	a := im.agents[id].value
	here, gone := im.present(id)
	switch a.Mode {
	case chat.Lost:
		if here {
			at = tick
		}
	case chat.Available, chat.Break, chat.Draining:
		if !here && !gone.IsZero() {
			at = gone.Add(linger)
		}
	}
	im.watches.Set(topicAgent(string(id)), at)
}

func (f *Follower) node(k records.Key, r store.Record, now time.Time, n news) error {
	im := &f.d.room.image
	old := im.nodes[k.ID]
	if old.rev >= r.Rev {
		return nil
	}
	delete(im.nodes, k.ID)
	tick := f.d.tick()
	im.watches.Set(nodeTimer(k.ID), time.Time{})
	var said attendance
	if !r.Deleted {
		var err error
		if said, err = records.Decode[attendance](r.Value); err != nil {
			return err
		}
		im.nodes[k.ID] = node{attendance: said, rev: r.Rev}
		im.watches.Set(nodeTimer(k.ID), tick.Add(silence*f.d.cfg.Lease))
		if im.loaded && k.ID != f.d.cfg.Node {
			im.clocks.Hear(k.ID, said.At, tick)
		}
	}
	im.connect(k.ID, old.Agents, said.Agents, tick)
	for _, a := range append(old.Agents, said.Agents...) {
		im.attend(a.Agent, tick)
	}
	n.add(topicLine, topicBoard)
	return nil
}

func nodeTimer(id string) string { return "node/" + id }

func (f *Follower) lease(k records.Key, r store.Record, now time.Time) {
	im := &f.d.room.image
	rev := r.Rev
	if r.Deleted {
		rev = 0
	}
	if !k.Beat {
		im.lease = rev
		return
	}
	im.beat = rev
	if c, err := records.Decode[records.Claim](r.Value); err == nil && im.loaded && c.Node != f.d.cfg.Node {
		im.clocks.Hear(c.Node, c.At, f.d.tick())
	}
}
