package desk

import (
	"cmp"
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/interpret"
	"github.com/switchboard-go/switchboard/chat/internal/outbox"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/chat/translate"
	"github.com/switchboard-go/switchboard/store"
)

// wish is what is to be done about a message: into which language it is translated, from which one,
// and which one the visitor was heard to write. Without a language to translate into, the last is
// all. The epoch is that of before the message was read.
type wish struct {
	from, to, heard string
	epoch           interpret.Epoch
}

// mostBefore is how many entries before a message are looked at for what was said before it.
const mostBefore = 6

// of is how the site of a session has things translated; false: not at all.
func (t *translations) of(s chat.Session) (settings.Translation, bool) {
	set := t.engine.settings.Load()
	if set == nil || s.Verbatim || s.Erased {
		return settings.Translation{}, false
	}
	site, _ := set.Site(s.Site)
	q, _ := set.Queue(s.Queue)
	return site.Translation, site.Translation.On && !q.Verbatim
}

// serves reports whether messages of a session are translated at all.
func (t *translations) serves(s chat.Session) bool {
	_, ok := t.of(s)
	return ok
}

// wish decides what is to be done about a message; false: nothing. What its words tell of their
// language counts before what is known of who wrote them. A message in a language that its readers
// read is left alone, and so are the names of files.
func (t *translations) wish(s chat.Session, m chat.Entry) (w wish, ok bool) {
	x, ok := t.of(s)
	if !ok || m.Text == "" || m.Withdrawn || m.Erased || m.Wordless() {
		return w, false
	}
	told, visitor := translate.Detect(m.Text), s.LanguageOr(s.Contact.Locale)
	if m.Author.Kind == chat.AuthorVisitor {
		w = wish{from: cmp.Or(told, visitor), heard: told}
		w.to = t.team(s, x, w.from)
		if !x.Serves(w.from) {
			w.to = ""
		}
	} else {
		w = wish{from: cmp.Or(told, t.team(s, x, "")), to: visitor}
		if !x.Serves(visitor) {
			w.to = ""
		}
	}
	if chat.Language(w.from) == chat.Language(w.to) || w.from == "" || translate.Empty(m.Text) {
		w.to = ""
	}
	says := w.heard != "" && !s.LangChosen && (w.heard != chat.Language(s.Lang) || s.LangNext != "")
	return w, w.to != "" || says
}

// team is the language of those who answer in a session: the one of its agent, or the team's. It is
// lang where they read that.
func (t *translations) team(s chat.Session, x settings.Translation, lang string) string {
	a, _ := t.engine.replica.Agent(s.Agent)
	for _, own := range a.Languages {
		if chat.Language(own) == chat.Language(lang) {
			return lang
		}
	}
	if len(a.Languages) > 0 {
		return chat.Variety(a.Languages[0])
	}
	return chat.Variety(x.Team)
}

// readsOf is what an outbox asks: nil where nothing is translated.
func readsOf(t *translations) outbox.Reads {
	if t == nil {
		return nil
	}
	return t.reads
}

// reads is the language into which a message is translated for the visitor of a session; empty: it
// goes as it was written.
func (t *translations) reads(s chat.Session, m chat.Entry) string {
	if m.Author.Kind == chat.AuthorVisitor {
		return ""
	}
	w, _ := t.wish(s, m)
	return w.to
}

// keep has a message translated, and keeps what came of it. Whatever fails, the message stays as it
// is, and its timeline says that there is no translation.
func (t *translations) keep(
	ctx context.Context, s chat.Session, m chat.Entry, w wish, before []chat.Entry,
) error {
	c := chat.Translate{Said: m.Text, From: w.from, Heard: w.heard}
	var mine claim
	if w.to != "" {
		var ok bool
		var err error
		if mine, ok, err = t.claim(ctx, s, m, w.to); err != nil || !ok {
			return err
		}
		// The interpreter logs why it fails.
		said, err := t.interpreter.Ask(ctx, w.epoch, hook.Wording{
			Text: m.Text, From: w.from, To: w.to, Site: s.Site, Queue: s.Queue,
			Before: saidBefore(before),
		})
		c.Cost, c.Into.Lang = said.Characters, w.to
		if err == nil {
			c.Into.Text, c.Into.Engine = said.Text, said.Engine
			cost := 0
			c.Into.Shown, cost = t.shown(ctx, s, m, w)
			c.Cost += cost
		}
	}
	return t.commit(ctx, s.ID, m.N, c, mine)
}

// saidBefore is what was said before a message, the last three.
func saidBefore(es []chat.Entry) (all []string) {
	for _, e := range es {
		if e.Kind == chat.KindMessage && e.Text != "" && e.Public() {
			all = append(all, e.Text)
		}
	}
	return all[max(0, len(all)-3):]
}

// commit puts a translation beside its message, in one batch with the entry that tells it and the
// end of the claim to ask for it.
func (t *translations) commit(
	ctx context.Context, id chat.SessionID, n int, c chat.Translate, mine claim,
) error {
	o := commit.Options{Also: func(
		tx *store.Tx, _, next chat.Session, entries []chat.Entry,
	) error {
		for _, x := range entries {
			if x.Kind != chat.KindTranslated {
				continue
			}
			if err := putTranslated(tx, next.ID, x); err != nil {
				return err
			}
		}
		return mine.drop(tx)
	}}
	if c.Into.Lang != "" { // told and counted once, also where a store does not say what it did
		o.Command, o.By = chat.CommandID(t.mint(prefixCommand)), byDesk
	}
	out, err := t.committer.Change(ctx, id, func(chat.Session) (_ chat.Command, err error) {
		if c.Message, err = entryOf(ctx, t.store, id, n); err != nil {
			return nil, err
		}
		return c, nil
	}, o)
	if err != nil || len(out.Entries) == 0 {
		t.giveUp(mine)
	}
	return err
}

// putTranslated adds to a batch a message beside which a translation stands now, and the entry that
// told the one before it, without words.
func putTranslated(tx *store.Tx, id chat.SessionID, x chat.Entry) error {
	message, old, err := timelineEntry(tx, id, x.Of)
	if err != nil {
		return err
	}
	message, before := message.TranslatedBy(x)
	if err := putRecord(tx, records.Timeline(id, x.Of), message, old); err != nil || before == 0 {
		return err
	}
	told, old, err := timelineEntry(tx, id, before)
	if err != nil {
		return err
	}
	return putRecord(tx, records.Timeline(id, before), told.Outdated(), old)
}

// timelineEntry reads an entry that is there, and its record's value.
func timelineEntry(tx *store.Tx, id chat.SessionID, n int) (e chat.Entry, old []byte, err error) {
	rs, err := tx.Get(records.Timeline(id, n))
	if err != nil {
		return e, nil, unavailable(err)
	}
	if len(rs) == 0 {
		return e, nil, fmt.Errorf("%w: entry %d", chat.ErrNotFound, n)
	}
	e, err = records.Decode[chat.Entry](rs[0].Value)
	return e, rs[0].Value, err
}
