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
	"github.com/switchboard-go/switchboard/chat/internal/keyring"
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
	FateIgnored Fate = "ignored" // nothing is to be done about it
)

const byOutside = "outside" // whose ids the commands of what comes in have

// Receive takes in what came from outside, such as a mail that gomail.Read has read. What has the
// same Channel and ExternalID is taken in once, however often it comes.
//
// A mail finds its session by the address it came to, which the desk has signed, or else by the ids
// of the mails that it answers. A session that has ended becomes a left message again, whenever
// that was. A mail that finds none begins a left message of a visitor of whom nothing is known; so
// does an answer to a session that was erased. What another address than the session's sends is
// marked with chat.OtherSender. What robots write opens nothing and is never answered, and a bounce
// has the agents see that an answer did not arrive.
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
	mac := keyring.MAC(secret, "inbound", in.Channel, in.ExternalID)
	a := arrival{d: h.d, in: in, once: lower.EncodeToString(mac[:17])[:mintedLength]}
	return a.take(ctx)
}

const mintedLength = 26

var lower = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// arrival is one thing that came in, on its way to its session.
type arrival struct {
	d    *Desk
	in   hook.Inbound
	once string // what is the same each time it comes: names its command, and the session it begins
}

func (a arrival) take(ctx context.Context) (Received, error) {
	if _, own, err := a.d.mailbox.Mail(ctx, a.in.ExternalID); err != nil || own {
		return Received{Fate: FateIgnored}, err // the desk's own mail, in a circle
	}
	id, found, err := a.find(ctx)
	if err != nil {
		return Received{}, err
	}
	switch a.in.Kind {
	case hook.InboundFailed:
		if !found {
			return Received{Fate: FateIgnored}, nil
		}
		return a.add(ctx, id, FateFailed, chat.Undeliver{Text: a.failure()})
	case hook.InboundMessage, "":
	default:
		return Received{Fate: FateIgnored}, nil
	}
	texts := a.texts()
	if len(texts) == 0 || a.d.hooks.screen(ctx, strings.Join(texts, "\n")) != nil {
		return Received{Fate: FateIgnored}, nil
	}
	if a.in.Automatic {
		if !found {
			return Received{Fate: FateIgnored}, nil
		}
		return a.add(ctx, id, FateNoted, chat.AddNote{
			Author: chat.Author{Kind: chat.AuthorSystem}, Text: texts[0],
		})
	}
	if found {
		r, err := a.answer(ctx, id, texts)
		if !left(err) {
			return r, err
		}
	}
	return a.begin(ctx, texts)
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
	out, err := a.change(ctx, id, "", func(chat.Session) (chat.Command, error) { return c, nil })
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
)

// answer adds what somebody wrote to the session that it answers.
func (a arrival) answer(ctx context.Context, id chat.SessionID, texts []string) (Received, error) {
	s, err := a.d.sessions.Get(ctx, id)
	if err != nil {
		return Received{}, err
	}
	m, err := a.d.visitors.get(ctx, s.Visitor)
	if err != nil {
		return Received{}, err
	}
	if m.Banned.After(a.d.now()) {
		return Received{Fate: FateIgnored}, nil
	}
	sort, err := atMessage(ctx, a.d, s.Visitor, strings.Join(texts, "\n"))
	if err != nil {
		return Received{}, err
	}
	out, err := a.change(ctx, id, "", func(s chat.Session) (chat.Command, error) {
		c := chat.Arrive{Texts: texts, Via: a.in.Channel, ID: a.in.ExternalID}
		c.Author = chat.Author{
			Kind: chat.AuthorVisitor, ID: string(s.Visitor), Name: s.Contact.Name,
		}
		if !strings.EqualFold(a.in.Sender, s.Contact.Email) {
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
		Priority: in.Priority, Skills: in.Skills, Weight: door.queue.Weight,
		Contact: contact, Policy: door.queue.Policy, Text: texts[0], Leave: chat.Choice,
		Command: chat.CommandID("in." + a.once),
		Arrival: chat.Arrival{Intake: in},
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
		return c, nil
	})
	r.Entries = append(r.Entries, out.Entries...)
	return r, err
}

// door is that of somebody whom the host does not know: to the first queue that is for everybody.
// Where none is, the mail is kept in the first all the same, rather than lost.
func (a arrival) door(ctx context.Context) (entrance, error) {
	dr, err := Visitor{d: a.d}.door(ctx, "", "", hook.Customer{})
	if errors.Is(err, chat.ErrNotOffered) {
		return a.d.doorAt(ctx, dr.set, dr.site, dr.set.Offers(dr.site)[0])
	}
	return dr, err
}

// mostTexts is how many entries one mail makes at most, and mostOfText how long each is, in bytes.
const (
	mostTexts  = 8
	mostOfText = 4000
)

// texts are what it says, in pieces that an entry can hold. What is longer than all of them is cut
// off, and says so.
func (a arrival) texts() (out []string) {
	for _, p := range a.in.Parts {
		if p.Kind == hook.PartText {
			out = append(out, pieces(p.Text)...)
		}
	}
	if len(out) > mostTexts {
		out = append(out[:mostTexts-1], "[…]")
	}
	return out
}

// pieces cuts a text at ends of paragraphs, of lines or of words. A piece that shows nothing, or
// cannot stand in a timeline, is left out.
func pieces(s string) (out []string) {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	for s = strings.TrimSpace(s); s != ""; {
		piece := s
		if len(s) > mostOfText {
			piece = s[:mostOfText]
			for _, end := range []string{"\n\n", "\n", " "} {
				if i := strings.LastIndex(piece, end); i > mostOfText/2 {
					piece = piece[:i]
					break
				}
			}
			piece = strings.ToValidUTF8(piece, "") // no letter is cut through
		}
		s = strings.TrimSpace(s[len(piece):])
		if piece = strings.TrimSpace(piece); chat.CheckText("text", piece) == nil {
			out = append(out, piece)
		}
	}
	return out
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
	for _, p := range pieces(a.in.Failure) {
		return "the mail did not arrive: " + p
	}
	return "the mail did not arrive"
}
