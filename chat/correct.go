package chat

import "time"

// Ties is how an entry hangs together with others of its timeline, and what became of it. The zero
// Ties are none.
type Ties struct {
	// ReplyTo is the number of the message that this one answers.
	ReplyTo int `json:"reply_to,omitempty"`
	// Of is, with KindCorrected and KindWithdrawn, the number of the message that was changed; with
	// KindNote that of the note. A note that was taken back is one with Withdrawn.
	Of int `json:"of,omitempty"`
	// Was is what that message said before. Supervisors and the host alone see it.
	Was string `json:"was,omitempty"`
	// Changed is, of a message, the number of the entry by which its author changed it last. The
	// message stands with its last words, and its earlier ones are in the entries that changed it.
	Changed int `json:"changed,omitempty"`
	// Mentions are the colleagues whom a note is for.
	Mentions []AgentID `json:"mentions,omitempty"`
	// Whisper says that a note is for the owner, Agent, from a colleague.
	Whisper bool `json:"whisper,omitempty"`
	// Outcome is, of an entry that ends a session, the outcome that was stated. Agents see it.
	Outcome string `json:"outcome,omitempty"`
	// Withdrawn says that the author took the message back: it has no words any more.
	Withdrawn bool `json:"withdrawn,omitempty"`
	Erased    bool `json:"erased,omitempty"` // its texts are gone; n stays
	// Translations are what a message says in other languages, each once. With KindTranslated it is
	// the one that came to message Of, and Lang the language of that message.
	Translations []Translation `json:"translations,omitempty"`
	Rich
	Attached
	Moderation
}

// Correct puts other words in the place of a message's, by its author, while the session goes on
// for its visitor; of a note in any state, and a visitor's also while it is a left message. What
// came by a channel other than the page, such as mail, stays as it came. It is no new message:
// nothing is owed or answered by it, and it restarts no timer. A message in which something was
// masked keeps that mark, a flag it has by its last words alone; with choices, which stay as they
// are, it keeps its flag too.
type Correct struct {
	By      Author
	Command CommandID
	Message Entry // as it stands in the timeline
	Text    string
	Moderation
	// Within is how long after a message its author may change it; 0 or less: never.
	Within time.Duration
}

func (c Correct) apply(t *step) error {
	if err := CheckText("text", c.Text); err != nil {
		return err
	}
	if err := t.authored(c.By, c.Message, c.Within); err != nil {
		return err
	}
	switch {
	case c.Message.Withdrawn:
		return invalid("message", "it was withdrawn")
	case c.Message.Template != nil:
		return invalid("message", "its words are approved: they stay as they are")
	case c.Message.Text == c.Text:
		return nil
	}
	x := Entry{Kind: KindCorrected, Author: c.By, Command: c.Command, Text: c.Text}
	x.Moderation = c.Moderation
	if len(c.Message.Choices) > 0 {
		x.Moderation = x.And(c.Message.Moderation)
	}
	x.Masked = x.Masked || c.Message.Masked
	t.rewrite(x, c.Message)
	// a mail or a messenger that took it has the words of before
	agents := c.By.Kind == AuthorAgent || c.By.Kind == AuthorBot
	mailed := t.mailable() && !t.unsent(c.By.Kind)
	if agents && c.Message.Kind == KindMessage && (mailed || t.Carried()) {
		t.sends(t.Entries)
		t.watch()
	}
	return nil
}

// Withdraw takes a message back, by its author: it has no words any more. What holds for Correct
// holds for it too. What went out by mail is not called back.
type Withdraw struct {
	By      Author
	Command CommandID
	Message Entry // as it stands in the timeline
	Within  time.Duration
	// There says that a visitor took it back in the messenger that it came by. So it is whenever
	// that was, and no words of it are kept, for supervisors neither: the platforms ask for it.
	There bool
}

func (c Withdraw) apply(t *step) error {
	if c.There {
		return c.there(t)
	}
	if err := t.authored(c.By, c.Message, c.Within); err != nil || c.Message.Withdrawn {
		return err
	}
	t.rewrite(Entry{Kind: KindWithdrawn, Author: c.By, Command: c.Command}, c.Message)
	return nil
}

func (c Withdraw) there(t *step) error {
	m := c.Message
	switch {
	case t.Erased:
		return ErrClosed
	case m.Kind != KindMessage || m.Author.Kind != AuthorVisitor, m.N < 1 || m.N > t.Entries:
		return invalid("message", "want one of the visitor's in this session")
	case m.Withdrawn:
		return nil
	}
	e := Entry{Kind: KindWithdrawn, Author: c.By, Command: c.Command}
	e.Of = m.N
	t.add(e)
	return nil
}

// authored refuses to change a message to whoever is not its author, and when it is too late. What
// is no message, and what is somebody else's, is refused alike: nobody learns what stands there.
func (t *step) authored(by Author, m Entry, within time.Duration) error {
	person := by.Kind == AuthorVisitor || by.Kind == AuthorAgent || by.Kind == AuthorBot
	own := person && m.Author.ID == by.ID &&
		(m.Author.Kind == AuthorVisitor) == (by.Kind == AuthorVisitor)
	if by.Kind == AuthorSystem { // the host, whose words are not the desk's own
		own = m.Author.Kind == AuthorSystem && m.Reason == ByHost
	}
	switch {
	case !m.correctable(by) || m.N < 1 || m.N > t.Entries || !own:
		return invalid("message", "want a message of one's own in this session")
	case t.Erased:
		return ErrClosed
	case m.Kind == KindNote:
		return nil
	case !t.State.Running() && !(t.State == Messaged && by.Kind == AuthorVisitor):
		return notIn(Closed)
	case m.Via != "":
		return invalid("message", "it came by "+m.Via)
	// What was left for later may be changed until an agent has written since.
	case within <= 0,
		(t.State != Messaged || m.At.Before(t.AgentAt)) && t.now.After(m.At.Add(within)):
		return ErrWindow
	}
	return nil
}

// correctable reports whether an entry is words that their author may change: a message, or an
// agent's note.
func (e Entry) correctable(by Author) bool {
	return e.Kind == KindMessage || e.Kind == KindNote && by.Kind != AuthorVisitor && e.Of == 0
}

// rewrite records that a message was changed. Of a note it is a note, too: releases before this one
// show visitors every other kind of change.
func (t *step) rewrite(e, m Entry) {
	e.Of, e.Was = m.N, m.Text
	if m.Kind == KindNote {
		e.Withdrawn, e.Kind = e.Kind == KindWithdrawn, KindNote
	}
	if e.Author.Kind == AuthorVisitor && t.State.Running() {
		t.here()
	}
	t.add(e)
}

// answer ties an entry to the message that it answers; the zero Entry is none. Only a message that
// the visitor sees, with its words, can be answered.
func (e *Entry) answer(s Session, to Entry) error {
	switch {
	case to.N == 0 && to.Kind == "":
		return nil
	case to.Kind != KindMessage || to.N < 1 || to.N > s.Entries || !to.Public(), to.Withdrawn,
		to.Erased:
		return invalid("reply_to", "want a message of this session that its visitor sees")
	}
	e.ReplyTo = to.N
	return nil
}

// ChangedBy returns a message as it stands once an entry has changed it: with its last words, or
// without any. What the former words say in other languages is gone.
func (e Entry) ChangedBy(x Entry) Entry {
	e.Text, e.Changed, e.Withdrawn = x.Text, x.N, x.Kind == KindWithdrawn || x.Withdrawn
	e.Moderation, e.Translations = x.Moderation, nil
	if e.Withdrawn {
		e.Lang, e.Rich, e.Attached = "", Rich{}, Attached{}
	}
	return e
}

// Outdated returns an entry that changed a message as it stands once another one has changed it
// again, or told another translation: without the words that hold no longer. Those of its author
// are in the Was of the other one.
func (e Entry) Outdated() Entry {
	e.Text, e.Moderation, e.Translations = "", Moderation{}, nil
	return e
}
