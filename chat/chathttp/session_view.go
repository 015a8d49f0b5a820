package chathttp

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// sessionView is a session as its visitor's browser sees it.
type sessionView struct {
	ID        chat.SessionID `json:"id"`
	Site      chat.SiteID    `json:"site"`
	Queue     chat.QueueID   `json:"queue"`
	State     chat.State     `json:"state"`
	Status    string         `json:"status"`
	Reason    chat.Reason    `json:"reason"`
	AgentName string         `json:"agent_name,omitempty"`
	Position  int            `json:"position,omitempty"`
	Wait      *waitView      `json:"wait,omitempty"`
	Staff     chat.Staff     `json:"staff,omitempty"`
	toldView
	Entries   int         `json:"entries"`
	ReadUpTo  int         `json:"read_up_to"`
	SeenUpTo  int         `json:"seen_up_to"`
	Rating    *ratingView `json:"rating,omitempty"`
	CanRate   bool        `json:"can_rate"`
	CanReopen bool        `json:"can_reopen"`
	CanMail   bool        `json:"can_mail"`
	CreatedAt time.Time   `json:"created_at"`
	QueuedAt  time.Time   `json:"queued_at,omitzero"`
	EndedAt   time.Time   `json:"ended_at,omitzero"`
	WarnedAt  time.Time   `json:"warned_at,omitzero"`
	ClosesAt  time.Time   `json:"closes_at,omitzero"`
}

// toldView is what the visitor is told of what comes next.
type toldView struct {
	Answers   desk.Answers `json:"answers,omitempty"`
	ReplyBy   time.Time    `json:"reply_by,omitzero"`
	HeldUntil time.Time    `json:"held_until,omitzero"`
	CallAt    time.Time    `json:"call_at,omitzero"`
	NextStep  string       `json:"next_step,omitempty"`
	Identity  bool         `json:"identity_asked,omitempty"`
	Joined    []string     `json:"joined,omitempty"`
	photosView
	Peek      desk.Peeking `json:"peek,omitempty"`
	CanAttach bool         `json:"can_attach,omitempty"`
	readingView
	// Previews are the origins to whose pages links are shown as cards.
	Previews []string `json:"previews,omitempty"`
}

// photosView is what those who answer look like.
type photosView struct {
	Agent string                  `json:"agent_photo,omitempty"`
	All   map[chat.AgentID]string `json:"photos,omitempty"`
}

// readingView is in which language the visitor reads, where messages are translated.
type readingView struct {
	Translates bool   `json:"translates,omitempty"`
	Lang       string `json:"lang,omitempty"`
	Chosen     bool   `json:"lang_chosen,omitempty"`
	Verbatim   bool   `json:"verbatim,omitempty"`
}

// waitView is an expected wait that is known.
type waitView struct {
	Mean int `json:"mean_seconds"`
	P50  int `json:"p50_seconds"`
	P90  int `json:"p90_seconds"`
}

type ratingView struct {
	Score int `json:"score"`
	Scale int `json:"scale"`
}

func viewSession(v desk.SessionView) sessionView {
	return sessionView{
		ID: v.ID, Site: v.Site, Queue: v.Queue, State: v.State, Status: status(v.State), Reason: v.Reason, AgentName: v.AgentName,
		Position: v.Position, Wait: viewWait(v.Wait), Staff: v.Staff,
		toldView: toldView{
			v.Answers, v.ReplyBy, v.HeldUntil, v.CallAt, v.NextStep, v.IdentityAsked, v.Joined,
			photosView{v.AgentPhoto, v.Photos},
			v.Peeking, v.Files, readingView(v.Reads), v.Previews,
		},
		Entries: v.Entries, ReadUpTo: v.ReadUpTo, SeenUpTo: v.SeenUpTo,
		Rating: viewRating(v.Rating), CanRate: v.CanRate, CanReopen: v.CanReopen, CanMail: v.CanMail,
		CreatedAt: v.CreatedAt, QueuedAt: v.QueuedAt, EndedAt: v.EndedAt, WarnedAt: v.WarnedAt, ClosesAt: v.ClosesAt,
	}
}

// status is a state in the widget's words.
func status(s chat.State) string {
	switch {
	case s.Waiting():
		return "queued"
	case s == chat.Active || s == chat.Held:
		return "chatting"
	}
	return "ended"
}

func viewWait(e desk.Estimate) *waitView {
	if !e.Known {
		return nil
	}
	return &waitView{Mean: seconds(e.Mean), P50: seconds(e.P50), P90: seconds(e.P90)}
}

func viewRating(r *chat.Rating) *ratingView {
	if r == nil {
		return nil
	}
	return &ratingView{Score: r.Score, Scale: r.Scale}
}

// seconds rounds up: a wait is never told shorter than it is.
func seconds(d time.Duration) int {
	n := int(d / time.Second)
	if d%time.Second > 0 {
		n++
	}
	return n
}

// pageView is a part of a timeline. Next is what to ask for ?after= to go on.
type pageView struct {
	Entries []chat.Entry `json:"entries"`
	Next    int          `json:"next"`
	More    bool         `json:"more"`
}
