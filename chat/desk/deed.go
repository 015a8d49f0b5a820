package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/trigger"
)

// Deed is what a page does because a rule fired, beside showing a prompt, or is told of.
type Deed struct {
	Rule string
	Type trigger.ActionType // trigger.Open, Link, Form or Host
	Text string             // Link and Form: rendered, in the visitor's language
	URL  string             // Link
	Form string             // Form: its name
	Name string             // Host: what the host calls it
	Done bool               // Host: it did it; false: it failed, or took too long
}

// tagged is a tag for the session that the visitor begins next.
type tagged struct {
	Tag  string    `json:"tag"`
	Rule string    `json:"rule"`
	At   time.Time `json:"at"`
}

// taggedFor is how long a tag waits for a session.
const taggedFor = 24 * time.Hour

// asked is what rules ask of the host in one look.
type asked struct {
	deed int // its place among the deeds
	hook.Action
}

// invites reports whether actions lead a visitor to a chat, so that somebody must be there.
func invites(do []trigger.Action) bool {
	return slices.ContainsFunc(do, func(a trigger.Action) bool {
		return a.Type == trigger.Prompt || a.Type == trigger.Open
	})
}

// does notes what a rule that fired does beside its prompt. A tag is for the session that begins
// from the prompt, or without one for the next.
func (l *look) does(
	m *visitorRecord, p *shown, do []trigger.Action, visit trigger.Visit, h trigger.History,
) {
	for _, a := range do {
		d := Deed{Rule: p.Rule, Type: a.Type}
		switch a.Type {
		case trigger.AddTag:
			l.tag(m, p, a.Tag)
			continue
		case trigger.Link, trigger.Form:
			d.Text, d.URL, d.Form = l.rules.Text(a, l.f.Locale, visit, h, l.now), a.URL, a.Form
		case trigger.Host:
			d.Name = a.Name
			l.asked = append(l.asked, asked{len(l.answer.Do), hook.Action{
				Rule: p.Rule, Name: a.Name, Data: a.Data, Principal: l.p, Visitor: l.me,
				Site: l.site.ID, URL: l.f.URL,
			}})
		case trigger.Open:
		default:
			continue
		}
		l.answer.Do = append(l.answer.Do, d)
	}
}

// tag keeps a tag until a session begins.
func (l *look) tag(m *visitorRecord, p *shown, tag string) {
	if p.UID != "" {
		p.Tags = append(p.Tags, tag)
		return
	}
	m.Tagged = slices.DeleteFunc(m.Tagged, func(t tagged) bool { return t.Tag == tag })
	m.Tagged = append(m.Tagged, tagged{tag, p.Rule, l.now})
	m.Tagged = m.Tagged[max(0, len(m.Tagged)-chat.MaxTags):]
}

// tell has the host do what rules ask of it, all within the time of one call, and notes what it
// did.
func (l *look) tell(ctx context.Context) {
	if len(l.asked) == 0 {
		return
	}
	ctx, cancel := l.d.hooks.guard.Within(ctx)
	defer cancel()
	for _, a := range l.asked {
		l.answer.Do[a.deed].Done = l.d.hooks.act(ctx, a.Action)
	}
}

// actionsOf returns the Actions that a Profile is; nil if it is none.
func actionsOf(p hook.Profile) hook.Actions {
	a, _ := p.(hook.Actions)
	return a
}

// act has the host do an action, and reports whether it did.
func (h hooks) act(ctx context.Context, a hook.Action) bool {
	if h.actions == nil || ctx.Err() != nil {
		return false
	}
	err := h.guard.Call(ctx, "actions", func() error { return h.actions.Do(ctx, a) })
	if err != nil {
		h.log.WarnContext(ctx, "actions", "rule", a.Rule, "name", a.Name, "error", err)
	}
	return err == nil
}

// tags adds to what the rules decided the tags of those that fired before the session.
func (b *beginning) tags(m *visitorRecord, p *shown) {
	now := b.door.now
	if p != nil {
		for _, tag := range p.Tags {
			b.intake = tagging(b.intake, p.Rule, tag)
		}
	}
	for _, t := range m.Tagged {
		if ofLast(taggedFor, t.At, now) {
			b.intake = tagging(b.intake, t.Rule, t.Tag)
		}
	}
}

// tagging adds a tag of a rule.
func tagging(in chat.Intake, rule, tag string) chat.Intake {
	if slices.Contains(in.Tags, tag) {
		return in
	}
	in.Tags = append(in.Tags, tag)
	if in.Why != "" {
		in.Why += "; "
	}
	in.Why += rule + ": tag " + tag
	return in
}

// paying is how soon a visitor is looked at again who is, or was a minute ago, on a page that shows
// no prompts: the shop may have told of a payment that failed.
const paying = 10 * time.Second

// nearPayment reports whether the visitor is on a page without prompts, or was within the
// last minute.
func (l *look) nearPayment() bool {
	if len(l.site.Never) == 0 {
		return false
	}
	at := l.set.Placement(l.site.ID)
	if !at.Prompts(l.f.URL) {
		return true
	}
	for i := len(l.f.Pages) - 2; i >= 0; i-- { // each was left when the next was entered
		if l.now.Sub(l.f.Pages[i+1].At) >= time.Minute {
			return false
		}
		if !at.Prompts(l.f.Pages[i].URL) {
			return true
		}
	}
	return false
}
