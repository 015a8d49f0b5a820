package desk

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// VisitFacts is what a beacon says of a visit. It proves nothing: who the visitor is, and which
// customer group they belong to, comes from the principal and the Profile alone. Dwell times are
// lengths, so a wrong clock in the browser does no harm.
type VisitFacts struct {
	Site     chat.SiteID // Default: the first
	URL      string
	Referrer string
	Title    string
	Locale   string
	Device   string
	OnSite   time.Duration // since the visit began
	OnPage   time.Duration // since the page was entered
	Idle     time.Duration // since the last sign of life
	Visits   int           // the number of earlier visits
	Views    int           // the number of pages in this visit
	Moments  []trigger.Moment
	Cart     *Cart
	Pages    []PageView     // the newest last; kept only while the visitor has a session open
	Holds    []trigger.Hold // from the last answer, unchanged
	Quiet    bool           // the page shows no prompts now: nothing is claimed

	// Command is an id of the page's own for what happened there, the same when it sends that again
	// because no answer came: the events of the visitor's last 32 with an id count once. Default:
	// they count each time.
	Command chat.CommandID
	Locality
}

// Locality is what a page says of its visitor's clock, and of when they were here before.
type Locality struct {
	Clock      *int          // minutes of it ahead of UTC, -900 to 900. Default: not known
	TimeZone   string        // of that clock, an IANA name. Default: not known
	SinceVisit time.Duration // since the last page of the visit before. Default: not known
}

// attrs adds what the rules know by it.
func (x Locality) attrs(to map[string]trigger.Value, now time.Time) {
	if x.Clock != nil {
		there := now.UTC().Add(time.Duration(*x.Clock) * time.Minute)
		to["visitor.hour"] = trigger.Num(float64(there.Hour()))
		to["visitor.weekday"] = trigger.Text(strings.ToLower(there.Weekday().String()[:3]))
	}
	if x.TimeZone != "" {
		to["visitor.time_zone"] = trigger.Text(x.TimeZone)
	}
	if x.SinceVisit > 0 {
		to["since.visit"] = trigger.At(now.Add(-x.SinceVisit))
	}
}

// VisitAnswer is the answer to a beacon.
type VisitAnswer struct {
	Prompt *Prompt       // show it now; nil: none
	Open   []string      // the prompts that stay on the page; take any other away
	Next   time.Duration // send the next beacon after this time, if nothing happens before
	Status VisitStatus   // what the widget is to look like
	// Offered says that a session can be begun on this page, as far as the site's pages go. An open
	// one goes on wherever its visitor is.
	Offered bool
	Holds   []trigger.Hold // send them with the next beacon
	Do      []Deed         // what the page does now, once, beside showing the prompt
}

// VisitStatus is what a visitor is doing, as the widget shows it.
type VisitStatus string

// The statuses.
const (
	StatusBrowsing VisitStatus = "browsing"
	StatusInvited  VisitStatus = "invited"
	StatusQueued   VisitStatus = "queued"
	StatusChatting VisitStatus = "chatting"
	StatusEnded    VisitStatus = "ended"
)

// Prompt is a prompt to be shown.
type Prompt struct {
	UID     string
	Rule    string
	Text    string
	Queue   chat.QueueID // where a session that begins from it goes
	Expires time.Time    // take it away then; zero: it stays until it is answered
}

// How soon a visitor is looked at again, at the earliest and at the latest.
const (
	soonest = 2 * time.Second
	latest  = time.Minute
)

// trigger returns the facts as a visit of package trigger, with what only the desk and the host may
// say. Attrs is an empty map for its attributes.
func (f *VisitFacts) trigger(
	attrs map[string]trigger.Value, me chat.VisitorID, p chat.Principal, c hook.Customer,
	said map[string]trigger.Value, now time.Time,
) trigger.Visit {
	v := trigger.Visit{
		Visitor: string(me), URL: f.URL, Referrer: f.Referrer, Title: f.Title, Moments: f.Moments, Holds: f.Holds,
		Started: now.Add(-f.OnSite), Entered: now.Add(-f.OnPage), Active: now.Add(-f.Idle),
		Attrs: attrs,
	}
	v.Attrs["site.id"] = trigger.Text(string(f.Site))
	v.Attrs["visit.count"] = trigger.Num(float64(f.Visits))
	v.Attrs["visit.pages"] = trigger.Num(float64(f.Views))
	v.Attrs["orders.count"] = trigger.Num(0) // until the visitor's record is read
	vouch(v.Attrs, p, c, said)
	text := func(name, s string) {
		if s != "" {
			v.Attrs[name] = trigger.Text(s)
		}
	}
	text("visitor.locale", cmp.Or(f.Locale, c.Locale))
	text("visitor.device", f.Device)
	text("visitor.name", c.Name)
	f.attrs(v.Attrs, now)
	if f.Cart != nil {
		v.Attrs["cart.value"] = trigger.Num(float64(f.Cart.Value))
		v.Attrs["cart.items"] = trigger.Num(float64(len(f.Cart.Items)))
		v.Attrs["cart.products"] = texts(f.Cart.Items, func(i CartItem) string { return i.Name })
	}
	if len(f.Pages) > 0 {
		v.Attrs["visit.paths"] = texts(f.Pages, func(p PageView) string {
			u, err := url.Parse(p.URL)
			if err != nil {
				return ""
			}
			return u.Path
		})
	}
	return v
}

// texts returns what say makes of each element, without what is empty.
func texts[T any](list []T, say func(T) string) trigger.Value {
	var all []string
	for _, x := range list {
		if s := say(x); s != "" {
			all = append(all, s)
		}
	}
	return trigger.Texts(all...)
}

// status returns how the widget is to look, by the record that leads to the visitor's session.
func (d *Desk) status(ctx context.Context, current store.Record) (VisitStatus, error) {
	s, ok, err := d.sessions.From(ctx, current)
	switch {
	case err != nil:
		return "", err
	case !ok:
		return StatusBrowsing, nil
	case s.State.Waiting():
		return StatusQueued, nil
	case s.State.Running():
		return StatusChatting, nil
	case d.now().Sub(s.EndedAt) < time.Hour:
		return StatusEnded, nil
	}
	return StatusBrowsing, nil
}
