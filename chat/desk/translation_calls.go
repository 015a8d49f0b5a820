package desk

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/interpret"
	"github.com/switchboard-go/switchboard/chat/translate"
)

// TranslateRequest asks for a message in another language: one of which no translation could be
// made, or of before there was any.
type TranslateRequest struct {
	Session chat.SessionID
	N       int    // the message's number
	Lang    string // Default: the agent's own language, of their own words the visitor's
}

// errNoTranslator says that nothing can be translated.
var errNoTranslator = fmt.Errorf(
	"%w: the desk has no Translator, or the site and queue have no translation",
	chat.ErrForbidden,
)

// By translates it for an agent who may answer the session, and returns the message as it stands
// then. It waits for at most three seconds, and as long again where the message has products or
// choices; chat.ErrUnavailable: there is no translation now, and the timeline says so.
// ErrForbidden: nothing is translated here.
func (r TranslateRequest) By(ctx context.Context, a Agent) (chat.Entry, error) {
	if err := chat.CheckLocale("lang", r.Lang); err != nil {
		return chat.Entry{}, err
	}
	st, err := a.who(ctx)
	if err == nil {
		err = st.needs(chat.PowerAnswer)
	}
	if err != nil {
		return chat.Entry{}, err
	}
	t, epoch := a.d.hooks.translations, interpret.Epoch(0)
	if t != nil {
		epoch = t.interpreter.Epoch()
	}
	s, err := a.see(ctx, r.Session)
	if err != nil {
		return chat.Entry{}, err
	}
	if t == nil || !t.serves(s) {
		return chat.Entry{}, errNoTranslator
	}
	es, err := t.read(ctx, s.ID, max(r.N, 1), max(r.N, 1))
	if err != nil {
		return chat.Entry{}, err
	}
	if len(es) == 0 || es[len(es)-1].N != r.N || es[len(es)-1].Kind != chat.KindMessage {
		return chat.Entry{}, wrong("message", "want a message of this session")
	}
	m := es[len(es)-1]
	w, _ := t.wish(s, m)
	w.epoch = epoch
	if lang := chat.Variety(r.Lang); lang != "" {
		w.to = lang
	}
	same := chat.Language(w.to) == chat.Language(w.from)
	if w.to == "" || same || translate.Empty(m.Text) {
		return chat.Entry{}, wrong("lang", "the message is in this language, or in none")
	}
	// Pressed twice, or while it is being translated anyway, it is asked for and charged once, also
	// where another node is at it.
	if err := t.once(ctx, saidOnce{s.ID, m.N, m.Changed, w.to}, func(ctx context.Context) error {
		return t.keep(ctx, s, m, w, es[:len(es)-1])
	}); err != nil {
		return chat.Entry{}, err
	}
	if m, err = entryOf(ctx, a.d.cfg.Store, s.ID, r.N); err != nil {
		return m, err
	}
	if m.In(w.to) == "" {
		err = fmt.Errorf("%w: no translation could be made", chat.ErrUnavailable)
	}
	return st.shown(m), err
}

// LanguageChoice says which language the visitor of a session writes and reads, whatever their
// words tell, or has everything shown as it was written.
type LanguageChoice struct {
	Session  chat.SessionID
	Lang     string // a language tag. Default: what their words tell, else their locale
	Verbatim bool   // nothing is translated
}

// By chooses for an agent who may answer the session. The last messages are translated anew.
func (c LanguageChoice) By(ctx context.Context, a Agent) error {
	return a.do(ctx, c.Session, func(st staffer, _ chat.Session) chat.Command {
		return c.command(st.author())
	})
}

// ByVisitor chooses for the session's own visitor.
func (c LanguageChoice) ByVisitor(ctx context.Context, v Visitor) error {
	me, err := v.whoLater(ctx)
	if err != nil {
		return err
	}
	_, err = v.change(ctx, me, c.Session, func(s chat.Session) (chat.Command, error) {
		return c.command(visiting(me, v).in(s)), nil
	}, commit.Options{})
	return err
}

func (c LanguageChoice) command(by chat.Author) chat.Command {
	return chat.ChooseLanguage{By: by, Lang: c.Lang, Verbatim: c.Verbatim}
}
