package outbox

import (
	"cmp"
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// A page shows a message at once and its translation beside it later. What goes out by a messenger
// goes once, so it waits for the translation, as long as one may take.
const (
	translateFor   = 5 * time.Second
	translateAgain = 500 * time.Millisecond
)

// Reads is the language into which a message is translated for the visitor of a session; empty
// where it goes as it was written. A nil Reads translates nothing.
type Reads func(chat.Session, chat.Entry) string

// words are what a message, or the correction of one, says to the visitor of its session, as text:
// in their language with the original below it, where there is a translation.
func (r Reads) words(
	ctx context.Context, from sessions.Reader, s chat.Session, x chat.Entry,
) (string, error) {
	if r == nil || x.Template != nil { // approved words go as they are
		return x.Plain(), nil
	}
	x, err := beside(ctx, from, s.ID, x)
	return x.PlainIn(r(s, x)), err
}

// beside puts beside the last correction of a message what it says in other languages: in the
// timeline that stands beside the message.
func beside(
	ctx context.Context, from sessions.Reader, id chat.SessionID, x chat.Entry,
) (chat.Entry, error) {
	if x.Kind != chat.KindCorrected {
		return x, nil
	}
	es, _, err := from.Page(ctx, id, x.Of-1, 1)
	if err == nil && len(es) > 0 && es[0].N == x.Of && es[0].Changed == x.N {
		x.Lang, x.Translations = es[0].Lang, es[0].Translations
	}
	return x, err
}

// put puts into entries what they say to the visitor of their session. A choice of theirs is kept
// as it was offered, in the shop's language: they get the words that they chose, and those below.
// It answers the last message of the shop before it: nothing older can be chosen from.
func (r Reads) put(s chat.Session, es []chat.Entry) {
	var offer chat.Entry // the last message of the shop
	for i, x := range es {
		if r == nil || x.Kind != chat.KindMessage {
			continue
		}
		if x.Author.Kind != chat.AuthorVisitor {
			offer = x
		} else if said := offer.ChoiceIn(r(s, offer), x.Text); said != "" {
			es[i].Text = said + "\n\n[" + cmp.Or(offer.Lang, "…") + "] " + x.Text
			continue
		}
		if len(x.Translations) > 0 {
			es[i].Text = x.PlainIn(r(s, x))
			es[i].Rich, es[i].Attached = chat.Rich{}, chat.Attached{}
		}
	}
}

// again returns when to look again at words of which a translation is still to come; the zero
// instant where they can go.
func (r Reads) again(
	ctx context.Context, from sessions.Reader, s chat.Session, e hook.Effect, now time.Time,
) (at time.Time, err error) {
	if r == nil {
		return at, nil
	}
	es, _, err := from.Page(ctx, s.ID, e.Words.From-1, e.Words.To-e.Words.From+1)
	for _, x := range es {
		if !says(x, s.Unmailed.From) || x.Template != nil ||
			!now.Before(x.At.Add(translateFor)) {
			continue
		}
		if x, err = beside(ctx, from, s.ID, x); err != nil {
			return at, err
		}
		if lang := r(s, x); lang != "" && !x.Tried(lang) {
			return now.Add(translateAgain), nil
		}
	}
	return at, err
}
