package sim

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
)

// person is a visitor or an agent. Each does one thing at a time, through whichever node it
// reaches.
type person interface {
	act(context.Context, *node)    // something, possibly foolish
	finish(context.Context, *node) // what brings its sessions to an end
	drop()                         // its connection breaks
	busy() bool                    // a call of it is under way
}

// caller is what visitors and agents have in common: a call whose outcome is unknown is made again,
// under the same id, through another node, until it has an answer.
type caller struct {
	w       *world
	name    string
	calling bool
	count   int
	again   func(context.Context, *node, chat.CommandID) error
	id      chat.CommandID
}

func (c *caller) busy() bool { return c.calling }

// call makes a call under a fresh command id.
func (c *caller) call(ctx context.Context, n *node, do func(context.Context, *node, chat.CommandID) error) {
	c.again, c.id = do, c.fresh()
	c.retry(ctx, n)
}

// retry makes the pending call, if there is one, and reports whether there was.
func (c *caller) retry(ctx context.Context, n *node) bool {
	if c.again == nil {
		return false
	}
	do, id := c.again, c.id
	c.calling = true
	err := do(ctx, n, id)
	c.calling = false
	c.w.log("%s by %s: %v", c.name, n.name, err)
	if !unknown(err) {
		c.again = nil
	} else if c.w.mutant != nil && c.w.mutant.Fresh {
		c.id = c.fresh()
	}
	return true
}

func (c *caller) fresh() chat.CommandID {
	c.count++
	return chat.CommandID(fmt.Sprintf("%s-%d", c.name, c.count))
}

// unknown reports whether an error says nothing about what happened.
func unknown(err error) bool {
	return errors.Is(err, errFault) || errors.Is(err, chat.ErrUnavailable)
}

// kept notes a message whose sender was told that it is kept.
func (w *world) kept(id chat.SessionID, e chat.Entry) {
	w.acked = append(w.acked, acked{id, e.Text, e.N})
}

// populate makes the people.
func (w *world) populate() {
	for i := range visitors { // each in two tabs, which know nothing of each other
		for tab := range 2 {
			w.people = append(w.people, &visitor{caller: caller{w: w, name: fmt.Sprintf("v%d-%d", i, tab)}, id: fmt.Sprintf("customer-%d", i)})
		}
	}
	for i := range agents {
		w.people = append(w.people, &agent{caller: caller{w: w, name: fmt.Sprintf("a%d", i)}, login: fmt.Sprintf("agent-%d", i)})
	}
}
