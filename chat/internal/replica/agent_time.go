package replica

import (
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// agentTime is the instants of an agent's record from which something counts: the grace of who is
// lost, what becomes of who signed off, and which edges of a plan are behind them.
type agentTime struct{ mode, lost, chosen, done stamp }

func (x agentTime) next(a chat.Agent, now, tick time.Time) agentTime {
	return agentTime{
		mode: x.mode.next(a.ModeAt, now, tick), lost: x.lost.next(a.LostAt, now, tick),
		chosen: x.chosen.next(a.Plan.Chosen, now, tick), done: x.done.next(a.Plan.Done, now, tick),
	}
}

func (x agentTime) again(now, tick time.Time) agentTime {
	return agentTime{
		x.mode.again(now, tick), x.lost.again(now, tick), x.chosen.again(now, tick),
		x.done.again(now, tick),
	}
}

// inStep returns an agent with these instants by the time of day.
func (x agentTime) inStep(a chat.Agent) chat.Agent {
	for _, i := range []struct {
		at *time.Time
		by stamp
	}{
		{&a.ModeAt, x.mode}, {&a.LostAt, x.lost}, {&a.Plan.Chosen, x.chosen}, {&a.Plan.Done, x.done},
	} {
		if i.by.ahead > 0 && i.by.at.Equal(*i.at) {
			*i.at = i.by.by()
		}
	}
	return a
}

// inStep returns an agent with the instants by the time of day, as far as they are known.
func (t *team) inStep(a chat.Agent) chat.Agent { return t.times[a.ID].inStep(a) }

// keepTime takes in the instants of an agent's record.
func (t *team) keepTime(a chat.Agent, now, tick time.Time) {
	if _, known := t.agents[a.ID]; !known || a.Removed && a.ModeAt.IsZero() {
		delete(t.times, a.ID)
		return
	}
	t.times[a.ID] = t.times[a.ID].next(a, now, tick)
}

// inStep is the team with all instants by the time of day.
type inStep struct{ of *team }

// Agent implements chat.Team.
func (t inStep) Agent(id chat.AgentID) (chat.Agent, bool) {
	a, ok := t.of.agents[id]
	return t.of.inStep(a.value), ok
}

// AgentInStep returns an agent's record with the instants by the time of day.
func (p pacer) AgentInStep(a chat.Agent) chat.Agent {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	return p.of.state.team.inStep(a)
}
