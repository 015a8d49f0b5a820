package chathttp

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/routing"
)

// verdictView says of one agent why they do not get a session, or why they did.
type verdictView struct {
	Agent  chat.AgentID `json:"agent"`
	Chosen bool         `json:"chosen"`
	Why    string       `json:"why"`
	Until  time.Time    `json:"until,omitzero"`
}

func viewVerdict(v routing.Verdict) verdictView {
	return verdictView{Agent: chat.AgentID(v.Agent), Chosen: v.Chosen, Why: v.String(), Until: v.Until}
}

// questionBody asks about a rule for a visit, and for a visitor or a session's visitor if one is named.
type questionBody struct {
	Visitor chat.VisitorID `json:"visitor"`
	Session chat.SessionID `json:"session"`
	Visit   visitBody      `json:"visit"`
}

func (c *call) boardExplain() error { return c.verdicts(c.supervisor.Explain) }
func (c *call) agentExplain() error { return c.verdicts(c.agent.Explain) }

func (c *call) verdicts(explain func(context.Context, chat.SessionID) ([]routing.Verdict, error)) error {
	vs, err := explain(c.r.Context(), c.session())
	if err != nil {
		return err
	}
	return c.ok(map[string][]verdictView{"verdicts": each(vs, viewVerdict)})
}

func (c *call) explainRule(in questionBody) error {
	x, err := c.supervisor.ExplainRule(c.r.Context(), desk.RuleQuestion{
		Rule: c.r.PathValue("id"), Visitor: in.Visitor, Session: in.Session, Facts: in.Visit.facts(),
	})
	if err != nil {
		return err
	}
	return c.ok(x)
}
