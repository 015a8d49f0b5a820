package chat

// Accept takes an offer: the agent owns the session from now on. Accepting again what one has
// accepted changes nothing. An offer past its deadline is gone, even when nobody has marked it so
// yet.
type Accept struct {
	Offer OfferID
	Agent AgentID
	Name  string // what the visitor sees
	Bot   bool   // the agent is a bot
}

func (c Accept) apply(t *step) error {
	if c.Offer != "" && t.Accepted == c.Offer && t.Agent == c.Agent && t.State.Owned() {
		return nil
	}
	o, err := t.take(c.Offer)
	if err != nil || o.Agent != c.Agent || !t.now.Before(o.Deadline) {
		return ErrOfferGone
	}
	t.add(Entry{Kind: KindAccepted, Author: agentAuthor(c.Agent, c.Name), Agent: c.Agent, Offer: o.ID})
	t.rescind(Taken)
	if o.Transfer {
		t.add(Entry{Kind: KindTransferred, Agent: c.Agent, Queue: t.Queue, Reason: Transferred})
	}
	t.Accepted = o.ID
	t.assign(c.Agent, c.Bot, c.Name, Accepted, Entry{Offer: o.ID})
	return nil
}

// Decline refuses an offer. The session keeps its place, and the agent is not offered it again for
// the policy's DeclineFor; sooner as a last resort, unless Final.
type Decline struct {
	Offer OfferID
	Agent AgentID
	Final bool // not even as a last resort: a message can be taken instead
}

func (c Decline) apply(t *step) error {
	o, err := t.take(c.Offer)
	if err != nil || o.Agent != c.Agent {
		return ErrOfferGone
	}
	t.add(Entry{Kind: KindDeclined, Author: agentAuthor(c.Agent, ""), Agent: c.Agent, Offer: o.ID})
	t.afterOffer(o, Declined) // it comes first: the exclusion is for the queue it is in then
	t.excludeFromOffer(o.Agent, t.Policy.Resolved().DeclineFor, c.Final)
	t.refuse(o, Declined)
	return nil
}

// Expire ends an offer at its deadline, never before it. The agent is not offered the session again
// for the policy's MissFor.
type Expire struct {
	Offer OfferID
}

func (c Expire) apply(t *step) error {
	o, err := t.take(c.Offer)
	if err != nil {
		return err
	}
	if t.now.Before(o.Deadline) {
		return invalid("offer", "its deadline is not reached")
	}
	t.add(Entry{Kind: KindExpired, Agent: o.Agent, Offer: o.ID})
	t.afterOffer(o, Expired)
	t.excludeFromOffer(o.Agent, t.Policy.Resolved().MissFor, false)
	t.refuse(o, Expired)
	return nil
}

// Rescind takes an offer back, without a mark against the agent.
type Rescind struct {
	Offer  OfferID
	Reason Reason // Default: Rescinded
}

func (c Rescind) apply(t *step) error {
	o, err := t.take(c.Offer)
	if err != nil {
		return err
	}
	if c.Reason == "" {
		c.Reason = Rescinded
	}
	t.add(Entry{Kind: KindRescinded, Agent: o.Agent, Offer: o.ID, Reason: c.Reason})
	t.afterOffer(o, c.Reason)
	return nil
}

func agentAuthor(a AgentID, name string) Author {
	return Author{Kind: AuthorAgent, ID: string(a), Name: name}
}
