package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// VisitorPresence is whether a visitor is there, as agents see it. It is known of visitors with a
// session, or one that ended less than 2 minutes ago, who came by a page of the shop.
type VisitorPresence struct {
	Known  bool      // otherwise the rest says nothing
	Here   bool      // a page of theirs is open
	Hidden bool      // none of their pages is looked at, or was when the last one was heard of
	Gone   time.Time // when the last page went; zero with Here
}

// Attend says that a page of the visitor's is open, until leave is called, which may be called more
// than once. Who began with a page counts as gone when the last one is: see chat.Policy.LeaveAfter.
// A visitor for whom Attend, Seen and Sign were never called does not leave: one of a messenger, of
// an app, or of the host's own code.
func (v Visitor) Attend(ctx context.Context) (leave func(), err error) {
	me, err := v.who(ctx, false)
	if err != nil {
		return func() {}, err
	}
	if me == "" {
		return func() {}, nil
	}
	return v.d.engine.visitors.Open(me), nil
}

// Seen says that a page of the visitor's asked for something. While no page has called Attend, the
// visitor counts as being there for 45 seconds.
func (v Visitor) Seen(ctx context.Context) error {
	me, err := v.who(ctx, false)
	if err == nil && me != "" {
		v.d.engine.visitors.Call(me)
	}
	return err
}

// maxPageName is the longest name of a page, in bytes.
const maxPageName = 64

// Sign takes in what a page says of itself. Page is the client's own name for the page, 1 to 64
// bytes. Nothing is written for visitors without a session. ErrInvalid names the field page or
// state.
func (v Visitor) Sign(ctx context.Context, page string, s chat.PageSign) error {
	if page == "" || len(page) > maxPageName {
		return wrong("page", "want 1 to 64 bytes")
	}
	if err := chat.CheckPageSign(s); err != nil {
		return err
	}
	me, err := v.who(ctx, false)
	if err == nil && me != "" {
		v.d.engine.visitors.Said(me, page, s)
	}
	return err
}

// presence is what this node knows of a visitor.
func (vs views) presence(v chat.VisitorID) VisitorPresence {
	return VisitorPresence(vs.presences.Of(v))
}

// comeBack puts a session that ended, or takes no capacity, because its visitor had left where it
// was, or in the queue that takes it instead. It is refused where nothing may begin now, as Reopen
// is.
func comeBack(ctx context.Context, v Visitor, s chat.Session) error {
	o, dr := commit.Options{}, entrance{}
	if s.State.Ended() {
		var err error
		if dr, err = (again{v.d, s}).doorForVisitor(ctx, v); err != nil {
			return err
		}
		if dr.refuses() != "" {
			return chat.ErrState
		}
		o.Also = func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
			if err := welcome(tx, next.Visitor, dr.now); err != nil {
				return err
			}
			return reclaim(tx, next)
		}
	}
	back := func(chat.Session) (chat.Command, error) {
		return chat.Return{Queue: dr.queue.ID, Moved: dr.moved}, nil
	}
	out, err := v.d.committer.Change(ctx, s.ID, back, o)
	if err == nil && s.State.Ended() && out.Session.State == chat.Queued {
		v.d.notices.rejoined(dr)
	}
	return err
}

// welcomeBack takes note that the visitor of the stream is there again, who had left. It tries once
// for each time that they left.
func (src *visitorSource) welcomeBack(s *stream, ended SessionView) error {
	x, _, open := s.d.engine.replica.Session(src.session)
	left := open && !x.LeftAt.IsZero() ||
		ended.ID == src.session && ended.Reason == chat.Left && ended.CanReopen
	if !left || !s.d.engine.visitors.Here(src.visitor) {
		return nil
	}
	x, err := s.d.sessions.Get(s.ctx, src.session)
	if err != nil || x.LeftAt.IsZero() || x.LeftAt.Equal(src.left) {
		return ignored(err)
	}
	src.left = x.LeftAt
	return ignored(comeBack(s.ctx, src.v, x))
}

// ignored is err, unless it is an answer of the desk: then things stay as they are.
func ignored(err error) error {
	if errors.Is(err, chat.ErrUnavailable) {
		return err
	}
	return nil
}

// Speak says the first word to a visitor who is there, in a session that waits in line or ended a
// little while ago. The agent owns the session then, within the agent's capacity (ErrAtCapacity).
// ErrVisitorGone: the visitor is not known to be there. ErrForbidden: the agent sees the session by a
// colleague's note alone. ErrReplyWindow is as with Send.
func (a Agent) Speak(ctx context.Context, id chat.SessionID, r MessageRequest) (chat.Entry, error) {
	st, err := a.who(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	command, err := commandOf(a.d.cfg.IDs, r.Command)
	if err != nil {
		return chat.Entry{}, err
	}
	if len(r.Files)+len(r.Alts) > 0 {
		return chat.Entry{}, wrong("files", "are of a message that is sent alone")
	}
	v := voice{author: st.author()}
	words, err := a.d.hooks.screen(ctx, r.draft(v, id, false))
	if err != nil {
		return chat.Entry{}, err
	}
	rich, refused := Messages{d: a.d}.shows(ctx, v, "send", id, r, &words)
	out, err := a.change(ctx, st, id, func(s chat.Session) (chat.Command, error) {
		if refused != nil {
			return nil, refused
		}
		e := &a.d.engine
		if st.guest(s) {
			return nil, chat.ErrForbidden
		}
		if !e.visitors.Here(s.Visitor) && !e.views.presence(s.Visitor).Here {
			return nil, chat.ErrVisitorGone
		}
		c := chat.Speak{
			Author: st.author(), Name: st.Name, Command: command, Text: words.text, Lang: r.Lang,
			Rich: rich, Moderation: words.Moderation,
		}
		if set := e.settings.Load(); set != nil {
			c.SplitAt = set.SplitOf(s)
		}
		return c, e.speaks(s, c.Author.Kind)
	}, commit.Options{
		Command: command, By: string(st.ID), Capacity: true,
		Body: bodyOf("agent.speak", append([]string{string(st.ID), r.Text}, r.told()...)...),
		Also: func(tx *store.Tx, was, next chat.Session, _ []chat.Entry) error {
			if !was.State.Ended() {
				return nil
			}
			return reclaim(tx, next)
		},
	})
	return messageOf(out.Entries), err
}

// sendPresence tells the agent whose visitors came or went. It is a snapshot: whoever was away
// finds it in the inbox.
func (src *agentSource) sendPresence(s *stream) {
	mark := s.d.engine.views.presences.Mark()
	if src.ofInbox && mark == src.asOf { // a shop's messages come much more often than visitors
		return
	}
	src.ofInbox, src.asOf = true, mark
	now := map[chat.SessionID]VisitorPresence{}
	tell := func(c SessionCard) {
		id := c.Session.ID
		now[id] = s.d.engine.views.presence(c.Session.Visitor)
		was, known := src.present[id]
		if !known {
			was = c.Presence
		}
		if now[id] != was {
			p := now[id]
			s.send(Event{Type: EventPresence, Session: id, Presence: &p})
		}
	}
	for _, c := range src.inbox.Sessions {
		tell(c)
	}
	for _, c := range src.inbox.Queue {
		tell(c)
	}
	for _, o := range src.inbox.Offers {
		tell(o.Session)
	}
	src.present = now
}
