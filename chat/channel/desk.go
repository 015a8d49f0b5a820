package channel

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// Name implements hook.Channel, as which a desk takes a courier: Lines.Connect of package desk.
func (c *Courier) Name() string { return c.cfg.Adapter.Rules().Channel }

// Carry implements hook.Channel: it posts an agent's words. They are as durable as the Journal is.
func (c *Courier) Carry(ctx context.Context, w hook.Words) error {
	m := Outbound{
		ID: w.ID, Account: w.Account, To: w.To, By: w.By, Text: w.Text, At: w.At,
		Corrects: w.Of,
	}
	var err error
	if m.Files, err = c.files(w); err != nil {
		return err
	}
	if w.Template != nil {
		m.Template = &Template{w.Template.Name, w.Template.Language, w.Template.Params}
	}
	err = c.Post(ctx, c.cfg.Now(), m)
	if errors.Is(err, ErrNothing) {
		return fmt.Errorf("%w: %w", hook.ErrRefused, err)
	}
	return err
}

// Window implements hook.Channel.
func (c *Courier) Window(now, last time.Time, by chat.AuthorKind) hook.ReplyWindow {
	a := c.cfg.Adapter.Rules().Window.At(now, last, by)
	return hook.ReplyWindow{Way: string(a.Way), Until: a.Until}
}

// Taking returns what a Receiver's Take does for a desk: each event is heard by the courier, and
// what customers wrote goes to receive, which is Host.Receive of package desk without its answer.
// What that refuses with a chat.ErrInvalid would be refused each time it came: it is left out, and
// counted by Refused, and what comes behind it goes on.
func (c *Courier) Taking(
	receive func(context.Context, hook.Inbound) error,
) func(context.Context, []Event) error {
	return func(ctx context.Context, es []Event) error {
		for _, e := range es {
			// It is heard first: an answer that goes out at once finds the window open.
			err := c.Hear(ctx, c.cfg.Now(), e)
			switch {
			case err == nil && written[e.Kind]:
				err = receive(ctx, c.sources(e.Inbound(c.Name())))
			case err == nil && e.Kind == KindStatus && e.Alias != "":
				err = receive(ctx, e.known(c.Name()))
			}
			switch {
			case errors.Is(err, chat.ErrInvalid):
				c.refused.Add(1)
			case err != nil:
				return err
			}
		}
		return nil
	}
}

// written are the kinds of what customers do that a desk takes in.
var written = map[Kind]bool{
	KindMessage: true, KindPostback: true, KindEdit: true, KindDelete: true,
}

// Refused is how many events and changes were left out since the courier was made, because a desk
// would refuse them each time.
func (c *Courier) Refused() int64 { return c.refused.Load() }

// Reached is a change of one of our own messages as Lines.Reached of package desk takes it. It is
// false for one that a desk need not hear of: a message that waits, or an echo.
func (c Change) Reached() (hook.Reached, bool) {
	r := hook.Reached{ID: c.Message, Twice: c.Twice, Why: c.Why}
	switch c.State {
	case Sent, Delivered, Read:
		r.Reach = chat.Reach(c.State)
	case Failed:
	default:
		return r, false
	}
	return r, c.Message != ""
}

// Inbound is an echo that nobody claimed, as Host.Receive of package desk takes it; false: the
// change is of one of our own messages.
func (c Change) Inbound(channel string) (hook.Inbound, bool) {
	in := c.Echo.Inbound(channel)
	in.Kind, in.Parts = hook.InboundEcho, c.Echo.parts()
	return in, c.Message == "" && c.Echo.Kind == KindEcho
}
