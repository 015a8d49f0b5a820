package desk

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/store"
)

// Received is what became of something that came in from outside.
type Received struct {
	Fate    Fate
	Session chat.SessionID // the one it is about; empty where it was ignored
	Entries []chat.Entry   // that it added; those of then, where it came again
}

// Fate says what became of it.
type Fate string

// The fates.
const (
	FateAdded   Fate = "added"   // it stands in the session that it answers
	FateBegan   Fate = "began"   // it is a left message of its own
	FateFailed  Fate = "failed"  // it said that words did not arrive: the agents know
	FateNoted   Fate = "noted"   // a robot wrote it: the agents can read it
	FateRefused Fate = "refused" // the Screen refused its words: agents see that there were some
	FateIgnored Fate = "ignored" // nothing is to be done about it
)

const byOutside = "outside" // whose ids the commands of what comes in have

// Receive takes in what came from outside, such as a mail that gomail.Read has read. What has the
// same Channel and ExternalID is taken in once, however often it comes.
//
// A mail finds its session by the address it came to, which the desk has signed, or else by the ids
// of the mails that it answers. A session that has ended becomes a left message again, whenever
// that was. A mail that finds none begins a left message of a visitor of whom nothing is known; so
// does an answer to a session that was erased. What another address than the session's sends, or
// somebody in its name, is marked with chat.OtherSender. What robots write opens nothing and is
// never answered, and a bounce has the agents see that an answer did not arrive.
//
// ErrInvalid names the field that is wrong. After any other error nothing has been taken in, or the
// outcome is unknown: give it again.
func (h Host) Receive(ctx context.Context, in hook.Inbound) (Received, error) {
	if err := chat.CheckName("channel", in.Channel); err != nil {
		return Received{}, err
	}
	if in.ExternalID == "" || len(in.ExternalID) > maxExternID {
		return Received{}, fmt.Errorf(
			"%w: external_id: want 1 to %d bytes", chat.ErrInvalid, maxExternID,
		)
	}
	secret, err := h.d.keyring.Secret(ctx)
	if err != nil {
		return Received{}, err
	}
	a := arrival{d: h.d, in: in, once: onceOf(secret, in.Channel, in.ExternalID)}
	return a.take(ctx)
}

const mintedLength = 26

var lower = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// arrival is one thing that came in, on its way to its session.
type arrival struct {
	d    *Desk
	in   hook.Inbound
	once string // what is the same each time it comes: names its command, and the session it begins

	screened chat.Moderation // what was done about its words
	files    map[int]brought // by the number of the part

	also also // nil: nothing
}

func (a arrival) take(ctx context.Context) (Received, error) {
	if _, own, err := a.d.mailbox.Mail(ctx, a.in.ExternalID); err != nil || own {
		return Received{Fate: FateIgnored}, err // the desk's own mail, in a circle
	}
	id, found, err := a.find(ctx)
	if err != nil {
		return Received{}, err
	}
	if a.ofShop() {
		return a.elsewhere(ctx)
	}
	switch a.in.Kind {
	case hook.InboundFailed:
		if !found {
			return Received{Fate: FateIgnored}, nil
		}
		return a.dead(ctx, id)
	case hook.InboundDelete:
		return a.back(ctx)
	case hook.InboundKnown:
		_, _, _, err := a.last(ctx)
		return Received{Fate: FateIgnored}, err
	case hook.InboundMessage, hook.InboundEdit, "":
	default:
		return Received{Fate: FateIgnored}, nil
	}
	a.bring(ctx)
	words, err := a.words(ctx, id)
	if err != nil {
		return a.refused(ctx, id, found)
	}
	said := inPieces(words.text)
	if len(said) == 0 && len(a.files) == 0 {
		return Received{Fate: FateIgnored}, nil
	}
	a.screened = a.screened.And(words.Moderation)
	if a.in.Kind == hook.InboundEdit {
		return a.aside(ctx, "the visitor changed a message: ", words.text)
	}
	r, err := a.message(ctx, id, found, said)
	if err == nil {
		err = a.give(ctx, r.Session)
	}
	return r, err
}

// words are what it says, as it is accepted.
func (a arrival) words(ctx context.Context, id chat.SessionID) (screened, error) {
	text := a.text()
	if text == "" {
		return screened{}, nil
	}
	return a.d.hooks.screen(ctx, hook.Draft{
		Text: text, Author: chat.AuthorVisitor, Session: id, Channel: a.in.Channel,
	})
}

// message takes in what somebody wrote: into the session that it answers, into that of a customer
// of a messenger, or into one that begins.
func (a arrival) message(
	ctx context.Context, id chat.SessionID, found bool, said []string,
) (Received, error) {
	l, carried, err := a.line()
	switch {
	case err != nil:
		return Received{}, err
	case carried && !a.in.Automatic:
		return a.talk(ctx, l, said)
	}
	if a.in.Automatic {
		if !found {
			return Received{Fate: FateIgnored}, nil
		}
		return a.note(ctx, id, FateNoted, chat.AddNote{Text: said[0], Moderation: a.screened})
	}
	if a.also, err = a.alive(ctx); err != nil {
		return Received{}, err
	}
	if found {
		if again, err := a.circles(ctx, id); err != nil || again {
			return a.held(ctx, id, said, err)
		}
		r, err := a.answer(ctx, id, said)
		for range 8 {
			if !errors.Is(err, errMoved) {
				break
			}
			r, err = a.answer(ctx, id, said)
		}
		if !left(err) {
			return r, err
		}
	}
	return a.begin(ctx, said)
}

// find returns the session that it answers.
func (a arrival) find(ctx context.Context) (chat.SessionID, bool, error) {
	id, ok, err := a.d.mailbox.Session(ctx, a.in.Account)
	for i := 0; err == nil && !ok && i < len(a.in.ReplyTo); i++ {
		id, ok, err = a.d.mailbox.Mail(ctx, a.in.ReplyTo[i])
	}
	return id, ok, err
}

// add applies a command to the session that it answers. One that is there no longer is none of its
// business.
func (a arrival) add(
	ctx context.Context, id chat.SessionID, fate Fate, c chat.Command,
) (Received, error) {
	return a.decided(ctx, id, fate, func(chat.Session) (chat.Command, error) { return c, nil })
}

// decided is add for a command that depends on the session.
func (a arrival) decided(
	ctx context.Context, id chat.SessionID, fate Fate, decide commit.Decide,
) (Received, error) {
	out, err := a.change(ctx, id, "", decide)
	switch {
	case left(err):
		return Received{Fate: FateIgnored}, nil
	case err != nil:
		return Received{}, err
	}
	return Received{fate, id, out.Entries}, nil
}

func (a arrival) change(
	ctx context.Context, id chat.SessionID, part string, decide commit.Decide,
) (commit.Outcome, error) {
	return a.d.committer.Change(ctx, id, decide, commit.Options{
		Command: chat.CommandID("in." + a.once + part), By: byOutside,
		Body: bodyOf("receive", a.in.Channel, a.in.ExternalID), New: part == partFirst,
		Also: func(tx *store.Tx, old, next chat.Session, es []chat.Entry) error {
			if a.also != nil {
				if err := a.also(tx, old, next); err != nil {
					return err
				}
			}
			return a.await(tx, next.ID, es)
		},
	})
}

// left reports whether a session is there no more to be written to: it was erased, or archived.
func left(err error) bool {
	return errors.Is(err, chat.ErrNotFound) || errors.Is(err, chat.ErrClosed) ||
		errors.Is(err, chat.ErrWindow)
}

const (
	partFirst = ".first"
	partRest  = ".rest"
	partAgain = ".again"
	partOver  = ".over"
)

// answer adds what somebody wrote to the session that it answers.
func (a arrival) answer(ctx context.Context, id chat.SessionID, texts []string) (Received, error) {
	s, err := a.d.sessions.Get(ctx, id)
	if err != nil {
		return Received{}, err
	}
	if banned, err := a.banned(ctx, s.Visitor); err != nil || banned {
		return Received{Fate: FateIgnored}, err
	}
	sort, err := atMessage(ctx, a.d, s.Visitor, strings.Join(texts, "\n"))
	if err != nil {
		return Received{}, err
	}
	texts, awaited, err := a.says(ctx, s.Site, id, texts)
	if err != nil {
		return Received{}, err
	}
	out, err := a.change(ctx, id, "", func(s chat.Session) (chat.Command, error) {
		c := chat.Arrive{Texts: texts, Via: a.in.Channel, ID: a.in.ExternalID, Awaited: awaited}
		c.Moderation = a.screened
		c.Author = chat.Author{
			Kind: chat.AuthorVisitor, ID: string(s.Visitor), Name: s.Contact.Name,
		}
		if a.in.Doubted || !strings.EqualFold(a.in.Sender, s.Contact.Email) {
			c.Other, c.Author.ID, c.Author.Name = true, "", a.sender()
		} else if sort != nil {
			c.Intake = sort(s)
		}
		return c, nil
	})
	if err != nil {
		return Received{}, err
	}
	return Received{FateAdded, id, out.Entries}, nil
}

// begin makes a left message of it. The session's id follows from what came in, so that it begins
// once.
func (a arrival) begin(ctx context.Context, texts []string) (Received, error) {
	door, err := a.door(ctx)
	if err != nil {
		return Received{}, err
	}
	texts, awaited, err := a.says(ctx, door.site.ID, "", texts)
	if err != nil {
		return Received{}, err
	}
	contact := chat.Contact{}.Say(chat.Said{Name: a.name(), Email: a.address()})
	id := chat.SessionID(prefixSession + a.once)
	visitor := chat.VisitorID(a.d.cfg.IDs.Mint(prefixVisitor))
	in := door.sorter(newcomer{
		id: visitor, principal: chat.Principal{Kind: chat.RoleVisitor}, record: &visitorRecord{},
		contact: contact, text: texts[0],
	}).sort()
	if in.Queue != "" {
		door.queue, _ = door.set.Queue(in.Queue)
	}
	start := chat.Start{
		ID: id, Site: door.site.ID, Visitor: visitor,
		Queue: door.queue.ID, Channel: a.in.Channel,
		Priority: in.Priority, Weight: door.queue.Weight,
		Skills:  mergeSkills(door.queue.Skills, in.Skills),
		Contact: contact, Policy: door.queue.Policy, Text: texts[0], Leave: chat.Choice,
		Command: chat.CommandID("in." + a.once),
		Arrival: chat.Arrival{
			Intake: in, Moderation: a.screened, Awaited: awaited, Doubted: a.in.Doubted,
			Via: a.in.Channel,
		},
	}
	out, err := a.change(
		ctx, id, partFirst, func(chat.Session) (chat.Command, error) { return start, nil },
	)
	switch {
	case errors.Is(err, chat.ErrClosed): // it was taken in before, and erased since
		return Received{Fate: FateIgnored}, nil
	case err != nil:
		return Received{}, err
	}
	r := Received{FateBegan, id, out.Entries}
	if len(texts) == 1 {
		return r, nil
	}
	out, err = a.change(ctx, id, partRest, func(s chat.Session) (chat.Command, error) {
		by := chat.Author{Kind: chat.AuthorVisitor, ID: string(s.Visitor), Name: s.Contact.Name}
		c := chat.Arrive{Author: by, Texts: texts[1:], Via: a.in.Channel, ID: a.in.ExternalID}
		c.Moderation, c.Other = a.screened, a.in.Doubted
		return c, nil
	})
	r.Entries = append(r.Entries, out.Entries...)
	return r, err
}

// address is the sender's, where it is one.
func (a arrival) address() string {
	if chat.CheckEmail("sender", a.in.Sender) != nil {
		return ""
	}
	return a.in.Sender
}

// name is the sender's, where it can stand in a contact.
func (a arrival) name() string {
	if chat.CheckContact(chat.Contact{Name: a.in.Name}) != nil {
		return ""
	}
	return a.in.Name
}

// sender is who wrote, for the agents to read.
func (a arrival) sender() string {
	if s := a.address(); s != "" {
		return s
	}
	return a.name()
}

// failure is why words did not arrive, as a line that can stand in a timeline.
func (a arrival) failure() string {
	why, _ := chat.MaskCards(a.in.Failure)
	for _, p := range pieces(why) {
		return "the mail did not arrive: " + p
	}
	return "the mail did not arrive"
}
