package chathttp

import (
	"net/http"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// startBody is what a visitor says to begin.
type startBody struct {
	Site    chat.SiteID  `json:"site"`
	Queue   chat.QueueID `json:"queue"`
	Name    string       `json:"name"`
	Email   string       `json:"email"`
	Phone   string       `json:"phone"`
	Text    string       `json:"text"`
	Fields  fieldsBody   `json:"fields"`
	Locale  string       `json:"locale"`
	Consent consentBody  `json:"consent"`
	Prompt  string       `json:"prompt"`
	Page    string       `json:"page"`
	Leave   bool         `json:"leave_message"`
	Pages   []pageBody   `json:"pages"`
	Cart    *cartBody    `json:"cart"`
	Clock   *int         `json:"clock_minutes"`
	CallAt  time.Time    `json:"call_at"`
}

type consentBody struct {
	Version string `json:"version"`
}

type textBody struct {
	Text string `json:"text"`
}

type typingBody struct {
	On bool `json:"on"`
}

type visitorTypingBody struct {
	On   bool   `json:"on"`
	Text string `json:"text"` // what is typed, where the visitor lets agents see it
}

type peekBody struct {
	On bool `json:"on"`
}

type readBody struct {
	UpTo int `json:"up_to"`
}

type ratingBody struct {
	Score   int    `json:"score"`
	Scale   int    `json:"scale"`
	Comment string `json:"comment"`
}

type transcriptBody struct {
	Email string `json:"email"`
}

func (c *call) start(in startBody) error {
	v, err := c.visitor.Start(c.r.Context(), desk.StartRequest{
		Command: c.command, Site: in.Site, Queue: in.Queue, Name: in.Name, Email: in.Email, Phone: in.Phone, Text: in.Text, Locale: in.Locale,
		Consent: in.Consent.Version, Prompt: in.Prompt, Page: in.Page, Leave: in.Leave,
		Pages: each(in.Pages, pageBody.page), Cart: in.Cart.cart(),
		CallAt: in.CallAt, Device: deviceOf(c.r), Clock: in.Clock, Fields: in.Fields.fields(),
	})
	if err != nil {
		return err
	}
	if fromPage(c.r) {
		if err := c.visitor.Seen(c.r.Context()); err != nil {
			c.h.cfg.Logger.DebugContext(c.r.Context(), "chathttp: presence", "error", err)
		}
	}
	c.w.Header().Set("Location", "sessions/"+string(v.ID)) // relative: the handler need not know where it is mounted
	return c.made(viewSession(v), v.Replayed)
}

// current answers with the visitor's session or with nothing; who has no token has no session either.
func (c *call) current() error {
	var out struct {
		Session *sessionView `json:"session,omitempty"`
	}
	if c.who.ID == "" {
		return c.ok(out)
	}
	v, there, err := c.visitor.Current(c.r.Context())
	if err != nil {
		return err
	}
	if there {
		out.Session = new(viewSession(v))
	}
	return c.ok(out)
}

func (c *call) visitorSession() error {
	v, err := c.visitor.Session(c.r.Context(), c.session())
	if err != nil {
		return err
	}
	return c.ok(viewSession(v))
}

func (c *call) visitorMessages() error { return c.timeline(c.visitor.Timeline) }

func (c *call) visitorSend(in messageBody) error {
	e, err := c.visitor.Send(c.r.Context(), c.session(), in.request(c))
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, e)
}

func (c *call) visitorTyping(in visitorTypingBody) error {
	if in.On && in.Text != "" {
		return c.done(c.visitor.Peek().Show(c.r.Context(), c.session(), in.Text))
	}
	return c.done(c.visitor.Typing(c.r.Context(), c.session(), in.On))
}

func (c *call) visitorRead(in readBody) error {
	return c.done(c.visitor.Read(c.r.Context(), c.session(), in.UpTo))
}

func (c *call) rate(in ratingBody) error {
	return c.done(c.visitor.Rate(c.r.Context(), c.session(), chat.Rating{Score: in.Score, Scale: in.Scale, Comment: in.Comment}))
}

func (c *call) transcript(in transcriptBody) error {
	if err := c.visitor.Transcript(c.r.Context(), c.session(), in.Email); err != nil {
		return err
	}
	c.w.WriteHeader(http.StatusAccepted)
	return nil
}

func (c *call) end() error           { return c.visitor.End(c.r.Context(), c.session()) }
func (c *call) visitorReopen() error { return c.visitor.Reopen(c.r.Context(), c.session()) }
func (c *call) leaveMessage() error  { return c.visitor.LeaveMessage(c.r.Context(), c.session()) }
