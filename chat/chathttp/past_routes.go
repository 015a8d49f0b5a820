package chathttp

import "github.com/switchboard-go/switchboard/chat/desk"

// pastTable is what an agent may ask of a visitor's words about themselves, and of chats before.
var pastTable = []route{
	{"PUT", "v1/agent/sessions/{id}/contact", agents, with(contactEditBody.put)},
	{"GET", "v1/agent/past", agents, pastChats{}.search},
}

// contactEditBody is what an agent corrects: what is missing stays, what is empty is taken away.
type contactEditBody struct {
	Name  *string `json:"name"`
	Email *string `json:"email"`
	Phone *string `json:"phone"`
}

func (in contactEditBody) put(c *call) error {
	return c.done(desk.ContactEdit(in).By(c.r.Context(), c.agent, c.session()))
}

// pastChats are chats that have ended.
type pastChats struct{}

func (pastChats) search(c *call) error {
	limit, err := whole(c.r, "limit", 20, 1, 50)
	if err != nil {
		return err
	}
	q := c.r.URL.Query()
	asked := desk.PastQuery{Text: q.Get("q"), After: q.Get("after"), Limit: limit}
	found, err := asked.By(c.r.Context(), c.agent)
	if err != nil {
		return err
	}
	return c.ok(sessionsView{each(found.Sessions, viewCard), found.Next})
}
