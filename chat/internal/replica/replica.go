package replica

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

// Replica is what this node knows: the records of agents, of open sessions and of connections, the
// lease, the outbox and the jobs, as of one revision of the feed.
//
// Its life has three parts. Renew begins it: it forgets everything, and gets a Router and the
// settings in force. Apply feeds it: first the records that Read found, then whatever the feed of
// the store brings, each record any number of times, in the order of revisions. Complete ends the
// beginning: from then on Loaded is true, and what the replica says may be shown. Forget takes it
// back to before Renew.
//
// What is asked often is kept and not looked for: each record that comes is first taken out of the
// counts as it was, and then added as it is. So the cost of an answer does not grow with the number
// of agents, and the cost of a record is that of what it concerns.
//
// The Router is fed along with the replica and asked under the same lock. An instant called now is
// of the time of day. One called tick is of the clock of intervals, see package timing.
//
// All methods are safe for concurrent use. None of them calls a hook or waits, and none but
// CountToday reads a store.
type Replica struct {
	shiftTimes
	meter
	pacer
	hub     Hub
	changes atomic.Uint64 // how often somebody came, or went, or the settings changed

	mu    sync.Mutex
	state state
}

// New returns a replica that knows nothing. Node is the name of this node, and lease the time after
// which a node that is silent is replaced.
func New(node string, lease time.Duration, router Router) *Replica {
	r := &Replica{}
	r.shiftTimes, r.meter, r.pacer = shiftTimes{r}, meter{r}, pacer{r}
	r.state = state{node: node, silence: silence * lease, learnt: map[chat.AgentID]store.Record{}}
	r.state.reset(router)
	return r
}

// Hub returns what wakes those who listen to this node.
func (r *Replica) Hub() *Hub { return &r.hub }

// Availability counts how often it changed what visitors may begin: an agent came to a queue
// without anybody, the last one left, or the settings changed. While the count stays the same
// nobody has to ask again.
func (r *Replica) Availability() uint64 { return r.changes.Load() }

// Renew forgets everything and begins anew with a Router that knows nobody.
func (r *Replica) Renew(router Router, s Settings) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state.reset(router)
	r.state.settings = s
}

// Configure takes in other settings. The error is the Router's; the settings are in force all the
// same.
func (r *Replica) Configure(now time.Time, s Settings) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state.settings, r.state.team.pools.made = s, false
	// What sessions ask depends on the settings, and so do their timers.
	err := r.state.router.Configure(now, s.RouterConfig())
	r.state.redate(now)
	return err
}

// Redate looks at the timer of every open session anew, because the time of day was set: what was
// to be looked at again after a while would wait for the time of before, and what lasts for a while
// would last longer after a clock was put back.
func (r *Replica) Redate(now, tick time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state.retime(now, tick)
	r.state.redate(now)
}

// Loaded reports whether everything there was is known.
func (r *Replica) Loaded() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.loaded
}

// Seen returns the revision up to which the feed was applied.
func (r *Replica) Seen() store.Rev {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state.at
}

// Forget makes the replica one that has to be begun anew. It goes on answering with what it knew
// until Renew.
func (r *Replica) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	// Counts of sessions that the store may no longer have are worth nothing.
	r.state.loaded = false
	r.state.day = day{}
}
