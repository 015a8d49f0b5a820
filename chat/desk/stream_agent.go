package desk

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"reflect"
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
// Its cursor is a place in the order of the store's commits, and the sessions that were followed
// there: so the agent is told of a session that ended meanwhile to its end. An entry is sent only
// when this node knows everything up to its revision, so that no entry of another session can come
// in before it later.
type agentSource struct {
	a      Agent
	id     chat.AgentID
	shown  func(chat.Entry) chat.Entry // an entry as the agent may see it
	as     staffer                     // as the stream began
	at     sessions.Mark
	follow map[chat.SessionID]int // by session: entries up to here were sent, or came before the cursor
	late   []ended
	topics []string
	inbox  Inbox
	// present is whether the visitors of the inbox are there, as it was told last.
	present map[chat.SessionID]VisitorPresence
	ledger  store.Rev // of the agent's record, when the inbox was read last: it changes with every offer and session

	reading aside[Inbox]
	wakes   uint64 // of the listener, when the reading began
	stale   bool   // the last one was out of date, and is not shown
}

// Events is the agent's stream: a hello, the inbox, then the entries of the sessions that the
// agent owns or stands beside after the cursor, and the inbox whenever it changes. How far a
// visitor has read, and the rating of a session that has ended, come too, without a cursor.
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
		a: a, id: st.ID, shown: st.shown, as: st, follow: map[chat.SessionID]int{},
	}
	lives := a.d.engine.lives.Load()
	reset, err := src.begin(ctx, cursor)
	if err != nil {
		return failed(err)
	}
	topics := []string{replica.TopicAgent(st.ID)}
	events := a.d.events(ctx, StreamAgent, lives, topics, greeter{src, reset, src.cursor})
	return func(yield func(Event, error) bool) {
		leave := a.d.engine.near.join(st.ID, a.p.Version)
		defer func() { leave(a.d.now()) }()
		events(yield)
	}
}

func (src *agentSource) hello(*stream) error { return nil }

// begin reads the cursor.
func (src *agentSource) begin(ctx context.Context, cursor string) (reset string, err error) {
	_, head, err := src.a.d.cfg.Store.Changes(ctx, 0, 0)
	if err != nil {
		return "", unavailable(err)
	}
	src.at = sessions.Mark{Rev: head}
	m, ids, ok := parseAgentCursor(cursor)
	switch {
	case cursor == "":
		ids, err = src.a.d.sessions.IDs(ctx, records.Prefix(records.FamilyActive, string(src.id)))
	case !ok:
		return "the cursor is not known", nil
	default:
		if _, _, err := src.a.d.cfg.Store.Changes(ctx, m.Rev, 1); errors.Is(err, store.ErrRewound) {
			return "the cursor is not known", nil
		} else if err != nil && !errors.Is(err, store.ErrCursor) { // one behind what the feed keeps will do
			return "", unavailable(err)
		}
		src.at = m
	}
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		n, err := src.a.d.sessions.OwnedUpTo(ctx, id, src.at, src.id)
		if err != nil {
			return "", err
		}
		if n > 0 {
			src.follow[id] = n
		}
	}
	return "", nil
}

// cursor returns where the stream is.
func (src *agentSource) cursor() string {
	return formatAgentCursor(src.at, slices.Sorted(maps.Keys(src.follow)))
}

// look sends the new entries of the agent's sessions in the order of their commits, then the inbox.
func (src *agentSource) look(s *stream, now time.Time) (time.Time, error) {
	s.ephemerals(chat.AuthorAgent)
	work, loaded := s.d.engine.replica.WorkOf(src.id)
	if !loaded {
		s.listener.Follow(replica.TopicFeed)
		return time.Time{}, nil
	}
	shown := append(work.Sessions, src.as.asOf(work.Agent).beside(work)...)
	if err := src.sendEntries(s, shown, work.Seen); err != nil || s.over() {
		return time.Time{}, err
	}
	src.sendPresence(s)
	if s.over() {
		return time.Time{}, nil
	}
	next, err := src.lookAtInbox(s, work.Ledger, now)
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
func (src *agentSource) lookAtInbox(s *stream, ledger store.Rev, now time.Time) (time.Time, error) {
	if src.reading.reading() {
		return time.Time{}, nil
	}
	in, read, err := src.reading.take()
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
	src.ledger, src.wakes = ledger, s.listener.Wakes()
	src.reading.begin(s, src.a.Inbox)
	return time.Time{}, nil
}

func (src *agentSource) sendEntries(s *stream, owned []chat.Session, horizon store.Rev) error {
	mine := map[chat.SessionID]int{} // by session: the number of its entries
	for _, o := range owned {
		mine[o.ID] = o.Entries
	}
	if err := src.begun(s, owned); err != nil {
		return err
	}
	var due []chat.SessionID
	for id, n := range src.follow {
		if entries, own := mine[id]; !own || entries > n {
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
		src.follow[l.Session] = l.N
		if !s.send(lineEvent(l, src.cursor())) {
			return nil
		}
	}
	for id, n := range src.follow {
		if mine[id] == 0 {
			delete(src.follow, id)
			if err := src.keep(s, id, n); err != nil {
				return err
			}
		}
	}
	src.listen(s)
	return src.sendLate(s)
}

// begun follows the sessions that are new to the stream, from where the stream is.
func (src *agentSource) begun(s *stream, owned []chat.Session) error {
	fresh := slices.DeleteFunc(slices.Clone(owned), func(o chat.Session) bool { _, ok := src.follow[o.ID]; return ok })
	from := make([]int, len(fresh))
	err := records.Together(s.ctx, s.d.cfg.atOnce(), len(fresh), func(ctx context.Context, i int) (err error) {
		from[i], err = s.d.sessions.UpTo(ctx, fresh[i].ID, src.at)
		return err
	})
	if err != nil {
		return err
	}
	for i, o := range fresh {
		src.follow[o.ID] = from[i]
	}
	return nil
}

// unsent reads the entries of a session after n, up to the horizon. Of a session that left the
// agent, it returns the entries up to the one that took it away.
func (src *agentSource) unsent(ctx context.Context, id chat.SessionID, n int, mine bool, horizon store.Rev) ([]sessions.Line, error) {
	var fresh []sessions.Line
	for {
		ls, err := src.a.d.sessions.Lines(ctx, id, n)
		if err != nil {
			return nil, err
		}
		for _, l := range ls {
			n = l.N
			if l.Rev > horizon || !src.at.Before(l) {
				continue
			}
			l.Entry = src.shown(l.Entry)
			fresh = append(fresh, l)
			if !mine && l.Gone(src.id) {
				return fresh, nil
			}
		}
		if len(ls) < sessions.LinesPage {
			return fresh, nil
		}
	}
}

// listen makes the stream wake for the sessions that are followed, and for the lines of the agent's
// queues.
func (src *agentSource) listen(s *stream) {
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
func (src *agentSource) sendInbox(s *stream, in Inbox) {
	if reflect.DeepEqual(in, src.inbox) {
		return
	}
	moved := movedByDesk(src.inbox.Me, in.Me)
	src.inbox = in
	src.listen(s)
	if moved && !s.send(Event{Type: EventAgent, Agent: &in.Me}) {
		return
	}
	s.send(Event{Type: EventInbox, Inbox: &in})
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
