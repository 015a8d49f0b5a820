package chat

// Identifiers are minted by the desk: a prefix (ses_, vis_, agt_, off_, prm_) and 26 characters of
// Crockford's base 32 (128 random bits). An id is no secret, every access is authorised, yet it
// cannot be guessed or counted. Queues and sites are named by the host instead: 1 to 64 characters
// of a-z, 0-9 and "-".
type (
	// SessionID names one session.
	SessionID string
	// VisitorID names a visitor of the shop, anonymous or known.
	VisitorID string
	// AgentID names an agent; a supervisor who talks to visitors is an agent too.
	AgentID string
	// QueueID names a queue of sessions that agents serve.
	QueueID string
	// SiteID names a storefront: its hours, placement and texts.
	SiteID string
	// OfferID names one offer of a session to an agent.
	OfferID string
	// CommandID is chosen by the caller and makes a command idempotent: the Idempotency-Key is the
	// command id is the client's id of the message. 1 to 64 characters of 0-9 A-Z a-z - _ . ~
	CommandID string
)
