package channel

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Shop is what takes in what customers write, and keeps what waits for them. Lanes of package desk
// is one.
type Shop interface {
	Keeper
	// Receive takes in what somebody wrote, once for each ExternalID.
	Receive(ctx context.Context, in hook.Inbound) error
	// Reached takes in how far a message of the shop's came. The same may come again.
	Reached(ctx context.Context, r hook.Reached) error
	// Whose is the customer to whom a message of an id went; false: it is not known.
	Whose(ctx context.Context, id string) (at chat.Line, ok bool, err error)
}

// FileShop is a Shop that gives out the files of its messages. Lanes of package desk is one.
type FileShop interface {
	Shop
	// File gets all of a file of a message, by their ids. A hook.ErrExpired: it is there no more.
	File(ctx context.Context, message, file string) ([]byte, error)
}

// Connect connects a platform with a shop: the Receiver is what the platform posts to, the Courier
// what carries the shop's words. All that has to outlive a crash is in the shop's keeping.
func Connect(a Adapter, s Shop) (*Courier, *Receiver, error) {
	name := a.Rules().Channel
	var files func(ctx context.Context, message, file string) ([]byte, error)
	if f, ok := s.(FileShop); ok {
		files = f.File
	}
	c, err := NewCourier(CourierConfig{
		Files: files, Adapter: a, Journal: Kept(name, s),
		Whose: func(ctx context.Context, id string) (Address, bool, error) {
			at, ok, err := s.Whose(ctx, id)
			return Address{at.Account, at.Peer}, ok, err
		},
		Tell: func(ctx context.Context, _ Address, x Change) error {
			if in, ok := x.Inbound(name); ok {
				return s.Receive(ctx, in)
			}
			if r, ok := x.Reached(); ok {
				return s.Reached(ctx, r)
			}
			return nil
		},
	})
	if err != nil {
		return nil, nil, err
	}
	return c, &Receiver{Adapter: a, Take: c.Taking(s.Receive)}, nil
}
