package chat

import (
	"cmp"
	"time"
)

// Start begins a session: in line for an agent, or, with Leave, as a message left for later.
type Start struct {
	ID       SessionID
	Site     SiteID
	Visitor  VisitorID
	Queue    QueueID
	Channel  string
	Priority int // the visitor's own, -1000 to 1000
	Weight   int // 1 to 64. Default: 1
	Skills   []Skill
	Contact  Contact
	Policy   Policy
	Command  CommandID // the client's id of the message
	Text     string    // the question; required with Leave
	Lang     string
	Leave    Reason // why it is a message left for later: OutsideHours, NoAgent, QueueFull, Choice. Default: it is queued
	Prompt   string // the prompt it comes from, its rule and its text
	Rule     string
	Greeting string
	Sticky   *Exclusion // the agent to prefer until then
	Promise  *Promise
	Arrival
}

// Arrival is how a session comes into its queue.
type Arrival struct {
	// Arriving says that the queue has a limit, which may turn it away until Admit.
	Arriving bool
	// Fields are what the visitor filled in of the shop's own form, and Filled what was done about
	// their words.
	Fields []Field
	Filled Moderation
	// Intake is what rules decided when it began.
	Intake Intake
	// Moderation is what was done about the question.
	Moderation
	// Doubted says of a mail that its sender may be somebody else: the message is marked with
	// OtherSender. Default: nothing is said of it.
	Doubted bool
	// Via is the channel that the question came by, as in Entry. Default: the page.
	Via string
	// Line is the customer of a messenger who wrote it. Default: it came by the page, or by mail.
	Line Line
	// Awaited are the files that came along from outside, and are not there yet.
	Awaited []Awaited
	// CallAt is when its visitor wants to be called: it is a message left for later, with a phone
	// number. The zero Time asks for no call.
	CallAt time.Time
	// Retired is the queue that it was meant for, which is retired: its own takes it instead.
	Retired QueueID
}

func (c Start) apply(t *step) error {
	if err := c.check(); err != nil {
		return err
	}
	t.Session = Session{
		ID: c.ID, Site: c.Site, Visitor: c.Visitor, Queue: c.Queue, Channel: c.Channel, Priority: c.Priority, Weight: max(1, c.Weight),
		Skills: c.Skills, Contact: c.Contact, Policy: c.Policy,
		Origin: Origin{Prompt: c.Prompt, Rule: c.Rule, CallAt: c.CallAt},
		Sticky: c.Sticky, CreatedAt: t.now,
	}
	t.Line, t.Doubted = c.Line, c.Doubted
	if err := t.fill(c.Fields); err != nil {
		return err
	}
	visitor := Author{Kind: AuthorVisitor, ID: string(c.Visitor), Name: c.Contact.Name}
	created := Entry{Kind: KindCreated, Author: visitor, Queue: cmp.Or(c.Retired, c.Queue)}
	created.Moderation = c.Filled
	t.add(created)
	if c.Greeting != "" {
		t.add(Entry{Kind: KindPrompt, Text: c.Greeting})
	}
	if c.Text != "" {
		t.owe()
		question := Entry{Kind: KindMessage, Author: visitor, Command: c.Command}
		question.Text, question.Lang, question.Moderation = c.Text, c.Lang, c.Moderation
		question.Awaited, question.Via = c.Awaited, c.Via
		if c.Doubted {
			question.Reason = OtherSender
		}
		t.add(question)
	}
	t.sorted(c.Intake)
	if c.Leave != "" {
		if c.Retired != "" {
			t.add(Entry{Kind: KindTransferred, Queue: c.Queue, Reason: Retired})
		}
		t.move(Messaged, c.Leave)
		t.add(Entry{Kind: KindMessaged, Queue: c.Queue, Reason: c.Leave})
		return nil
	}
	if c.Promise != nil {
		t.Promise = new(*c.Promise)
		t.Promise.At = t.now
	}
	t.QueuedAt, t.EnteredAt, t.Arriving = t.now, t.now, c.Arriving
	why := Admitted
	if c.Retired != "" {
		why = Retired
	}
	t.move(Queued, why)
	t.add(Entry{Kind: KindQueued, Queue: c.Queue, Reason: why})
	return nil
}

// Admit lets a session stay in line: from then on it is not turned away for the queue's limit.
type Admit struct{}

func (Admit) apply(t *step) error {
	if !t.State.Waiting() {
		return notIn(t.State)
	}
	t.Arriving = false
	return nil
}
