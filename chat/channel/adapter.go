package channel

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// Adapter speaks the language of one platform. It is safe for concurrent use.
type Adapter interface {
	// Rules are the platform's, and never change.
	Rules() Rules
	// Verify checks that a request is the platform's, over the bytes that came. Its error is an
	// ErrForged.
	Verify(r Request) error
	// Read tells what is in a request that was verified, in the order that it has there. What it
	// does not know is left out, or a KindOther; one item that is written badly hides no other. Its
	// error says that nothing could be read at all.
	Read(r Request) ([]Event, error)
	// Send sends one message: a text of at most Rules.Most units, or one file. It tries once. A
	// platform that does not answer is Unknown, unless the request never left.
	Send(ctx context.Context, m Outbound) Result
}

// Greeter is an Adapter whose platform asks once, by GET, whether this is the right place.
type Greeter interface {
	Adapter
	// Greet returns what the platform wants to be answered, or an ErrForged.
	Greet(query url.Values) (string, error)
}

// Answerer is an Adapter that has to answer a request with a status of its own, to end repetitions
// of what never will be taken.
type Answerer interface {
	Adapter
	// Status is the one for a request whose Verify or Read failed.
	Status(err error) int
}

// Rules are what a platform lets a shop do.
type Rules struct {
	Channel string // its name, such as whatsapp: at most 32 small letters, digits and dashes
	Window  Window
	Unit    Unit
	Most    int // of a text, in units; 0: no limit
	// Pace is the least time between two messages to one recipient. Default: none.
	Pace time.Duration
	// OneRate says that the platform counts what goes out of all accounts together: a throttle, or a
	// token that is no good, stops all of them. Default: each account by itself.
	OneRate bool
	// Settle is how long a try whose outcome nobody knows waits for what the platform tells of it.
	// Default: 30 seconds.
	Settle time.Duration
	// Body is how long a request of the platform may be, in bytes. Default: 1 MiB.
	Body int64
	// Edits says that the adapter puts other words in the place of a message that has gone:
	// Outbound.Target. Default: a correction goes out as a message of its own.
	Edits bool
	// Files are the kinds of files that Send sends. Default: none.
	Files []FileKind
	// Echoes says that the platform tells of what the shop sends, so that an unknown outcome is
	// mostly resolved. Default: it does not.
	Echoes bool
}

// Request is what a platform posted.
type Request struct {
	Header http.Header
	Query  url.Values
	Raw    []byte // the body, as it came
}

// ErrForged says that a request is not the platform's, or not any more: its proof is missing, wrong
// or too old.
var ErrForged = errors.New("channel: not the platform's")
