package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// tally is a row in the making.
type tally struct {
	row                          Row
	waits, left, responses, took []time.Duration
	agents                       map[chat.AgentID]*agentTally
}

type agentTally struct {
	row   AgentRow
	took  []time.Duration
	spans []span
}

type span struct{ from, to time.Time }

func (t *tally) add(s chat.Session, cfg Config) {
	queued := !s.QueuedAt.IsZero() // a message left at the door waits by its own promise
	answered := !s.AssignedAt.IsZero()
	ended := s.State.Ended() || s.State == chat.Wrapping
	waited := s.EndedAt.Sub(s.QueuedAt)
	if s.Reason == chat.Left && !s.LeftAt.IsZero() { // the rest of the time nobody waited
		waited = max(0, s.LeftAt.Sub(s.QueuedAt))
	}
	t.row.translated(s)
	if s.State == chat.Abandoned && waited <= cfg.ShortAbandon && cfg.ShortAbandon > 0 {
		return
	}
	t.row.Started++
	t.row.rate(s.Rating)
	if s.Promise != nil && s.Promise.Broken {
		t.row.Broken++
	} else if s.Promise != nil && s.Promise.Kept {
		t.row.Kept++
	}
	if s.Reply != nil && s.Reply.Broken {
		t.row.AnswersBroken++
	} else if s.Reply != nil && s.Reply.Kept {
		t.row.AnswersKept++
	}
	if ended && s.Outcome != "" {
		if t.row.Outcomes == nil {
			t.row.Outcomes = map[string]int{}
		}
		t.row.Outcomes[s.Outcome]++
	}
	t.row.InTime, t.row.Late = t.row.InTime+s.InTime, t.row.Late+s.Late
	switch {
	case s.State == chat.Messaged:
		t.row.Messaged++
	case !ended:
		t.row.Open++
	}
	switch {
	case answered && queued:
		wait := s.AssignedAt.Sub(s.CreatedAt)
		t.waits = append(t.waits, wait)
		t.row.Counts.count(wait, cfg.Threshold, true)
	case ended && queued && !answered:
		t.left = append(t.left, waited)
		t.row.Counts.count(waited, cfg.Threshold, false)
		if s.State == chat.Messaged {
			t.row.Waited++
		}
	}
	if !s.AnsweredAt.IsZero() && queued {
		t.responses = append(t.responses, s.AnsweredAt.Sub(s.CreatedAt))
	}
	if ended && answered {
		t.handled(s)
	}
}

func (t *tally) handled(s chat.Session) {
	of, sum := stints(s), time.Duration(0)
	for _, x := range of {
		sum += x.To.Sub(x.From)
	}
	t.took = append(t.took, sum)
	for _, x := range of {
		if x.Agent == "" {
			continue
		}
		a := t.agent(x.Agent)
		a.took = append(a.took, x.To.Sub(x.From))
		a.spans = append(a.spans, span{x.From, x.To})
	}
	if s.Agent != "" {
		t.agent(s.Agent).row.Closed++
	}
	if s.Rating != nil && cmp.Or(s.Rating.Agent, s.Agent) != "" {
		t.agent(cmp.Or(s.Rating.Agent, s.Agent)).row.rate(s.Rating)
	}
}

func (t *tally) agent(id chat.AgentID) *agentTally {
	a := t.agents[id]
	if a == nil {
		a = &agentTally{row: AgentRow{Agent: id}}
		t.agents[id] = a
	}
	return a
}

// stints are the times that a session which is over was with agents. An earlier release did not
// write them down: then it is all the last one's.
func stints(s chat.Session) []chat.Stint {
	if len(s.Stints) == 0 {
		return []chat.Stint{{Agent: s.Agent, From: s.AssignedAt, To: s.EndedAt}}
	}
	of := slices.Clone(s.Stints)
	if last := &of[len(of)-1]; last.To.IsZero() {
		last.To = s.EndedAt
	}
	return of
}

func (t *tally) done() Row {
	t.row.Wait, t.row.Left, t.row.Response, t.row.Handle = spread(t.waits), spread(t.left), spread(t.responses), spread(t.took)
	var all time.Duration
	var n int
	for _, a := range t.agents {
		a.row.Busy, a.row.Handle = busy(a.spans), spread(a.took)
		all, n = all+a.row.Busy, n+a.row.Closed
		t.row.Agents = append(t.row.Agents, a.row)
	}
	if n > 0 {
		t.row.Effort = all / time.Duration(n)
	}
	slices.SortFunc(t.row.Agents, func(a, b AgentRow) int { return cmp.Compare(a.Agent, b.Agent) })
	return t.row
}

// busy returns the time covered by at least one of the spans.
func busy(spans []span) time.Duration {
	slices.SortFunc(spans, func(a, b span) int { return a.from.Compare(b.from) })
	var sum time.Duration
	var end time.Time
	for _, s := range spans {
		if s.from.Before(end) {
			s.from = end
		}
		if s.to.After(s.from) {
			sum += s.to.Sub(s.from)
			end = s.to
		}
	}
	return sum
}
