package channel

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Kind says what an Event tells.
type Kind string

// The kinds of events.
const (
	KindMessage  Kind = "message"  // the customer wrote
	KindPostback Kind = "postback" // the customer pressed a button: Text is what it says
	KindEdit     Kind = "edit"     // Of says something else now: Text
	KindDelete   Kind = "delete"   // Of was taken back
	KindReaction Kind = "reaction" // Text is the emoji to Of; empty: taken back
	KindEcho     Kind = "echo"     // the shop wrote: we, or somebody in the platform's own app
	KindStatus   Kind = "status"   // Of, or all up to Watermark, is in State
	KindOptOut   Kind = "optout"   // the customer wants to hear nothing more
	KindOptIn    Kind = "optin"    // and does again
	KindHandover Kind = "handover" // another program has the conversation, or has it no more
	KindDelayed  Kind = "delayed"  // Of is not there yet, and is tried on
	KindOther    Kind = "other"    // nothing that a chat shows
)

// Event is one thing that a platform tells. What it says of the customer proves nothing.
type Event struct {
	Account string    // the shop's page, number, bot or address
	Peer    string    // the customer's id there, whichever way it went
	Alias   string    // another id of the customer there, by which they may be known: a number
	Name    string    // what the customer is called there
	Kind    Kind      // never empty
	ID      string    // the platform's id of this event: the same each time it comes
	At      time.Time // by the platform's clock: for show
	Own     string    // of an echo or a status: the Outbound.ID that the platform gave back
	Of      string    // the platform's id of the message that it is about
	ReplyTo []string  // the platform's ids of what a message answers, the nearest first
	Subject string    // of a mail
	Text    string    // what is new in it
	Quoted  string    // of a mail: what was cut off, because it repeats what was there before
	Payload string    // of a postback: the button's data
	Files   []File

	State     State     // of a status
	Watermark time.Time // of a status that tells of all messages up to then; zero: of Of alone
	Lost                // of a status failed
	Automatic bool      // a robot wrote it: nobody is to answer
	Whose
}

// Whose says whose an event is, beside its peer's.
type Whose struct {
	Ours  bool // of an echo: Own is a message of the shop's, so nobody wrote it elsewhere
	Aside bool // another program has the conversation: it is for reading
	// Elsewhere says of an edit or a delete that it is of the shop's own words: somebody did it in
	// the platform's own app.
	Elsewhere bool
	// Doubted says of a mail that the server which took it does not believe its From.
	Doubted bool
}

// Lost is why a message that the platform took never will get there.
type Lost struct {
	Failure string // for people
	Class   Class  // Default: permanent
}

// File is a file that a message has, by its reference: a Fetcher gets it. A mail's came along.
type File struct {
	ID     string // by which the platform gives it out
	URL    string // where it lies; it may expire, and need the token
	Name   string
	Type   string // its media type, or the platform's word such as image
	Size   int    // in bytes, as the platform says; 0: not said
	SHA256 string // as the platform says, in hexadecimal; empty: not said
	Data   []byte // of one that came along with the message; nil: it has to be fetched
}

// Inbound is the event as Host.Receive of package desk takes it. Every kind that a desk does not
// act upon is passed on by its name.
func (e Event) Inbound(channel string) hook.Inbound {
	in := hook.Inbound{
		Channel: channel, Account: e.Account, Sender: e.Peer, Alias: e.Alias, Name: e.Name,
		ExternalID: short(e.ID),
		Kind:       hook.InboundKind(e.Kind), At: e.At, ReplyTo: e.ReplyTo, Subject: e.Subject,
		Automatic: e.Automatic, Doubted: e.Doubted, Elsewhere: e.Elsewhere,
	}
	switch {
	case e.Kind == KindMessage || e.Kind == KindPostback:
		in.Kind = hook.InboundMessage
		in.Parts = e.parts()
	case e.Kind == KindEdit:
		in.Parts, in.ReplyTo = e.parts(), []string{short(e.Of)}
	case e.Kind == KindDelete:
		in.ReplyTo = []string{short(e.Of)}
	case e.Kind == KindStatus && e.State == Failed:
		in.Kind, in.Failure = hook.InboundFailed, e.Failure
		if e.Class == Blocked {
			in.Dead = e.Peer
		}
		own, _, _ := strings.Cut(e.Own, ofPart) // of a part: the message is what a desk knows
		if in.ReplyTo = e.ReplyTo; len(in.ReplyTo) == 0 {
			in.ReplyTo = []string{cmp.Or(own, e.Of)}
		}
	}
	return in
}

// known is what a status tells of who the customer is, where it names another id of theirs: whom
// the shop wrote to by the one may be written to in the platform's own app by the other.
func (e Event) known(channel string) hook.Inbound {
	return hook.Inbound{
		Channel: channel, Account: e.Account, Sender: e.Peer, Alias: e.Alias,
		ExternalID: short(e.ID), Kind: hook.InboundKnown,
	}
}

// short is an id that a desk takes: a longer one is known by its sum.
func short(id string) string {
	const most = 200
	if len(id) <= most {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256." + hex.EncodeToString(sum[:])
}

// parts are what a message is made of.
func (e Event) parts() (out []hook.Part) {
	if e.Text != "" {
		out = append(out, hook.Part{Kind: hook.PartText, Text: e.Text, Quoted: e.Quoted})
	}
	for _, f := range e.Files {
		out = append(out, hook.Part{
			Kind: hook.PartFile, Name: f.Name, Type: f.Type, Size: f.Size, Data: f.Data,
			Source: hook.FileSource{ID: f.ID, URL: f.URL, SHA256: f.SHA256},
		})
	}
	return out
}

// Stamp is an instant that a platform writes as a count since 1970: of seconds, or of milliseconds
// where that many seconds would be thousands of years. The zero Time stands for 0 and less.
func Stamp(count int64) time.Time {
	switch {
	case count <= 0:
		return time.Time{}
	case count < 1e11:
		return time.Unix(count, 0).UTC()
	case count < 1e14:
		return time.UnixMilli(count).UTC()
	}
	return time.Time{}
}
