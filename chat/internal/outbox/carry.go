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
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

// prepareWords decides what goes to the messenger now: what has not gone out and the visitor has
// not read on the page. A node that does not have the messenger leaves it for one that has: that is
// no try, and the schedule of failures begins with the first.
func (o *Outbox) prepareWords(
	ctx context.Context, t *try, s chat.Session, read int,
) (bool, error) {
	if _, ok := o.Channel(s.Line.Channel); !ok {
		t.e.Unsure, t.e.Begun = t.e.Unsure || !t.e.Begun.IsZero(), time.Time{}
		if t.e.Tries == 0 {
			t.e.At = t.now
		}
		return false, o.postpone(ctx, *t, t.own.Add(lookAgain))
	}
	// What an earlier try gave to the messenger is not given again.
	from := max(s.Unmailed.From, read+1, t.e.Words.From)
	if from > s.Unmailed.To {
		return false, o.unwatch(ctx, *t, s.Unmailed.To)
	}
	t.e.Words = chat.Span{From: from, To: s.Unmailed.To}
	due, err := o.cfg.Reads.again(ctx, o.cfg.Sessions, s, t.e, t.own)
	if err != nil || due.IsZero() {
		return err == nil, err
	}
	return false, o.postpone(ctx, *t, due)
}

// carry gives what agents wrote to the messenger of its session, one message after another.
//
// The effect is that of a mail: one record a session, which holds no words. What it is made of is
// decided on when it is tried, and stays the same until that try has an end. So what is withdrawn
// before does not go, and what is written meanwhile goes with the next one.
//
// A messenger takes the same id once. So a try that nobody knows the end of is simply made again:
// nothing of it can come twice, and the timeline says nothing of it. How far each message came is
// told by the messenger, when the platform does. A message that it refuses for good goes back to
// the agents, and holds up none of those after it.
func (o *Outbox) carry(ctx context.Context, e hook.Effect) (came end) {
	s, err := o.cfg.Sessions.Get(ctx, e.Session)
	if err != nil {
		return end{failure: err}
	}
	c, ok := o.Channel(s.Line.Channel)
	if !ok { // since it was decided on
		err = fmt.Errorf("outbox: channel %q: this node has none of that name", s.Line.Channel)
		return end{failure: err}
	}
	defer func() {
		if err := o.cfg.forget(ctx, s); err != nil {
			came.failure = errors.Join(came.failure, err)
		}
	}()
	// The messages go in their order, and none before the one before it was taken over: a messenger
	// keeps the order in which it got them.
	for after := e.Words.From - 1; after < e.Words.To; {
		es, next, err := o.cfg.Sessions.Page(ctx, e.Session, after, e.Words.To-after)
		if err != nil {
			came.failure = err
			return came
		}
		for _, x := range es {
			if !says(x, s.Unmailed.From) {
				continue
			}
			m := hook.Words{
				ID: WordsID(s.ID, x.N), Session: s.ID, N: x.N, Account: s.Line.Account,
				To: s.Line.Peer, By: x.Author.Kind, At: x.At, Template: x.Template,
			}
			if f, ok := c.(hook.FileCarrier); ok && f.CarriesFiles() {
				m.Files, x = x.Files, bare(x)
			}
			if m.Text, err = o.cfg.Reads.words(ctx, o.cfg.Sessions, s, x); err != nil {
				came.failure = err
				return came
			}
			// A messenger that can edits the message, any other one sends the new words after it:
			// either way the customer has them.
			if x.Kind == chat.KindCorrected {
				m.Of = WordsID(s.ID, x.Of)
			}
			err := o.cfg.Guard.Call(ctx, "channel", func() error { return c.Carry(ctx, m) })
			switch {
			case errors.Is(err, hook.ErrRefused):
				came.refused = append(came.refused, refusal{x.N, failed(err)})
			case err != nil:
				came.failure = err
				return came
			}
			came.upTo = x.N
		}
		if next == after {
			break
		}
		after = next
	}
	return came
}

// bare is a message without its files, and without their names where it has no other words.
func bare(x chat.Entry) chat.Entry {
	if x.Wordless() {
		x.Text, x.Translations = "", nil
	}
	x.Files = nil
	return x
}

// forget drops what was given to a messenger while its session was erased: the erasure itself took
// only what waited there before.
func (c Config) forget(ctx context.Context, s chat.Session) error {
	now, err := c.Sessions.Get(ctx, s.ID)
	if err != nil || !now.Erased || c.Forget == nil {
		return nil
	}
	return c.Forget(ctx, s.Line)
}

// refusal is why a messenger never will send a message.
type refusal struct {
	n   int // the message
	why string
}

// refuse has the agents see to a message that the messenger refused, once.
func (o *Outbox) refuse(ctx context.Context, t try, r refusal) error {
	c := chat.Undeliver{Text: "a message did not arrive: " + r.why, Of: r.n}
	_, err := o.cfg.Committer.Change(ctx, t.e.Session,
		func(chat.Session) (chat.Command, error) { return c, nil },
		commit.Options{
			Command: chat.CommandID("refused." + strconv.Itoa(r.n)), By: byOutbox,
			Body: []byte(WordsID(t.e.Session, r.n)), If: t.conds(),
		})
	return err
}

// byOutbox begins the names of commands by which a refusal is told once, however often the end of
// its try is written.
const byOutbox = "outbox"

// Connect has a channel carry what agents write to its customers.
func (o *Outbox) Connect(c hook.Channel) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.channels = append(o.channels, c)
}

// Channel is the channel of a name; false: there is none.
func (o *Outbox) Channel(name string) (hook.Channel, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.channels {
		if c.Name() == name {
			return c, true
		}
	}
	return nil, false
}

// WordsID is the id of entry n of a session on its way out.
func WordsID(id chat.SessionID, n int) string { return string(id) + "." + strconv.Itoa(n) }

// ParseWordsID reads what WordsID wrote; false: it never did.
func ParseWordsID(s string) (chat.SessionID, int, bool) {
	id, number, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(number)
	ok := err == nil && n > 0 && records.Minted(records.PrefixSession, id)
	return chat.SessionID(id), n, ok && s == WordsID(chat.SessionID(id), n)
}
