package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// availabilityView is what a widget needs to know before anything is said. Instants are UTC, for the widget to show in the
// visitor's own time; words come in every language the site has.
type availabilityView struct {
	Site       chat.SiteID  `json:"site"`
	Queue      chat.QueueID `json:"queue"`
	Offered    bool         `json:"offered"`
	Accepting  bool         `json:"accepting"`
	Reason     chat.Reason  `json:"reason,omitempty"`
	Staff      chat.Staff   `json:"staff,omitempty"`
	Leave      bool         `json:"leave_message"`
	Answers    desk.Answers `json:"answers"`
	AnsweredBy string       `json:"answered_by"`
	openingView
	Queues  []choiceView   `json:"queues"`
	Form    []fieldView    `json:"form"`
	Fields  []ownFieldView `json:"fields,omitempty"`
	Limits  limitsView     `json:"limits"`
	Consent *consentView   `json:"consent,omitempty"`
	lookView
	placedView
	Help *helpOfferView `json:"help,omitempty"`
	Wait *waitView      `json:"wait,omitempty"`
	Free int            `json:"free"`
}

// lookView is how the chat presents itself.
type lookView struct {
	Texts settings.Texts `json:"texts,omitempty"`
	Logo  string         `json:"logo,omitempty"`
}

// placedView is the pages that offer chat.
type placedView struct {
	Never []string `json:"no_chat,omitempty"`
	Only  []string `json:"only,omitempty"`
}

// openingView is the hours as they stand.
type openingView struct {
	Open        bool         `json:"open"`
	Phase       string       `json:"phase"`
	NextOpenAt  time.Time    `json:"next_open_at,omitzero"`
	LastCallAt  time.Time    `json:"last_call_at,omitzero"`
	NextCloseAt time.Time    `json:"next_close_at,omitzero"`
	Zone        string       `json:"time_zone,omitempty"`
	Hours       []periodView `json:"hours,omitempty"`
}

// periodView is open time, whole. Without from it has always been open, without until it never closes.
type periodView struct {
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

type choiceView struct {
	ID   chat.QueueID `json:"id"`
	Name string       `json:"name"`
}

type consentView struct {
	Version string            `json:"version"`
	Text    map[string]string `json:"text,omitempty"`
	URL     string            `json:"url,omitempty"`
}

func viewAvailability(a desk.Availability) availabilityView {
	v := availabilityView{
		Site: a.Site, Queue: a.Queue, Offered: a.Offered, Accepting: a.Accepting, Reason: a.Reason,
		Staff: a.Staff, Leave: a.Leave, Answers: a.Answers, AnsweredBy: string(a.AnsweredBy),
		openingView: viewOpening(a.Opening), placedView: placedView(a.PlacedOn),
		lookView: lookView{a.Texts, a.Brand.Logo},
		Help:     viewHelp(a.Help), Wait: viewWait(a.Wait), Free: a.Free,
		Queues: each(a.Queues, func(q desk.QueueChoice) choiceView { return choiceView(q) }),
		Form:   each(a.Form, viewField),
		Fields: each(a.Fields, viewOwnField), Limits: limitsOfTexts,
	}
	if a.Consent.Version != "" {
		v.Consent = &consentView{a.Consent.Version, a.Consent.Text, a.Consent.URL}
	}
	return v
}

func viewOpening(o desk.Opening) openingView {
	return openingView{
		Open: o.Open, Phase: phase(o.Phase), NextOpenAt: o.NextOpen, LastCallAt: o.LastCall, NextCloseAt: o.ClosesAt, Zone: o.Zone,
		Hours: each(o.Hours, func(p hours.Period) periodView { return periodView{p.Start.UTC(), p.End.UTC()} }),
	}
}

func phase(p hours.Phase) string {
	switch p {
	case hours.PhaseOpen:
		return "open"
	case hours.PhaseLastCall:
		return "last-call"
	case hours.PhaseGrace:
		return "grace"
	}
	return "closed"
}
