package chathttp

import (
	"github.com/switchboard-go/switchboard/chat/desk"
)

// languageTable is what people say of the languages of a session.
var languageTable = []route{
	{"PUT", "v1/sessions/{id}/language", visitors, with(languageBody.byVisitor)},
	{"PUT", "v1/agent/sessions/{id}/language", agents, with(languageBody.byAgent)},
	{
		"POST", "v1/agent/sessions/{id}/messages/{n}/translation", agents,
		body(own(agents).translate),
	},
}

// languageBody is the language of a visitor, or that nothing is translated.
type languageBody struct {
	Lang     string `json:"lang"`
	Verbatim bool   `json:"verbatim"`
}

func (in languageBody) choice(c *call) desk.LanguageChoice {
	return desk.LanguageChoice{Session: c.session(), Lang: in.Lang, Verbatim: in.Verbatim}
}

func (in languageBody) byVisitor(c *call) error {
	return c.done(in.choice(c).ByVisitor(c.r.Context(), c.visitor))
}

func (in languageBody) byAgent(c *call) error {
	return c.done(in.choice(c).By(c.r.Context(), c.agent))
}

// translationBody is the language that a message is wanted in.
type translationBody struct {
	Lang string `json:"lang"`
}

// translate asks for a message in another language.
func (o own) translate(c *call, in translationBody) error {
	n, err := o.number(c)
	if err != nil {
		return err
	}
	r := desk.TranslateRequest{Session: c.session(), N: n, Lang: in.Lang}
	m, err := r.By(c.r.Context(), c.agent)
	if err != nil {
		return err
	}
	return c.ok(m)
}
