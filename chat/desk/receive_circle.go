package desk

import (
	"context"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
)

// A robot that says nowhere that it is one, and a bot of ours, would answer each other for ever.
// After so many mails that our bot answered within such a time, with no message of a person's
// between them, what comes is held for a person: the bot does not hear of it.
const (
	mostOfBot  = 5 // mails that it answered
	circleTime = time.Hour
	lookedBack = 60 // entries
)

// circles reports whether a bot of ours answers by mail so often that it may be another robot that
// it talks to.
func (a arrival) circles(ctx context.Context, id chat.SessionID) (bool, error) {
	s, err := a.d.sessions.Get(ctx, id)
	if left(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	es, _, err := a.d.sessions.Page(ctx, id, max(0, s.Entries-lookedBack), lookedBack)
	if err != nil && !left(err) {
		return false, err
	}
	from, n, mailed := a.d.now().Add(-circleTime), 0, false
	for _, e := range es {
		switch {
		case e.Kind != chat.KindMessage:
		case e.Author.Kind == chat.AuthorVisitor: // on the page a person writes
			mailed = e.Via == a.in.Channel
		case e.Author.Kind == chat.AuthorAgent:
			n = 0
		case e.Author.Kind == chat.AuthorBot && mailed && e.At.After(from):
			n, mailed = n+1, false // what it says in several messages is one answer
		}
	}
	return n >= mostOfBot, nil
}

// held has the agents read what is held for a person.
func (a arrival) held(
	ctx context.Context, id chat.SessionID, texts []string, err error,
) (Received, error) {
	if err != nil {
		return Received{}, err
	}
	text := ""
	if len(texts) > 0 {
		text = texts[0]
	}
	for _, b := range a.inOrder() {
		text = strings.TrimSpace(text + " [" + b.Name + "]")
	}
	said := "held, because robots may be answering each other: " + text
	return a.note(ctx, id, FateNoted, chat.AddNote{
		Text: sessions.Cut(said, mostOfText), Moderation: a.screened,
	})
}
