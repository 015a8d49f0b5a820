package desk

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// MessageRequest is a message or a note.
type MessageRequest struct {
	Command chat.CommandID // the client's id of it. Default: a fresh one, and then a repetition is a new message
	Text    string
	Lang    string // a language tag
}

// bodyOf returns who says what, in bytes. By it a repetition differs from another command with the
// same id.
func bodyOf(verb string, parts ...string) []byte {
	var b strings.Builder
	b.WriteString(verb)
	for _, p := range parts {
		b.WriteString(" " + strconv.Quote(p))
	}
	return []byte(b.String())
}

// command checks the client's id of a command, and mints one if there is none.
func (d *Desk) command(id chat.CommandID) (chat.CommandID, error) {
	if id == "" {
		return chat.CommandID(d.cfg.IDs.Mint(prefixCommand)), nil
	}
	return id, chat.CheckCommand("command", id)
}

// screen asks the moderation hook about a text. Only its refusal counts: if the hook fails or
// hangs, the text passes.
func (d *Desk) screen(ctx context.Context, text string) error {
	if d.cfg.Screen == nil || text == "" {
		return nil
	}
	ctx, cancel := d.guard.Within(ctx)
	defer cancel()
	err := d.guard.Call(ctx, func() error { return d.cfg.Screen.Screen(ctx, text) })
	if errors.Is(err, chat.ErrInvalid) {
		return err
	}
	if err != nil {
		d.cfg.Logger.Warn("screen", "error", err)
	}
	return nil
}

// customer asks the host's Profile about a visitor that the host vouches for. If the hook fails,
// nothing is known.
func (d *Desk) customer(ctx context.Context, p chat.Principal) hook.Customer {
	if d.cfg.Profile == nil {
		return hook.Customer{}
	}
	ctx, cancel := d.guard.Within(ctx)
	defer cancel()
	answer := make(chan hook.Customer, 1)
	err := d.guard.Call(ctx, func() error {
		c, err := d.cfg.Profile.Visitor(ctx, p)
		answer <- c
		return err
	})
	if err != nil {
		d.cfg.Logger.Warn("profile", "error", err)
		return hook.Customer{}
	}
	return <-answer
}

// messageOf returns the message among the entries that a Send added.
func messageOf(entries []chat.Entry) chat.Entry {
	for _, e := range entries {
		if e.Kind == chat.KindMessage || e.Kind == chat.KindNote {
			return e
		}
	}
	return chat.Entry{}
}
