package channel

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Keeper keeps lanes as bytes. Lanes of package desk is one.
type Keeper interface {
	// Lane reads a lane. One that is not there has no value.
	Lane(ctx context.Context, at chat.Line) (hook.Lane, error)
	// Keep keeps a lane, durably once it returns nil; without a value it lets go of it. The error
	// is a hook.ErrChanged where the lane was changed since its Rev.
	Keep(ctx context.Context, l hook.Lane) error
	// Busy lists the lanes that are Busy. Their values may be left out.
	Busy(ctx context.Context) ([]hook.Lane, error)
}

// Kept returns the journal of a channel whose lanes a Keeper keeps, such as a desk. Any number of
// programs may share it.
func Kept(channel string, k Keeper) Journal { return kept{channel, k} }

type kept struct {
	channel string
	keeper  Keeper
}

// read is what a journal remembers of a lane that it read.
type read struct {
	rev uint64
	raw []byte
}

// Load implements Journal.
func (k kept) Load(ctx context.Context, a Address) (l Lane, err error) {
	x, err := k.keeper.Lane(ctx, k.line(a))
	if err != nil {
		return l, err
	}
	if len(x.Value) > 0 {
		if err := json.Unmarshal(x.Value, &l); err != nil {
			return Lane{}, fmt.Errorf("channel: a lane of %s cannot be read: %w", k.channel, err)
		}
	}
	l.read = read{x.Rev, x.Value}
	return l, nil
}

// Save implements Journal. A lane that did not change is not written.
func (k kept) Save(ctx context.Context, a Address, l Lane) error {
	x := hook.Lane{At: k.line(a), Busy: l.Busy(), Rev: l.read.rev}
	if !l.empty() {
		raw, err := json.Marshal(l)
		if err != nil {
			return err
		}
		x.Value, x.Due = raw, l.wanted()
	}
	if bytes.Equal(x.Value, l.read.raw) {
		return nil
	}
	return k.keeper.Keep(ctx, x)
}

// Busy implements Journal.
func (k kept) Busy(ctx context.Context) (all []Waiting, err error) {
	lanes, err := k.keeper.Busy(ctx)
	for _, l := range lanes {
		all = append(all, Waiting{Address{l.At.Account, l.At.Peer}, l.Due})
	}
	return all, err
}

func (k kept) line(a Address) chat.Line {
	return chat.Line{Channel: k.channel, Account: a.Account, Peer: a.Peer}
}
