package chat

// Role says what kind of holder a Principal is.
type Role string

// The roles. The zero Role is denied everything.
const (
	RoleVisitor    Role = "visitor"
	RoleAgent      Role = "agent"
	RoleSupervisor Role = "supervisor"
)

// Principal is who asks. The host makes it from its own login; the zero Principal is denied
// everything.
type Principal struct {
	// Kind decides which handles of the desk serve this principal.
	Kind Role
	// ID is the host's own id of the person when Verified (a customer number, an agent's login
	// name), else the minted id of an anonymous visitor. Agents and supervisors are always
	// Verified.
	ID string
	// Queues limits an agent or supervisor to these queues, on top of what the agent's record says.
	// Empty: no limit.
	Queues []QueueID
	// Verified says that the host itself vouches for ID. An unverified e-mail or name never makes
	// anybody verified.
	Verified bool
	// Version is compared with the version the host last revoked at: a principal made before is
	// refused.
	Version int64
	// SignIn names the sign-in that a visitor's principal comes from, among that visitor's own:
	// after Host.EndSignIn it is refused, and the visitor's other ones are not. Empty: it ends with
	// its Version alone.
	SignIn string
}
