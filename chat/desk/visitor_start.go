package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// StartRequest is what a visitor begins a session with, or leaves a message.
type StartRequest struct {
	Command chat.CommandID // the client's id of the first message. Default: a fresh one, and then a repetition is a new session
	Site    chat.SiteID    // Default: the site that was there first; of a seed's sites, the first by id
	Queue   chat.QueueID   // Default: the queue that the visitor's prompt names, or the site's first
	Name    string
	Email   string
	Phone   string
	Text    string // the question
	// Fields are of the site's and the queue's own. Default: none, and without a required one it is
	// refused.
	Fields  []chat.Field
	Locale  string // a language tag
	Consent string // the version of the text agreed to
	Prompt  string // the prompt it begins from
	Page    string // the address it begins on; none is let in. Default: that of the last of Pages
	Leave   bool   // leave a message for later instead
	// CallAt asks that the shop calls Phone at that time: it leaves a message, whose answer is
	// promised by then. Help.Ask has the times. Default: no call
	CallAt time.Time
	Skills []chat.Skill
	Pages  []PageView // what the visitor looked at, the newest last
	Cart   *Cart
	Device string // phone, tablet or computer. Default: not known
	Clock  *int   // minutes of the visitor's clock ahead of UTC, -900 to 900. Default: not known
}

const maxRows = 30 // of a Profile's card

// Start begins a session and returns how it stands.
//
// A visitor has at most one open session. If there is one already, the text goes there as a
// message, and that session is the answer. Outside the hours, or when the queue is full, the answer
// is a *Refusal, unless Leave is set: then the text is kept as a left message. If nobody is there
// who could serve the session, the queue's NoAgent decides.
//
// ErrNotOffered: the site is not for the visitor, or it offers no chat on the page, by its NoChat
// and Only. A prompt that stands,
// or was accepted within the hour, admits on the page that it was shown on.
func (v Visitor) Start(ctx context.Context, r StartRequest) (SessionView, error) {
	if v.d == nil {
		return SessionView{}, chat.ErrForbidden
	}
	if r.Command == "" {
		r.Command = chat.CommandID(v.d.cfg.IDs.Mint(prefixCommand))
	}
	if err := r.check(); err != nil { // before a record is made for a new customer
		return SessionView{}, err
	}
	me, err := v.who(ctx, true)
	if err != nil {
		return SessionView{}, err
	}
	words, err := v.d.hooks.screen(
		ctx, hook.Draft{Text: r.Text, Lang: r.Locale, Author: chat.AuthorVisitor},
	)
	if err != nil {
		return SessionView{}, err
	}
	b := beginning{v: v, me: me, r: r, words: words}
	if err := b.prepare(ctx); err != nil {
		return SessionView{}, err
	}
	return b.begin(ctx)
}

// beginning is one Start under way.
type beginning struct {
	v     Visitor
	me    chat.VisitorID
	r     StartRequest
	words screened // the question, as it is accepted
	door  entrance
	start chat.Start
	rows  []hook.CardRow
	host  map[string]trigger.Value // what it says
	known bool                     // the visitor has a record
	here  bool                     // chat is offered on the page
	wait  Estimate                 // what the visitor is told
	place int
	// what the rules decided
	intake chat.Intake
}

// prepare decides what would be started, by everything but the visitor's own records.
func (b *beginning) prepare(ctx context.Context) (err error) {
	r := b.r
	m, err := b.v.d.visitors.get(ctx, b.me)
	if err != nil {
		return err
	}
	if m.Banned.After(b.v.d.now()) {
		return chat.ErrBanned
	}
	b.known = !m.FirstAt.IsZero()
	prompt := m.find(r.Prompt)
	if prompt != nil && r.Queue == "" {
		r.Queue = prompt.Queue
	}
	customer := b.v.d.hooks.customer(ctx, b.v.p)
	b.door, err = b.v.door(ctx, r.Site, r.Queue, customer)
	if errors.Is(err, chat.ErrNotFound) && b.r.Queue == "" { // the site no longer offers the prompt's queue
		b.door, err = b.v.door(ctx, r.Site, "", customer)
	}
	if err != nil {
		if errors.Is(err, chat.ErrNotFound) {
			return fmt.Errorf("%w: site, queue: there is no such one", chat.ErrInvalid)
		}
		return err
	}
	b.here = b.offered(prompt)
	b.host = b.v.d.hooks.said(ctx, b.door.set, customer, b.v.said)
	contact := b.contact(customer)
	asked := settings.AskedAt(b.door.site, b.door.queue)
	given, screened, err := b.v.d.hooks.fields(ctx, asked, r.Fields, hook.Draft{Lang: r.Locale})
	if err != nil {
		return err
	}
	filled, wrong := settings.Fill(asked, given, true)
	rules := b.door.sorter(newcomer{
		id: b.me, principal: b.v.p, customer: customer, said: b.host, record: &m,
		contact: contact, text: b.words.text, chosen: b.r.Queue, fields: filled,
		facts: VisitFacts{
			URL: b.page(), Device: r.Device, Cart: r.Cart, Pages: r.Pages,
			Locality: Locality{Clock: r.Clock},
		},
	})
	if err := b.sorted(ctx, rules, customer); err != nil {
		return err
	}
	b.tags(&m, prompt)
	b.rows = customer.Card
	if c := b.door.site.Consent; c.Version != "" {
		if r.Consent != c.Version {
			return fmt.Errorf("%w: consent: want the version %q", chat.ErrInvalid, c.Version)
		}
		contact.Consent = chat.Consent{Version: c.Version, At: b.door.now}
	}
	var call error
	if !r.CallAt.IsZero() {
		b.r.Leave, call = true, b.door.calls(r.CallAt, contact.Phone)
	}
	if err := errors.Join(b.form(contact), chat.CheckContact(contact), wrong, call); err != nil {
		return err
	}
	q := b.door.queue
	b.door.locale = contact.Locale
	b.start = chat.Start{
		ID: chat.SessionID(b.v.d.cfg.IDs.Mint(prefixSession)), Site: b.door.site.ID, Visitor: b.me, Queue: q.ID,
		Priority: b.door.priority, Weight: q.Weight,
		Skills: mergeSkills(b.door.wants.Skills), Contact: contact, Policy: q.Policy,
		Command: r.Command, Text: b.words.text, Lang: r.Locale,
		Arrival: chat.Arrival{
			Arriving: q.Limit > 0, Retired: b.door.retired, Intake: b.intake,
			Fields: filled, Filled: screened,
			Moderation: b.words.Moderation, CallAt: r.CallAt.UTC(),
		},
	}
	if prompt != nil {
		b.start.Prompt, b.start.Rule = prompt.UID, prompt.Rule
		if chat.CheckText("greeting", prompt.Text) == nil { // the text of a rule may be longer than that of an entry
			b.start.Greeting = prompt.Text
		}
	}
	if b.start.Sticky, err = b.sameAgent(ctx); err != nil {
		return err
	}
	if b.wait, b.place = b.door.ownWait(); b.wait.Known {
		b.start.Promise = &chat.Promise{Position: b.place, Wait: b.wait.P90}
	}
	return nil
}

// form checks the answers to what the site asks before a session.
func (b *beginning) form(c chat.Contact) error {
	given := map[string]string{"name": c.Name, "email": c.Email, "phone": c.Phone, "text": b.r.Text}
	var errs []error
	for _, f := range b.door.site.Form {
		if f.Required && given[f.Name] == "" {
			errs = append(errs, fmt.Errorf("%w: %s: missing", chat.ErrInvalid, f.Name))
		}
	}
	return errors.Join(errs...)
}

// begin commits the session, or sends the text to the one that is open.
func (b *beginning) begin(ctx context.Context) (SessionView, error) {
	unlock, err := b.v.d.committer.Lock(ctx, records.Current(b.me))
	if err != nil {
		return SessionView{}, unavailable(err)
	}
	defer unlock()
	open, out, err := b.try(ctx)
	if errors.Is(err, chat.ErrNotOffered) { // an open session goes on everywhere
		s, ok, lost := b.v.d.sessions.Current(ctx, b.me)
		if lost == nil && ok && s.State.Running() {
			return b.join(ctx, s.ID)
		}
	}
	if errors.Is(err, chat.ErrOtherOpen) {
		// Another node may have begun the session by this very command between two reads: its
		// receipt is there with the session.
		said, lost := b.said(ctx)
		if lost != nil {
			return SessionView{}, unavailable(lost)
		}
		if !said {
			return b.join(ctx, open)
		}
		_, out, err = b.try(ctx)
	}
	if err != nil {
		return SessionView{}, err
	}
	if p := b.start.Prompt; p != "" && !out.Replayed {
		b.v.d.engine.near.invites.End(p, b.start.Rule, true)
		b.v.d.visitors.tally.note(b.me)
	}
	if !out.Replayed && out.Session.State == chat.Queued {
		b.v.d.notices.joined(b.door)
	}
	view, err := b.v.d.engine.views.visitorsNew(ctx, out, b.wait, b.place)
	view.Replayed = out.Replayed
	return view, err
}

// try commits the session. With ErrOtherOpen it returns the session that is open.
func (b *beginning) try(ctx context.Context) (open chat.SessionID, out commit.Outcome, err error) {
	decide := func(chat.Session) (chat.Command, error) {
		c, err := b.decide()
		if err == nil {
			err = b.v.d.settled.Use(ctx, b.door.set)
		}
		return c, err
	}
	out, err = b.v.d.committer.Change(ctx, b.start.ID, decide, commit.Options{
		Command: b.r.Command, By: byVisitor, Scope: string(b.me), Body: b.body(), New: true, Known: b.known,
		Ahead: []string{records.Current(b.me), records.History(b.me)},
		Also: func(tx *store.Tx, _, next chat.Session, _ []chat.Entry) (err error) {
			if open, err = claimCurrent(tx, b.me, next.ID); err != nil {
				return err
			}
			if b.known { // an earlier session may have left receipts to delete
				if err := commit.Sweep(tx, string(b.me), b.door.now); err != nil {
					return err
				}
			}
			return b.remember(tx, next)
		},
	})
	return open, out, err
}

func (b *beginning) body() []byte {
	r := b.r
	said := []string{
		string(r.Site), string(r.Queue), r.Name, r.Email, r.Phone, r.Text, fmt.Sprint(r.Leave),
	}
	for _, f := range r.Fields { // as earlier releases told commands apart, without them
		said = append(said, f.Name, f.Value)
	}
	if !r.CallAt.IsZero() {
		said = append(said, "call", r.CallAt.UTC().Format(time.RFC3339Nano))
	}
	return bodyOf("start", said...)
}

// decide admits the session, keeps it as a left message, or refuses it.
func (b *beginning) decide() (chat.Command, error) {
	start := b.start
	why := b.door.refuses()
	switch {
	case !b.here:
		return nil, chat.ErrNotOffered
	case why == chat.Retired:
		return nil, fmt.Errorf("%w: site: it is retired", chat.ErrInvalid)
	case b.r.Leave:
		start.Leave, start.Promise = cmp.Or(why, chat.Choice), nil
	case why == chat.OutsideHours:
		return nil, &Refusal{Reason: chat.ErrOutsideHours, NextOpen: b.door.opening().NextOpen}
	case why == chat.QueueFull && b.door.tooLong() && b.r.Text != "":
		start.Leave, start.Promise = why, nil
	case why == chat.QueueFull:
		return nil, &Refusal{Reason: chat.ErrQueueFull}
	case why == chat.NoAgent && b.door.queue.NoAgent != settings.NoAgentRefuse && b.r.Text != "":
		start.Leave, start.Promise = why, nil
	case why == chat.NoAgent:
		return nil, &Refusal{Reason: chat.ErrNoAgent}
	}
	return start, nil
}

// claimCurrent makes a session the visitor's current one. The key is unique and its record is read
// in the same batch, so at most one session is open.
func claimCurrent(tx *store.Tx, v chat.VisitorID, id chat.SessionID) (open chat.SessionID, err error) {
	key := records.Current(v)
	rs, err := tx.Get(key)
	if err != nil {
		return "", unavailable(err)
	}
	var old []byte
	if len(rs) > 0 {
		old = rs[0].Value
		p, err := records.Decode[records.Pointer](old)
		if err != nil {
			return "", err
		}
		rs, err := tx.Get(records.Session(p.Session))
		if err != nil {
			return "", unavailable(err)
		}
		if len(rs) > 0 && p.Session != id {
			s, err := records.Decode[chat.Session](rs[0].Value)
			if err != nil {
				return "", err
			}
			if s.State.Running() {
				return s.ID, chat.ErrOtherOpen
			}
		}
	}
	return "", putRecord(tx, key, records.Pointer{Session: id}, old)
}

// remember records the session in the visitor's history, and ends the prompt it came from as
// accepted.
func (b *beginning) remember(tx *store.Tx, next chat.Session) error {
	if err := welcome(tx, b.me, b.door.now); err != nil {
		return err
	}
	return b.v.d.visitors.edit(tx, b.me, func(m *visitorRecord) (bool, error) {
		m.Rows, m.Said, m.Tagged = b.rows, b.host, nil
		m.Device, m.Clock = cmp.Or(b.r.Device, m.Device), cmp.Or(b.r.Clock, m.Clock)
		m.remember(b.r.Pages, b.r.Cart, next.LastAt)
		if p := m.find(next.Prompt); p != nil && p.Fate == trigger.Shown {
			m.end(p, b.me, trigger.Accepted, next.LastAt)
		}
		m.began(next.Prompt)
		if next.State.Running() {
			m.History = m.History.ChatStart(next.LastAt)
		}
		return true, nil
	})
}
