package chat

import (
	"fmt"
	"slices"
	"time"
)

// Update changes what is known of the visitor, or the priority. What is nil stays.
type Update struct {
	By       Author
	Reason   Reason // who changes it, where that is not its visitor
	Contact  *Contact
	Priority *int
	// Fields are of the shop's own form: an empty value takes one away, those not named stay. Filled
	// is what was done about their words.
	Fields []Field
	Filled Moderation
}

func (c Update) apply(t *step) error {
	if t.Erased {
		return ErrClosed
	}
	before, rank, filled := t.Contact, t.Priority, t.Fields
	if c.Contact != nil {
		if err := CheckContact(*c.Contact); err != nil {
			return err
		}
		t.Contact = *c.Contact
		t.proves(before, t.Contact)
	}
	if c.Priority != nil {
		if err := within("priority", *c.Priority, -1000, 1000); err != nil {
			return err
		}
		t.Priority = *c.Priority
	}
	if err := t.fill(c.Fields); err != nil {
		return err
	}
	if t.Contact == before && t.Priority == rank && slices.Equal(t.Fields, filled) {
		return nil
	}
	e := Entry{Kind: KindUpdated, Author: c.By, Reason: c.Reason}
	e.Moderation = c.Filled
	t.add(e)
	t.identified(c.By)
	return nil
}

// Tag adds and removes tags, in any state.
type Tag struct {
	By          Author
	Add, Remove []string // each 1 to 32 characters; a session has at most 16
}

func (c Tag) apply(t *step) error {
	tags := slices.Clone(t.Tags)
	for _, s := range c.Add {
		if err := missing("add", s); err != nil {
			return err
		}
		if err := short("add", s, 32); err != nil {
			return err
		}
		tags = append(tags, s)
	}
	tags = slices.DeleteFunc(tags, func(s string) bool { return slices.Contains(c.Remove, s) })
	slices.Sort(tags)
	tags = slices.Compact(tags)
	if len(tags) > MaxTags {
		return invalid("add", fmt.Sprintf("%d tags, at most %d", len(tags), MaxTags))
	}
	if slices.Equal(tags, t.Tags) {
		return nil
	}
	t.Tags = tags
	t.add(Entry{Kind: KindTagged, Author: c.By, Tags: slices.Clone(tags)})
	return nil
}

// Exclude keeps the session from an agent until an instant; the zero instant is for good. A pending
// offer to the agent is rescinded.
type Exclude struct {
	Agent AgentID
	Until time.Time
}

func (c Exclude) apply(t *step) error {
	if c.Agent == "" {
		return invalid("agent", "missing")
	}
	for _, o := range t.Offers {
		if o.Agent == c.Agent {
			if err := (Rescind{Offer: o.ID}).apply(t); err != nil {
				return err
			}
		}
	}
	switch {
	case c.Until.IsZero(), c.Until.After(t.now):
		t.exclude(Exclusion{Agent: c.Agent, Until: c.Until.Round(0).UTC()})
	}
	t.add(Entry{Kind: KindUpdated, Agent: c.Agent})
	return nil
}

// Deliver records what became of an effect on the outside: a mail, a hand-off, a transcript.
// Visitors do not see it.
type Deliver struct {
	Text   string
	Reason Reason
}

func (c Deliver) apply(t *step) error {
	if err := CheckText("text", c.Text); err != nil {
		return err
	}
	t.add(Entry{Kind: KindDelivery, Text: c.Text, Reason: c.Reason})
	return nil
}

// Redact erases what the session says of its visitor, and when they wanted to be called; by when
// the shop promised an answer stays. The entries' texts are the desk's to erase. A session that has
// not ended must end first.
type Redact struct{}

func (Redact) apply(t *step) error {
	if !t.State.Ended() {
		return ErrState
	}
	t.Contact, t.Tags, t.Skills, t.Erased = Contact{}, nil, nil, true
	t.Letters, t.Next, t.Fields = Letters{Reply: t.Reply}, "", nil
	t.CallAt, t.Tongue = time.Time{}, Tongue{Translated: t.Translated}
	return nil
}
