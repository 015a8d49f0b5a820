package hook

import "time"

// Inbound is something that came in from outside: by mail, or from a messenger. What it says of its
// sender proves nothing.
type Inbound struct {
	Channel string // which way it came, such as mail
	Account string // which of the shop's addresses it came to: of a mail the envelope's recipient
	Sender  string // who sent it: of a mail the address in From
	// Alias is another id by which the sender was known there before, by the platform's own word:
	// the number, say, of somebody who has a username now. Default: there is none.
	Alias      string
	Name       string      // what the sender is called there
	ExternalID string      // the other side's id: what has one is taken in once
	Kind       InboundKind // Default: message
	At         time.Time   // by the other side's clock: for show
	ReplyTo    []string    // the external ids of what it answers, the nearest first
	Subject    string      // of a mail
	Parts      []Part      // of a message
	Automatic  bool        // a robot wrote it: nobody is to answer
	Doubted    bool        // of a mail: its server says that Sender did not send it
	// Elsewhere says of an edit or a delete that it is of the shop's own words: somebody did it in
	// the messenger's own app. Default: Sender did it, to theirs.
	Elsewhere bool
	Failure   string // of kind failed: why
	// Dead is, of kind failed, the address to which no mail is to go any more, because nobody is
	// there, or who is there complains. Default: it is that mail alone which did not arrive.
	Dead string
}

// InboundKind says what came in.
type InboundKind string

// The kinds that a desk acts upon. Others are taken, and change nothing.
const (
	InboundMessage InboundKind = "message" // somebody wrote
	InboundFailed  InboundKind = "failed"  // what ReplyTo names never got there
	InboundEcho    InboundKind = "echo"    // somebody of the shop wrote, in the messenger's own app
	InboundDelayed InboundKind = "delayed" // it is not there yet, and is tried on
	InboundEdit    InboundKind = "edit"    // what ReplyTo names says something else now
	InboundDelete  InboundKind = "delete"  // its writer took back what ReplyTo names
	InboundKnown   InboundKind = "known"   // Alias is another id of Sender: that alone is told
)

// PartKind says what a part is.
type PartKind string

// The kinds of parts.
const (
	PartText PartKind = "text"
	PartFile PartKind = "file" // a desk that keeps files takes it, others name it
)

// Part is one part of a message.
type Part struct {
	Kind   PartKind
	Text   string // of a text: what is new in it
	Quoted string // of a text: what was cut off, because it repeats what was there before
	Name   string // of a file
	Type   string // of a file: its media type, as the sender gives it
	Size   int    // of a file: in bytes
	// Data is a file that came along; nil: it did not.
	Data []byte
	// Source is where a Fetcher has a file from that did not come along.
	Source FileSource
}
