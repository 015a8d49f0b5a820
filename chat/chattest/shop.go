package chattest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// Patience is how long anybody in a script waits for something before the test fails.
const Patience = 30 * time.Second

// Shop is a desk of a test, and the people in it: of Open one that runs until the end of the test,
// of Still one that does nothing by itself.
type Shop struct {
	*desk.Desk
	t        testing.TB
	ctx      context.Context
	queues   []chat.Serves
	running  sync.WaitGroup
	stop     func()
	premises *premises
	clock    func() time.Time // of the configuration; nil: that of the premises
	skew     time.Duration    // how far it is ahead of the clock of the premises
}

// Open makes and runs a desk. Every field of the configuration has the desk's own default but
// Store, whose default is a new store in memory.
func Open(t testing.TB, cfg desk.Config) *Shop {
	t.Helper()
	return OpenWith(t, cfg, func(*desk.Desk) {})
}

// OpenWith is Open for a desk that has to be prepared before it runs, such as by connecting
// messengers.
func OpenWith(t testing.TB, cfg desk.Config, prepare func(*desk.Desk)) *Shop {
	t.Helper()
	return (&premises{}).open(t, cfg, prepare)
}

// queuesOf are the queues an agent serves whom the seed does not name: all.
func queuesOf(seed settings.Team) []chat.Serves {
	var all []chat.Serves
	for _, q := range seed.Queues {
		all = append(all, chat.Serves{Queue: q.ID})
	}
	if len(all) == 0 {
		all = []chat.Serves{{Queue: "support"}}
	}
	return all
}

// until looks every few milliseconds whether it is so, and fails the test when it takes too long. A
// shop that stands has nothing left to do when it looks, and looks once.
func (s *Shop) until(who, what string, so func() bool) {
	s.t.Helper()
	if s.premises.still {
		if s.Settle(); !so() {
			s.t.Fatalf("%s: waits %s in vain: nothing is left to happen now", who, what)
		}
		return
	}
	for late := time.Now().Add(Patience); !so(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(late) {
			s.t.Fatalf("%s: waited %v %s", who, Patience, what)
		}
	}
}

// check fails the test on an error.
func check(t testing.TB, who, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %s: %v", who, what, err)
	}
}
