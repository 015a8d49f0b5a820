package chat

// Line is one customer of a messenger, as one of the shop's accounts there knows them, and how far
// the agents' words came. The zero Line is none.
type Line struct {
	Channel   string `json:"channel,omitempty"`   // the messenger
	Account   string `json:"account,omitempty"`   // the shop's page, number or bot
	Peer      string `json:"peer,omitempty"`      // the customer's id there
	Delivered int    `json:"delivered,omitempty"` // the last message on their device, by its number
	Read      int    `json:"read,omitempty"`      // the last one that they have seen
}

// Carried reports whether the agents' words go by a messenger: the visitor last wrote by it.
func (s Session) Carried() bool { return s.Line.Peer != "" }

// unhurried reports whether nobody's silence ends the session: who writes by mail or by a messenger
// comes back when they look at it again.
func (s Session) unhurried() bool { return s.ByMail || s.Carried() }

// Reach is how far a message came on its way by a messenger.
type Reach string

// The reaches that a timeline tells of.
const (
	ReachSent      Reach = "sent"      // the messenger took it
	ReachDelivered Reach = "delivered" // it is on the customer's device
	ReachRead      Reach = "read"      // the customer has seen it
)

// Arrived records how far a message of the agents came, for them to see. It only goes upward: what
// is known of this message, or of a later one, adds nothing. ReachSent is told only of one that may
// be there twice.
type Arrived struct {
	N     int // the message
	Reach Reach
	Twice bool // it may be there twice
}

func (c Arrived) apply(t *step) error {
	e := Entry{Kind: KindDelivery, Text: string(c.Reach)}
	e.Of = c.N
	switch {
	case !t.Carried() || t.Erased:
		return nil
	case c.N < 1 || c.N > t.Entries:
		return invalid("n", "there is no such message")
	case c.Reach == ReachSent && c.Twice:
	case c.Reach == ReachDelivered && c.N > max(t.Line.Delivered, t.Line.Read):
		t.Line.Delivered = c.N
	case c.Reach == ReachRead && c.N > t.Line.Read:
		t.Line.Read = c.N
	case c.Reach == ReachSent || c.Reach == ReachDelivered || c.Reach == ReachRead:
		return nil
	default:
		return invalid("reach", "want sent, delivered or read")
	}
	if c.Twice {
		e.Reason = MaybeTwice
	}
	t.add(e)
	return nil
}
