package crowd

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// overdue is how long after its acceptance a message may be missing in the feed before it is called lost, while all goes on.
const overdue = 15 * time.Second

// Figures is what the books say. Lost, Doubled, Reordered and OverCapacity must be 0.
type Figures struct {
	Accepted     int      `json:"accepted"` // messages that were answered with their place in the timeline
	Lost         int      `json:"lost"`     // accepted, and not at that place; or never heard by the other side
	Doubled      int      `json:"doubled"`  // in a timeline twice
	Reordered    int      `json:"reordered"`
	OverCapacity int      `json:"over_capacity"` // offers and assignments beyond an agent's capacity, and second owners
	Unknown      int      `json:"unknown"`       // commands that had to be sent again, because the outcome was not known
	Open         int      `json:"open"`          // commands whose outcome is not known yet
	Typed        int      `json:"typed"`         // typing signs given, and
	TypingSeen   int      `json:"typing_seen"`   // seen by the agent: the store knows nothing of them, and some may be lost
	Unheard      int      `json:"unheard"`       // of the lost, those that are in the timeline
	TurnedAway   int      `json:"turned_away"`   // visitors who were refused what was theirs
	SetOffline   int      `json:"set_offline"`   // agents who were set offline while their stream was open
	Sessions     int      `json:"sessions"`
	Waiting      int      `json:"waiting"`
	Active       int      `json:"active"`
	Answered     Gap      `json:"answered"` // from when a message was sent until it was accepted
	Heard        Gap      `json:"heard"`    // from when a message was sent until the other side had it
	Faults       []string `json:"faults"`   // the first ones, in words
}

// Zero tells that nothing is wrong.
func (f Figures) Zero() bool {
	return f.Lost+f.Doubled+f.Reordered+f.OverCapacity == 0
}

// letter is one message on its way.
type letter struct {
	sent     time.Time
	accepted time.Time
	heard    time.Time
	session  string
	n        int // its place, as answered
	seen     int // its place, as the feed says
	counted  bool
}

// Books are kept of everything that is said. Make them with NewBooks.
type Books struct {
	mu       sync.Mutex
	letters  map[string]*letter // by command
	owed     map[string]*letter // accepted, and not in the feed yet
	open     map[string]bool    // sent, outcome not known
	denied   map[string]string  // refused, and how
	rooms    map[chat.AgentID]int
	accepts  Moments // of messages
	assigns  Moments // of sessions to agents, as the feed tells
	figures  Figures
	answered Gaps
	heard    Gaps
	witness  witness
}

// NewBooks starts the books of a team whose agents have this capacity.
func NewBooks(capacity int) *Books {
	b := &Books{letters: map[string]*letter{}, owed: map[string]*letter{}, open: map[string]bool{}, denied: map[string]string{}, rooms: map[chat.AgentID]int{}}
	b.witness = newWitness(capacity, b.fault)
	return b
}

// fault counts one and keeps the first few words. The lock is held.
func (b *Books) fault(counter *int, format string, args ...any) {
	*counter++
	if len(b.figures.Faults) < 10 {
		b.figures.Faults = append(b.figures.Faults, fmt.Sprintf(format, args...))
	}
}

func (b *Books) letter(command string) *letter {
	if b.letters[command] == nil {
		b.letters[command] = &letter{}
	}
	return b.letters[command]
}

// sent notes that a message is on its way.
func (b *Books) sent(command string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.letter(command).sent = time.Now()
	b.open[command] = true
}

// refused notes that a message was not accepted, if that is what err says. After another the outcome is not known.
func (b *Books) refused(command string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if no := (*refusal)(nil); errors.As(err, &no) {
		delete(b.open, command)
		b.denied[command] = no.Error()
	}
}

// turnedAway notes that a visitor was refused what was theirs.
func (b *Books) turnedAway() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.figures.TurnedAway++
}

// setOffline notes that an agent was set offline, on a stream that had been open for a while.
func (b *Books) setOffline(who string, open time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fault(&b.figures.SetOffline, "%s: set offline, with a stream that had been open for %v", who, open)
}

// hasRoom notes an agent's capacity.
func (b *Books) hasRoom(a chat.AgentID, room int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rooms[a] = room
}

// accepted notes that a message has its place.
func (b *Books) accepted(command, session string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.letter(command)
	delete(b.open, command)
	l.accepted, l.session, l.n = time.Now(), session, n
	b.figures.Accepted++
	b.accepts = append(b.accepts, l.accepted)
	b.answered.add(l.accepted.Sub(l.sent))
	if l.seen == 0 {
		b.owed[command] = l
	} else if l.seen != n {
		b.fault(&b.figures.Lost, "%s: answered as entry %d of %s, and is entry %d", command, n, session, l.seen)
	}
}

// has notes that the other side has a message.
func (b *Books) has(command string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.letter(command); l.heard.IsZero() && !l.sent.IsZero() {
		l.heard = time.Now()
		b.heard.add(l.heard.Sub(l.sent))
	}
}

// missed notes that a message was read again, and had never been on the stream.
func (b *Books) missed(command, who string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.figures.Unheard++
	b.fault(&b.figures.Lost, "%s: never on the stream of %s", command, who)
}

func (b *Books) unknown() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.figures.Unknown++
}

// typed notes that a visitor showed to be typing.
func (b *Books) typed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.figures.Typed++
}

// sawTyping notes that an agent saw it.
func (b *Books) sawTyping() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.figures.TypingSeen++
}

// Figures is what the books say now.
func (b *Books) Figures() Figures {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	for command, l := range b.owed {
		if !l.counted && now.Sub(l.accepted) > overdue {
			l.counted = true
			b.fault(&b.figures.Lost, "%s: accepted as entry %d of %s, and not in the feed", command, l.n, l.session)
		}
	}
	f := b.figures
	f.Faults = append([]string(nil), f.Faults...)
	f.Open = len(b.open)
	f.Sessions, f.Waiting, f.Active = len(b.witness.entries), len(b.witness.waiting), len(b.witness.owner)
	f.Answered, f.Heard = b.answered.figures(), b.heard.figures()
	return f
}

// settled tells that everything accepted is in the feed.
func (b *Books) settled() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.owed) == 0
}

// begun notes that the message a session begins with was accepted. Its place is not answered: the session is.
func (b *Books) begun(command string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.letter(command)
	delete(b.open, command)
	l.accepted = time.Now()
	b.figures.Accepted++
	b.accepts = append(b.accepts, l.accepted)
	b.answered.add(l.accepted.Sub(l.sent))
	if l.sent = (time.Time{}); l.seen == 0 { // when it is heard depends on who else waits
		b.owed[command] = l
	}
}

// knows tells that a message was accepted.
func (b *Books) knows(command string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.letters[command]
	return l != nil && !l.accepted.IsZero()
}

// missing is how many accepted messages are not in the feed and were not counted yet.
func (b *Books) missing(f *Figures) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for command, l := range b.owed {
		if !l.counted {
			n++
			f.Faults = append(f.Faults, command+": accepted, and not in the feed")
		}
	}
	return n
}
