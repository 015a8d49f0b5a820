package desk

import (
	"context"
	"fmt"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/faq"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// MaxHelpText is how many characters of what is typed are asked about.
const MaxHelpText = 1000

// Help is a handle of what a visitor finds beside the chat: answers to what they type, and times at
// which the shop can call.
type Help struct{ v Visitor }

// Help returns the handle.
func (v Visitor) Help() Help { return Help{v} }

// HelpRequest is what a visitor asks before a person.
type HelpRequest struct {
	Site chat.SiteID // Default: as in StartRequest
	Lang string      // a language tag. Default: English, else as the questions come
	Text string      // what is typed so far, at most MaxHelpText characters. Default: all questions
}

// HelpAnswers is what may answer it, the best first.
type HelpAnswers struct {
	Answers []HelpAnswer
	Times   []time.Time // at which the shop can call, for StartRequest.CallAt; only without a Text
}

// HelpAnswer is one answer: of a question of the site, or the host's.
type HelpAnswer struct {
	ID    string // what Helped counts it by
	Title string
	Text  string
	URL   string // http, https or a path of the shop; empty: no link
}

// HostAnswers is the id under which those of the host's own hook.Answers are counted together.
const HostAnswers = "_host"

// foundAtOnce is how many of the site's questions are shown for a text.
const foundAtOnce = 5

// Ask returns what may answer a text: up to three of the host's own answers, then up to five of
// the site's questions. It changes nothing and waits no longer than HookTimeout. ErrNotOffered: the
// site is not for the visitor.
func (h Help) Ask(ctx context.Context, r HelpRequest) (HelpAnswers, error) {
	if n := utf8.RuneCountInString(r.Text); n > MaxHelpText {
		long := fmt.Sprintf("%d characters, at most %d", n, MaxHelpText)
		return HelpAnswers{}, wrong("text", long)
	}
	if err := chat.CheckLocale("lang", r.Lang); err != nil {
		return HelpAnswers{}, err
	}
	dr, err := h.door(ctx, r.Site)
	if err != nil {
		return HelpAnswers{}, err
	}
	index := h.v.d.help.of(dr.set, dr.site)
	var out HelpAnswers
	if r.Text == "" {
		out.Answers, out.Times = answersOf(index.All(r.Lang)), dr.callTimes()
		return out, nil
	}
	out.Answers = h.v.d.hooks.answers(ctx, h.v.d.help.breaker, h.v.d.tick, dr.site.ID, h.v.p, r)
	out.Answers = append(out.Answers, answersOf(index.Find(r.Lang, r.Text, foundAtOnce))...)
	return out, nil
}

// door is the one of a site, for a visitor to whom it is offered.
func (h Help) door(ctx context.Context, site chat.SiteID) (entrance, error) {
	if h.v.d == nil || h.v.p.Kind != chat.RoleVisitor {
		return entrance{}, chat.ErrForbidden
	}
	return h.v.door(ctx, site, "", h.v.d.hooks.customer(ctx, h.v.p))
}

func answersOf(found []faq.Match) (all []HelpAnswer) {
	for _, m := range found {
		all = append(all, HelpAnswer{ID: m.ID, Title: m.Ask, Text: m.Answer})
	}
	return all
}

// helpDesk has the questions of the sites ready to be searched, as the settings in force have them.
type helpDesk struct {
	breaker *guard.Breaker // of the hook.Answers

	mu  sync.Mutex
	set *settled.Settings
	all map[chat.SiteID]*faq.Index
}

// of returns the questions of a site.
func (h *helpDesk) of(set *settled.Settings, site settings.Site) *faq.Index {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.set != set {
		h.set, h.all = set, map[chat.SiteID]*faq.Index{}
	}
	index, ok := h.all[site.ID]
	if !ok {
		var entries []faq.Entry
		for _, q := range site.Help.Questions {
			entries = append(entries, faq.Entry(q))
		}
		index = faq.New(entries)
		h.all[site.ID] = index
	}
	return index
}
