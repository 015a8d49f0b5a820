package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// agentView is an agent as colleagues see one.
type agentView struct {
	ID        chat.AgentID   `json:"id"`
	Name      string         `json:"name"`
	Photo     string         `json:"photo,omitempty"`
	Role      chat.Role      `json:"role"`
	All       bool           `json:"everything,omitempty"`
	Bot       bool           `json:"bot,omitempty"`
	Hosted    bool           `json:"hosted,omitempty"`
	Powers    []chat.Power   `json:"powers,omitempty"`
	Mode      chat.AgentMode `json:"mode"`
	Reason    string         `json:"reason,omitempty"`
	ModeAt    time.Time      `json:"mode_at,omitzero"`
	Load      int            `json:"load"`
	Capacity  int            `json:"capacity"`
	Sessions  int            `json:"sessions"`
	Queues    []chat.QueueID `json:"queues"`
	Languages []string       `json:"languages,omitempty"`
	Missed    int            `json:"missed,omitempty"`
	LostFrom  time.Time      `json:"lost_from,omitzero"`
	Shift     *shiftView     `json:"shift,omitempty"`
	agentCan
}

// agentCan is what an agent can do because of what the shop has put in.
type agentCan struct {
	Escalate bool `json:"can_escalate,omitempty"`
	Shows    bool `json:"can_show,omitempty"`
	Attaches bool `json:"can_attach,omitempty"`
}

func viewAgent(a desk.AgentView) agentView {
	v := agentView{
		ID: a.ID, Name: a.Name, Photo: a.Photo, Role: chat.RoleAgent, All: a.Everything, Bot: a.Bot, Hosted: a.Hosted, Powers: a.Powers, Mode: a.Mode, Reason: a.Reason, ModeAt: a.Since,
		Load: a.Load, Capacity: a.Capacity, Sessions: a.Sessions, Queues: list(a.Queues), Languages: a.Languages, Missed: a.Missed, LostFrom: a.LostFrom,
	}
	v.Shift, v.agentCan = viewShift(a.Shift), agentCan(a.Can)
	if a.Supervisor {
		v.Role = chat.RoleSupervisor
	}
	return v
}

// list is s, never null in JSON.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// each views every element.
func each[T, V any](s []T, view func(T) V) []V {
	out := make([]V, len(s))
	for i, v := range s {
		out[i] = view(v)
	}
	return out
}

// cardView is a session as agents see it.
type cardView struct {
	ID        chat.SessionID `json:"id"`
	Site      chat.SiteID    `json:"site"`
	Visitor   chat.VisitorID `json:"visitor"`
	Queue     chat.QueueID   `json:"queue"`
	Channel   string         `json:"channel,omitempty"`
	State     chat.State     `json:"state"`
	Reason    chat.Reason    `json:"reason"`
	Agent     chat.AgentID   `json:"agent,omitempty"`
	AgentName string         `json:"agent_name,omitempty"`
	Contact   contactView    `json:"contact"`
	Priority  int            `json:"priority"`
	Weight    int            `json:"weight"`
	Skills    []chat.Skill   `json:"skills,omitempty"`
	Tags      []string       `json:"tags,omitempty"`
	Entries   int            `json:"entries"`
	ReadUpTo  int            `json:"read_up_to"`
	SeenUpTo  int            `json:"seen_up_to"`
	LastText  string         `json:"last_text,omitempty"`
	Position  int            `json:"position,omitempty"`
	Offers    int            `json:"offers,omitempty"`
	Unwanted  bool           `json:"unwanted,omitempty"`
	Rating    *ratingView    `json:"rating,omitempty"`
	cardTimes
	Idle bool `json:"idle,omitempty"`
	cardMore
}

// cardMore is what else a card says: of the visitor, and of the end.
type cardMore struct {
	cardVisitor
	Fields        []filledView    `json:"fields,omitempty"`
	Beside        []companionView `json:"beside,omitempty"`
	Outcomes      []string        `json:"outcomes,omitempty"`
	SplitAt       int             `json:"split_at,omitempty"`
	OutcomeNeeded bool            `json:"outcome_needed,omitempty"`
	chat.Conclusion
	Carried *carriedView `json:"carried,omitempty"`
	Via     string       `json:"via,omitempty"`
}

// cardVisitor is what a card says of the visitor.
type cardVisitor struct {
	Erased   bool          `json:"erased,omitempty"`
	Presence *presenceView `json:"presence,omitempty"`
	Page     *pageBody     `json:"page,omitempty"`
	Device   string        `json:"device,omitempty"`
	// Clock is how many minutes the visitor's clock is ahead of UTC.
	Clock *int `json:"utc_offset_minutes,omitempty"`
	// Lang is the language that the visitor reads; Verbatim says that nothing is translated.
	Lang     string `json:"lang,omitempty"`
	Chosen   bool   `json:"lang_chosen,omitempty"`
	Verbatim bool   `json:"verbatim,omitempty"`
	// Translates says that messages can be translated here.
	Translates bool `json:"translates,omitempty"`
	// Previews are the origins to whose pages links are shown as cards.
	Previews []string `json:"previews,omitempty"`
}

func viewWhere(c desk.SessionCard) cardVisitor {
	at := cardVisitor{
		Erased: c.Session.Erased, Presence: viewPresence(c.Presence),
		Device: c.Where.Device, Clock: c.Where.Clock,
		Lang:   c.Session.LanguageOr(c.Session.Contact.Locale),
		Chosen: c.Session.LangChosen, Verbatim: c.Session.Verbatim, Translates: c.Translates,
		Previews: c.Previews,
	}
	if c.Where.Page.URL != "" {
		page := pageBody(c.Where.Page)
		at.Page = &page
	}
	return at
}

func viewCard(c desk.SessionCard) cardView {
	s := c.Session
	return cardView{
		ID: s.ID, Site: s.Site, Visitor: s.Visitor, Queue: s.Queue, Channel: s.Channel, State: s.State, Reason: s.Reason,
		Agent: s.Agent, AgentName: c.AgentName, Contact: viewContact(s.Contact), Priority: s.Priority, Weight: s.Weight,
		Skills: s.Skills, Tags: s.Tags, Entries: s.Entries, ReadUpTo: c.ReadUpTo, SeenUpTo: c.SeenUpTo, LastText: c.LastText,
		Position: c.Position, Offers: len(s.Offers), Unwanted: s.Unwanted(),
		Rating: viewRating(s.Rating), Idle: s.Idle, cardTimes: viewTimes(s, c.ReplyBy),
		cardMore: cardMore{
			viewWhere(c), each(c.Fields, viewFilled), viewBeside(s),
			c.Outcomes, c.SplitAt, c.OutcomeNeeded, s.Conclusion, viewCarried(c.Carried), wayOf(s),
		},
	}
}

type offerView struct {
	ID       chat.OfferID `json:"id"`
	At       time.Time    `json:"at"`
	Deadline time.Time    `json:"deadline"`
	Transfer bool         `json:"transfer,omitempty"`
	Queue    chat.QueueID `json:"queue,omitempty"`
	Session  cardView     `json:"session"`
}

func viewOffer(o desk.OfferView) offerView {
	return offerView{ID: o.Offer.ID, At: o.Offer.At, Deadline: o.Offer.Deadline, Transfer: o.Offer.Transfer, Queue: o.Offer.Queue, Session: viewCard(o.Session)}
}

// inboxView is everything an agent has to look at.
type inboxView struct {
	Me       agentView   `json:"me"`
	Offers   []offerView `json:"offers"`
	Sessions []cardView  `json:"sessions"`
	Beside   []cardView  `json:"beside"`
	Queue    []cardView  `json:"queue"`
	Messages []cardView  `json:"messages"`
}

func viewInbox(b desk.Inbox) inboxView {
	return inboxView{
		Me: viewAgent(b.Me), Offers: each(b.Offers, viewOffer),
		Sessions: each(b.Sessions, viewCard), Beside: each(b.Beside, viewCard),
		Queue: each(b.Queue, viewCard), Messages: each(b.Messages, viewCard),
	}
}
