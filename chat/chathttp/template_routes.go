package chathttp

import (
	"net/http"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// templateTable is what agents may do with words that a messenger's platform has approved.
var templateTable = []route{
	{"GET", "v1/agent/sessions/{id}/templates", agents, templateBody{}.list},
	{"POST", "v1/agent/sessions/{id}/templates", agents, with(templateBody.send)},
}

type templatesView struct {
	Templates []templateView `json:"templates"`
}

type templateView struct {
	hook.Template
	Places int `json:"places"`
}

// templateBody is approved words that are to go.
type templateBody struct {
	Name     string   `json:"name"`
	Language string   `json:"language"`
	Params   []string `json:"params"`
}

func (templateBody) list(c *call) error {
	found, err := desk.TemplateQuery{Session: c.session()}.By(c.r.Context(), c.agent)
	if err != nil {
		return err
	}
	return c.ok(templatesView{each(found, viewTemplate)})
}

func viewTemplate(t hook.Template) templateView { return templateView{t, t.Places()} }

func (in templateBody) send(c *call) error {
	m := desk.TemplateMessage{
		Session: c.session(), Command: c.command, Name: in.Name, Language: in.Language,
		Params: in.Params,
	}
	e, err := m.By(c.r.Context(), c.agent)
	if err != nil {
		return err
	}
	return c.answer(http.StatusCreated, e)
}
