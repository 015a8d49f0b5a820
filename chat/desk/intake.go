package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// sorter is the rules of a moment of a session, with what they go by. The nil sorter is a moment
// that no rule has: it decides nothing and costs nothing.
type sorter struct {
	rules    *trigger.Set
	visit    trigger.Visit
	history  trigger.History
	language string
	now      time.Time
	taken    func(chat.QueueID) bool // whether a queue would take it
}

// sort returns what the rules decide of a session, and where it is to go: empty where it stays.
func (s *sorter) sort() (in chat.Intake) {
	if s == nil {
		return chat.Intake{}
	}
	var why []string
	for _, f := range s.rules.Eval(s.visit, s.history, s.now).Fires {
		var did []string
		for _, a := range f.Do() {
			did = append(did, s.do(&in, a))
		}
		name := f.Rule()
		if f.Variant() != "" {
			name += " (" + f.Variant() + ")"
		}
		why = append(why, name+": "+cmp.Or(strings.Join(did, ", "), "nothing"))
	}
	in.Priority = max(-1000, min(1000, in.Priority))
	in.Why = strings.Join(why, "; ")
	return in
}

// do adds an action, and says what came of it.
func (s *sorter) do(in *chat.Intake, a trigger.Action) string {
	switch a.Type {
	case trigger.SetQueue:
		q := chat.QueueID(a.Queue)
		switch {
		case in.Queue != "":
			return fmt.Sprintf("queue %s, but %s came first", q, in.Queue)
		case !s.taken(q):
			return fmt.Sprintf("queue %s, which does not take it now", q)
		}
		in.Queue = q
		return "queue " + a.Queue
	case trigger.AddPriority:
		in.Priority += a.Priority
		return fmt.Sprintf("priority %+d", a.Priority)
	case trigger.AddSkill:
		skill := chat.Skill{Name: a.Skill, Level: max(1, a.Level)}
		in.Skills = mergeSkills(in.Skills, []chat.Skill{skill})
		return fmt.Sprintf("skill %s %d", skill.Name, skill.Level)
	case trigger.AddTag:
		if !slices.Contains(in.Tags, a.Tag) {
			in.Tags = append(in.Tags, a.Tag)
		}
		return "tag " + a.Tag
	case trigger.AddNote:
		text := s.rules.Text(a, s.language, s.visit, s.history, s.now)
		switch {
		case chat.CheckText("text", text) != nil:
			return "no note: it says nothing, or too much"
		case len(in.Notes) == chat.MaxNotes:
			return "no note: there are enough"
		}
		in.Notes = append(in.Notes, text)
		return "note"
	}
	return string(a.Type) + ", which is not done here"
}

// mergeSkills joins required skills, with the highest level of each. It keeps the first ones, as
// many as a session can have.
func mergeSkills(lists ...[]chat.Skill) []chat.Skill {
	var out []chat.Skill
	at := map[string]int{}
	for _, l := range lists {
		for _, s := range l {
			if i, ok := at[s.Name]; ok {
				out[i].Level = max(out[i].Level, s.Level)
				continue
			}
			if len(out) < chat.MaxSkills {
				at[s.Name] = len(out)
				out = append(out, s)
			}
		}
	}
	return out
}

// newcomer is who begins a session, and by which words.
type newcomer struct {
	id        chat.VisitorID
	principal chat.Principal
	customer  hook.Customer
	said      map[string]trigger.Value // by the host
	record    *visitorRecord
	contact   chat.Contact
	text      string
	fields    []chat.Field // of the shop's own form
	chosen    chat.QueueID
	facts     VisitFacts
}

// sorter returns the rules for a session that is about to begin at a door; nil where no rule has
// the moment.
func (dr entrance) sorter(x newcomer) *sorter {
	rules := dr.set.Intake(trigger.OnStart)
	if rules == nil {
		return nil
	}
	return &sorter{
		rules: rules, visit: dr.visitOf(x, trigger.OnStart), history: x.record.History,
		language: x.contact.Locale, now: dr.now,
		taken: func(q chat.QueueID) bool {
			return dr.guest.in(dr.set, q) && dr.set.TakesBy(q, dr.by())
		},
	}
}

// visitOf is what the rules see of a session at a moment.
func (dr entrance) visitOf(x newcomer, m trigger.Moment) trigger.Visit {
	x.facts.Site, x.facts.Locale = dr.site.ID, x.contact.Locale
	visit := x.facts.trigger(
		make(map[string]trigger.Value, usualAttrs), x.id, x.principal, x.customer, x.said, dr.now,
	)
	answered(visit.Attrs, x.contact, x.text)
	for _, f := range x.fields {
		visit.Attrs["form."+f.Name] = trigger.Text(f.Value)
	}
	if x.chosen != "" {
		visit.Attrs["queue.chosen"] = trigger.Text(string(x.chosen))
	}
	if x.record.Orders > 0 {
		x.record.bought(visit.Attrs, dr.now)
	}
	visit.Moments = []trigger.Moment{m}
	return visit
}

// answered adds what a visitor wrote: the words, and the answers to what the site asks.
func answered(to map[string]trigger.Value, c chat.Contact, text string) {
	for name, s := range map[string]string{
		"form.name": c.Name, "form.email": c.Email, "form.phone": c.Phone,
		"message.text": text,
	} {
		if s != "" {
			to[name] = trigger.Text(s)
		}
	}
}

// sorted decides by the rules of the start, and returns by which door the session goes in. A queue
// that rules name takes it if a session can begin there, or if none could at the other door either:
// nobody is turned away by being sorted.
func (b *beginning) sorted(ctx context.Context, rules *sorter, c hook.Customer) error {
	in := rules.sort()
	b.door.asks(c, b.r.Skills...)
	if in.Why == "" {
		return nil
	}
	c.Priority = max(-1000, min(1000, c.Priority)) + in.Priority
	skills := mergeSkills(b.r.Skills, in.Skills)
	if in.Queue != "" && in.Queue != b.door.queue.ID {
		other, err := b.v.d.doorAt(ctx, b.door.set, b.door.site, in.Queue)
		if err != nil {
			return err
		}
		other.guest, other.shut = b.door.guest, b.door.shut
		other.asks(c, skills...)
		if b.r.Leave || other.refuses() == "" || b.door.refuses() != "" {
			b.door = other
		} else {
			in.Why += "; the queue " + string(in.Queue) + " takes nothing new now"
		}
	}
	b.door.asks(c, skills...)
	b.intake = in
	return nil
}

// atMessage returns the rules for what a visitor writes in a session that goes on, ready to decide
// about a session as it stands; nil where no rule has the moment, or where this node has no settings
// that it could work by: a conversation goes on without them.
func atMessage(
	ctx context.Context, d *Desk, me chat.VisitorID, text string,
) (func(chat.Session) chat.Intake, error) {
	set := d.engine.settings.Load()
	if set == nil { // a desk that does not run reads them
		set, _ = d.settled.Serving(ctx)
	}
	if set == nil || set.Intake(trigger.OnMessage) == nil {
		return nil, nil
	}
	m, err := d.visitors.get(ctx, me)
	if err != nil {
		return nil, err
	}
	team, err := d.engine.teams.staff(ctx)
	if err != nil {
		return nil, err
	}
	return func(s chat.Session) chat.Intake {
		now := d.now()
		site, _ := set.Site(s.Site)
		words, _ := d.hooks.mask(text)
		x := newcomer{
			id: me, record: &m, contact: s.Contact, said: m.Said, text: words, fields: s.Fields,
			facts: VisitFacts{
				Device: m.Device, Pages: m.Pages, Locality: Locality{Clock: m.Clock},
			},
		}
		x.principal, x.customer = vouchedOf(s)
		if len(m.Pages) > 0 {
			x.facts.URL = m.Pages[0].URL
		}
		if len(m.Cart.Items) > 0 || m.Cart.Value > 0 {
			x.facts.Cart = &m.Cart
		}
		dr := entrance{d: d, set: set, site: site, now: now, team: team}
		rules := &sorter{
			rules: set.Intake(trigger.OnMessage), visit: dr.visitOf(x, trigger.OnMessage),
			history: m.History, language: s.Contact.Locale, now: now,
		}
		dr.guest = d.guestOf(ctx, set, me, x.principal, x.customer, m.Said)
		rules.taken = func(q chat.QueueID) bool {
			takes := set.TakesBy(q, settings.ChannelOf(s.Channel))
			if q == s.Queue || !s.State.Waiting() || !dr.guest.in(set, q) || !takes {
				return false
			}
			dr.queue, _ = set.Queue(q)
			dr.wants, dr.excluded = set.Asks(dr.queue, s.Weight, s.Skills), s.Excluded
			return dr.refuses() == ""
		}
		return rules.sort()
	}, nil
}

// saying is how a message of the visitor is sent: with what the rules decide about it.
func saying(
	ctx context.Context, d *Desk, me chat.VisitorID, text string,
) (func(chat.Session, chat.Send) (chat.Command, error), error) {
	sort, err := atMessage(ctx, d, me, text)
	if err != nil || sort == nil {
		return asSaid, err
	}
	return func(s chat.Session, c chat.Send) (chat.Command, error) {
		c.Intake = sort(s)
		return c, nil
	}, nil
}
