package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// RuleQuestion asks why a rule shows its prompt, or why it does not.
type RuleQuestion struct {
	Rule string
	// Visitor is whose history counts; for supervisors of the whole team. Default: somebody who was
	// never here.
	Visitor chat.VisitorID
	Session chat.SessionID // its visitor's history counts. Default: Visitor's
	Facts   VisitFacts     // what the page would say
	Text    string         // of a rule of intake: what the visitor would write. Default: nothing
}

// ExplainRule says what a rule would do with a beacon of these facts, and why: every leaf of its
// condition with the actual value, the rollout's bucket, caps, quiet periods, suppressing rules,
// and from when on its prompt would be shown. It writes nothing.
//
// Everything but the facts comes from where the desk takes it for a visitor. A customer's group and
// login are those of the visitor's last session, or of the last prompt if that is newer. Among the blocks stand, beyond what package
// trigger knows, the reasons for which the desk shows no prompt: "agents" (nobody has capacity
// left), "hours", "full" (the queue), "invitations" (as many stand as the team can be expected to
// serve), "per_hour", "per_page" and "per_visitor" (so many prompts were shown as the team allows),
// "prompt" (another rule goes first, and is named), "banned" and "page" (quiet).
//
// ErrNotFound: there is no such rule, or the supervisor may not see the visitor.
func (s Supervisor) ExplainRule(ctx context.Context, q RuleQuestion) (trigger.Explanation, error) {
	who, err := q.subject(ctx, s)
	if err != nil {
		return trigger.Explanation{}, err
	}
	if err := under("visit", q.Facts.check()); err != nil {
		return trigger.Explanation{}, err
	}
	set, err := s.d.settled.Serving(ctx)
	if err != nil {
		return trigger.Explanation{}, err
	}
	l, err := s.d.look(ctx, set, who.visitor, q.Facts)
	if err != nil {
		return trigger.Explanation{}, err
	}
	if sorts := l.set.Sorts(q.Rule); sorts != "" {
		return l.explainIntake(ctx, q, sorts, who)
	}
	rules, ok := l.rules.(explainer)
	if !ok {
		return trigger.Explanation{}, fmt.Errorf("%w: no rules that could be explained", chat.ErrNotFound)
	}
	if err := l.know(ctx, who.principal, who.customer, nil); err != nil {
		return trigger.Explanation{}, err
	}
	m, err := s.d.visitors.get(ctx, who.visitor)
	if err != nil {
		return trigger.Explanation{}, err
	}
	x, visit, err := l.explain(rules, q.Rule, &m)
	if errors.Is(err, trigger.ErrNoRule) {
		return trigger.Explanation{}, fmt.Errorf("%w: rule", chat.ErrNotFound)
	}
	if err == nil {
		err = l.readSpent(ctx, nil)
	}
	if err == nil && x.Fires {
		l.outdone(&x, &m, visit)
	}
	return l.refusing(x, &m), err
}

// explain explains a rule at the first look of the next beacon at which it fires, or else at the
// first one.
func (l *look) explain(
	rules explainer, rule string, m *visitorRecord,
) (x trigger.Explanation, at trigger.Visit, err error) {
	for i, visit := range l.seeing(m, l.happened(m)) {
		y, err := rules.Explain(rule, visit, m.History, l.now)
		if err != nil || y.Fires {
			return y, visit, err
		}
		if i == 0 {
			x, at = y, visit
		}
	}
	return x, at, nil
}

// outdone adds the rule whose prompt this look shows, if it is another one: there is one prompt at
// a time, of the rule that goes first and that somebody could answer.
func (l *look) outdone(x *trigger.Explanation, m *visitorRecord, visit trigger.Visit) {
	if !prompts(l.actions(x.Rule)) {
		return
	}
	for _, f := range l.rules.Eval(visit, m.History, l.now).Fires {
		if f.Rule() == x.Rule {
			return
		}
		p := shown{Rule: f.Rule(), Queue: l.queueOf(f.Do())}
		if prompts(f.Do()) && l.free[p.Queue] > 0 && l.refusal(m, p, f.Do()) == nil {
			why := fmt.Sprintf("the rule %q goes first, and there is one prompt at a time", p.Rule)
			x.Blocks = append(x.Blocks, trigger.Block{By: "prompt", Why: why})
			return
		}
	}
}

// explainIntake says why a rule of intake would sort a session that began, or a message, with these
// facts. Whether anybody could answer is nothing to it.
func (l *look) explainIntake(
	ctx context.Context, q RuleQuestion, m trigger.Moment, who subject,
) (trigger.Explanation, error) {
	rules := l.set.Intake(m)
	if rules == nil {
		return trigger.Explanation{}, fmt.Errorf("%w: rule: it is off", chat.ErrNotFound)
	}
	record, err := l.d.visitors.get(ctx, who.visitor)
	if err != nil {
		return trigger.Explanation{}, err
	}
	contact := chat.Contact{Name: who.customer.Name, Locale: l.f.Locale, Tier: who.customer.Tier}
	dr := entrance{d: l.d, set: l.set, site: l.site, now: l.now}
	x := dr.visitOf(newcomer{
		id: who.visitor, principal: who.principal, customer: who.customer, record: &record,
		said:    l.d.hooks.said(ctx, l.set, who.customer, nil),
		contact: contact, text: q.Text, facts: l.f,
	}, m)
	return rules.Explain(q.Rule, x, record.History, l.now)
}

// explainer is a Prompter that can say why.
type explainer interface {
	Explain(rule string, v trigger.Visit, h trigger.History, now time.Time) (trigger.Explanation, error)
}

// subject is the visitor that a rule is explained for.
type subject struct {
	visitor   chat.VisitorID
	principal chat.Principal
	customer  hook.Customer
}

// subject finds the visitor that a supervisor asks about. Nobody can find a customer's own id at
// the host, so what the Profile said comes from the last session, or from the last prompt.
func (q RuleQuestion) subject(ctx context.Context, s Supervisor) (who subject, err error) {
	who.visitor, who.principal.Kind = q.Visitor, chat.RoleVisitor
	switch {
	case q.Session != "":
		c, err := s.Session(ctx, q.Session)
		if err != nil {
			return subject{}, err
		}
		who.visitor = c.Session.Visitor
	case q.Visitor != "":
		_, err = s.whole(ctx)
		if err == nil && !minted(prefixVisitor, string(q.Visitor)) {
			err = chat.ErrNotFound
		}
	default:
		_, err = s.who(ctx)
	}
	if err != nil || who.visitor == "" {
		return who, err
	}
	last, ok, err := s.d.sessions.Current(ctx, who.visitor)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return subject{}, err
	}
	m, err := s.d.visitors.get(ctx, who.visitor)
	if err != nil {
		return subject{}, err
	}
	if !ok || m.Vouched.At.After(last.CreatedAt) {
		last.Contact = m.Vouched.contact()
	}
	if c := last.Contact; c.SignedIn || c.Verified {
		who.principal.Verified = true
		who.customer = hook.Customer{Locale: c.Locale, Tier: c.Tier, Attrs: m.Said}
		if c.Name != c.Said.Name { // the host's word, as its Profile gives it
			who.customer.Name = c.Name
		}
		return who, nil
	}
	who.principal.ID = string(who.visitor)
	who.customer = s.d.hooks.customer(ctx, who.principal)
	if len(m.Said) > 0 { // of a request, such as the country of its address
		said := maps.Clone(m.Said)
		maps.Copy(said, who.customer.Attrs)
		who.customer.Attrs = said
	}
	return who, nil
}

// contact returns it as a session has it.
func (v vouched) contact() chat.Contact {
	return chat.Contact{Name: v.Name, Locale: v.Locale, Tier: v.Tier, SignedIn: !v.At.IsZero()}
}

// refusing adds the reasons for which the desk shows no prompt of the rule, even if its condition
// is true.
func (l *look) refusing(x trigger.Explanation, m *visitorRecord) trigger.Explanation {
	before := slices.IndexFunc(x.Blocks, func(b trigger.Block) bool { return b.By == "prompt" })
	if before < 0 {
		before = len(x.Blocks)
	}
	block := func(by, why string, until time.Time) {
		x.Blocks = append(x.Blocks, trigger.Block{By: by, Why: why, Until: until})
	}
	if m.Banned.After(l.now) {
		block("banned", "the visitor is banned", m.Banned)
	}
	if !l.welcome() {
		block("audience", "the site is not for this visitor", time.Time{})
	}
	if l.f.Quiet {
		block("page", "the page shows no prompts now", time.Time{})
	}
	if do := l.actions(x.Rule); invites(do) {
		switch p := (shown{Rule: x.Rule, Queue: l.queueOf(do)}); {
		case l.free[p.Queue] == 0:
			block(l.nobody(p.Queue))
		default:
			if b := l.refusal(m, p, do); b != nil {
				x.Blocks = append(x.Blocks, *b)
			}
		}
	}
	if len(x.Blocks) == before {
		return x
	}
	why := make([]string, len(x.Blocks))
	for i, b := range x.Blocks {
		why[i] = b.Why
	}
	x.Fires, x.FiresFrom = false, time.Time{}
	x.Verdict = "does not fire: " + strings.Join(why, "; ")
	return x
}

// nobody says why no session could begin in a queue.
func (l *look) nobody(q chat.QueueID) (by, why string, until time.Time) {
	queue, ok := l.set.Queue(q)
	if _, asked := l.free[q]; !ok || !asked {
		return "agents", "the site has no queue for them", time.Time{}
	}
	switch l.shut[q] {
	case chat.OutsideHours:
		dr := entrance{d: l.d, set: l.set, site: l.site, queue: queue, now: l.now}
		return "hours", "the queue " + string(q) + " is closed", dr.opening().NextOpen.UTC()
	case chat.QueueFull:
		return "full", "the queue " + string(q) + " is full", time.Time{}
	}
	return "agents", "nobody in the queue " + string(q) + " has capacity left", time.Time{}
}

// actions returns what a rule does, by the settings.
func (l *look) actions(rule string) []trigger.Action {
	i := slices.IndexFunc(l.set.Rules, func(r settings.Rule) bool { return r.Rule.ID == rule })
	if i < 0 {
		return nil
	}
	r := l.set.Rules[i].Rule
	do := slices.Clone(r.Do)
	for _, v := range r.Variants { // which of them a visitor gets makes no difference here
		do = append(do, v.Do...)
	}
	return do
}

// prompts reports whether actions show a prompt.
func prompts(do []trigger.Action) bool {
	return slices.ContainsFunc(do, func(a trigger.Action) bool { return a.Type == trigger.Prompt })
}
