package desk

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// mostAnswers is how many of the host's own answers are shown.
const mostAnswers = 3

// answererOf returns the Answers that a Profile is; nil if it is none.
func answererOf(p hook.Profile) hook.Answers {
	a, _ := p.(hook.Answers)
	return a
}

// newBreaker returns the one of a hook.Answers.
func newBreaker() *guard.Breaker {
	return guard.NewBreaker(5, 30*time.Second, 16)
}

// answers asks the host's Answers. If that fails, hangs, or has failed too often lately, there are
// none.
func (h hooks) answers(
	ctx context.Context, b *guard.Breaker, now func() time.Time, site chat.SiteID,
	p chat.Principal, r HelpRequest,
) (all []HelpAnswer) {
	if h.answerer == nil || !b.Enter(now()) {
		return nil
	}
	text, _ := chat.MaskDigits(r.Text)
	asked := hook.Asked{Text: text, Lang: r.Lang, Site: site, Visitor: p}
	within, cancel := h.guard.Within(ctx)
	defer cancel()
	answers := make(chan []hook.Answer, 1)
	err := h.guard.Call(within, "answers", func() error {
		defer b.Leave()
		found, err := h.answerer.Answer(within, asked)
		answers <- found
		return err
	})
	gone := ctx.Err() != nil // who asked types on: that is no failure of the hook
	if b.Tell(now(), err == nil || gone); err != nil {
		if !gone {
			h.log.WarnContext(ctx, "answers", "error", err)
		}
		return nil
	}
	for _, a := range <-answers {
		if err := checkAnswer(a); err != nil {
			h.log.WarnContext(ctx, "answers: left out", "error", err)
			continue
		}
		if len(all) < mostAnswers {
			all = append(all, HelpAnswer{ID: HostAnswers, Title: a.Title, Text: a.Text, URL: a.URL})
		}
	}
	return all
}

// checkAnswer refuses an answer that could not be shown.
func checkAnswer(a hook.Answer) error {
	errs := []error{chat.CheckLine("title", a.Title, 200)}
	if a.Title == "" {
		errs = append(errs, wrong("title", "missing"))
	}
	if a.Text != "" {
		errs = append(errs, chat.CheckTextWithin("text", a.Text, 1000))
	}
	if a.URL != "" && !settings.IsPage(a.URL) {
		errs = append(errs, wrong("url", "want http, https or a path of the shop"))
	}
	return errors.Join(errs...)
}
