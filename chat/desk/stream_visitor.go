package desk

import (
	"context"
	"errors"
	"iter"
	"reflect"
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
	read         chat.SessionID // whose timeline was read from the store
	line         lineWatch
	view         SessionView // as sent last
	availability availabilityWatch
	left         time.Time // when the visitor had left, whose return was tried last
	raised       time.Time // when the host raised the last event that the page was told of
	changes      uint64    // of the visitor's record when it was read last, plus one; 0: never
	unsure       bool      // the principal may have been refused before the stream listened

	reading aside[standingOf]
	due     bool // a reading does not wait for the pace
	stale   bool // the last one was out of date, and is not shown
	woken
}

// woken is how often the listener of a stream had been woken.
type woken struct {
	looked uint64 // at the last look, plus one; 0: never
	wakes  uint64 // when the reading began
	person uint64 // by a record of the visitor's own, when the reading began

	ofHistory, ofPerson string // the topics of the visitor
}

// standingOf is what a visitor's stream reads of how things stand.
type standingOf struct {
	current chat.SessionID // the visitor's; empty: none yet
	of      chat.SessionID // the session of the view
	view    SessionView    // without an ID: it does not exist
	record  bool           // the visitor's record was read
	raised  time.Time      // when the host raised the last event that waits for a beacon
	changes uint64         // of the visitor's record, as the source counts them
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
	src := &visitorSource{v: v, visitor: id, unsure: true, woken: woken{
		ofHistory: replica.TopicHistory(id), ofPerson: replica.TopicPerson(id),
	}}
	lives := v.d.engine.lives.Load()
	reset := src.begin(ctx, cursor)
	topics := []string{
		replica.TopicVisitor(id), src.ofHistory, src.ofPerson, replica.TopicAvailability,
		replica.TopicExtern(kind, hash),
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
	id, n, wrote, ok := parseCursor(cursor)
	if !ok {
		return "the cursor is not one of ours"
	}
	s, err := src.v.d.sessions.Get(ctx, id)
	if err != nil || s.Visitor != src.visitor || n > s.Entries {
		return "the cursor is not known"
	}
	if wrote != "" {
		rs, err := src.v.d.cfg.Store.Get(ctx, records.Timeline(id, n))
		// The entry was lost and written anew, or erased.
		if err != nil || len(rs) == 0 || !wroteIt(wrote, rs[0].Rev) {
			return "what was shown is not there any more"
		}
		src.nth = rs[0].Rev
	}
	src.session, src.n = id, n
	return ""
}

func (src *visitorSource) cursor() string {
	if src.session == "" {
		return ""
	}
	return formatCursor(src.session, src.n, src.nth)
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
	at, read, err := src.reading.take(s)
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
	if at, ok := src.known(s); ok {
		return time.Time{}, src.showKnown(s, at)
	}
	session, changes := src.session, s.listener.WakesFor(src.ofHistory)+1
	changed := changes != src.changes
	src.reading.begin(s, func(ctx context.Context) (standingOf, error) {
		at, err := src.stand(ctx, session, changed)
		at.changes = changes
		return at, err
	})
	return time.Time{}, nil
}

// known is stand by what this node knows. It is false where the store has to be asked: at the
// beginning, before the first wait is told, once the session is over, and when a record of the
// visitor's own changed.
func (src *visitorSource) known(s *stream) (standingOf, bool) {
	person := s.listener.WakesFor(src.ofPerson)
	if person != src.person || src.session == "" || src.session != src.listens {
		src.person = person
		return standingOf{}, false
	}
	if s.listener.WakesFor(src.ofHistory)+1 != src.changes { // reading it failed
		return standingOf{}, false
	}
	view, ok := s.d.engine.views.known(src.session, src.visitor)
	return standingOf{current: src.session, of: src.session, view: view}, ok
}

// showKnown is show of what this node knows. Where that is from before an entry that was sent, the
// feed brings the rest.
func (src *visitorSource) showKnown(s *stream, at standingOf) error {
	if at.view.Entries < src.n {
		return nil
	}
	return src.show(s, at)
}

// stand reads how things stand with a session, beside the stream's loop. The visitor's record is
// read only if it has changed.
func (src *visitorSource) stand(
	ctx context.Context, session chat.SessionID, changed bool,
) (at standingOf, err error) {
	at.of = session
	atOnce := src.v.d.cfg.atOnce()
	err = records.Together(ctx, atOnce, 3, func(ctx context.Context, i int) (err error) {
		switch i {
		case 0:
			at.current, err = src.v.d.sessions.Pointed(ctx, src.visitor)
			return err
		case 1:
			if changed { // a chat goes on without it
				raised, failed := src.v.d.visitors.raised(ctx, src.visitor)
				at.raised, at.record = raised, failed == nil
			}
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
	if s, _, open := src.v.d.engine.replica.Session(at.of); open && err == nil {
		_, err = src.v.d.engine.views.glances.Look(ctx, []chat.Session{s})
	}
	return at, err
}

// show goes to the visitor's current session if it is a newer one, and sends the session as it is.
// A view from before an entry that was sent meanwhile is read again, but once only.
func (src *visitorSource) show(s *stream, at standingOf) error {
	if at.record {
		src.changes = at.changes
	}
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
		ls, err := src.lines(s)
		if err != nil {
			return err
		}
		for _, l := range ls {
			src.n, src.nth = l.N, l.Rev
			if !l.Public() {
				continue
			}
			if !s.send(lineEvent(l, sessions.Visitors, src.cursor())) {
				return nil
			}
		}
		if len(ls) < sessions.LinesPage {
			return nil
		}
	}
	return nil
}

// lines reads lines after n. The first time it asks the store, whatever this node remembers: a
// client that resumes is shown what is there.
func (src *visitorSource) lines(s *stream) ([]sessions.Line, error) {
	if src.read != src.session {
		src.read = src.session
		return s.d.sessions.Lines(s.ctx, src.session, src.n)
	}
	return s.d.engine.lines(s.ctx, s.d.sessions, src.session, src.n)
}

// sendView sends the session as it is, unless it is as it was sent last, but for the entries: the
// stream sends those.
func (src *visitorSource) sendView(s *stream, v SessionView) error {
	s.pause()
	if v.ID == "" {
		return nil
	}
	if v.Erased { // the visitor is erased too: tell every tab
		return chat.ErrUnauthenticated
	}
	// What moved before the stream follows the line wakes nobody.
	if src.line.follow(s.listener, &v) && s.d.engine.replica.Position(v.ID) != v.Position {
		s.listener.Nudge()
	}
	e := Event{Type: EventSession, Session: v.ID, View: &v}
	moved := src.view.Position != v.Position || src.view.Wait != v.Wait
	src.view.Entries, src.view.Position, src.view.Wait = v.Entries, v.Position, v.Wait
	same := reflect.DeepEqual(&src.view, &v)
	if same && !moved {
		return nil
	}
	if same {
		e.Type = EventPosition
	}
	src.view = v
	s.send(e)
	return nil
}
