package desk

import (
	"context"
	"log/slog"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/trigger"
)

// noObserver is the Observer of a desk without one.
type noObserver struct{}

func (noObserver) Entry(chat.Session, chat.Entry) {}
func (noObserver) Commit(string, time.Duration)   {}
func (noObserver) Prompt(string, string)          {}

// hooks asks the hooks of a host that answer at once: none of them can fail a request, and each has
// a limited time.
type hooks struct {
	guard    guard.Guard
	log      *slog.Logger
	screener hook.Screen   // nil: every text passes
	profile  hook.Profile  // nil: nothing is known of anybody
	actions  hook.Actions  // nil: no rule asks anything
	recorder hook.Recorder // nil: nothing is recorded
	observer hook.Observer // nil: nobody counts
	answerer hook.Answers  // nil: it has none
	known    *known        // what the profile said; nil: it is asked each time

	translations *translations // nil: nothing is translated
	previews     *previews     // nil: no link is shown as a card
}

// customer returns what the host's Profile says of a visitor, now or a while ago. If
// the hook fails, nothing is known.
func (h hooks) customer(ctx context.Context, p chat.Principal) hook.Customer {
	if h.profile == nil {
		return hook.Customer{}
	}
	c, err := h.known.of(ctx, p, func() (hook.Customer, error) { return h.ask(ctx, p) })
	if err != nil {
		h.log.WarnContext(ctx, "profile", "error", err)
		return hook.Customer{}
	}
	return c
}

// ask asks the Profile.
func (h hooks) ask(ctx context.Context, p chat.Principal) (hook.Customer, error) {
	ctx, cancel := h.guard.Within(ctx)
	defer cancel()
	answer := make(chan hook.Customer, 1)
	err := h.guard.Call(ctx, "profile", func() error {
		c, err := h.profile.Visitor(ctx, p)
		answer <- c
		return err
	})
	if err != nil {
		return hook.Customer{}, err
	}
	return h.soundCustomer(ctx, p, <-answer), nil
}

// soundRef is the host's own id of a customer whom it vouches for.
func (h hooks) soundRef(ctx context.Context, p chat.Principal, ref string) string {
	if !p.Verified || ref == "" {
		return ""
	}
	if err := chat.CheckLine("ref", ref, 128); err != nil {
		h.log.WarnContext(ctx, "profile: left out", "error", err)
		return ""
	}
	return ref
}

// record gives the Recorder, if there is one, what the rules saw of a known visitor.
func (h hooks) record(r trigger.Recorded) {
	if h.recorder != nil && r.Visit.Visitor != "" {
		h.recorder.Record(r)
	}
}

// soundSkills returns those of the Profile's skills that a session can require.
func (h hooks) soundSkills(ctx context.Context, skills []chat.Skill) (sound []chat.Skill) {
	for _, s := range skills {
		if err := chat.CheckSkills("skills", []chat.Skill{s}); err != nil {
			h.log.WarnContext(ctx, "profile", "error", err)
			continue
		}
		sound = append(sound, s)
	}
	return sound
}
