package chat

import (
	"fmt"
	"time"
)

// Identity is whether an agent has asked the visitor who they are, and what came of it. The zero
// Identity is: nobody has asked, or it was answered by signing in.
type Identity struct {
	AskedAt time.Time `json:"asked_at,omitzero"`
	Refused bool      `json:"refused,omitempty"` // the visitor would not say
}

// Asked reports whether the visitor has been asked, and has not answered.
func (i Identity) Asked() bool { return !i.AskedAt.IsZero() && !i.Refused }

// AskIdentity asks the visitor to sign in, or to be vouched for by the host in another way. It is
// the owner's, and a visitor who is signed in is not asked: ErrState. Asking again changes nothing
// until the visitor has refused.
type AskIdentity struct {
	By     Author
	Reason Reason // ByAgent or BySupervisor
}

func (c AskIdentity) apply(t *step) error {
	if t.State != Active && t.State != Held {
		return notIn(t.State)
	}
	if err := t.owner(c.By, c.Reason); err != nil {
		return err
	}
	switch {
	case t.Contact.SignedIn:
		return fmt.Errorf("%w: the visitor is signed in", ErrState)
	case t.Contact.Identity.Asked():
		return nil
	}
	t.Contact.Identity = Identity{AskedAt: t.now}
	t.add(Entry{Kind: KindIdentityAsked, Author: c.By, Agent: t.Agent, Reason: c.Reason})
	return nil
}

// RefuseIdentity is the visitor's no to AskIdentity. Without a question that is open: ErrState.
type RefuseIdentity struct {
	By Author
}

func (c RefuseIdentity) apply(t *step) error {
	switch {
	case !t.State.Running():
		return notIn(Closed)
	case t.Contact.Identity.Refused:
		return nil
	case !t.Contact.Identity.Asked():
		return fmt.Errorf("%w: nobody has asked", ErrState)
	}
	t.Contact.Identity.Refused = true
	t.add(Entry{Kind: KindIdentityRefused, Author: c.By, Reason: ByVisitor})
	return nil
}

// identified notes that the host vouches for a visitor who had been asked, also after a refusal. The
// reason of the entry is the level: EmailConfirmed, where the host vouches for the address too, or
// SignedIn.
func (t *step) identified(by Author) {
	if t.Contact.Identity.AskedAt.IsZero() || !t.Contact.SignedIn {
		return
	}
	t.Contact.Identity = Identity{}
	level := SignedIn
	if t.Contact.EmailVerified {
		level = EmailConfirmed
	}
	t.add(Entry{Kind: KindIdentityConfirmed, Author: by, Reason: level})
}
