package chathttp

import (
	"context"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// presenceBody is what a page says of itself.
type presenceBody struct {
	Page  string        `json:"page"`
	State chat.PageSign `json:"state"`
}

func (in presenceBody) sign(c *call) error {
	return c.done(c.visitor.Sign(c.r.Context(), in.Page, in.State))
}

// fromPage reports whether a request comes from a page of the shop, and not from an app that brings
// a token of its own: it may go to sleep and come back by a push, and is never gone. A page may bring
// one too; a browser says of its requests where they come from.
func fromPage(r *http.Request) bool {
	return r.Header.Get("Authorization") == "" || r.Header.Get("Sec-Fetch-Site") != ""
}

// attended is a visitor's events, whose reader counts as a page that is open. It is not made part
// of who calls it: see call.events.
//
//go:noinline
func attended(of *desk.Visitor, r *http.Request) source {
	v := *of
	if !fromPage(r) {
		return v.Events
	}
	return func(ctx context.Context, cursor string) iter.Seq2[desk.Event, error] {
		events := v.Events(ctx, cursor)
		return func(yield func(desk.Event, error) bool) {
			if leave, err := v.Attend(ctx); err == nil {
				defer leave()
			}
			events(yield)
		}
	}
}

// deviceOf is what a browser runs on, as far as it says.
func deviceOf(r *http.Request) string {
	switch says := r.Header.Get("User-Agent"); {
	case says == "":
		return ""
	case strings.Contains(says, "iPad"), strings.Contains(says, "Tablet"),
		strings.Contains(says, "Android") && !strings.Contains(says, "Mobile"):
		return "tablet"
	case strings.Contains(says, "Mobi"), strings.Contains(says, "iPhone"):
		return "phone"
	case strings.Contains(says, "Mozilla/"):
		return "computer"
	}
	return ""
}

// presenceView is whether a visitor is there.
type presenceView struct {
	Here   bool      `json:"here"`
	Hidden bool      `json:"hidden,omitempty"`
	Gone   time.Time `json:"gone_since,omitzero"`
}

// viewPresence is nil where nothing is known.
func viewPresence(p desk.VisitorPresence) *presenceView {
	if !p.Known {
		return nil
	}
	return &presenceView{p.Here, p.Hidden, p.Gone}
}
