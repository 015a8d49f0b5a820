package desk

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
)

// MaxPeek is how many characters of what is typed can be shown. Of a longer text a page shows the
// end.
const MaxPeek = 1000

// Peeking is whether agents see what a visitor types before it is sent; empty: they do not, and
// cannot be let.
type Peeking string

// What a visitor is told.
const (
	PeekOffered Peeking = "offered" // the visitor may let them
	PeekAllowed Peeking = "allowed" // the visitor lets them
)

// Peek is a handle that shows agents what a visitor types before it is sent: where the site allows
// it (settings.Site.Peek) and the visitor has agreed to it, in this session. It is a typing sign
// with a text: shown to the agents who look at the session, lost with it, and never stored.
type Peek struct{ v Visitor }

// Peek returns the handle.
func (v Visitor) Peek() Peek { return Peek{v} }

// Allow records that the visitor lets agents see what they type in the session, or does so no more;
// the timeline says when. ErrForbidden: the site does not do that. ErrClosed: the session is over.
func (p Peek) Allow(ctx context.Context, id chat.SessionID, on bool) error {
	me, err := p.v.whoLater(ctx)
	if err != nil {
		return err
	}
	set, err := p.v.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	_, err = p.v.change(ctx, me, id, func(s chat.Session) (chat.Command, error) {
		switch {
		case !s.State.Running():
			return nil, chat.ErrClosed
		case on && !peeks(set, s):
			return nil, fmt.Errorf("%w: the site shows agents nothing unsent", chat.ErrForbidden)
		}
		next, why := s.Contact, chat.PeekAllowed
		if next.Consent.Peek = on; !on {
			why = chat.PeekEnded
		}
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(me), Name: next.Name}
		return chat.Update{By: by, Contact: &next, Reason: why}, nil
	}, commit.Options{})
	return err
}

// Show shows what the visitor has typed so far, at most MaxPeek characters. What Config.Screen
// refuses is not shown, and what was shown before it no more. While nobody has the session nothing
// is shown. ErrForbidden: the visitor has not agreed, or the site does not do that any more.
func (p Peek) Show(ctx context.Context, id chat.SessionID, text string) error {
	if err := chat.CheckText("text", text); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(text); n > MaxPeek {
		return wrong("text", fmt.Sprintf("%d characters, at most %d", n, MaxPeek))
	}
	s, err := p.v.own(ctx, id)
	if err != nil || s.State.Ended() {
		return err
	}
	set, err := p.v.d.settled.Serving(ctx)
	if err != nil {
		return err
	}
	if peeking(set, s) != PeekAllowed {
		return fmt.Errorf("%w: the visitor has not agreed to it", chat.ErrForbidden)
	}
	if s.State != chat.Active && s.State != chat.Held {
		return nil
	}
	words, err := p.v.d.hooks.screen(
		ctx, hook.Draft{Text: text, Author: chat.AuthorVisitor, Session: id, Typing: true},
	)
	if err != nil {
		p.v.d.engine.signs.Draft(ctx, id, "")
		return err
	}
	p.v.d.engine.signs.Draft(ctx, id, words.text)
	return nil
}

// peeks reports whether a session's site lets visitors show what they type.
func peeks(set *settled.Settings, s chat.Session) bool {
	if set == nil || !s.State.Running() {
		return false
	}
	site, _ := set.Site(s.Site)
	return site.Peek
}

// peeking is what a session's visitor is told.
func peeking(set *settled.Settings, s chat.Session) Peeking {
	switch {
	case !peeks(set, s):
		return ""
	case s.Contact.Consent.Peek:
		return PeekAllowed
	}
	return PeekOffered
}
