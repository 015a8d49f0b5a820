package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/store"
)

// visitorSource shows a visitor how their session stands, and its transcript from entry n on.
type visitorSource struct {
	v            Visitor
	visitor      chat.VisitorID
	session      chat.SessionID // empty: none yet
	n            int            // entries up to here were sent, or are not the visitor's to see
	nth          store.Rev      // of entry n's record: another commit wrote it where the database went back; 0: unknown
	rev          store.Rev      // of the session when looked at last, while it is open
	listens      chat.SessionID
	queue        chat.QueueID
	view         SessionView // as sent last
	availability availabilityWatch
	left         time.Time // when the visitor had left, whose return was tried last
	raised       time.Time // when the host raised the last event that the page was told of
	unsure       bool      // the principal may have been refused before the stream listened

	reading aside[standingOf]
	due     bool   // a reading does not wait for the pace
	stale   bool   // the last one was out of date, and is not shown
	looked  uint64 // how often the listener had been woken at the last look, plus one; 0: never
	wakes   uint64 // the same, when the reading began
}

// standingOf is what a visitor's stream reads of how things stand.
type standingOf struct {
	current chat.SessionID // the visitor's; empty: none yet
	of      chat.SessionID // the session of the view
	view    SessionView    // without an ID: it does not exist
	raised  time.Time      // when the host raised the last event that waits for a beacon
}

// Events is the visitor's stream: a hello, the session as it is, its transcript after the cursor,
// and then what happens. It goes on from one session to the next. It also tells when the session's
// site (without a session, the first site) opens, has its last call or closes, and when the last of
// its agents leaves or the first one comes, and when the host raised an event: see EventVisit.
//
// The cursor is that of an event; empty begins with the current session's first entry. A cursor of
// a session that is unknown, or not the visitor's, is answered by a stream.reset. The stream ends
// with ctx, and with an error when the principal may not have one, or no longer.
func (v Visitor) Events(ctx context.Context, cursor string) iter.Seq2[Event, error] {
	if v.d != nil && v.d.engine.feed.deaf() {
		return failed(errDeaf())
	}
	id, err := v.who(ctx, true)
	if err != nil {
		return failed(err)
	}
	kind := externAnonymous
	if v.p.Verified {
		kind = externVisitor
	}
	hash, err := v.d.keyring.Extern(ctx, kind, v.p.ID)
	if err != nil {
		return failed(err)
	}
	src := &visitorSource{v: v, visitor: id, unsure: true}
	lives := v.d.engine.lives.Load()
	reset := src.begin(ctx, cursor)
	topics := []string{
		replica.TopicVisitor(id), replica.TopicAvailability, replica.TopicExtern(kind, hash),
	}
	return v.d.events(ctx, StreamVisitor, lives, topics, greeter{src, reset, src.cursor})
}

// failed is a stream that only gives an error.
func failed(err error) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) { yield(Event{}, err) }
}

// greeter sends the hello before its source looks for the first time.
type greeter struct {
	source
	reset  string
	cursor func() string
}

func (g greeter) hello(s *stream) error {
	if s.greet(g.cursor()) && g.reset != "" {
		s.reset(g.reset)
	}
	return nil
}

func (src *visitorSource) hello(*stream) error { return nil }

// begin reads the cursor. It returns why the client must read the state again; empty if it need
// not.
func (src *visitorSource) begin(ctx context.Context, cursor string) (reset string) {
	if cursor == "" {
		return ""
	}
	id, n, nth, ok := parseCursor(cursor)
	if !ok {
		return "the cursor is not one of ours"
	}
	s, err := src.v.d.sessions.Get(ctx, id)
	if err != nil || s.Visitor != src.visitor || n > s.Entries {
		return "the cursor is not known"
	}
	if nth > 0 {
		rs, err := src.v.d.cfg.Store.Get(ctx, records.Timeline(id, n))
		if err != nil || len(rs) == 0 || rs[0].Rev != nth { // the entry was lost and written anew, or erased
			return "what was shown is not there any more"
		}
	}
	src.session, src.n, src.nth = id, n, nth
	return ""
}

func (src *visitorSource) cursor() string {
	if src.session == "" {
		return ""
	}
	return formatCursor(src.session, src.n, src.nth)
}

// The cursor of a visitor's stream is a session, the number of an entry, and the revision that wrote it. Earlier releases gave none.
func formatCursor(id chat.SessionID, n int, nth store.Rev) string {
	if nth == 0 {
		return fmt.Sprintf("%s.%d", id, n)
	}
	return fmt.Sprintf("%s.%d.%d", id, n, nth)
}

func parseCursor(c string) (id chat.SessionID, n int, nth store.Rev, ok bool) {
	parts := strings.Split(c, ".")
	if len(parts) < 2 || len(parts) > 3 || parts[0] == "" {
		return "", 0, 0, false
	}
	n, err := strconv.Atoi(parts[1])
	if len(parts) == 3 && err == nil {
		var rev uint64
		rev, err = strconv.ParseUint(parts[2], 10, 63)
		nth = store.Rev(rev)
	}
	return chat.SessionID(parts[0]), n, nth, err == nil && n >= 0 && (n > 0 || nth == 0)
}

// look sends what is new of the session, and whether another one can begin now where it could not
// before.
func (src *visitorSource) look(s *stream, now time.Time) (time.Time, error) {
	if doubted := s.listener.Doubted(); doubted || src.unsure {
		if _, err := src.v.who(s.ctx, false); err != nil {
			return time.Time{}, err
		}
		src.unsure = false
	}
	next, err := src.lookAt(s, now)
	if err != nil || s.over() {
		return next, err
	}
	due, err := src.availability.look(s, src.v, src.view.Site, now)
	return timing.Earlier(next, due), err
}

// lookAt sends what is new of the session: entries first, then how things stand. While the
// session's record is unchanged, only its place in line and the read marks can be new, and they
// wait for the pace.
func (src *visitorSource) lookAt(s *stream, now time.Time) (time.Time, error) {
	looked := s.listener.Wakes() + 1
	_, rev, open := s.d.engine.replica.Session(src.session)
	if open && rev != src.rev || !open && looked != src.looked {
		src.rev, src.due = rev, true
		if err := src.sendEntries(s); err != nil || s.over() {
			return time.Time{}, err
		}
	}
	src.looked = looked
	s.ephemerals(chat.AuthorVisitor)
	if s.over() || src.reading.reading() {
		return time.Time{}, nil
	}
	at, read, err := src.reading.take()
	if err == nil && read {
		err = src.show(s, at)
	}
	if err != nil || s.over() || read && !src.due && src.wakes == looked {
		return time.Time{}, err
	}
	if until, resting := s.resting(now); resting && !src.due {
		return until, nil
	}
	src.due, src.wakes = false, looked
	session := src.session
	src.reading.begin(s, func(ctx context.Context) (standingOf, error) { return src.stand(ctx, session) })
	return time.Time{}, nil
}

// stand reads how things stand with a session, beside the stream's loop.
func (src *visitorSource) stand(ctx context.Context, session chat.SessionID) (at standingOf, err error) {
	at.of = session
	atOnce := src.v.d.cfg.atOnce()
	err = records.Together(ctx, atOnce, 3, func(ctx context.Context, i int) (err error) {
		switch i {
		case 0:
			at.current, err = src.v.d.sessions.Pointed(ctx, src.visitor)
			return err
		case 1:
			at.raised, _ = src.v.d.visitors.raised(ctx, src.visitor) // a chat goes on without it
			return nil
		}
		if at.of != "" {
			at.view, err = src.v.Session(ctx, at.of)
		}
		if errors.Is(err, chat.ErrNotFound) {
			return nil
		}
		return err
	})
	return at, err
}

// show goes to the visitor's current session if it is a newer one, and sends the session as it is.
// A view from before an entry that was sent meanwhile is read again, but once only.
func (src *visitorSource) show(s *stream, at standingOf) error {
	if !at.raised.IsZero() && !at.raised.Equal(src.raised) { // clocks differ: none is later
		src.raised = at.raised
		if !s.send(Event{Type: EventVisit, At: at.raised}) {
			return nil
		}
	}
	if at.current != "" && at.current != src.session {
		src.session, src.n, src.nth, src.view = at.current, 0, 0, SessionView{}
	}
	if src.session != src.listens {
		s.listener.Leave(replica.TopicSession(src.listens))
		s.listener.Follow(replica.TopicSession(src.session))
		src.listens, src.due = src.session, true
		return src.sendEntries(s)
	}
	if at.of != src.session { // the stream began anew meanwhile
		src.due = true
		return nil
	}
	if src.stale = at.view.ID != "" && at.view.Entries < src.n && !src.stale; src.stale {
		src.due = true
		return nil
	}
	if err := src.sendView(s, at.view); err != nil || s.over() {
		return err
	}
	return src.welcomeBack(s, at.view)
}

// sendEntries sends the transcript after n.
func (src *visitorSource) sendEntries(s *stream) error {
	for src.session != "" {
		ls, err := s.d.sessions.Lines(s.ctx, src.session, src.n)
		if err != nil {
			return err
		}
		for _, l := range ls {
			src.n, src.nth = l.N, l.Rev
			if !l.Public() {
				continue
			}
			l.Entry = l.ForVisitor()
			if !s.send(lineEvent(l, src.cursor())) {
				return nil
			}
		}
		if len(ls) < sessions.LinesPage {
			return nil
		}
	}
	return nil
}

// sendView sends the session as it is, unless it is as it was sent last.
func (src *visitorSource) sendView(s *stream, v SessionView) error {
	s.pause()
	if v.ID == "" {
		return nil
	}
	if v.Erased { // the visitor is erased too: tell every tab
		return chat.ErrUnauthenticated
	}
	src.listenToQueue(s, v)
	e := Event{Type: EventSession, Session: v.ID, View: &v}
	same := src.view
	same.Position, same.Wait = v.Position, v.Wait
	switch {
	case reflect.DeepEqual(src.view, v):
		return nil
	case reflect.DeepEqual(same, v):
		e.Type = EventPosition
	}
	src.view = v
	s.send(e)
	return nil
}

// listenToQueue makes the stream wake for the line of the session's queue while the session stands
// in it.
func (src *visitorSource) listenToQueue(s *stream, v SessionView) {
	queue := v.Queue
	if !v.State.Waiting() {
		queue = ""
	}
	if queue != src.queue {
		s.listener.Leave(replica.TopicQueue(src.queue))
		s.listener.Follow(replica.TopicQueue(queue))
		src.queue = queue
	}
}
