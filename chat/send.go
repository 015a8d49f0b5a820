package chat

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Send adds a message of the visitor, of the owning agent, of a bot that owns the session, or of a
// colleague who has joined it. It wakes an idle session, unless a colleague writes: that lifts
// nobody's load. A held one comes back when the visitor writes.
type Send struct {
	Author  Author
	Command CommandID
	Text    string
	Lang    string
	// Reply is the message that this one answers, as it stands in the timeline. Default: none.
	Reply Entry
	// By is when this answer of an agent was owed, by the targets of the queue: Session.Replies counts
	// whether it came in time. It counts only while an answer is owed. Default: no target.
	By time.Time
	// Intake is what rules decided about a message of the visitor. Default: nothing.
	Intake Intake
	// SplitAt is how many characters each message of an agent may have at most: a longer text, of
	// up to MaxLong, is several messages under ids made of Command. See SplitText. Default: it is
	// one.
	SplitAt int
	// Rich is what an agent's or a bot's message shows beside its words; of several, the last one
	// shows it. Default: nothing.
	Rich
	// Attached is what the message brings along; of several, the last one brings it. With files the
	// Text may be empty: then it is their names. Default: nothing.
	Attached
	Moderation
}

func (c Send) apply(t *step) error {
	most := MaxText
	if c.SplitAt > 0 && c.Author.Kind != AuthorVisitor {
		most = MaxLong
	}
	if c.Text == "" {
		c.Text, c.SplitAt = c.names(), 0
	}
	err := errors.Join(
		checkText("text", c.Text, most), CheckLocale("lang", c.Lang), c.Rich.check(),
		c.Attached.check(),
	)
	if err != nil {
		return err
	}
	if t.State.Ended() || t.State == Wrapping {
		return notIn(Closed)
	}
	message := Entry{Kind: KindMessage, Author: c.Author, Command: c.Command, Text: c.Text, Lang: c.Lang}
	message.Moderation = c.Moderation
	if err := message.answer(t.Session, c.Reply); err != nil {
		return err
	}
	switch c.Author.Kind {
	case AuthorVisitor:
		if !c.Rich.empty() {
			return invalid("products, choices, template", "are of an agent's message alone")
		}
		message.Attached = c.Attached
		t.add(message)
		t.owe()
		t.here()
	case AuthorAgent, AuthorBot:
		if !t.Speaks(AgentID(c.Author.ID)) {
			return ErrNotOwner
		}
		parts, err := c.messages(message)
		if err != nil {
			return err
		}
		last := &parts[len(parts)-1]
		last.Rich, last.Attached = c.Rich, c.Attached
		for _, e := range parts {
			t.add(e)
			t.letter(c.Author.Kind)
		}
		if t.OwedSince().IsZero() || c.Author.Kind == AuthorBot {
			c.By = time.Time{}
		}
		t.AgentAt, t.Debt = t.now, t.paid(c.By, t.now)
		if t.AnsweredAt.IsZero() {
			t.AnsweredAt = t.now
		}
	default:
		return invalid("author", "want a visitor, an agent or a bot")
	}
	t.wake(c.Author)
	if c.Author.Kind != AuthorVisitor {
		return nil
	}
	return t.sort(c.Intake)
}

// wake makes an idle session count again, and a held one active, because somebody wrote. One whose
// visitor has left waits for the visitor.
func (t *step) wake(by Author) {
	t.WarnedAt = time.Time{}
	if t.State == Held && by.Kind == AuthorVisitor {
		t.move(Active, Woken)
		t.add(Entry{Kind: KindResumed, Agent: t.Agent, Reason: Woken})
		return
	}
	if beside := by.Kind != AuthorVisitor && AgentID(by.ID) != t.Agent; beside {
		return
	}
	if t.Idle && (t.LeftAt.IsZero() || by.Kind == AuthorVisitor) {
		t.Idle, t.LeftAt = false, time.Time{}
		t.add(Entry{Kind: KindIdle, Agent: t.Agent, Reason: Woken})
	}
}

// Say adds a message of the system: the host's own words, or a hook's.
type Say struct {
	Command CommandID
	Text    string
	Reason  Reason
}

func (c Say) apply(t *step) error {
	if err := CheckText("text", c.Text); err != nil {
		return err
	}
	if t.State.Ended() || t.State == Wrapping {
		return notIn(Closed)
	}
	t.add(Entry{Kind: KindMessage, Command: c.Command, Text: c.Text, Reason: c.Reason})
	return nil
}

// AddNote adds a private note, in any state: visitors never see it.
type AddNote struct {
	Author  Author
	Command CommandID
	Text    string
	Reply   Entry // the message that it is about, as with Send
	// Mentions are the colleagues whom it is for, at most MaxBeside, each once. While the session
	// goes on they follow it from then on.
	Mentions []Mention
	// Whisper says that it is for the owner, from a colleague. Nobody has it: ErrState.
	Whisper bool
	Moderation
}

// Mention is a colleague whom a note is for.
type Mention struct {
	Agent AgentID
	Name  string
}

func (c AddNote) apply(t *step) error {
	if err := CheckText("text", c.Text); err != nil {
		return err
	}
	note := Entry{Kind: KindNote, Author: c.Author, Command: c.Command, Text: c.Text}
	note.Moderation = c.Moderation
	if err := note.answer(t.Session, c.Reply); err != nil {
		return err
	}
	if c.Whisper {
		if !t.State.Owned() {
			return notIn(t.State)
		}
		note.Agent, note.Whisper = t.Agent, true
	}
	if len(c.Mentions) > MaxBeside {
		return invalid("mentions", fmt.Sprintf("%d, at most %d", len(c.Mentions), MaxBeside))
	}
	for i, m := range c.Mentions {
		if slices.Contains(note.Mentions, m.Agent) || m.Agent == "" {
			return invalid(fmt.Sprintf("mentions[%d]", i), "missing, or there twice")
		}
		note.Mentions = append(note.Mentions, m.Agent)
	}
	t.add(note)
	for _, m := range c.Mentions {
		if !t.State.Running() {
			continue
		}
		if err := t.mention(m); err != nil {
			return err
		}
	}
	return nil
}
