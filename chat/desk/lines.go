package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// Lines is a handle for the messengers by which customers write. It is for the host's own code:
// never give it to a request.
//
// What a customer writes by a channel that is connected lands in their open session, or in the last
// one where that may be taken up again; else one begins, in line while the shop takes chats. The
// channel, the shop's account and the customer's id there say who it is. Agents' words go back by
// the way that the customer wrote last. Nobody is taken for absent or silent who writes so.
type Lines struct{ d *Desk }

// Lines returns the handle for messengers.
func (o *Outbox) Lines() Lines { return Lines{o.of} }

// Connect has a channel carry what agents write to its customers. Call it before Run, on
// every node.
func (l Lines) Connect(c hook.Channel) error {
	if err := chat.CheckName("channel", c.Name()); err != nil {
		return err
	}
	if _, there := l.d.engine.outbox.effects.Channel(c.Name()); there {
		return fmt.Errorf("%w: channel: %s is connected already", chat.ErrInvalid, c.Name())
	}
	l.d.engine.outbox.effects.Connect(c)
	return nil
}

// Carry connects a channel that keeps its lanes in this desk (see Lanes), and has Run drive it: on
// one node at a time, the one that leads. Without Run, drive it by its Step. Call it before Run, on
// every node.
func (l Lines) Carry(c hook.Carrier) error {
	if err := l.Connect(c); err != nil {
		return err
	}
	o := &l.d.engine.outbox
	o.carriers = append(o.carriers, c)
	return nil
}

// Reached takes in what a messenger told of a message, durably once it returns nil. The timeline
// only goes upward. A message that never will get there goes back to the agents. What is of no
// session, or of one that is there no more, is left out.
func (l Lines) Reached(ctx context.Context, r hook.Reached) error {
	id, n, ok := outbox.ParseWordsID(r.ID)
	if !ok {
		return nil
	}
	if r.Reach == "" {
		return l.note(ctx, id, fmt.Sprintf("lost.%d", n), chat.Undeliver{Text: lost(r), Of: n})
	}
	if r.Twice {
		c := chat.Arrived{N: n, Reach: chat.ReachSent, Twice: true}
		if err := l.note(ctx, id, fmt.Sprintf("twice.%d", n), c); err != nil {
			return err
		}
	}
	return l.note(ctx, id, "", chat.Arrived{N: n, Reach: r.Reach})
}

// note adds to a session's timeline what a messenger told; with a name, once.
func (l Lines) note(ctx context.Context, id chat.SessionID, once string, c chat.Command) error {
	o := commit.Options{}
	if once != "" {
		o.Command, o.By, o.Body = chat.CommandID(once), byOutside, bodyOf("reached", once)
	}
	_, err := l.d.committer.Change(
		ctx, id, func(chat.Session) (chat.Command, error) { return c, nil }, o,
	)
	if left(err) {
		return nil
	}
	return err
}

// lost is why a message never will get there, as a line that can stand in a timeline.
func lost(r hook.Reached) string {
	why := "a message did not arrive"
	if p := pieces(r.Why); len(p) > 0 {
		why += ": " + p[0]
	}
	if r.Twice {
		why += " (it may be there all the same)"
	}
	return sessions.Cut(why, mostOfText)
}

// Link has a customer of a messenger be a customer whom the host vouches for: after they said so
// themselves, signed in. A number, an address or a name never claims anybody. What they began goes
// along, as with Visitor.Claim, and what they write from then on is the same person's.
//
// ErrNotFound: they have never written. ErrState: they are linked to somebody else, or both have an
// open session, one of which has to end before.
func (l Lines) Link(ctx context.Context, at chat.Line, p chat.Principal) error {
	_, x, err := lineOf(ctx, l.d, at)
	if err == nil && x.ID == "" {
		err = chat.ErrNotFound
	}
	if err != nil {
		return err
	}
	v := Visitor{d: l.d, p: p}
	if !p.Verified {
		return chat.ErrForbidden
	}
	me, err := v.who(ctx, true)
	switch {
	case err != nil:
		return err
	case x.ID == string(me):
		return nil
	case x.Linked:
		return fmt.Errorf("%w: line: it is somebody else's", chat.ErrState)
	}
	open := 0
	for _, id := range []chat.VisitorID{me, chat.VisitorID(x.ID)} {
		if s, ok, err := l.d.sessions.Current(ctx, id); err == nil && ok && s.State.Running() {
			open++
		}
	}
	if open == 2 {
		return fmt.Errorf("%w: line: both have an open session", chat.ErrState)
	}
	was, err := l.d.externs.get(ctx, externAnonymous, x.ID)
	if err != nil {
		return err
	}
	return v.Claim(ctx, chat.Principal{Kind: chat.RoleVisitor, ID: x.ID, Version: was.Version})
}

// Window is how an author may write now in a session that a messenger carries; false: none does.
func (l Lines) Window(s chat.Session, by chat.AuthorKind) (hook.ReplyWindow, bool) {
	return l.d.engine.window(s, by)
}

func (e *engine) window(s chat.Session, by chat.AuthorKind) (w hook.ReplyWindow, ok bool) {
	c, ok := e.outbox.effects.Channel(s.Line.Channel)
	if !ok || !s.Carried() {
		return w, false
	}
	return c.Window(e.now(), s.VisitorAt, by), true
}

// speaks refuses words of an author which the visitor's messenger would not take now: they would
// come back as lost a moment later.
func (e *engine) speaks(s chat.Session, by chat.AuthorKind) error {
	if w, ok := e.window(s, by); ok && !w.Open() {
		return chat.ErrReplyWindow
	}
	return nil
}

// externLine is the kind of the records that lead from a customer of a messenger to a visitor.
const externLine = "line"

// lineOf reads the record that leads from a customer of a messenger to a visitor, and its key.
func lineOf(
	ctx context.Context, d *Desk, l chat.Line,
) (key string, x extern, err error) {
	id := lineID(l)
	hash, err := d.keyring.Extern(ctx, externLine, id)
	if err != nil {
		return "", x, err
	}
	x, err = d.externs.get(ctx, externLine, id)
	return records.Extern(externLine, hash), x, err
}

// maxLines is how many lines may lead to one visitor.
const maxLines = 8

// addLine notes that a line leads to the visitor.
func (m *visitorRecord) addLine(key string) {
	if !slices.Contains(m.Lines, key) {
		m.Lines = append(m.Lines, key)
	}
}
