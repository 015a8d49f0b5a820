package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
)

// TemplateQuery asks which approved words may go to the visitor of a session by their messenger.
type TemplateQuery struct{ Session chat.SessionID }

// By asks the messenger. There are none for a visitor who writes another way, or where the
// messenger's platform approves no words. ErrUnavailable: the messenger cannot be asked now.
func (q TemplateQuery) By(ctx context.Context, a Agent) ([]hook.Template, error) {
	card, err := a.Session(ctx, q.Session)
	if err != nil {
		return nil, err
	}
	return approved{a.d, card.Session.Line}.all(ctx)
}

// TemplateMessage is a message whose words a messenger's platform has approved. It may go when the
// time to answer is over, too.
type TemplateMessage struct {
	Session  chat.SessionID
	Command  chat.CommandID // as with MessageRequest
	Name     string         // of the template: Name and Language of one that TemplateQuery found
	Language string
	// Params are what stands in its places, in order: as many as it has, each one line of up to
	// chat.MaxParam characters. They are moderated as a message is.
	Params []string
}

// By sends it, in a session that the agent owns or has joined, and returns its entry, whose text is
// what the visitor reads. A chat.ErrInvalid names what is wrong: the platform has approved no such
// words, or they have another number of places. ErrReplyWindow: none may go to this visitor now.
// ErrUnavailable: nothing was sent.
func (r TemplateMessage) By(ctx context.Context, a Agent) (chat.Entry, error) {
	m := a.Messages()
	v, err := m.voice(ctx)
	if err != nil {
		return chat.Entry{}, err
	}
	own, err := commandOf(a.d.cfg.IDs, r.Command)
	if err != nil {
		return chat.Entry{}, err
	}
	said := append([]string{v.author.ID, r.Name, r.Language}, r.Params...)
	// Whoever says it again is answered, though the words are approved no more.
	send, line, lacking := r.filled(ctx, m, v)
	out, err := v.change(ctx, r.Session, func(s chat.Session) (chat.Command, error) {
		if lacking == nil {
			lacking = a.d.engine.approves(s, line, v.author.Kind)
		}
		if lacking != nil {
			return nil, lacking
		}
		send.Author, send.Command = v.in(s), own
		if set := a.d.engine.settings.Load(); set != nil {
			send.By = set.ReplyBy(s)
		}
		return send, nil
	}, commit.Options{Command: own, By: v.commands, Body: bodyOf(v.verb+"template", said...)})
	return v.shown(messageOf(out.Entries)), err
}

// filled is the message, for a customer of a messenger.
func (r TemplateMessage) filled(
	ctx context.Context, m Messages, v voice,
) (c chat.Send, to chat.Line, err error) {
	t := &chat.Template{Name: r.Name, Language: r.Language, Params: slices.Clone(r.Params)}
	for i, p := range t.Params { // platforms take one line
		t.Params[i] = strings.Join(strings.Fields(p), " ")
	}
	if err := t.Check(); err != nil {
		return c, to, err
	}
	s, err := v.reads(ctx, r.Session)
	if err != nil {
		return c, to, err
	}
	all, err := approved{m.d, s.Line}.all(ctx)
	if err != nil {
		return c, s.Line, err
	}
	at := slices.IndexFunc(all, func(x hook.Template) bool {
		return x.Name == r.Name && x.Language == r.Language
	})
	if at < 0 {
		return c, s.Line, wrong("name", "no such words are approved for this visitor's messenger")
	}
	var words screened
	d := hook.Draft{Author: v.author.Kind, Session: r.Session}
	t.Params, err = m.remarks(ctx, d, "params", t.Params, chat.MaxParam, &words)
	if err != nil {
		return c, s.Line, err
	}
	c.Text, err = all[at].Fill(t.Params)
	c.Template, c.Moderation = t, words.Moderation
	return c, s.Line, err
}

// approves refuses approved words that would not go: the visitor writes another way than when they
// were asked for, or nothing goes to them.
func (e *engine) approves(s chat.Session, asked chat.Line, by chat.AuthorKind) error {
	w, ok := e.window(s, by)
	switch {
	case !ok || s.Line.Channel != asked.Channel || s.Line.Account != asked.Account:
		return wrong("name", "the visitor writes another way now")
	case !w.Open() && w.Way != "template":
		return chat.ErrReplyWindow
	}
	return nil
}

// approved are the words that may go to a customer of a messenger.
type approved struct {
	d  *Desk
	to chat.Line
}

// all asks the messenger for them.
func (x approved) all(ctx context.Context) ([]hook.Template, error) {
	c, _ := x.d.engine.outbox.effects.Channel(x.to.Channel)
	t, ok := c.(hook.Templater)
	if !ok || x.to.Peer == "" {
		return nil, nil
	}
	guard := x.d.hooks.guard
	ctx, cancel := guard.Within(ctx)
	defer cancel()
	listed := make(chan []hook.Template, 1)
	if err := guard.Call(ctx, "templates", func() error {
		ts, err := t.Templates(ctx, x.to.Account)
		listed <- slices.Clone(ts)
		return err
	}); err != nil {
		return nil, fmt.Errorf("%w: templates: %w", chat.ErrUnavailable, err)
	}
	return <-listed, nil
}
