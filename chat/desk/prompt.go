package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// Prompter decides which prompt a visitor sees. A *trigger.Set is one.
type Prompter interface {
	Eval(v trigger.Visit, h trigger.History, now time.Time) trigger.Result
	Claim(
		v trigger.Visit, h trigger.History, rule string, now time.Time,
	) (trigger.History, trigger.Event, error)
	Text(a trigger.Action, language string, v trigger.Visit, h trigger.History, now time.Time) string
}

// PromptOutcome is what a visitor did with a prompt.
type PromptOutcome string

// The outcomes.
const (
	PromptAccepted  PromptOutcome = "accepted"
	PromptDismissed PromptOutcome = "dismissed"
)

// Visit takes a beacon and returns the prompt that is due, if any. A prompt is claimed in the
// visitor's record before it is returned, so two tabs, or two nodes, never both show it. None is
// shown where the site forbids it, outside the hours, while the queue is full, or when nobody could
// answer now.
func (v Visitor) Visit(ctx context.Context, f VisitFacts) (VisitAnswer, error) {
	// before a record is made for a new customer
	if err := errors.Join(f.check(), f.momentsOfAPage()); err != nil {
		return VisitAnswer{}, err
	}
	var seen looker
	if err := seen.arrive(ctx, v); err != nil {
		return VisitAnswer{}, err
	}
	set, err := v.d.settled.ServingAt(ctx, seen.stamp)
	if err != nil {
		return VisitAnswer{}, err
	}
	l, err := v.d.look(ctx, set, seen.me, f)
	if err != nil {
		return VisitAnswer{}, err
	}
	defer l.end()
	if err := l.know(ctx, v.p, v.d.hooks.customer(ctx, v.p), v.said); err != nil {
		return VisitAnswer{}, err
	}
	return l.look(ctx, seen)
}

// look is one Visit under way: a visitor, where they are, and who could answer there.
type look struct {
	d      *Desk
	me     chat.VisitorID
	f      VisitFacts
	set    *settled.Settings
	site   settings.Site
	now    time.Time
	team   staff
	rules  Prompter
	visit  trigger.Visit
	record visitorRecord // the visitor's own
	guest  *guest
	offers []chat.QueueID               // of the site, to this visitor
	shut   map[chat.QueueID]chat.Reason // why no session can begin in a queue of the site
	free   map[chat.QueueID]int         // units of people that could be offered now, by queue of the site; 0 where no session can begin
	by     vouched                      // who the visitor is by the host's word; zero: it has none
	said   map[string]trigger.Value     // by the host
	p      chat.Principal
	asked  []asked // of the host
	answer VisitAnswer
	attempt
}

// attempt is what one attempt to write a Visit takes.
type attempt struct {
	taken []string // the prompts that it entered in the book
	spent spent    // of the limits of prompts
	// what fired for the event that is seen now was turned away, as there was no place
	turned bool
	alone  [1]trigger.Visit // the visit as it is seen without an event
	// as the rules saw it, at each look, for a recorder; none: they were not asked
	seen []trigger.Visit
}

// look prepares a Visit.
func (d *Desk) look(
	ctx context.Context, set *settled.Settings, me chat.VisitorID, f VisitFacts,
) (*look, error) {
	site, ok := set.Site(f.Site)
	if !ok {
		return nil, fmt.Errorf("%w: site: there is no such one", chat.ErrInvalid)
	}
	f.Site = site.ID
	l := newLook()
	l.d, l.me, l.f, l.set, l.site = d, me, f, set, site
	l.now, l.rules = d.now(), d.cfg.Prompter
	if !begins(set, site) {
		l.rules = nil
	} else if l.rules == nil {
		if rules := set.Set(site.ID); rules != nil {
			l.rules = rules
		}
	} else if set.Prompts != nil && set.Prompts.Off || !set.Placement(site.ID).Prompts(f.URL) {
		l.rules = nil // that holds for the host's own Prompter too
	}
	all, err := d.engine.teams.staff(ctx)
	l.team = all
	return l, err
}

// know adds to the facts what the host knows of the visitor.
func (l *look) know(
	ctx context.Context, p chat.Principal, c hook.Customer, facts map[string]trigger.Value,
) error {
	said := l.d.hooks.said(ctx, l.set, c, facts)
	l.said, l.p = said, p
	if p.Verified {
		l.by = vouched{l.now, c.Name, c.Locale, c.Tier}
	}
	l.visit = l.f.trigger(l.visit.Attrs, l.me, p, c, said, l.now)
	if l.set.Exclusive() { // an audience asks for nothing that a page says
		l.guest = &guest{l.visit, l.now}
	}
	l.offers = l.guest.offers(l.set, l.site)
	l.canAnswer(c)
	l.visit.Attrs["agents.free"] = trigger.Num(float64(l.free[l.queueOf(nil)]))
	_, waiting := l.d.engine.replica.Waiting(l.queueOf(nil))
	l.visit.Attrs["queue.waiting"] = trigger.Num(float64(waiting))
	if err := l.visit.Check(); err != nil {
		return fmt.Errorf("%w: %w", chat.ErrInvalid, err)
	}
	return nil
}

// look looks at the page by what was read of its visitor.
func (l *look) look(ctx context.Context, seen looker) (VisitAnswer, error) {
	status, err := l.d.status(ctx, seen.current)
	if err != nil {
		return VisitAnswer{}, err
	}
	edit := func(tx *store.Tx, m *visitorRecord) (bool, error) {
		l.untake()
		l.asked, l.seen = nil, nil
		l.answer = VisitAnswer{Status: status, Next: latest, Offered: l.offered()}
		l.spent = spent{load: func() error { return l.readSpent(ctx, tx) }}
		wrote, err := l.at(m)
		return wrote, errOr(err, l.spent.write(tx))
	}
	if err = l.d.visitors.updateFrom(ctx, l.me, &l.record, seen.history, edit); err != nil {
		l.untake()
		return VisitAnswer{}, err
	}
	for _, visit := range l.seen {
		l.d.hooks.record(trigger.Recorded{At: l.now, Visit: visit})
	}
	l.tell(ctx)
	if l.answer.Prompt != nil {
		l.d.cfg.Observer.Prompt(l.answer.Prompt.Rule, "shown")
	}
	if status == StatusBrowsing && len(l.answer.Open) > 0 {
		l.answer.Status = StatusInvited
	}
	return l.answer, nil
}

// at decides by the visitor's record, and reports whether that changed. It may run many times.
func (l *look) at(m *visitorRecord) (bool, error) {
	switch {
	case m.Erased || m.Erasing != nil:
		return false, chat.ErrUnauthenticated
	case m.Banned.After(l.now):
		return false, nil
	}
	wrote := false
	if l.nearPayment() {
		l.answer.Next = paying
	}
	if m.History.ChatOpen {
		wrote = m.remember(l.f.Pages, l.f.Cart, l.now)
	}
	if l.rules == nil || !l.welcome() {
		return wrote, nil
	}
	wrote = l.glance(m) || wrote
	for _, s := range m.Prompts {
		if s.open(l.now) {
			l.answer.Open = append(l.answer.Open, s.UID)
			l.answer.Next = min(l.answer.Next, invited)
		}
	}
	return wrote, nil
}

// offered reports whether a session can be begun on the page.
func (l *look) offered() bool {
	return begins(l.set, l.site) && len(l.offers) > 0 && l.set.Placement(l.site.ID).Offers(l.f.URL)
}

// welcome reports whether anything of the site is for the visitor.
func (l *look) welcome() bool { return len(l.offers) > 0 || !l.set.Exclusive() }

// show claims the prompts of the rules that fire. Where nobody could answer it claims none: the
// rule keeps its turn.
func (l *look) show(m *visitorRecord, visit trigger.Visit, r trigger.Result) (wrote bool) {
	if l.f.Quiet || m.History.ChatOpen && !l.duringChat() {
		return false
	}
	for _, f := range slices.Concat(r.Fires, r.Held) {
		shows := prompts(f.Do())
		if shows && l.answer.Prompt != nil { // it keeps its turn for the next look
			continue
		}
		p := shown{Rule: f.Rule(), Queue: l.queueOf(f.Do()), At: l.now}
		counts := shown{UID: l.d.cfg.IDs.Mint(prefixPrompt), Rule: p.Rule, Queue: p.Queue}
		if invites(f.Do()) && (l.free[p.Queue] == 0 || !l.spent.known() ||
			l.beyond(m, f.Do()) != nil || !l.take(counts)) {
			l.turned = true
			continue
		}
		if shows {
			p.UID = counts.UID
		}
		h, e, err := l.rules.Claim(visit, m.History, f.Rule(), l.now)
		if err != nil { // another tab was first: the rule has reached its cap, or is quiet now
			l.d.engine.near.invites.Cancel(counts.UID)
			continue
		}
		before := m.History
		m.History, wrote = h, true
		p.Variant = e.Variant
		if e.Held {
			if shows {
				m.Uncounted.count(p, PromptCount{Held: 1})
			}
			l.d.engine.near.invites.Cancel(counts.UID)
			continue
		}
		if invites(f.Do()) {
			l.spent.spend(l.f.URL)
		}
		l.does(m, &p, f.Do(), visit, before)
		switch {
		case shows:
			l.answer.Prompt = l.prompt(m, p, f, visit, before)
		case invites(f.Do()):
			m.opens(l.now)
		}
	}
	return wrote
}

// duringChat reports whether prompts may be shown while the visitor has a chat open.
func (l *look) duringChat() bool { return l.set.Prompts != nil && l.set.Prompts.DuringChat }

// prompt records a prompt as shown and returns it for the browser.
func (l *look) prompt(
	m *visitorRecord, p shown, f trigger.Fire, visit trigger.Visit, h trigger.History,
) *Prompt {
	for _, a := range f.Do() {
		if a.Type == trigger.Prompt {
			p.Text = l.rules.Text(a, l.f.Locale, visit, h, l.now)
		}
	}
	p.Expires, p.Fate, p.Place = f.Expires, trigger.Shown, pageMark(l.f.URL)
	m.Uncounted.count(p, PromptCount{Shown: 1})
	m.Vouched, m.Said = l.by, l.said
	m.Prompts = append(m.Prompts, p)
	m.Prompts = m.Prompts[max(0, len(m.Prompts)-maxShown):]
	return &Prompt{UID: p.UID, Rule: p.Rule, Text: p.Text, Queue: p.Queue, Expires: p.Expires}
}

// queueOf returns the queue of a session that begins from these actions.
func (l *look) queueOf(do []trigger.Action) chat.QueueID {
	for _, a := range do {
		if a.Type == trigger.SetQueue && slices.Contains(
			l.offers, chat.QueueID(a.Queue),
		) {
			return chat.QueueID(a.Queue)
		}
	}
	if len(l.offers) > 0 {
		return l.offers[0]
	}
	return ""
}

// canAnswer finds, for each queue of the site, the units of people's capacity that could be offered
// now to this visitor; 0 where no session can begin.
func (l *look) canAnswer(c hook.Customer) {
	l.shut = nil
	clear(l.free)
	for _, id := range l.offers {
		q, ok := l.set.Queue(id)
		if !ok {
			continue
		}
		dr := entrance{
			d: l.d, set: l.set, site: l.site, queue: q, now: l.now,
			team: l.team, wants: l.set.Demand(id), guest: l.guest,
		}
		dr.asks(c)
		there := dr.serves()
		if why := dr.refusesFor(there); why != "" {
			if l.shut == nil {
				l.shut = map[chat.QueueID]chat.Reason{}
			}
			l.shut[id], l.free[id] = why, 0
			continue
		}
		l.free[id] = there.Free
	}
}

// open reports whether the prompt stands. One that a clock far ahead dated has ended, as a
// [trigger.History] has it: nobody knows when it was shown.
func (s shown) open(now time.Time) bool {
	return s.Fate == trigger.Shown &&
		(s.Expires.IsZero() || now.Before(s.Expires) && !s.At.After(now.Add(clocksDiffer)))
}
