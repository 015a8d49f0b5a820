package chat

// Staff says whether somebody is there for a visitor. A bot is nobody, and so is who is on a break,
// finishing up, signed out, or whose connection is lost.
type Staff string

// What may be said of it.
const (
	StaffUnknown Staff = ""     // this node does not know yet
	StaffFree    Staff = "free" // somebody could be offered a session now
	StaffBusy    Staff = "busy" // people are there, and nobody of them has room
	StaffAway    Staff = "away" // nobody who could answer is there
)
