package desk

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// agentSource shows an agent what happens in the sessions they own, and their inbox.
//
// Its cursor is a place in the order of the store's commits. A stream that is resumed also tells of
// the sessions that the agent had there and has no more, each to its end. An entry is sent only
// when this node knows everything up to its revision, so that no entry of another session can come
// in before it later.
type agentSource struct {
	a      Agent
	id     chat.AgentID
	as     staffer // as the stream began
	at     sessions.Mark
	opened store.Rev // how far the store was when the stream began
	follow map[chat.SessionID]reached
	read   map[chat.SessionID][]sessions.Line // what begun has read of new sessions, until it is sent
	late   []ended
	topics []string
	heeds  bool // topics are those to listen to
	inbox  pictured
	// present is whether the visitors of the inbox are there, as it was told last.
	present map[chat.SessionID]VisitorPresence
	asOf    replica.PresenceMark // of present, if it is of the inbox that was shown last
	ofInbox bool
	ledger  store.Rev // of the agent's record, when the inbox was read last: it changes with every offer and session

	reading aside[pictured]
	wakes   uint64 // of the listener, when the reading began
	stale   bool   // the last one was out of date, and is not shown
	catchUp catchUp
	let     letIn
}

// reached is how far a stream is with a session: entries up to n were sent, or came before the
// cursor. Its timeline was read from the store once it is met.
type reached struct {
	n   int
	met bool
}

// Events is the agent's stream: a hello, the inbox, then the entries of the sessions that the
// agent owns or stands beside after the cursor, and the inbox whenever it changes. How far a
// visitor has read, and of a session that has ended its rating and that somebody took it up again,
// come too, without a cursor.
//
// While the stream is open the agent counts as connected. An agent whose last stream ended is
// lost a little later. Within the grace a stream brings them back, and so does any other call of
// theirs, which then counts as a connection for 45 seconds: calls keep who has no stream. Who
// takes sessions and has neither is lost after 45 seconds, unless they are Hosted or a bot. An
// agent whom the desk set offline, or on a break because offers ran out, is told by an
// EventAgent: only the agent can come back. So is one whom their plan moves, or to whom a planned
// break is announced.
//
// The cursor is that of an event; empty begins now. An unknown cursor is answered by a
// stream.reset. The stream ends with ctx, and with an error when the principal may not have one,
// or no longer.
func (a Agent) Events(ctx context.Context, cursor string) iter.Seq2[Event, error] {
	if a.d != nil && a.d.engine.feed.deaf() {
		return failed(errDeaf())
	}
	st, err := a.who(ctx)
	if err != nil {
		return failed(err)
	}
	src := &agentSource{
		a: a, id: st.ID, as: st, follow: map[chat.SessionID]reached{},
	}
	lives := a.d.engine.lives.Load()
	reset, err := src.begin(ctx, cursor)
	if err != nil {
		return failed(err)
	}
	hash, err := a.d.keyring.Extern(ctx, externAgent, a.p.ID)
	if err != nil {
		return failed(err)
	}
	topics := []string{replica.TopicAgent(st.ID), replica.TopicExtern(externAgent, hash)}
	events := a.d.events(ctx, StreamAgent, lives, topics, greeter{src, reset, src.cursor})
	return func(yield func(Event, error) bool) {
		leave := a.d.engine.near.join(st.ID, a.p.Version)
		defer func() { leave(a.d.now()) }()
		events(yield)
	}
}

func (src *agentSource) hello(*stream) error { return nil }

// begin reads the cursor; empty begins now. Reset is why the cursor is of no use.
func (src *agentSource) begin(ctx context.Context, cursor string) (reset string, err error) {
	_, head, err := src.a.d.cfg.Store.Changes(ctx, 0, 0)
	if err != nil {
		return "", unavailable(err)
	}
	src.at, src.opened = sessions.Mark{Rev: head}, head
	if cursor != "" {
		return src.resume(ctx, cursor)
	}
	ids, err := src.owned(ctx)
	if err != nil {
		return "", err
	}
	had, err := src.had(ctx, ids, src.at)
	src.follow = had.reached()
	return "", err
}

// cursor returns where the stream is.
func (src *agentSource) cursor() string { return src.at.String() }

// look sends the new entries of the agent's sessions in the order of their commits, then the inbox.
func (src *agentSource) look(s *stream, now time.Time) (time.Time, error) {
	s.ephemerals(chat.AuthorAgent)
	work, loaded := s.d.engine.replica.WorkOf(src.id)
	if err := src.let.look(s, src.a, work.Agent); err != nil {
		return time.Time{}, err
	}
	if !loaded {
		s.listener.Follow(replica.TopicFeed)
		return time.Time{}, nil
	}
	// A session that this node does not know yet would be taken for one that has left the agent.
	if src.catchUp.knows(s, work.Seen, src.at.Rev) {
		shown := work.Sessions
		for _, c := range src.as.asOf(work.Agent).beside(work) {
			shown = append(shown, replica.Followed{ID: c.ID, Entries: c.Entries})
		}
		if err := src.sendEntries(s, shown, work.Seen); err != nil || s.over() {
			return time.Time{}, err
		}
	}
	src.sendPresence(s)
	if s.over() {
		return time.Time{}, nil
	}
	next, err := src.lookAtInbox(s, work, now)
	return timing.Earlier(next, src.shiftEdge(now)), err
}

// shiftEdge returns when the agent's plan has something new to say; the zero instant is never.
func (src *agentSource) shiftEdge(now time.Time) time.Time {
	if at := src.inbox.Me.Shift.Until; at.After(now) {
		return at
	}
	return time.Time{}
}

// lookAtInbox sends the inbox that was read, and has it read again if anything happened since.
func (src *agentSource) lookAtInbox(
	s *stream, work replica.Work, now time.Time,
) (time.Time, error) {
	ledger := work.Ledger
	if src.reading.reading() {
		return time.Time{}, nil
	}
	in, read, err := src.reading.take(s)
	if err != nil {
		return time.Time{}, err
	}
	if read {
		s.pause()
		// With another ledger an offer or a session has come or gone meanwhile. That is not shown to be undone, but it is
		// shown before it could be put off for ever.
		if src.stale = ledger != src.ledger && !src.stale; !src.stale {
			src.sendInbox(s, in)
		}
		if s.over() || ledger == src.ledger && src.wakes == s.listener.Wakes() {
			return time.Time{}, nil
		}
	}
	if until, resting := s.resting(now); resting && ledger == src.ledger {
		return until, nil
	}
	wakes := s.listener.Wakes()
	until, how := src.catchUp.look(s, now)
	if how == waits {
		return until, nil
	}
	src.ledger, src.wakes = ledger, wakes
	return time.Time{}, src.readInbox(s, src.as.asOf(work.Agent), how)
}

// readInbox sends the inbox that this node knows, or has it read beside the loop.
func (src *agentSource) readInbox(s *stream, st staffer, how caughtUp) error {
	x, was := s.d.engine.inboxes, src.inbox
	if how == behind {
		src.reading.begin(s, func(ctx context.Context) (pictured, error) {
			in, err := x.of(ctx, st)
			return pictured{Inbox: in}, err
		})
		return nil
	}
	in, ok, err := x.known(s.ctx, st, was, false)
	if err != nil {
		return err
	}
	if ok {
		s.pause()
		src.stale = false
		src.sendInbox(s, in)
		return nil
	}
	src.reading.begin(s, func(ctx context.Context) (pictured, error) {
		in, ok, err := x.known(ctx, st, was, true)
		if err == nil && !ok {
			in.Inbox, err = x.of(ctx, st)
		}
		return in, err
	})
	return nil
}

func (src *agentSource) sendEntries(
	s *stream, shown []replica.Followed, horizon store.Rev,
) error {
	mine := make(map[chat.SessionID]int, len(shown)) // by session: the number of its entries
	for _, o := range shown {
		mine[o.ID] = o.Entries
	}
	if err := src.begun(s, shown); err != nil {
		return err
	}
	var due []chat.SessionID
	for id, f := range src.follow {
		if entries, own := mine[id]; !own || entries > f.n {
			due = append(due, id)
		}
	}
	slices.Sort(due)
	unsent := make([][]sessions.Line, len(due))
	err := records.Together(s.ctx, s.d.cfg.atOnce(), len(due), func(ctx context.Context, i int) (err error) {
		_, own := mine[due[i]]
		unsent[i], err = src.unsent(ctx, due[i], src.follow[due[i]], own, horizon)
		return err
	})
	if err != nil {
		return err
	}
	fresh := slices.Concat(unsent...)
	slices.SortFunc(fresh, func(a, b sessions.Line) int { return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.N, b.N)) })
	for _, l := range fresh {
		src.at = sessions.Mark{Rev: l.Rev, N: l.N}
		src.follow[l.Session] = reached{l.N, true}
		if !s.send(lineEvent(l, src.as.audience(), src.cursor())) {
			return nil
		}
	}
	for id, f := range src.follow {
		if mine[id] == 0 {
			delete(src.follow, id)
			src.heeds = false
			if err := src.keep(s, id, f.n); err != nil {
				return err
			}
		}
	}
	src.read = nil
	src.listen(s)
	return src.sendLate(s)
}

// listen makes the stream wake for the sessions that are followed, and for the lines of the agent's
// queues.
func (src *agentSource) listen(s *stream) {
	if src.heeds {
		return
	}
	src.heeds = true
	var topics []string
	for id := range src.follow {
		topics = append(topics, replica.TopicSession(id))
	}
	for _, e := range src.late {
		topics = append(topics, replica.TopicSession(e.id))
	}
	for _, q := range src.inbox.Me.Queues {
		topics = append(topics, replica.TopicQueue(q))
	}
	slices.Sort(topics)
	topics = slices.Compact(topics)
	if slices.Equal(topics, src.topics) {
		return
	}
	s.listener.Follow(topics...)
	s.listener.Leave(slices.DeleteFunc(src.topics, func(t string) bool { return slices.Contains(topics, t) })...)
	src.topics = topics
}

// sendInbox sends the inbox unless it is the one that was sent last.
func (src *agentSource) sendInbox(s *stream, in pictured) {
	if in.same(src.inbox) {
		src.inbox = in
		return
	}
	moved := movedByDesk(src.inbox.Me, in.Me)
	src.heeds = src.heeds && slices.Equal(src.inbox.Me.Queues, in.Me.Queues)
	src.inbox, src.ofInbox = in, false
	src.listen(s)
	if moved && !s.send(Event{Type: EventAgent, Agent: &in.Me}) {
		return
	}
	s.send(Event{Type: EventInbox, Inbox: &in.Inbox})
}

// movedByDesk reports whether the desk has moved an agent, or has to tell them of their plan.
func movedByDesk(was, is AgentView) bool {
	changed := was.Mode != is.Mode || was.Reason != is.Reason
	switch {
	case is.Mode == chat.Offline && is.Reason == assign.LostReason:
		return was.Mode != chat.Offline
	case is.Mode == chat.Break && is.Reason == chat.AwayMissed:
		return was.Mode != chat.Break
	case is.Reason == chat.ShiftEnding, is.Reason == chat.ShiftOver,
		is.Reason == chat.PlannedBreak, is.Reason == chat.BreakOver:
		return changed && was.ID != "" // the first inbox says it by itself
	}
	return is.Shift.Phase == chat.ShiftNotice && was.Shift.Phase != chat.ShiftNotice
}
