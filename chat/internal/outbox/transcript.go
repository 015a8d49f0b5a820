package outbox

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/letters"
)

// transcript mails a whole session to the visitor who asked for it, in the shop's frame and in
// their language. It is written anew at each try: what was taken back or erased meanwhile is not in
// it any more.
func (o *Outbox) transcript(ctx context.Context, e hook.Effect) error {
	if err := chat.CheckEmail("email", e.Address); err != nil {
		return err
	}
	entries, err := o.cfg.Sessions.Transcript(ctx, e.Session)
	if err != nil {
		return err
	}
	entries = mailable(e, entries)
	s, err := session(ctx, o.cfg.Store, e.Session)
	if err != nil {
		return err
	}
	o.cfg.Reads.put(s, entries)
	l := letters.Letter{Locale: s.Contact.Locale, Chat: spoken(entries, o.cfg.Zone(s))}
	l.Shop, l.Own = o.cfg.Shop(s.Site, s.Contact.Locale)
	// A name is the visitor's own words, too: an address that nobody has confirmed gets it no sooner
	// than the others.
	if !e.Unconfirmed || slices.ContainsFunc(entries, answers) {
		l.Name = s.Contact.Name
	}
	if len(l.Chat) == 0 { // a letter without any is another one
		l.Chat = []letters.Said{{Text: "–"}}
	}
	// The ids are the same at each try, so that a mailer can tell that it has sent this one, and a
	// report that it did not arrive finds the session.
	m := hook.Mail{ID: e.ID, To: e.Address, Again: e.Unsure}
	if m.ReplyTo, err = o.cfg.Mailbox.Address(ctx, e.Session); err != nil {
		return err
	}
	if m.MessageID, err = o.cfg.Mailbox.MessageID(ctx, e.Session, which(e), m.To); err != nil {
		return err
	}
	return o.post(ctx, l, m)
}

// spoken are the messages of a session, each with its speaker and when it was written on the
// shop's own clock, because a mail does not know where its reader will be. Notes are no part of a transcript, and what was taken back
// is not sent out again.
func spoken(entries []chat.Entry, zone *time.Location) (said []letters.Said) {
	if zone == nil {
		zone = time.UTC
	}
	for _, e := range entries {
		if e.Kind == chat.KindMessage && !e.Erased && !e.Withdrawn {
			said = append(said, letters.Said{
				Who: e.Author.Name, Own: e.Author.Kind == chat.AuthorVisitor,
				Text: e.Plain(), At: e.At.In(zone).Format("2006-01-02 15:04 MST"),
			})
		}
	}
	return said
}

// mailable returns the part of the transcript that may go to the effect's address. An address that
// nobody has confirmed gets none of the visitor's own words before an agent has answered: otherwise
// strangers could send each other letters through the shop.
func mailable(e hook.Effect, es []chat.Entry) []chat.Entry {
	// Once an agent has answered, a person has seen what the visitor wrote.
	if !e.Unconfirmed || slices.ContainsFunc(es, answers) {
		return es
	}
	return slices.DeleteFunc(es, func(x chat.Entry) bool {
		return x.Author.Kind == chat.AuthorVisitor
	})
}
