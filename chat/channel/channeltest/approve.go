package channeltest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Business is the account whose templates WhatsApp lists: the number Account is of it.
const Business = "987654"

// Approve has WhatsApp approve a template, whose places are {{1}}, {{2}} and so on.
func (p *Platform) Approve(t hook.Template) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.approved = append(p.approved, t)
}

// sentTemplate is a template as WhatsApp is sent it.
type sentTemplate struct {
	Name     string `json:"name"`
	Language struct {
		Code string `json:"code"`
	} `json:"language"`
	Components []struct {
		Type       string `json:"type"`
		Parameters []struct {
			Type string `json:"type"`
			Text string `json:"text"`
		} `json:"parameters"`
	} `json:"components"`
}

// in notes which template a message is, and what stands in the places of its body.
func (t *sentTemplate) in(s *sent) {
	if t == nil {
		return
	}
	s.Template = t.Name + "/" + t.Language.Code
	for _, c := range t.Components {
		for _, x := range c.Parameters {
			if c.Type == "body" && x.Type == "text" {
				s.Params = append(s.Params, x.Text)
			}
		}
	}
}

// fills puts the words of a template into a message, or says why WhatsApp has none for it.
func (p *Platform) fills(s *sent) refusal {
	if s.Template == "" {
		return ""
	}
	at := slices.IndexFunc(p.approved, func(t hook.Template) bool {
		return t.Name+"/"+t.Language == s.Template
	})
	if at < 0 {
		p.fault("nobody approved %s", s.Template)
		return unknown
	}
	text := p.approved[at].Text
	for i, x := range s.Params {
		if x == "" || strings.ContainsAny(x, "\n\t") || strings.Contains(x, "    ") {
			p.fault("%q cannot stand in a place", x)
			return places
		}
		text = strings.Replace(text, "{{"+strconv.Itoa(i+1)+"}}", x, 1)
	}
	if len(s.Params) != strings.Count(p.approved[at].Text, "{{") {
		p.fault("%d parameters of %s", len(s.Params), s.Template)
		return places
	}
	s.Text = text
	return ""
}

// lists answers who asks for the templates of a business, a page at a time; false: it is something
// else that is asked.
func (p *Platform) lists(r *http.Request) (a answer, ok bool) {
	if p.cfg.Kind != WhatsApp || r.URL.Path != "/v25.0/"+Business+"/message_templates" {
		return a, false
	}
	if r.Header.Get("Authorization") != "Bearer "+Token {
		return p.form.refusals[token], true
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("after"))
	const page = 2
	items := []string{`{"name":"in_review","language":"en","status":"PENDING","components":[]}`}
	for _, t := range p.approved[min(from, len(p.approved)):min(from+page, len(p.approved))] {
		items = append(items, `{"name":`+quote(t.Name)+`,"language":`+quote(t.Language)+
			`,"status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":`+
			quote(t.Text)+`,"example":{"body_text":[["x"]]}}],"id":"1"}`)
	}
	next := ""
	if from+page < len(p.approved) {
		next = `,"next":"https://graph.facebook.com/v25.0/elsewhere"`
	}
	return answer{status: http.StatusOK, body: `{"data":[` + strings.Join(items, ",") +
		`],"paging":{"cursors":{"before":"x","after":"` + strconv.Itoa(from+page) + `"}` + next +
		`}}`}, true
}
