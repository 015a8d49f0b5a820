package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// ofShop reports whether somebody of the shop did it, in the messenger's own app: they wrote, or
// changed or took back what the shop had written.
func (a arrival) ofShop() bool {
	return a.in.Kind == hook.InboundEcho || a.in.Elsewhere &&
		(a.in.Kind == hook.InboundEdit || a.in.Kind == hook.InboundDelete)
}

// elsewhere notes what somebody of the shop did in the messenger's own app. Their words are no
// visitor's: the Screen does not see them.
func (a arrival) elsewhere(ctx context.Context) (Received, error) {
	text, _ := a.d.hooks.mask(a.text())
	what := "answered"
	switch a.in.Kind {
	case hook.InboundEdit:
		what = "changed"
	case hook.InboundDelete:
		return a.aside(ctx, "a message of the shop was taken back in "+a.in.Channel, "")
	}
	return a.aside(ctx, what+" in "+a.in.Channel+": ", text)
}

// aside notes what was done in the messenger's own app: by somebody of the shop, or by the customer
// to what they had written. It is for the agents to see, in the customer's open or last session.
func (a arrival) aside(ctx context.Context, what, text string) (Received, error) {
	t, id, found, err := a.last(ctx)
	if err != nil || !found {
		return Received{Fate: FateIgnored}, err
	}
	if r, done, err := t.before(ctx); done || err != nil {
		r.Fate = FateNoted
		return r, err
	}
	if texts := inPieces(text); len(texts) > 0 {
		what += texts[0]
	} else if a.in.Kind != hook.InboundDelete { // a message without words tells nothing
		return Received{Fate: FateIgnored}, nil
	}
	n := chat.AddNote{Text: sessions.Cut(what, mostOfText), Moderation: a.screened}
	if n.Author.Kind = chat.AuthorSystem; a.ofShop() {
		return a.add(ctx, id, FateNoted, n)
	}
	return a.note(ctx, id, FateNoted, n)
}

// last is the open session of a customer of a messenger, or their last one; false: there is none
// that can be written to, or it did not come by a messenger.
func (a arrival) last(ctx context.Context) (t lineTurn, id chat.SessionID, ok bool, err error) {
	l, ok, err := a.line()
	if err != nil || !ok {
		return t, "", false, err
	}
	t, err = a.turnOf(ctx, l, nil)
	if err == nil && t.me == "" && !t.erased && a.in.Alias != "" {
		// The platform gave them another id, and tells of it before they write.
		if _, err = t.moves(ctx); err == nil {
			t, err = a.turnOf(ctx, l, nil)
		}
	}
	if err != nil || t.me == "" || t.erased {
		return t, "", false, err
	}
	s, ok, err := a.d.sessions.Current(ctx, t.me)
	if left(err) {
		return t, "", false, nil
	}
	return t, s.ID, ok && !s.Erased, err
}
