package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Prompt records what the visitor did with a prompt. Repeating it changes nothing. ErrNotFound: the
// prompt is not the visitor's, or too old.
func (v Visitor) Prompt(ctx context.Context, uid string, outcome PromptOutcome) error {
	me, err := v.who(ctx, false)
	if err != nil {
		return err
	}
	fate := trigger.Fate(outcome)
	if outcome != PromptAccepted && outcome != PromptDismissed {
		return fmt.Errorf("%w: outcome: want accepted or dismissed", chat.ErrInvalid)
	}
	if me == "" {
		return chat.ErrNotFound
	}
	rule, now := "", v.d.now()
	err = v.d.visitors.update(ctx, me, func(m *visitorRecord) (bool, error) {
		p := m.find(uid)
		if p == nil {
			return false, chat.ErrNotFound
		}
		if p.Fate != trigger.Shown {
			return false, nil
		}
		rule = p.Rule
		m.end(p, me, fate, now)
		return true, nil
	})
	if err == nil && rule != "" {
		v.d.engine.near.invites.End(uid, rule, outcome == PromptAccepted)
		v.d.cfg.Observer.Prompt(rule, string(outcome))
		visit := trigger.Visit{Visitor: string(me)}
		v.d.hooks.record(trigger.Recorded{At: now, Visit: visit, Ended: fate})
	}
	return err
}

// end records what became of a prompt.
func (m *visitorRecord) end(p *shown, me chat.VisitorID, fate trigger.Fate, now time.Time) {
	p.Fate = fate
	h, _, err := m.History.End(string(me), p.Rule, fate, now)
	if errors.Is(err, trigger.ErrExpired) {
		p.Fate = trigger.Expired
	}
	if p.Fate == trigger.Accepted || p.Fate == trigger.Dismissed {
		p.Answered = now
	}
	m.History = h
	m.Uncounted.fate(*p)
}

// endRule ends the open prompt of a rule.
func (m *visitorRecord) endRule(
	rule string, me chat.VisitorID, fate trigger.Fate, now time.Time,
) (uid string, ended bool) {
	h, _, err := m.History.End(string(me), rule, fate, now)
	if err != nil {
		return "", false
	}
	m.History = h
	for i := range m.Prompts {
		if p := &m.Prompts[i]; p.Rule == rule && p.Fate == trigger.Shown {
			p.Fate, uid = fate, p.UID
			m.Uncounted.fate(*p)
		}
	}
	return uid, true
}
