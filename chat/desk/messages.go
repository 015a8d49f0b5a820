package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/sessions"
	"github.com/switchboard-go/switchboard/store"
)

// Messages is a handle for what visitors, agents, bots and the host do to their own messages after
// they were said. A message can be changed while its session goes on, within the queue's CorrectFor; what came
// by a channel such as mail cannot. The timeline then has the message with its last words, and an
// entry that says that it was changed: supervisors find there what it said before.
//
// Any message but one's own gives the same chat.ErrInvalid, whether there is one or not; a session
// that is over chat.ErrClosed; a message that is too old chat.ErrWindow.
type Messages struct {
	d     *Desk
	voice func(context.Context) (voice, error)
}

// voice is who speaks: how their entries are signed, whose their command ids are, and how they
// change a session that they may.
type voice struct {
	author   chat.Author
	commands string
	verb     string // the first word of what a repetition is told by
	shown    func(chat.Entry) chat.Entry
	change   changes
	screen   func(context.Context, hook.Draft) (screened, error)
	// reads is a session that the voice may read; of the host there is none.
	reads func(context.Context, chat.SessionID) (chat.Session, error)
}

// files is whose files are the voice's own.
func (v voice) files() files.Author { return files.Author{Kind: v.author.Kind, ID: v.author.ID} }

// changes changes a session that the voice may change.
type changes func(
	context.Context, chat.SessionID, commit.Decide, commit.Options,
) (commit.Outcome, error)

// Messages returns the handle for the visitor's messages.
func (v Visitor) Messages() Messages {
	return Messages{v.d, func(ctx context.Context) (voice, error) {
		me, err := v.whoLater(ctx)
		if err != nil {
			return voice{}, err
		}
		return visiting(me, v), nil
	}}
}

// visiting is the voice of a visitor who is known to be me.
func visiting(me chat.VisitorID, v Visitor) voice {
	return voice{
		author:   chat.Author{Kind: chat.AuthorVisitor, ID: string(me)},
		commands: byVisitor, verb: "visitor.", shown: chat.Entry.ForVisitor,
		change: func(
			ctx context.Context, id chat.SessionID, c commit.Decide, o commit.Options,
		) (commit.Outcome, error) {
			return v.change(ctx, me, id, c, o)
		},
		screen: v.d.hooks.screen, reads: v.own,
	}
}

// Messages returns the handle for the agent's messages.
func (a Agent) Messages() Messages {
	return Messages{a.d, func(ctx context.Context) (voice, error) {
		st, err := a.who(ctx)
		return voice{
			author: st.author(), commands: string(st.ID), verb: "agent.", shown: st.shown,
			change: func(
				ctx context.Context, id chat.SessionID, c commit.Decide, o commit.Options,
			) (commit.Outcome, error) {
				return a.change(ctx, st, id, c, o)
			},
			screen: a.d.hooks.screen, reads: a.see,
		}, err
	}}
}

// in is how the voice signs what it says in a session.
func (v voice) in(s chat.Session) chat.Author {
	by := v.author
	if by.Kind == chat.AuthorVisitor {
		by.Name = s.Contact.Name
	}
	return by
}

// shown is an entry as the staffer may see it.
func (s staffer) shown(e chat.Entry) chat.Entry {
	return s.audience().Shows(e)
}

// audience is who the staffer is to those who show entries.
func (s staffer) audience() sessions.Audience {
	if s.Supervisor {
		return sessions.Supervisors
	}
	return sessions.Agents
}

// say adds what the voice says, which verb names, as the command that is made of it. A message that
// it answers is read after the session: no message is added, changed or erased without the session.
func (m Messages) say(
	ctx context.Context, v voice, verb string, id chat.SessionID, r MessageRequest,
	command func(chat.Session, chat.Send) (chat.Command, error), o commit.Options,
) (chat.Entry, error) {
	own, err := commandOf(m.d.cfg.IDs, r.Command)
	if err != nil {
		return chat.Entry{}, err
	}
	words, err := v.screen(ctx, r.draft(v, id, verb != "send"))
	if err != nil {
		return chat.Entry{}, err
	}
	// Whoever may not see the session, or says it again, is answered without what is shown.
	rich, refused := m.shows(ctx, v, verb, id, r, &words)
	brought, lacking := m.brings(ctx, v, verb, id, r, &words)
	said := []string{v.author.ID, r.Text}
	if r.ReplyTo != 0 { // as earlier releases told commands apart, otherwise
		said = append(said, strconv.Itoa(r.ReplyTo))
	}
	for _, a := range r.Mentions {
		said = append(said, string(a))
	}
	said = append(said, r.told()...)
	o.Also = m.attaching(v, r, o.Also)
	o.Command, o.By, o.Body = own, v.commands, bodyOf(v.verb+verb, said...)
	out, err := v.change(ctx, id, func(s chat.Session) (chat.Command, error) {
		if err := errors.Join(refused, lacking); err != nil {
			return nil, err
		}
		to, err := replied(ctx, m.d.cfg.Store, id, r.ReplyTo)
		if err != nil {
			return nil, err
		}
		return command(s, chat.Send{
			Author: v.in(s), Command: own, Text: words.text, Lang: r.Lang, Reply: to,
			Rich: rich, Attached: brought, Moderation: words.Moderation,
		})
	}, o)
	return v.shown(messageOf(out.Entries)), err
}

// Correct puts r.Text in the place of what message n said, and returns the message as it stands. The
// same words change nothing. r.ReplyTo and r.Lang say nothing here. ErrReplyWindow is as with Send.
func (m Messages) Correct(
	ctx context.Context, id chat.SessionID, n int, r MessageRequest,
) (chat.Entry, error) {
	v, err := m.voice(ctx)
	if err == nil { // what stands beside the words stays as it is
		err = r.bare()
	}
	if err != nil {
		return chat.Entry{}, err
	}
	words, err := v.screen(ctx, r.draft(v, id, false))
	if err != nil {
		return chat.Entry{}, err
	}
	body := bodyOf(v.verb+"correct", v.author.ID, strconv.Itoa(n), r.Text)
	return m.rewrite(ctx, v, id, n, r.Command, body, func(x chat.Withdraw) chat.Command {
		return chat.Correct{
			By: x.By, Command: x.Command, Message: x.Message, Within: x.Within, Text: words.text,
			Moderation: words.Moderation,
		}
	})
}

// Withdraw takes message n back, and returns it as it stands: without words. Doing it again changes
// nothing. What went out by mail before is not called back.
func (m Messages) Withdraw(
	ctx context.Context, id chat.SessionID, n int, command chat.CommandID,
) (chat.Entry, error) {
	v, err := m.voice(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	body := bodyOf(v.verb+"withdraw", v.author.ID, strconv.Itoa(n))
	return m.rewrite(ctx, v, id, n, command, body, func(x chat.Withdraw) chat.Command { return x })
}

// rewrite changes a message by the command that is made of what a withdrawal would say. The entry of
// the change, the message and the change before it are written in one batch. Each change of a
// message changes the session, so a message read after the session is as the session knows it.
func (m Messages) rewrite(
	ctx context.Context, v voice, id chat.SessionID, n int, client chat.CommandID, body []byte,
	command func(chat.Withdraw) chat.Command,
) (chat.Entry, error) {
	own, err := commandOf(m.d.cfg.IDs, client)
	if err != nil {
		return chat.Entry{}, err
	}
	var message chat.Entry
	var let []chat.File // go of
	decide := func(s chat.Session) (c chat.Command, err error) {
		if message, err = entryOf(ctx, m.d.cfg.Store, id, n); err != nil {
			return nil, err
		}
		return command(chat.Withdraw{
			By: v.in(s), Command: own, Message: message, Within: m.d.engine.correctFor(s),
		}), nil
	}
	out, err := v.change(ctx, id, decide, commit.Options{
		Command: own, By: v.commands, Body: body,
		Also: func(tx *store.Tx, old, next chat.Session, entries []chat.Entry) error {
			for _, x := range entries {
				if x.Of == 0 {
					continue
				}
				if err := m.goes(old, message, x); err != nil {
					return err
				}
				let = nil
				if brought := message.Files; len(brought) > 0 && x.Kind == chat.KindWithdrawn {
					if err := m.d.files.Detach(tx, next.ID, n); err != nil {
						return err
					}
					let = brought
				}
				if message, err = putChanged(tx, next.ID, message, x); err != nil {
					return err
				}
			}
			return nil
		},
	})
	if err != nil {
		return chat.Entry{}, err
	}
	m.d.files.Discard(ctx, let)
	if out.Replayed {
		if message, err = entryOf(ctx, m.d.cfg.Store, id, n); err != nil {
			return chat.Entry{}, err
		}
	}
	return v.shown(message), nil
}

// goes refuses new words that the visitor's messenger would not take now, as Send does.
func (m Messages) goes(s chat.Session, message, by chat.Entry) error {
	visitor := by.Author.Kind == chat.AuthorVisitor
	if visitor || by.Kind != chat.KindCorrected || message.Kind != chat.KindMessage {
		return nil
	}
	return m.d.engine.speaks(s, by.Author.Kind)
}

// putChanged adds to a batch a message that an entry has changed, and the entries that changed it
// before, or told what it said in other languages, without the words that hold no longer.
func putChanged(tx *store.Tx, id chat.SessionID, message, by chat.Entry) (chat.Entry, error) {
	keys := []string{records.Timeline(id, message.N)}
	if message.Changed > 0 {
		keys = append(keys, records.Timeline(id, message.Changed))
	}
	for _, told := range message.Translations {
		keys = append(keys, records.Timeline(id, told.N))
	}
	rs, err := tx.Get(keys...)
	if err != nil {
		return message, unavailable(err)
	}
	for _, r := range rs {
		e, err := records.Decode[chat.Entry](r.Value)
		if err != nil {
			return message, err
		}
		if e.N == message.N {
			e = e.ChangedBy(by)
			message = e
		} else {
			e = e.Outdated()
		}
		if err := putRecord(tx, r.Key, e, r.Value); err != nil {
			return message, err
		}
	}
	return message, nil
}

// entryOf reads an entry of a timeline in the store; the zero Entry where there is none.
func entryOf(ctx context.Context, s store.Store, id chat.SessionID, n int) (chat.Entry, error) {
	if n < 1 || n > maxEntry {
		return chat.Entry{}, nil
	}
	rs, err := s.Get(ctx, records.Timeline(id, n))
	if err != nil || len(rs) == 0 {
		return chat.Entry{}, unavailable(err)
	}
	return records.Decode[chat.Entry](rs[0].Value)
}

// maxEntry is the highest number that an entry can have.
const maxEntry = 99_999_999

// replied reads the message that another one answers; n 0 is none.
func replied(ctx context.Context, s store.Store, id chat.SessionID, n int) (chat.Entry, error) {
	e, err := entryOf(ctx, s, id, n)
	if err == nil && n != 0 && e.N == 0 {
		e.N = n // there is none: the answer is refused
	}
	return e, err
}

// correctFor is how long after a message of a session its author may change it.
func (e *engine) correctFor(s chat.Session) time.Duration {
	if set := e.settings.Load(); set != nil {
		if q, ok := set.Queue(s.Queue); ok && q.CorrectFor != 0 {
			return q.CorrectFor
		}
	}
	return 15 * time.Minute
}
