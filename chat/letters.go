package chat

import "time"

// Letters is how far a session goes on by mail.
type Letters struct {
	// ByMail says that the visitor is written to by mail: they left a message with an address, or
	// wrote by mail last. Nobody's silence ends such a session.
	ByMail bool `json:"by_mail,omitempty"`
	// Unmailed are the agents' words that have to go by mail unless the visitor comes to read them.
	Unmailed Span `json:"unmailed,omitzero"`
	// Watched says that somebody looks after Unmailed: a desk has a record for it in its outbox.
	Watched bool `json:"watched,omitempty"`
	// Mailed is the first of the words of the last mail, by its number; 0: there was none.
	Mailed int `json:"mailed,omitempty"`
	// Heard is the id of the last mail that came in; empty: there was none.
	Heard string `json:"heard,omitempty"`
	// Reply is what the visitor was told of when a left message is answered; nil: nothing.
	Reply *Reply `json:"reply,omitempty"`
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

// mailable reports whether the session's words can go by mail at all.
func (s Session) mailable() bool {
	return s.Contact.Email != "" && s.Policy.Resolved().MailAfter >= 0
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

// letter notes words of an agent, the entry added last.
func (t *step) letter() {
	t.settleReply(true)
	if !t.mailable() {
		return
	}
	if t.Unmailed.From == 0 {
		t.Unmailed.From = t.Entries
	}
	t.Unmailed.To, t.Watched = t.Entries, true
}

// here notes that the visitor is on the page, where they can read what was written to them.
func (t *step) here() {
	t.ByMail, t.Unmailed = false, Span{}
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
	t.unwatch(c.To)
	if t.ByMail && t.State == Active && t.waits() && !t.Idle {
		t.Idle = true
		t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: Mailed})
	}
	return nil
}

// Unwatch notes that the words up to an entry need no mail: the visitor has read them, or came
// back.
type Unwatch struct {
	UpTo int
}

func (c Unwatch) apply(t *step) error {
	t.unwatch(c.UpTo)
	return nil
}

// unwatch leaves of the words that have to go by mail those after an entry.
func (t *step) unwatch(upTo int) {
	if t.Unmailed.To <= upTo {
		t.Unmailed, t.Watched = Span{}, false
		return
	}
	t.Unmailed.From = max(t.Unmailed.From, upTo+1)
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
}

func (c Arrive) apply(t *step) error {
	if t.Erased {
		return ErrClosed
	}
	if len(c.Texts) == 0 || len(c.Texts) > maxArrived {
		return invalid("texts", "want 1 to 8")
	}
	for i, text := range c.Texts {
		if err := CheckText("text", text); err != nil {
			return err
		}
		e := Entry{Kind: KindMessage, Author: c.Author, Text: text, Via: c.Via}
		if i == 0 {
			e.Command = c.Command
		}
		if c.Other {
			e.Reason = OtherSender
		}
		t.add(e)
	}
	t.owe()
	t.ByMail, t.Unmailed = t.mailable(), Span{}
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
