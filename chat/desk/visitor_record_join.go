package desk

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// join adds the record of the same person under another id. What either was shown counts, and a ban
// of either holds.
func (m *visitorRecord) join(o visitorRecord, open bool) {
	m.History = joinHistory(m.History, o.History)
	m.History.ChatOpen = open
	m.Prompts = append(m.Prompts, o.Prompts...)
	slices.SortStableFunc(m.Prompts, func(a, b shown) int { return a.At.Compare(b.At) })
	m.Prompts = m.Prompts[max(0, len(m.Prompts)-maxShown):]
	m.Pages = slices.Concat(o.Pages, m.Pages)
	m.Pages = m.Pages[:min(len(m.Pages), maxPages)]
	if !sameCart(o.Cart, Cart{}) {
		m.Cart = o.Cart
	}
	if m.FirstAt.IsZero() || !o.FirstAt.IsZero() && o.FirstAt.Before(m.FirstAt) {
		m.FirstAt = o.FirstAt
	}
	m.Banned = newer(m.Banned, o.Banned)
	m.Events = append(m.Events, o.Events...)
	m.Events = m.Events[max(0, len(m.Events)-maxRaised):]
	m.Tagged = append(m.Tagged, o.Tagged...)
	m.Tagged = m.Tagged[max(0, len(m.Tagged)-chat.MaxTags):]
	m.Raised = append(m.Raised, o.Raised...)
	m.Raised = m.Raised[max(0, len(m.Raised)-maxRaisedOnce):]
	m.Heard = append(m.Heard, o.Heard...)
	m.Heard = m.Heard[max(0, len(m.Heard)-maxRaisedOnce):]
	m.Helped.join(o.Helped)
	m.Uploaded = m.Uploaded.and(o.Uploaded)
	m.Opened = append(m.Opened, o.Opened...)
	m.Opened = m.Opened[max(0, len(m.Opened)-maxShown):]
	m.joinOrders(o.orderBook)
	m.Mailed = append(m.Mailed, o.Mailed...)
	m.Uncounted.join(o.Uncounted)
	for _, key := range o.Lines {
		m.addLine(key)
	}
}

func joinHistory(a, b trigger.History) trigger.History {
	if b.Shown.After(a.Shown) {
		a.Last = b.Last
	}
	a.Shown, a.Accepted, a.Dismissed = newer(a.Shown, b.Shown), newer(a.Accepted, b.Accepted), newer(a.Dismissed, b.Dismissed)
	a.ChatStarted, a.ChatEnded = newer(a.ChatStarted, b.ChatStarted), newer(a.ChatEnded, b.ChatEnded)
	a.Chats += b.Chats
	scopes := map[string]trigger.Seen{}
	for _, s := range slices.Concat(a.Seen, b.Seen) {
		if old, ok := scopes[s.Scope]; ok {
			s = joinSeen(old, s)
		}
		scopes[s.Scope] = s
	}
	byScope := func(x, y trigger.Seen) int { return strings.Compare(x.Scope, y.Scope) }
	a.Seen = slices.SortedFunc(maps.Values(scopes), byScope)
	slices.SortStableFunc(a.Seen, func(x, y trigger.Seen) int { return lastSeen(y).Compare(lastSeen(x)) })
	a.Seen = a.Seen[:min(len(a.Seen), trigger.MaxSeen)]
	slices.SortFunc(a.Seen, byScope)
	return a
}

// joinSeen adds two histories of one rule. Of two fates of a prompt the later one counts, but a
// dismissal always does.
func joinSeen(a, b trigger.Seen) trigger.Seen {
	at := slices.Concat(a.At, b.At)
	slices.SortFunc(at, time.Time.Compare)
	at = at[max(0, len(at)-maxFirings):]
	out := a
	if a.Fate != trigger.Dismissed && (b.Fate == trigger.Dismissed || lastSeen(b).After(lastSeen(a))) {
		out = b
	}
	out.At = at
	return out
}

// maxFirings is the number of firings remembered for each scope.
const maxFirings = 32

func lastSeen(s trigger.Seen) time.Time {
	if len(s.At) == 0 {
		return s.Ended
	}
	return newer(s.Ended, s.At[len(s.At)-1])
}

func newer(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
