package outbox

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/letters"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// What an agent writes is for the page first. The record of a watch is the promise that it does
// not stay there unread: while the session has such words it has one record, which is due when the
// visitor has had time to read them. Each time it is due, what to do is decided anew from the
// session as it is then, so the record holds no words and does not go stale: the visitor may have
// read them, have come back to the page, have given an address, or the agent may have taken them
// back.

// lookAgain is the least time after which a visitor who is on the page is looked for again.
const lookAgain = 30 * time.Second

// Watch adds to the batch of a session's change the records that look after what agents wrote:
// until the visitor has read it or it went out, by mail, or by their messenger at once. There is
// one of each kind at most, and it holds no words.
func Watch(tx *store.Tx, old, next chat.Session) error {
	for _, k := range []hook.EffectKind{hook.EffectAnswer, hook.EffectWords} {
		if watched(old, k) || !watched(next, k) {
			continue
		}
		if err := watch(tx, next, k, next.LastAt); err != nil {
			return err
		}
	}
	return nil
}

// watched reports whether a session has a record of a kind that looks after its words.
func watched(s chat.Session, k hook.EffectKind) bool {
	return k == hook.EffectAnswer && s.Watched || k == hook.EffectWords && s.Carrying
}

// watch puts the record of a watch. A mail is due when the visitor has had the time to read that
// their queue gives them.
func watch(tx *store.Tx, s chat.Session, k hook.EffectKind, now time.Time) error {
	e := hook.Effect{
		// The session's own id, so that there can be no second one.
		ID: string(k) + "." + string(s.ID), Kind: k, Session: s.ID, Queue: s.Queue,
		At: now, Due: now,
	}
	if k == hook.EffectAnswer {
		e.Due = now.Add(s.Policy.Resolved().MailAfter)
	}
	value, err := records.Encode(e, nil)
	if err != nil {
		return err
	}
	tx.Put(records.Outbox(e.Due, e.ID), value)
	return nil
}

// prepare decides what goes out now, and keeps it in the try: a mail that may have gone out before
// is sent again as it was. A messenger takes the same words once, so of these it decides each time.
// It is false where nothing goes out now; then it has put the effect off or deleted it already.
func (o *Outbox) prepare(ctx context.Context, t *try) (bool, error) {
	if t.e.Kind != hook.EffectWords && (t.e.Unsure || !t.e.Begun.IsZero()) {
		return true, nil
	}
	s, err := o.cfg.Sessions.Get(ctx, t.e.Session)
	switch {
	case errors.Is(err, chat.ErrNotFound):
		return false, o.forget(ctx, *t)
	case err != nil:
		return false, err
	// A confirmation tells by when somebody answers. It is of no use once somebody has.
	case t.e.Kind == hook.EffectConfirm && s.ReplyPromised():
		return true, nil
	case t.e.Kind == hook.EffectConfirm: // it was answered, or erased, meanwhile
		return false, o.forget(ctx, *t)
	// There is nothing to mail, or nobody to mail it to.
	case s.Erased || s.Unmailed.From == 0:
		return false, o.unwatch(ctx, *t, s.Unmailed.To)
	case s.Carried() != (t.e.Kind == hook.EffectWords): // the visitor writes another way now
		return false, o.unwatch(ctx, *t, 0)
	case t.e.Kind == hook.EffectAnswer && s.Contact.Email == "":
		return false, o.unwatch(ctx, *t, s.Unmailed.To)
	}
	read, err := readUpTo(ctx, o.cfg.Store, s.ID)
	switch {
	case err != nil:
		return false, err
	case read >= s.Unmailed.To: // all of it, on the page
		return false, o.unwatch(ctx, *t, s.Unmailed.To)
	case t.e.Kind == hook.EffectWords:
		return o.prepareWords(ctx, t, s, read)
	}
	// Who is on the page needs no mail yet. After the first try the schedule of failures counts
	// instead, and an agent may ask for the mail at once.
	if t.e.Tries == 0 && !t.e.Hurried {
		due := s.MailAt(o.cfg.Away(s.Visitor))
		// The visitor is on the page, and nobody knows for how long.
		if due.IsZero() {
			due = t.own.Add(max(s.Policy.Resolved().MailAfter, lookAgain))
		}
		if due.After(t.own) {
			return false, o.postpone(ctx, *t, due)
		}
		t.e.At = t.now // the schedule of the mail begins here
	}
	t.e.Words = s.Unmailed
	if said, err := o.said(ctx, s, t.e); err != nil || len(said) == 0 { // all of it was withdrawn
		return false, errors.Join(err, o.unwatch(ctx, *t, s.Unmailed.To))
	}
	return true, nil
}

// readUpTo returns up to which entry the visitor has read a session on the page; 0: none.
func readUpTo(ctx context.Context, s store.Store, id chat.SessionID) (int, error) {
	rs, err := s.Get(ctx, records.Cursor(id, "visitor"))
	if err != nil || len(rs) == 0 {
		return 0, records.Unavailable(err)
	}
	return records.ReadUpTo(rs[0].Value), nil
}

// postpone has an effect looked at again at due, and not before. Its key knows whole milliseconds:
// what is due within the present one would be found due by its key, and postponed, at once and
// again.
func (o *Outbox) postpone(ctx context.Context, t try, due time.Time) error {
	t.e.Due = due.Truncate(time.Millisecond).Add(time.Millisecond)
	return o.retry(ctx, t)
}

// forget drops an effect of a session that is there no longer.
func (o *Outbox) forget(ctx context.Context, t try) error {
	_, err := o.cfg.Store.Commit(ctx, store.Batch{If: t.conds(), Delete: []string{t.key}})
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	return records.Unavailable(err)
}

// unwatch ends the watch over words that need no mail, unless others were written meanwhile.
func (o *Outbox) unwatch(ctx context.Context, t try, upTo int) error {
	c := chat.Unwatch{UpTo: upTo, Line: t.e.Kind == hook.EffectWords}
	read := func(chat.Session) (chat.Command, error) { return c, nil }
	also := func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) error {
		return rewatch(tx, t, next)
	}
	_, err := o.cfg.Committer.Change(ctx, t.e.Session, read, commit.Options{If: t.conds(), Also: also})
	switch {
	case errors.Is(err, records.ErrFenced):
		return nil
	case errors.Is(err, chat.ErrClosed), errors.Is(err, chat.ErrWindow): // erased, or archived
		return o.forget(ctx, t)
	}
	return err
}

// rewatch takes the record of a watch that is over out of the batch's store, and puts a new one for
// words that were written meanwhile.
func rewatch(tx *store.Tx, t try, s chat.Session) error {
	tx.Delete(t.key)
	if !watched(s, t.e.Kind) {
		return nil
	}
	return watch(tx, s, t.e.Kind, t.now)
}

// answer mails what agents wrote, to the address of the session.
func (o *Outbox) answer(ctx context.Context, e hook.Effect) error {
	s, err := o.cfg.Sessions.Get(ctx, e.Session)
	if err != nil {
		return err
	}
	l, m, err := o.letter(ctx, s, e)
	if err != nil {
		return err
	}
	if l.Said, err = o.said(ctx, s, e); err != nil || len(l.Said) == 0 {
		return err
	}
	// A mail program shows the mails of a session together, because each names the one before it,
	// and the visitor's own last mail.
	if s.Mailed > 0 && s.Mailed != e.Words.From {
		which := strconv.Itoa(s.Mailed)
		if m.InReplyTo, err = o.cfg.Mailbox.MessageID(ctx, s.ID, which, m.To); err != nil {
			return err
		}
		m.References = append(m.References, m.InReplyTo)
	}
	if s.Heard != "" {
		m.InReplyTo = s.Heard
		m.References = append(m.References, s.Heard)
	}
	return o.post(ctx, l, m)
}

// confirm mails that a message arrived, and by when it is answered. The mail has none of its words.
func (o *Outbox) confirm(ctx context.Context, e hook.Effect) error {
	s, err := o.cfg.Sessions.Get(ctx, e.Session)
	if err != nil {
		return err
	}
	l, m, err := o.letter(ctx, s, e)
	if err != nil {
		return err
	}
	l.By = letters.When(s.Contact.Locale, s.LastAt, s.Reply.By, o.cfg.Zone(s))
	m.InReplyTo, m.Automatic = s.Heard, true
	if s.Heard != "" {
		m.References = []string{s.Heard}
	}
	return o.post(ctx, l, m)
}

// letter begins a mail about a session to its visitor.
func (o *Outbox) letter(
	ctx context.Context, s chat.Session, e hook.Effect,
) (l letters.Letter, m hook.Mail, err error) {
	if err := chat.CheckEmail("email", s.Contact.Email); err != nil {
		return l, m, fmt.Errorf("%w: %w", hook.ErrRefused, err)
	}
	l.Locale, l.Name = s.Contact.Locale, s.Contact.Name
	l.Shop, l.Own = o.cfg.Shop(s.Site, s.Contact.Locale)
	m.To, m.Again = s.Contact.Email, e.Unsure
	if m.ReplyTo, err = o.cfg.Mailbox.Address(ctx, s.ID); err != nil {
		return l, m, err
	}
	l.Reply = m.ReplyTo != ""
	m.MessageID, err = o.cfg.Mailbox.MessageID(ctx, s.ID, which(e), m.To)
	m.ID = m.MessageID
	return l, m, err
}

// which tells a mail from the others of its session: by the first of its words, or by what it was
// sent for, where it has none.
func which(e hook.Effect) string {
	if e.Words.From > 0 {
		return strconv.Itoa(e.Words.From)
	}
	_, id, _ := strings.Cut(e.ID, "_")
	return id
}

// post writes a letter into a mail and gives it to the host's mailer.
func (o *Outbox) post(ctx context.Context, l letters.Letter, m hook.Mail) error {
	if err := o.cfg.alive(ctx, m.To); err != nil {
		return err
	}
	w := letters.Write(l)
	m.Subject, m.Text, m.HTML, m.Lang = w.Subject, w.Text, w.HTML, w.Lang
	return o.cfg.Guard.Call(ctx, "mailer", func() error { return o.cfg.Mailer.Send(ctx, m) })
}

// said are the agents' words that a mail is made of.
func (o *Outbox) said(
	ctx context.Context, s chat.Session, e hook.Effect,
) (said []letters.Said, err error) {
	for after := e.Words.From - 1; after < e.Words.To; {
		es, next, err := o.cfg.Sessions.Page(ctx, e.Session, after, e.Words.To-after)
		if err != nil {
			return nil, err
		}
		for _, x := range es {
			if !says(x, e.Words.From) {
				continue
			}
			w := letters.Said{Who: x.Author.Name}
			if w.Text, err = o.cfg.Reads.words(ctx, o.cfg.Sessions, s, x); err != nil {
				return nil, err
			}
			if w.To, err = o.answered(ctx, s, x); err != nil {
				return nil, err
			}
			said = append(said, w)
		}
		if next == after {
			break
		}
		after = next
	}
	return said, nil
}

// says reports whether an entry has words for a mail that begins with entry from: an agent's
// message, or the new words of one that an earlier mail had.
func says(x chat.Entry, from int) bool {
	by := x.Author.Kind
	corrects := x.Kind == chat.KindCorrected && x.Of < from &&
		(by == chat.AuthorAgent || by == chat.AuthorBot)
	return (answers(x) || corrects) && x.Text != ""
}

// mostQuoted is how many characters of a message that is answered stand above the answer.
const mostQuoted = 160

// answered is the beginning of the message that another one answers; empty for none. What the
// visitor wrote is not mailed to an address that nobody vouches for.
func (o *Outbox) answered(ctx context.Context, s chat.Session, x chat.Entry) (string, error) {
	if x.ReplyTo == 0 {
		return "", nil
	}
	es, _, err := o.cfg.Sessions.Page(ctx, s.ID, x.ReplyTo-1, 1)
	if err != nil || len(es) == 0 || es[0].N != x.ReplyTo {
		return "", err
	}
	if !answers(es[0]) && !s.Contact.EmailVerified {
		return "", nil
	}
	text := []rune(strings.Join(strings.Fields(es[0].Text), " "))
	if len(text) > mostQuoted {
		text = append(text[:mostQuoted], '…')
	}
	return string(text), nil
}
