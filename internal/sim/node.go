package sim

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// lease is short, so that much happens within a run.
const lease = 2 * time.Second

// node is one process: a desk, a clock of its own, and whether it runs.
type node struct {
	w      *world
	name   string
	desk   *desk.Desk
	life   int // how often it was started
	minted int
	dead   bool
	busy   bool // a call of it is under way
	asleep time.Time
	skew   time.Duration // of the time of day; the clock of intervals nobody sets
	slept  time.Duration // which the clock of intervals has not counted: the machine was suspended
	froze  time.Time     // since when it is suspended, as long as it is asleep; zero: it is not
	stop   []func()      // what ends with it: open streams
}

// boot starts the process anew, with nothing in its memory.
func (n *node) boot() error {
	n.life++
	d, err := desk.New(desk.Config{
		Store: view{n.w, n}, Key: []byte("0123456789abcdef0123456789abcdef"), Node: n.name, Now: func() time.Time { return n.w.now.Add(n.skew) },
		Elapsed: n.elapsed,
		IDs:     n, Seed: team(), Lease: lease, InFlight: 1,
	})
	if err != nil {
		return err
	}
	n.desk, n.dead = d, false
	return nil
}

// elapsed is the clock of intervals, which stands still while the machine is suspended.
func (n *node) elapsed() time.Duration { return n.w.now.Sub(epoch) - n.slept - n.suspended() }

func (n *node) suspended() time.Duration {
	if n.froze.IsZero() {
		return 0
	}
	if n.w.now.Before(n.asleep) {
		return n.w.now.Sub(n.froze)
	}
	return n.asleep.Sub(n.froze)
}

// sleep pauses the process, with its machine or without.
func (n *node) sleep(d time.Duration, suspend bool) {
	n.slept, n.froze = n.slept+n.suspended(), time.Time{}
	n.asleep = n.w.now.Add(d)
	if suspend {
		n.froze = n.w.now
	}
}

// Mint implements hook.IDs.
func (n *node) Mint(prefix string) string {
	n.minted++
	return fmt.Sprintf("%s%026s", prefix, fmt.Sprintf("%sx%dx%d", n.name[4:], n.life, n.minted))
}

// die ends the process: its memory is gone, its streams break, its calls are never answered.
func (n *node) die() {
	n.dead = true
	n.w.log("%s dies", n.name)
	n.hangUp()
}

// hangUp breaks the streams to this process.
func (n *node) hangUp() {
	for _, stop := range n.stop {
		stop()
	}
	n.stop = nil
}

func (n *node) awake() bool { return !n.dead && !n.busy }
func (n *node) idle() bool  { return n.awake() && !n.w.now.Before(n.asleep) }

// run lets the process do something, on its own and not within itself.
func (n *node) run(do func(context.Context)) {
	if !n.awake() {
		return
	}
	n.busy = true
	do(context.Background())
	n.busy = false
}

// turn takes one step of one part of the desk.
func (n *node) turn(ctx context.Context) {
	now := n.w.now.Add(n.skew)
	parts := []func(context.Context, time.Time) (time.Time, error){n.desk.Follower().Step, n.desk.Dispatcher().Step, n.desk.Outbox().Step, n.desk.Presence().Step}
	if n.w.healed {
		for _, step := range parts {
			_, _ = step(ctx, now)
		}
		return
	}
	_, _ = parts[n.w.r.IntN(len(parts))](ctx, now)
}
