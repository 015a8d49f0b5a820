package channeltest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Kind is which platform is faked.
type Kind string

// The platforms.
const (
	Telegram  Kind = "telegram"
	Messenger Kind = "messenger"
	Instagram Kind = "instagram"
	WhatsApp  Kind = "whatsapp"
	Mail      Kind = "mail" // a provider that posts it, as Mailgun does
	Postmark  Kind = "postmark"
	SendGrid  Kind = "sendgrid"
)

// The secrets of every fake: the adapter under test is made with them.
const (
	Token   = "123456:AAFakeTokenOfATest" // of the account
	Secret  = "fake-secret"               // that signs, or proves
	Account = "123456"                    // the bot, page or number
	User    = "fake-user"                 // of a provider of mail, whose password Secret is
)

// Config is what a Platform is made of.
type Config struct {
	Kind Kind
	Seed uint64
	// Calm says that it does not misbehave. Default: it does.
	Calm bool
	// Now is the test's clock. Required.
	Now func() time.Time
}

// Platform is one fake. Its methods are safe for concurrent use.
type Platform struct {
	cfg  Config
	form form

	posting sync.Mutex // one Post at a time

	mu        sync.Mutex
	random    *rand.Rand
	next      int // the next id
	customers map[string]*customer
	pending   []item // what is to be posted
	lines     []Line
	faults    []string
	unknown   map[string]bool
	quiet     map[string]time.Time // a throttle lets nothing go before then; "": for anybody
	hasty     int
	files     map[string]kept // by reference
	approved  []hook.Template
	uploads   map[string]File // of the shop's, that wait for their messages
	elsewhere string          // where whoever asks for the next file is sent
}

// customer is one who writes.
type customer struct {
	last    time.Time // when they wrote
	heard   time.Time // when they were last written to
	blocked bool
	gone    bool // the shop was told that nobody is there, or that they complain
}

// Line is one message of the transcript.
type Line struct {
	Peer string
	Shop bool // the shop wrote it
	ID   string
	Own  string // the shop's own id, where the platform is told of it
	Text string
	At   time.Time
	App  bool   // the shop wrote it in the platform's own app
	Lost bool   // the platform told that it never got there
	File string // the name of a file that it has; empty: none
}

// item is one event that waits to be posted.
type item struct {
	peer  string
	body  string // JSON
	due   time.Time
	sent  int  // how often
	first bool // it is the customer's words: they come in order
	// gone is when it was that a mail told that its customer is not to be written to; zero: it does
	// not tell so.
	gone time.Time
}

// New returns a fake.
func New(cfg Config) *Platform {
	p := &Platform{
		cfg: cfg, random: rand.New(rand.NewPCG(cfg.Seed, 1)), next: 1000,
		customers: map[string]*customer{}, unknown: map[string]bool{},
		quiet: map[string]time.Time{},
	}
	p.form = forms[cfg.Kind]
	return p
}

// Calm ends the misbehaviour, or begins it again.
func (p *Platform) Calm(calm bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cfg.Calm = calm
}

// Write has a customer write. Their words are posted in order.
func (p *Platform) Write(peer, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now, c := p.cfg.Now(), p.customer(peer)
	c.last, c.blocked, c.gone = now, false, false
	id := p.id(peer)
	p.lines = append(p.lines, Line{Peer: peer, ID: id, Text: text, At: now})
	body := p.form.message(peer, id, text, now)
	p.pending = append(p.pending, item{peer: peer, body: body, due: now, first: true})
}

// Answer has somebody of the shop write to a customer in the platform's own app. It is false where
// the platform tells of no such thing.
func (p *Platform) Answer(peer, text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.form.apps {
		return false
	}
	now, id := p.cfg.Now(), p.id(peer)
	p.lines = append(p.lines, Line{Peer: peer, Shop: true, App: true, ID: id, Text: text, At: now})
	body := p.form.told(sent{Peer: peer, Text: text}, id, stateApp, now)
	p.pending = append(p.pending, item{peer: peer, body: body, due: now})
	return true
}

// Address is what a shop knows a customer by: mostly their name here.
func (p *Platform) Address(peer string) string {
	if p.form.address == nil {
		return peer
	}
	return p.form.address(peer)
}

// Hasty is how often the shop sent before a throttle was over. A shop that has just begun does not
// know of one.
func (p *Platform) Hasty() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hasty
}

// Block has a customer want to hear no more of the shop, until they write.
func (p *Platform) Block(peer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.customer(peer).blocked = true
}

// Transcript is all that was written, in the platform's order.
func (p *Platform) Transcript() []Line {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Line(nil), p.lines...)
}

// Faults are what the shop did that the platform forbids, and what it took that was forged.
func (p *Platform) Faults() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.faults...)
}

// Unknown reports whether a text was sent to the platform with an outcome that the sender cannot
// know.
func (p *Platform) Unknown(text string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unknown[text]
}

func (p *Platform) customer(peer string) *customer {
	c := p.customers[peer]
	if c == nil {
		c = &customer{}
		p.customers[peer] = c
	}
	return c
}

func (p *Platform) id(peer string) string {
	p.next++
	return p.form.id(peer, strconv.Itoa(p.next))
}

// odds reports true once in n, unless the platform is calm.
func (p *Platform) odds(n int) bool { return !p.cfg.Calm && p.random.IntN(n) == 0 }

func (p *Platform) fault(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}
