package chathttp

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/routing"
)

// verdictView says of one agent why they do not get a session, or why they did. Have and Want are places taken and there
// are, or levels of the skill.
type verdictView struct {
	Agent  chat.AgentID `json:"agent"`
	Name   string       `json:"name"`
	Chosen bool         `json:"chosen"`
	Could  bool         `json:"could,omitempty"`
	Reason string       `json:"reason"`
	Why    string       `json:"why"` // for people
	Skill  string       `json:"skill,omitempty"`
	Have   int          `json:"have,omitempty"`
	Want   int          `json:"want,omitempty"`
	Until  time.Time    `json:"until,omitzero"`
}

// verdictCodes are the reasons as clients tell them apart.
var verdictCodes = map[routing.Reason]string{
	routing.ReasonBest: "best", routing.ReasonPreferred: "preferred", routing.ReasonOffline: "offline", routing.ReasonOnBreak: "break",
	routing.ReasonDraining: "draining", routing.ReasonLost: "lost", routing.ReasonNotInQueue: "not-in-queue", routing.ReasonDelay: "delay",
	routing.ReasonSkill: "skill", routing.ReasonRingLater: "ring-later", routing.ReasonExcluded: "excluded", routing.ReasonSticky: "sticky", routing.ReasonLanguage: "language",
	routing.ReasonAtCapacity: "at-capacity", routing.ReasonChannelFull: "channel-full", routing.ReasonManual: "manual",
	routing.ReasonLaterTier: "later-tier", routing.ReasonBehind: "behind", routing.ReasonInFlight: "in-flight", routing.ReasonReady: "ready",
	routing.ReasonOwner: "owner", routing.ReasonLastResort: "last-resort",
}

func viewVerdict(v desk.Verdict) verdictView {
	return verdictView{
		Agent: chat.AgentID(v.Agent), Name: v.Name, Chosen: v.Chosen, Could: v.Could, Reason: verdictCodes[v.Why], Why: v.String(),
		Skill: v.Skill, Have: v.Have, Want: v.Want, Until: v.Until,
	}
}

// questionBody asks about a rule for a visit, and for a visitor or a session's visitor if one is named.
type questionBody struct {
	Visitor chat.VisitorID `json:"visitor"`
	Session chat.SessionID `json:"session"`
	Visit   visitBody      `json:"visit"`
	Text    string         `json:"text"` // of a rule of intake
}

// sortedView is what rules decided about a session, at one moment.
type sortedView struct {
	N   int       `json:"n"` // of the entry that says so
	At  time.Time `json:"at"`
	Why string    `json:"why"` // each rule, and what it did
}

func viewSorted(e chat.Entry) sortedView { return sortedView{e.N, e.At, e.Why} }

// explainedView says why a session is with whom it is, and where it is.
type explainedView struct {
	Verdicts []verdictView `json:"verdicts"`
	Sorted   []sortedView  `json:"sorted"`
}

func (c *call) boardExplain() error { return c.verdicts(c.supervisor.Explain) }
func (c *call) agentExplain() error { return c.verdicts(c.agent.Explain) }

func (c *call) verdicts(
	explain func(context.Context, chat.SessionID) ([]desk.Verdict, error),
) error {
	vs, err := explain(c.r.Context(), c.session())
	if err != nil {
		return err
	}
	es, err := sortings(c.r.Context(), c.agent, c.session())
	if err != nil {
		return err
	}
	return c.ok(explainedView{each(vs, viewVerdict), each(es, viewSorted)})
}

// sortings are the entries of the session's timeline, of the first so many pages, by which rules
// sorted it.
func sortings(
	ctx context.Context, a desk.Agent, id chat.SessionID,
) (found []chat.Entry, err error) {
	for page, after := 0, 0; page < explainedPages; page++ {
		es, next, err := a.Timeline(ctx, id, after, 0)
		if err != nil {
			return nil, err
		}
		if len(es) == 0 {
			break
		}
		for _, e := range es {
			if e.Sorts() {
				found = append(found, e)
			}
		}
		after = next
	}
	return found, nil
}

// explainedPages is how much of a timeline an explanation reads, 200 entries a page.
const explainedPages = 25

func (c *call) explainRule(in questionBody) error {
	x, err := c.supervisor.ExplainRule(c.r.Context(), desk.RuleQuestion{
		Rule: c.r.PathValue("id"), Visitor: in.Visitor, Session: in.Session, Facts: in.Visit.facts(),
		Text: in.Text,
	})
	if err != nil {
		return err
	}
	return c.ok(x)
}
