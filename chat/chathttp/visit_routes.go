package chathttp

import (
	"cmp"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/trigger"
)

// visitBody is a beacon: what a page knows of its visit.
type visitBody struct {
	Site     chat.SiteID      `json:"site"`
	URL      string           `json:"url"`
	Referrer string           `json:"referrer"`
	Title    string           `json:"title"`
	Locale   string           `json:"locale"`
	Device   string           `json:"device"`
	OnSite   int32            `json:"on_site_seconds"`
	OnPage   int32            `json:"on_page_seconds"`
	Idle     int32            `json:"idle_seconds"`
	Visits   int              `json:"visits"`
	Views    int              `json:"views"`
	Moments  []trigger.Moment `json:"moments"`
	Cart     *cartBody        `json:"cart"`
	Pages    []pageBody       `json:"pages"`
	Holds    []holdBody       `json:"holds"`
	Quiet    bool             `json:"quiet"`
	Clock    *int             `json:"clock_minutes"`
	TimeZone string           `json:"time_zone"`
	Since    int32            `json:"since_visit_seconds"`
}

type holdBody struct {
	Rule    string    `json:"rule"`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen"`
	Entered time.Time `json:"entered"`
	Active  time.Time `json:"active"`
}

type pageBody struct {
	URL   string    `json:"url"`
	Title string    `json:"title"`
	At    time.Time `json:"at,omitzero"`
}

func (p pageBody) page() desk.PageView { return desk.PageView(p) }

// cartBody is a basket, in both directions. Money is in minor units.
type cartBody struct {
	Value    int64          `json:"value"`
	Currency string         `json:"currency"`
	Items    []cartItemBody `json:"items"`
}

type cartItemBody struct {
	Name     string `json:"name"`
	Quantity int    `json:"quantity"`
	Value    int64  `json:"value"`
	URL      string `json:"url,omitempty"`
}

func (c *cartBody) cart() *desk.Cart {
	if c == nil {
		return nil
	}
	return &desk.Cart{Value: c.Value, Currency: c.Currency, Items: each(c.Items, func(i cartItemBody) desk.CartItem { return desk.CartItem(i) })}
}

// answerView is what becomes of a beacon.
type answerView struct {
	Status  desk.VisitStatus `json:"status"`
	Offered bool             `json:"offered"`
	Prompt  *promptView      `json:"prompt,omitempty"`
	Open    []string         `json:"open"`
	Next    int              `json:"next_in_seconds,omitempty"`
	Holds   []trigger.Hold   `json:"holds,omitempty"`
	Do      []deedView       `json:"do,omitempty"`
}

// deedView is what a page does because a rule fired, or is told of.
type deedView struct {
	Rule string             `json:"rule"`
	Type trigger.ActionType `json:"type"`
	Text string             `json:"text,omitempty"`
	URL  string             `json:"url,omitempty"`
	Form string             `json:"form,omitempty"`
	Name string             `json:"name,omitempty"`
	Done bool               `json:"done,omitempty"`
}

func viewDeed(d desk.Deed) deedView { return deedView(d) }

type promptView struct {
	UID       string       `json:"uid"`
	Rule      string       `json:"rule"`
	Text      string       `json:"text"`
	Queue     chat.QueueID `json:"queue,omitempty"`
	ExpiresAt time.Time    `json:"expires_at,omitzero"`
}

func viewPrompt(p desk.Prompt) promptView {
	return promptView{UID: p.UID, Rule: p.Rule, Text: p.Text, Queue: p.Queue, ExpiresAt: p.Expires}
}

func (b visitBody) facts() desk.VisitFacts {
	return desk.VisitFacts{
		Site: b.Site, URL: b.URL, Referrer: b.Referrer, Title: b.Title, Locale: b.Locale, Device: b.Device,
		OnSite: span(b.OnSite), OnPage: span(b.OnPage), Idle: span(b.Idle),
		Visits: b.Visits, Views: b.Views, Moments: b.Moments, Cart: b.Cart.cart(), Pages: each(b.Pages, pageBody.page),
		Holds: each(b.Holds, func(h holdBody) trigger.Hold { return trigger.Hold(h) }), Quiet: b.Quiet,
		Locality: desk.Locality{
			Clock: b.Clock, TimeZone: b.TimeZone, SinceVisit: span(b.Since),
		},
	}
}

func (c *call) visit(in visitBody) error {
	facts := in.facts()
	facts.Command = c.command
	facts.Device = cmp.Or(facts.Device, deviceOf(c.r))
	a, err := c.visitor.Visit(c.r.Context(), facts)
	if err != nil {
		return err
	}
	return c.ok(answerView{
		Status: a.Status, Offered: a.Offered, Prompt: viewed(a.Prompt, viewPrompt),
		Open: list(a.Open), Next: seconds(a.Next), Holds: a.Holds,
		Do: each(a.Do, viewDeed),
	})
}

func (c *call) acceptPrompt() error {
	return c.visitor.Prompt(c.r.Context(), c.r.PathValue("id"), desk.PromptAccepted)
}

func (c *call) dismissPrompt() error {
	return c.visitor.Prompt(c.r.Context(), c.r.PathValue("id"), desk.PromptDismissed)
}
