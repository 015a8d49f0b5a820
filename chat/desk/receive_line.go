package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// maxAddress is how long an account's or a customer's id is at most, in bytes.
const maxAddress = 128

// line is the customer of a messenger who wrote; false: it came another way.
func (a arrival) line() (l chat.Line, ok bool, err error) {
	if _, ok = a.d.engine.outbox.effects.Channel(a.in.Channel); !ok {
		return l, false, nil
	}
	l = chat.Line{Channel: a.in.Channel, Account: a.in.Account, Peer: a.in.Sender}
	if n := len(l.Peer); n == 0 || n > maxAddress || len(l.Account) > maxAddress {
		return l, false, fmt.Errorf("%w: sender: want 1 to %d bytes", chat.ErrInvalid, maxAddress)
	}
	return l, true, nil
}

// errMoved says that the customer is somebody else's, or has another session, than a moment ago.
var errMoved = errors.New("desk: line: it changed meanwhile")

// talk takes in what a customer of a messenger wrote: into their open session, else into the last
// one, where that may be taken up again, else into one that begins.
func (a arrival) talk(ctx context.Context, l chat.Line, texts []string) (Received, error) {
	for range 8 {
		r, err := a.turn(ctx, l, texts)
		if !errors.Is(err, errMoved) && !errors.Is(err, chat.ErrOtherOpen) {
			return r, err
		}
	}
	return Received{}, unavailable(errMoved)
}

// turn is one try of talk.
func (a arrival) turn(ctx context.Context, l chat.Line, texts []string) (Received, error) {
	t, err := a.turnOf(ctx, l, texts)
	if err != nil {
		return Received{}, err
	}
	if t.erased {
		return Received{Fate: FateIgnored}, nil
	}
	if t.me == "" && t.in.Alias != "" {
		if moved, err := t.moves(ctx); err != nil || moved {
			return Received{}, cmp.Or(err, errMoved)
		}
	}
	if t.me == "" {
		t.me = chat.VisitorID(a.d.cfg.IDs.Mint(prefixVisitor))
		return t.begin(ctx, chat.Contact{})
	}
	if r, done, err := t.before(ctx); done || err != nil {
		return r, err
	}
	if banned, err := a.banned(ctx, t.me); err != nil || banned {
		return Received{Fate: FateIgnored}, err
	}
	s, ok, err := a.d.sessions.Current(ctx, t.me)
	switch {
	case errors.Is(err, chat.ErrNotFound) || err == nil && (!ok || s.Erased):
		return t.begin(ctx, chat.Contact{})
	case err != nil:
		return Received{}, err
	case s.State.Running():
		return t.say(ctx, s.ID)
	}
	r, err := t.again(ctx, s)
	if isOver(err) && s.State == chat.Messaged {
		r, err = t.say(ctx, s.ID) // however old it is, nobody has settled it
	}
	if isOver(err) {
		return t.begin(ctx, s.Contact)
	}
	return r, err
}

// isOver says that a session cannot be taken up again.
func isOver(err error) bool { return left(err) || errors.Is(err, chat.ErrState) }

// lineTurn is a turn of a customer of a messenger.
type lineTurn struct {
	arrival
	line  chat.Line
	way   string // the key of the record that leads to me
	me    chat.VisitorID
	texts []string
	lineSessions
}

// begun is the id of the session that it begins, where it begins one.
func (t lineTurn) begun() chat.SessionID { return chat.SessionID(prefixSession + t.once) }

// change applies a command to a session, once for the line: its receipt is the session's, and is
// kept as long. Whoever the line leads to meanwhile, that it came before is found by its sessions.
func (t lineTurn) change(
	ctx context.Context, id chat.SessionID, part string, o commit.Options, decide commit.Decide,
) (commit.Outcome, error) {
	o.Command, o.By = chat.CommandID("in."+t.once+part), byOutside
	o.Body = bodyOf("receive", t.in.Channel, t.in.ExternalID)
	also := o.Also
	o.Ahead = append(o.Ahead, t.way)
	if part == "" {
		o.Ahead = append(o.Ahead, t.receipts(t.begun(), t.sessions...)...)
	}
	o.Also = func(tx *store.Tx, old, next chat.Session, es []chat.Entry) error {
		if err := t.await(tx, next.ID, es); err != nil {
			return err
		}
		x, err := editExtern(tx, t.way, func(x extern) extern {
			x.ID = cmp.Or(x.ID, string(t.me))
			return x.went(next.ID)
		})
		if err == nil && part == "" {
			err = t.nowhereElse(tx, next.ID, x.Sessions)
		}
		if err == nil && x.ID != string(t.me) {
			err = errMoved
		}
		if err == nil {
			err = welcome(tx, t.me, t.d.now())
		}
		if err != nil || also == nil {
			return err
		}
		return also(tx, old, next, es)
	}
	out, err := t.d.committer.Change(ctx, id, decide, o)
	if errors.Is(err, chat.ErrBanned) {
		return out, chat.ErrClosed
	}
	return out, err
}

// say adds what they wrote to a session of theirs.
func (t lineTurn) say(ctx context.Context, id chat.SessionID) (Received, error) {
	sort, err := atMessage(ctx, t.d, t.me, strings.Join(t.texts, "\n"))
	if err != nil {
		return Received{}, err
	}
	s, err := t.d.sessions.Get(ctx, id)
	if err != nil {
		return Received{}, err
	}
	texts, awaited, err := t.says(ctx, s.Site, id, t.texts)
	if err != nil {
		return Received{}, err
	}
	out, err := t.change(ctx, id, "", commit.Options{}, func(s chat.Session) (chat.Command, error) {
		if s.Visitor != t.me || s.State == chat.Wrapping {
			return nil, errMoved
		}
		c := t.spoken(s, texts)
		c.Awaited = awaited
		if sort != nil {
			c.Intake = sort(s)
		}
		return c, nil
	})
	if err != nil {
		return Received{}, err
	}
	return Received{FateAdded, out.Session.ID, out.Entries}, nil
}

// spoken is what they wrote, as the session's visitor.
func (t lineTurn) spoken(s chat.Session, texts []string) chat.Arrive {
	c := chat.Arrive{
		Texts: texts, Via: t.in.Channel, Line: t.line, Moderation: t.screened,
		Command: chat.CommandID("in." + t.once),
	}
	c.Author = chat.Author{Kind: chat.AuthorVisitor, ID: string(s.Visitor), Name: s.Contact.Name}
	return c
}

// again takes up a session that is over: in line where the shop takes chats now, else as a message
// that waits for an answer. A wrap-up ends with it.
func (t lineTurn) again(ctx context.Context, s chat.Session) (Received, error) {
	back := again{t.d, s}
	door, err := back.doorFor(ctx, back.guest)
	if errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrNotOffered) {
		return Received{}, chat.ErrClosed // no queue would take it: a new one begins
	}
	if err != nil {
		return Received{}, err
	}
	p := s.Policy.Resolved()
	if p.ReopenFor < 0 || t.d.now().After(s.EndedAt.Add(p.ReopenFor)) {
		return Received{}, chat.ErrWindow
	}
	if door.refuses() == "" {
		return t.join(ctx, s, door)
	}
	if s.State == chat.Wrapping {
		_, err := t.change(ctx, s.ID, partOver, commit.Options{},
			func(chat.Session) (chat.Command, error) {
				return chat.EndWrap{Reason: chat.Reopened}, nil
			})
		if err != nil {
			return Received{}, err
		}
	}
	return t.say(ctx, s.ID)
}

// join puts a session that is over in line again, by a door that admits it.
func (t lineTurn) join(ctx context.Context, s chat.Session, door entrance) (Received, error) {
	c := chat.Reopen{Queue: door.queue.ID, Moved: door.moved}
	c.By = chat.Author{Kind: chat.AuthorVisitor, ID: string(t.me), Name: s.Contact.Name}
	o := commit.Options{Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
		return reclaim(tx, next)
	}}
	out, err := t.change(ctx, s.ID, partAgain, o,
		func(chat.Session) (chat.Command, error) { return c, nil })
	if err != nil {
		return Received{}, err
	}
	t.joined(door, out)
	return t.say(ctx, s.ID)
}

// joined has the Notifier told of who came to a line just now.
func (t lineTurn) joined(door entrance, out commit.Outcome) {
	if !out.Replayed && out.Session.State == chat.Queued {
		t.d.notices.joined(door)
	}
}

// begin begins a session: in line, where the shop takes chats now, else as a left message.
func (t lineTurn) begin(ctx context.Context, known chat.Contact) (Received, error) {
	door, err := t.door(ctx)
	if err != nil {
		return Received{}, err
	}
	texts, awaited, err := t.says(ctx, door.site.ID, "", t.texts)
	if err != nil {
		return Received{}, err
	}
	t.texts = texts
	contact := known
	if contact.Name == "" {
		contact = contact.Say(chat.Said{Name: t.name()})
	}
	m, err := t.d.visitors.get(ctx, t.me)
	if err != nil {
		return Received{}, err
	}
	in := door.sorter(newcomer{
		id: t.me, principal: chat.Principal{Kind: chat.RoleVisitor}, record: &m,
		contact: contact, text: t.texts[0],
	}).sort()
	if in.Queue != "" {
		door.queue, _ = door.set.Queue(in.Queue)
		door.wants = door.set.Demand(in.Queue)
	}
	door.asks(hook.Customer{Priority: in.Priority}, in.Skills...)
	start := chat.Start{
		ID: t.begun(), Site: door.site.ID, Visitor: t.me, Queue: door.queue.ID,
		Channel: t.in.Channel, Priority: in.Priority, Weight: door.queue.Weight,
		Skills:  mergeSkills(door.queue.Skills, in.Skills),
		Contact: contact, Policy: door.queue.Policy, Text: t.texts[0], Leave: door.refuses(),
		Command: chat.CommandID("in." + t.once),
		Arrival: chat.Arrival{
			Intake: in, Moderation: t.screened, Line: t.line, Arriving: door.queue.Limit > 0,
			Awaited: awaited, Via: t.in.Channel,
		},
	}
	o := commit.Options{New: true, Also: func(
		tx *store.Tx, _, next chat.Session, _ []chat.Entry,
	) error {
		if _, err := claimCurrent(tx, t.me, next.ID); err != nil {
			return err
		}
		return t.remember(tx, next)
	}}
	out, err := t.change(ctx, start.ID, "", o, func(chat.Session) (chat.Command, error) {
		return start, nil
	})
	switch {
	case errors.Is(err, chat.ErrClosed): // it was taken in before, and erased since
		return Received{Fate: FateIgnored}, nil
	case err != nil:
		return Received{}, err
	}
	t.joined(door, out)
	r := Received{FateBegan, out.Session.ID, out.Entries}
	return r, t.rest(ctx, &r)
}

// rest adds what did not fit into the first message of a session that it began.
func (t lineTurn) rest(ctx context.Context, r *Received) error {
	if len(t.texts) < 2 {
		return nil
	}
	out, err := t.change(ctx, t.begun(), partRest, commit.Options{},
		func(s chat.Session) (chat.Command, error) { return t.spoken(s, t.texts[1:]), nil })
	r.Entries = append(r.Entries, out.Entries...)
	return err
}

// remember notes in the visitor's record which lines lead to it, so that an erasure reaches them.
func (t lineTurn) remember(tx *store.Tx, next chat.Session) error {
	return editVisitorRecord(tx, t.me, func(m *visitorRecord) (bool, error) {
		m.addLine(t.way)
		if m.FirstAt.IsZero() {
			m.FirstAt = next.LastAt
		}
		if next.State.Running() {
			m.History = m.History.ChatStart(next.LastAt)
		}
		return true, nil
	})
}
