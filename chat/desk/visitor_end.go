package desk

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// do changes one of the visitor's sessions by one command.
func (v Visitor) do(ctx context.Context, id chat.SessionID, c func(by chat.Author) chat.Command, also func(*store.Tx, chat.Session) error) error {
	me, err := v.whoLater(ctx)
	if err != nil {
		return err
	}
	o := commit.Options{}
	if also != nil {
		o.Also = func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error { return also(tx, next) }
	}
	_, err = v.change(ctx, me, id, func(s chat.Session) (chat.Command, error) {
		return c(chat.Author{Kind: chat.AuthorVisitor, ID: string(me), Name: s.Contact.Name}), nil
	}, o)
	return err
}

// End ends the session. A waiting one is abandoned, a running one is closed.
func (v Visitor) End(ctx context.Context, id chat.SessionID) error {
	return v.do(ctx, id, func(by chat.Author) chat.Command { return chat.End{By: by, Reason: chat.ByVisitor} }, nil)
}

// Rate records a rating of an ended session. A second rating replaces the first.
func (v Visitor) Rate(ctx context.Context, id chat.SessionID, r chat.Rating) error {
	if _, err := v.own(ctx, id); err != nil { // before a hook hears of it
		return err
	}
	words, err := v.d.hooks.screen(
		ctx, hook.Draft{Text: r.Comment, Author: chat.AuthorVisitor, Session: id, Comment: true},
	)
	if err != nil {
		return err
	}
	return v.do(ctx, id, func(chat.Author) chat.Command {
		return chat.Rate{
			Score: r.Score, Scale: r.Scale, Comment: words.text, Moderation: words.Moderation,
		}
	}, nil)
}

// Reopen takes up an ended session again, at a new place in line. It is refused while another
// session is open, and outside the hours as a new session is. Where its queue is not for the
// visitor any more, it goes to the first one that is; ErrNotOffered: none of the site is.
func (v Visitor) Reopen(ctx context.Context, id chat.SessionID) error {
	s, err := v.own(ctx, id)
	if err != nil {
		return err
	}
	dr, err := again{v.d, s}.doorForVisitor(ctx, v)
	if err != nil {
		return err
	}
	switch dr.refuses() {
	case chat.OutsideHours:
		return &Refusal{Reason: chat.ErrOutsideHours, NextOpen: dr.opening().NextOpen}
	case chat.QueueFull:
		return &Refusal{Reason: chat.ErrQueueFull}
	case chat.NoAgent:
		return &Refusal{Reason: chat.ErrNoAgent}
	}
	reopened := func(by chat.Author) chat.Command {
		return chat.Reopen{By: by, Queue: dr.queue.ID, Moved: dr.moved}
	}
	err = v.do(ctx, id, reopened, func(tx *store.Tx, next chat.Session) error {
		if err := welcome(tx, next.Visitor, dr.now); err != nil {
			return err
		}
		return reclaim(tx, next)
	})
	if err == nil {
		v.d.notices.joined(dr)
	}
	return err
}

// welcome refuses visitors who are banned or being erased.
func welcome(tx *store.Tx, v chat.VisitorID, now time.Time) error {
	return editVisitorRecord(tx, v, func(m *visitorRecord) (bool, error) {
		switch {
		case m.Banned.After(now):
			return false, chat.ErrBanned
		case m.Erased || m.Erasing != nil:
			return false, chat.ErrUnauthenticated
		}
		return false, nil
	})
}

// reclaim makes a session that is taken up again the visitor's current one.
func reclaim(tx *store.Tx, s chat.Session) error {
	_, err := claimCurrent(tx, s.Visitor, s.ID)
	return err
}

// LeaveMessage stops waiting. The question is kept as a left message.
func (v Visitor) LeaveMessage(ctx context.Context, id chat.SessionID) error {
	return v.do(ctx, id, func(by chat.Author) chat.Command { return chat.TakeMessage{By: by, Reason: chat.Choice} }, nil)
}
