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
	at     sessions.Mark
	follow map[chat.SessionID]int // by session: entries up to here were sent, or came before the cursor
	late   []ended
	topics []string
	inbox  Inbox
	ledger store.Rev // of the agent's record, when looked at last: it changes with every offer and session
}

// Events is the agent's stream: a hello, the inbox, then the entries of the agent's sessions after
// the cursor, and the inbox whenever it changes. How far a visitor has read, and the rating of a
// session that has ended, come too, without a cursor.
//
// While the stream is open the agent counts as connected. An agent whose last stream ended is lost
// a little later. An agent whom the desk set offline, or on a break because offers ran out, is told
// by an EventAgent: only the agent can come back.
//
// The cursor is that of an event; empty begins now. An unknown cursor is answered by a
// stream.reset. The stream ends with ctx, and with an error when the principal may not have one, or
// no longer.
func (a Agent) Events(ctx context.Context, cursor string) iter.Seq2[Event, error] {
	if a.d != nil && a.d.deaf() {
		return failed(errDeaf())
	}
	seat, err := a.who(ctx)
	if err != nil {
		return failed(err)
	}
	src := &agentSource{a: a, id: seat.ID, follow: map[chat.SessionID]int{}}
	lives := a.d.engine.lives.Load()
	reset, err := src.begin(ctx, cursor)
	if err != nil {
		return failed(err)
	}
	events := a.d.events(ctx, lives, []string{replica.TopicAgent(seat.ID)}, greeter{src, reset, src.cursor})
	return func(yield func(Event, error) bool) {
		leave := a.d.engine.near.join(seat.ID)
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
	if err := src.sendEntries(s, work.Sessions, work.Seen); err != nil || s.over() {
		return time.Time{}, err
	}
	if until, resting := s.resting(now); resting && work.Ledger == src.ledger {
		return until, nil
	}
	src.ledger = work.Ledger
	return time.Time{}, src.sendInbox(s, now)
}

func (src *agentSource) sendEntries(s *stream, owned []chat.Session, horizon store.Rev) error {
	var fresh []sessions.Line
	mine := map[chat.SessionID]int{} // by session: the number of its entries
	for _, o := range owned {
		mine[o.ID] = o.Entries
		if _, ok := src.follow[o.ID]; !ok {
			n, err := s.d.sessions.UpTo(s.ctx, o.ID, src.at)
			if err != nil {
				return err
			}
			src.follow[o.ID] = n
		}
	}
	for id, n := range src.follow {
		entries, own := mine[id]
		if own && entries <= n {
			continue
		}
		ls, err := src.unsent(s, id, n, own, horizon)
		if err != nil {
			return err
		}
		fresh = append(fresh, ls...)
	}
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

// unsent reads the entries of a session after n, up to the horizon. Of a session that left the
// agent, it returns the entries up to the one that took it away.
func (src *agentSource) unsent(s *stream, id chat.SessionID, n int, mine bool, horizon store.Rev) ([]sessions.Line, error) {
	var fresh []sessions.Line
	for {
		ls, err := s.d.sessions.Lines(s.ctx, id, n)
		if err != nil {
			return nil, err
		}
		for _, l := range ls {
			n = l.N
			if l.Rev > horizon || !src.at.Before(l) {
				continue
			}
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
func (src *agentSource) sendInbox(s *stream, now time.Time) error {
	in, err := src.a.Inbox(s.ctx)
	if err != nil {
		return err
	}
	s.pause()
	if reflect.DeepEqual(in, src.inbox) {
		return nil
	}
	offline := in.Me.Mode == chat.Offline && in.Me.Reason == assign.LostReason && src.inbox.Me.Mode != chat.Offline
	missed := in.Me.Mode == chat.Break && in.Me.Reason == chat.AwayMissed &&
		src.inbox.Me.Mode != chat.Break
	src.inbox = in
	src.listen(s)
	if (offline || missed) && !s.send(Event{Type: EventAgent, Agent: &in.Me}) {
		return nil
	}
	s.send(Event{Type: EventInbox, Inbox: &in})
	return nil
}
