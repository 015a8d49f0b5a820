package sessions

import (
	"encoding/json"
	"sync"
	"sync/atomic"

	"github.com/switchboard-go/switchboard/chat"
)

// Audience is who an entry is shown to.
type Audience int

// The audiences.
const (
	Visitors Audience = iota
	Agents            // who are no supervisors
	Supervisors
	audiences
)

// Shows returns an entry as the audience may see it.
func (a Audience) Shows(e chat.Entry) chat.Entry {
	switch a {
	case Visitors:
		return e.ForVisitor()
	case Supervisors:
		return e
	}
	return e.ForAgent()
}

// Seen is an entry as one audience may see it. What differs between those who hear of an entry is
// the audience they belong to, and nothing else: so there are three of an entry at most, whoever
// listens, and three encodings. Streams share them: nobody may change one.
type Seen struct {
	entry chat.Entry
	once  sync.Once
	json  []byte
	err   error
}

// Entry returns the entry. All who are shown it alike have the same one.
func (s *Seen) Entry() *chat.Entry { return &s.entry }

// JSON returns the entry as JSON. The first who asks makes it, and the others wait for that.
func (s *Seen) JSON() ([]byte, error) {
	s.once.Do(func() { s.json, s.err = json.Marshal(s.entry) })
	return s.json, s.err
}

// seen is what the audiences see of one line. Each is made when somebody of the audience asks:
// most lines have no supervisor who listens.
type seen [audiences]atomic.Pointer[Seen]

// As returns the entry as an audience may see it. Everybody to whom Tails gave the line has the
// same Seen.
func (l Line) As(a Audience) *Seen {
	if l.seen == nil {
		return &Seen{entry: a.Shows(l.Entry)}
	}
	if x := l.seen[a].Load(); x != nil {
		return x
	}
	l.seen[a].CompareAndSwap(nil, &Seen{entry: a.Shows(l.Entry)})
	return l.seen[a].Load()
}
