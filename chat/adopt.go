package chat

// Adopt gives the session to another visitor: who talked without a name has signed in. Contact is
// what is known of them now. It applies in every state, and to the same visitor it changes nothing.
// Its entry marks the place in the timeline: what stands above it was written by whoever had the
// browser before, and nobody vouches for it.
type Adopt struct {
	Visitor VisitorID
	Contact Contact
}

func (c Adopt) apply(t *step) error {
	switch {
	case c.Visitor == "":
		return invalid("visitor", "missing")
	case t.Erased:
		return ErrClosed
	case c.Visitor == t.Visitor:
		return nil
	}
	if err := CheckContact(c.Contact); err != nil {
		return err
	}
	before := t.Contact
	t.Visitor, t.Contact = c.Visitor, c.Contact
	t.Contact.Identity = before.Identity
	t.proves(before, t.Contact)
	by := Author{Kind: AuthorVisitor, ID: string(c.Visitor), Name: c.Contact.Name}
	t.add(Entry{Kind: KindUpdated, Author: by, Reason: SignedIn})
	t.identified(by)
	return nil
}
