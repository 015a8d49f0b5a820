package chat

import (
	"slices"
	"time"
)

// Letters is how far a session goes on by mail, or by a messenger.
type Letters struct {
	// ByMail says that the visitor is written to by mail: they left a message with an address, or
	// wrote by mail last. Nobody's silence ends such a session.
	ByMail bool `json:"by_mail,omitempty"`
	// Unmailed are the agents' words that have to go out, by mail or by the visitor's messenger,
	// unless the visitor comes to read them.
	Unmailed Span `json:"unmailed,omitzero"`
	// Watched says that a desk has a record in its outbox that mails Unmailed, once that is due.
	Watched bool `json:"watched,omitempty"`
	// Carrying says that a desk has a record in its outbox that gives Unmailed to the messenger.
	Carrying bool `json:"carrying,omitempty"`
	// Mailed is the first of the words of the last mail, by its number; 0: there was none.
	Mailed int `json:"mailed,omitempty"`
	// Heard is the id of the last mail that came in; empty: there was none.
	Heard string `json:"heard,omitempty"`
	// Reply is what the visitor was told of when a left message is answered; nil: nothing.
	Reply *Reply `json:"reply,omitempty"`
	// Doubted says that only a mail whose From its server does not believe named the address.
	// What no person decides on, a confirmation or a bot's words, is not mailed there. It ends
	// when the visitor writes from there undoubted or by the page, when there is another
	// address, and when the host vouches for this one.
	Doubted bool `json:"doubted,omitempty"`
	// Dead are what a desk keeps of the addresses to which it was told, in this session, that no
	// mail is to go any more: at most 4, the oldest first. They are to be erased with it.
	Dead []string `json:"dead,omitempty"`
	// Line is where the agents' words go, when the visitor last wrote by a messenger.
	Line Line `json:"line,omitzero"`
}

// Span is some entries of a timeline, from one number to another. The zero Span is none.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Reply is by when the visitor of a left message was told to have an answer, and whether that came
// true: it is Kept when an agent answered by then, or the visitor, who had come back, ended the
// session or left before; else it is Broken once By is over, or the session ended without an answer.
type Reply struct {
	By     time.Time `json:"by"`
	Kept   bool      `json:"kept,omitempty"`
	Broken bool      `json:"broken,omitempty"`
}

// mailable reports whether the session's words can go by mail at all. Those of a session that a
// messenger carries go there.
func (s Session) mailable() bool {
	return !s.Carried() && s.Contact.Email != "" && s.Policy.Resolved().MailAfter >= 0
}

// MailAt returns when the agents' words go out by mail, by what is known of the visitor, and
// whether a page of theirs is open: the policy's MailAfter after the last of them, and after the
// visitor went, and not before the visitor counts as having left. A page that nobody looks at
// counts as one that was left when the agent wrote. The zero Time is: not while the visitor looks
// at a page.
func (s Session) MailAt(a Absence, here bool) time.Time {
	p := s.Policy.Resolved()
	lasts := max(p.MailAfter, p.LeaveAfter)
	if a.Hidden {
		lasts = max(lasts, p.LeaveHidden)
	}
	at := s.AgentAt.Add(p.MailAfter)
	switch {
	case here && (!a.Hidden || p.LeaveHidden < 0):
		return time.Time{}
	case here:
		return s.AgentAt.Add(lasts)
	case a.Since.IsZero():
		return at
	}
	if left := a.Since.Add(lasts); left.After(at) {
		return left
	}
	return at
}

// letter notes words of an agent or a bot, the entry added last.
func (t *step) letter(by AuthorKind) {
	if t.mailable() && t.unsent(by) {
		t.add(Entry{
			Kind: KindDelivery, Reason: OtherSender, Ties: Ties{Of: t.Entries},
			Text: "not mailed: a mail that its server does not believe named the address",
		})
		return
	}
	t.settleReply(true)
	if !t.mailable() && !t.Carried() {
		return
	}
	t.sends(t.Entries)
	t.watch()
}

// unsent reports whether words are not mailed, because a bot's go to no address that is doubted.
func (l Letters) unsent(by AuthorKind) bool {
	return by == AuthorBot && l.Doubted
}

// proves ends the doubt about an address, once there is another one, or the host vouches for it.
func (l *Letters) proves(before, now Contact) {
	l.Doubted = l.Doubted && now.Email == before.Email && !now.EmailVerified
}

const mostDead = 4

// names adds what is kept of an address that gets no mail any more.
func (l *Letters) names(dead string) {
	if dead == "" || slices.Contains(l.Dead, dead) {
		return
	}
	all := append(slices.Clone(l.Dead), dead)
	l.Dead = all[max(0, len(all)-mostDead):]
}

// Unnamed are those of Dead that others had and these have no more.
func (l Letters) Unnamed(before Session) (gone []string) {
	for _, d := range before.Dead {
		if !slices.Contains(l.Dead, d) {
			gone = append(gone, d)
		}
	}
	return gone
}

// sends notes that the words of an entry have to go out.
func (l *Letters) sends(n int) {
	if l.Unmailed.From == 0 {
		l.Unmailed.From = n
	}
	l.Unmailed.To = n
}

// watch has the words that have to go out looked after, by the way that they go now. A record of
// the other way stays until it is due, and then finds that they are not its own.
func (t *step) watch() {
	switch {
	case t.Unmailed.From == 0:
	case t.Carried():
		t.Carrying = true
	case t.mailable():
		t.Watched = true
	}
}

// here notes that the visitor is on the page, where they can read what was written to them.
func (l *Letters) here() {
	l.ByMail, l.Unmailed, l.Line, l.Doubted = false, Span{}, Line{}, false
}

// heardBy notes which way the visitor wrote last: by a messenger, or, with the zero Line, by mail.
// What agents wrote before and has not gone out yet goes that way, too. A mail that somebody else
// seems to have written takes no session off its messenger.
func (l *Letters) heardBy(by Line, other bool) {
	by = Line{Channel: by.Channel, Account: by.Account, Peer: by.Peer}
	now := Line{Channel: l.Line.Channel, Account: l.Line.Account, Peer: l.Line.Peer}
	if by != now && !other {
		l.Line = by
	}
}

// ReplyPromised reports whether a left message waits for an answer of which the visitor was told
// when it comes.
func (s Session) ReplyPromised() bool {
	return s.State == Messaged && !s.Erased && s.Reply != nil && !s.Reply.Kept && !s.Reply.Broken
}

// settleReply records whether the promise of an answer was kept: now it came, or it never will.
func (t *step) settleReply(answered bool) { t.Reply.settle(answered, t.now) }

// settle is settleReply for what was over at an instant.
func (r *Reply) settle(answered bool, over time.Time) {
	if r != nil && !r.Kept && !r.Broken {
		r.Broken = !answered || over.After(r.By)
		r.Kept = !r.Broken
	}
}

// PromiseReply records by when a left message is to be answered, with the move that made it one: by
// adds it to the entry that the visitor sees. A promise that is on record stays until an agent
// answered.
func (s Session) PromiseReply(by time.Time, entries []Entry) Session {
	if s.State != Messaged || by.IsZero() {
		return s
	}
	if r := s.Reply; r == nil || r.Kept || r.Broken {
		s.Reply = &Reply{By: by.Round(0).UTC()}
	}
	for i := range entries {
		if entries[i].Kind == KindMessaged {
			entries[i].Until = s.Reply.By
		}
	}
	return s
}

// ReplyLate notes that a left message was not answered by when it was promised. It applies only
// when that is so.
type ReplyLate struct{}

func (ReplyLate) apply(t *step) error {
	switch r := t.Reply; {
	case t.State != Messaged:
		return notIn(t.State)
	case r == nil || r.Kept || r.Broken:
		return nil
	case t.now.Before(r.By):
		return invalid("reply", "not due")
	}
	t.settleReply(false)
	t.add(Entry{Kind: KindOverdue, Queue: t.Queue, Reason: Unanswered})
	return nil
}

// Mail records that a mail went out: with the agents' words up to an entry, or with none of them,
// where To is 0.
type Mail struct {
	Span
	Text   string // for the agents
	Reason Reason // MaybeTwice, where it may have gone out before
}

func (c Mail) apply(t *step) error {
	if err := (Deliver{Text: c.Text, Reason: c.Reason}).apply(t); err != nil {
		return err
	}
	if t.Mailed = c.From; c.To == 0 {
		return nil
	}
	t.unwatch(Unwatch{UpTo: c.To})
	if t.ByMail && t.State == Active && t.waits() && !t.Idle {
		t.Idle = true
		t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: Mailed})
	}
	return nil
}

// Unwatch ends a watch over words that have to go out, and notes that those up to an entry need no
// more: the visitor has read them, or came back, or they went out.
type Unwatch struct {
	UpTo int
	Line bool   // the watch of the messenger. Default: that of the mail
	Text string // for the agents. Default: they are told nothing
}

func (c Unwatch) apply(t *step) error {
	if c.Text != "" {
		if err := (Deliver{Text: c.Text}).apply(t); err != nil {
			return err
		}
	}
	t.unwatch(c)
	return nil
}

// unwatch leaves of the words that have to go out those after an entry, and has these looked after.
func (t *step) unwatch(c Unwatch) {
	if t.Unmailed.To <= c.UpTo {
		t.Unmailed = Span{}
	}
	if t.Unmailed.From > 0 {
		t.Unmailed.From = max(t.Unmailed.From, c.UpTo+1)
	}
	if c.Line {
		t.Carrying = false
	} else {
		t.Watched = false
	}
	t.watch()
}

// Arrive takes in what somebody wrote from outside, such as by mail. A session that has ended
// becomes a message that waits for an answer, whenever it ended.
type Arrive struct {
	Author  Author
	Command CommandID
	Texts   []string // 1 to 8, each a message
	Via     string   // the channel
	ID      string   // the other side's id of it, at most 200 bytes; empty: none is kept
	Other   bool     // somebody else than the session's visitor seems to have written it
	Intake  Intake   // what rules decided about it
	Line    Line     // the customer of a messenger who wrote it. Default: it came by mail
	// Awaited are the files that came along and are not there yet, with the first message.
	Awaited []Awaited
	Moderation
}

func (c Arrive) apply(t *step) error {
	if t.Erased {
		return ErrClosed
	}
	if len(c.Texts) == 0 || len(c.Texts) > maxArrived {
		return invalid("texts", "want 1 to 8")
	}
	if err := (Attached{Awaited: c.Awaited}).check(); err != nil {
		return err
	}
	for i, text := range c.Texts {
		if err := CheckText("text", text); err != nil {
			return err
		}
		e := Entry{Kind: KindMessage, Author: c.Author, Text: text, Via: c.Via}
		e.Moderation = c.Moderation
		if i == 0 {
			e.Command, e.Awaited = c.Command, c.Awaited
		}
		if c.Other {
			e.Reason = OtherSender
		}
		t.add(e)
	}
	t.owe()
	t.heardBy(c.Line, c.Other)
	t.Doubted = t.Doubted && (c.Other || c.Line.Channel != "")
	t.ByMail = t.mailable()
	t.watch()
	if len(c.ID) <= maxHeard {
		t.Heard = c.ID
	}
	if t.State.Running() {
		t.wake(Author{Kind: AuthorVisitor})
		return t.sort(c.Intake)
	}
	if t.State == Messaged {
		return t.sort(c.Intake)
	}
	t.Conclusion = Conclusion{}
	t.move(Messaged, Replied)
	t.add(Entry{Kind: KindMessaged, Queue: t.Queue, Reason: Replied})
	return t.sort(c.Intake)
}

const (
	maxArrived = 8
	maxHeard   = 200
)
