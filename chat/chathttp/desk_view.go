package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// visitorCardView is what an agent sees of a session's visitor.
type visitorCardView struct {
	ID          chat.VisitorID `json:"id"`
	Contact     contactView    `json:"contact"`
	Fields      []filledView   `json:"fields,omitempty"`
	Pages       []pageBody     `json:"pages"`
	Cart        *cartBody      `json:"cart,omitempty"`
	Past        []cardView     `json:"past"`
	Rows        []rowView      `json:"rows"`
	Prompt      string         `json:"prompt,omitempty"`
	FirstAt     time.Time      `json:"first_at,omitzero"`
	BannedUntil time.Time      `json:"banned_until,omitzero"`
	Presence    *presenceView  `json:"presence,omitempty"`
	Device      string         `json:"device,omitempty"`
	LocalTime   string         `json:"local_time,omitempty"`
}

type rowView struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	URL   string `json:"url,omitempty"`
}

func viewVisitor(v desk.VisitorCard) visitorCardView {
	return visitorCardView{
		ID: v.Visitor, Contact: viewContact(v.Contact), Fields: each(v.Fields, viewFilled),
		Past: each(v.Past, viewCard), Cart: viewCart(v.Cart),
		Pages: each(v.Pages, func(p desk.PageView) pageBody { return pageBody(p) }),
		Rows:  each(v.Rows, func(r hook.CardRow) rowView { return rowView(r) }), Prompt: v.Prompt, FirstAt: v.FirstAt, BannedUntil: v.BannedTo,
		Presence: viewPresence(v.Presence), Device: v.Device, LocalTime: localTime(v.LocalAt),
	}
}

// localTime is a visitor's own clock, to the minute and with its offset; empty where it is unknown.
func localTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04Z07:00")
}

func viewCart(c desk.Cart) *cartBody {
	if len(c.Items) == 0 && c.Value == 0 {
		return nil
	}
	return &cartBody{Value: c.Value, Currency: c.Currency, Items: each(c.Items, func(i desk.CartItem) cartItemBody { return cartItemBody(i) })}
}

// targetsView is where a session could go.
type targetsView struct {
	Queues []queueTarget `json:"queues"`
	Agents []agentTarget `json:"agents"`
	More   bool          `json:"more,omitempty"`
}

type queueTarget struct {
	ID     chat.QueueID `json:"id"`
	Name   string       `json:"name"`
	Free   int          `json:"free"`
	Agents int          `json:"agents"`
	Open   bool         `json:"open"`
	// NextOpen is when a closed queue opens.
	NextOpen time.Time `json:"next_open_at,omitzero"`
}

type agentTarget struct {
	ID    chat.AgentID   `json:"id"`
	Name  string         `json:"name"`
	Photo string         `json:"photo,omitempty"`
	Mode  chat.AgentMode `json:"mode"`
	Free  int            `json:"free"`
}

func viewTargets(p desk.TargetPage) targetsView {
	v := targetsView{Queues: []queueTarget{}, Agents: []agentTarget{}, More: p.More}
	for _, t := range p.Targets {
		if t.Agent != "" {
			v.Agents = append(v.Agents, agentTarget{
				ID: t.Agent, Name: t.Name, Photo: t.Photo, Mode: t.Mode, Free: t.Free,
			})
		} else {
			v.Queues = append(v.Queues, queueTarget{
				ID: t.Queue, Name: t.Name, Free: t.Free, Agents: t.Agents, Open: t.Open, NextOpen: t.NextOpen,
			})
		}
	}
	return v
}

// cannedView are replies to insert.
type cannedView struct {
	Canned []settings.Canned `json:"canned"`
}

func viewCanned(cs []settings.Canned) cannedView { return cannedView{list(cs)} }
