package channeltest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// form is the wire form of a platform.
type form struct {
	object   string
	most     int // units of a text
	unit     func(string) int
	window   time.Duration // 0: none
	tagged   time.Duration
	pace     time.Duration // between two messages to one customer
	batches  bool          // several events in one request
	path     string
	id       func(peer, n string) string
	read     func(body []byte) sent
	answer   func(id string) string
	refusals map[refusal]answer
	message  func(peer, id, text string, at time.Time) string
	told     func(s sent, id, state string, at time.Time) string // "" as the state: an echo
	states   []string
	wrap     func(account string, items []string) string
	prove    func(h http.Header, body string)
	habits
	files
	receives
}

// habits are what only some platforms do.
type habits struct {
	apps    bool                     // the shop may write in an app of the platform's
	mails   bool                     // it is mail: who does not get it may not get any
	fails   bool                     // a message that was taken may fail, as a status tells
	marks   bool                     // statuses may tell of all messages up to an instant
	whole   bool                     // a throttle is for everybody
	mime    string                   // what requests are of; "": JSON
	address func(peer string) string // what a customer is known by
	// seal proves what is posted within it, at an instant.
	seal func(body string, n int, at time.Time) string
}

// The states that some platforms tell of besides their own.
const (
	stateApp    = "app"    // the shop wrote it in the platform's own app
	stateFailed = "failed" // it never got there
	stateMark   = "mark."  // begins a state that all messages up to an instant have
)

// sent is what the shop sends.
type sent struct {
	Peer, Text, Own string
	Tagged          bool
	Template        string // its name and language; empty: it is none
	Params          []string
	File            *File
	Ref             string // of a file that was posted before
	Mail            string // of a mail: its Message-ID
}

// refusal is why a platform refuses.
type refusal string

const (
	window  refusal = "window"
	blocked refusal = "blocked"
	long    refusal = "long"
	busy    refusal = "busy"
	failed  refusal = "failed"
	token   refusal = "token"
	unknown refusal = "unknown" // no such words are approved
	places  refusal = "places"  // they have another number of places
)

// answer is a status with a body.
type answer struct {
	status int
	body   string
	after  int    // in seconds: when to try again; 0: not said
	to     string // where else to go
	cut    bool   // it breaks off
}

var forms = map[Kind]form{
	Postmark: postmarkForm(), SendGrid: sendGridForm(),
	Telegram: telegramForm(), WhatsApp: whatsAppForm(), Mail: mailForm(),
	Messenger: messengerForm("page", 1999, utf16), Instagram: messengerForm("instagram",
		1000, bytes),
}

func bytes(s string) int { return len(s) }

func utf16(s string) (n int) {
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

// quote writes a text as JSON.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(b)
}

func millis(t time.Time) string  { return strconv.FormatInt(t.UnixMilli(), 10) }
func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
