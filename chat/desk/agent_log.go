package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/agentlog"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/shifts"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
)

// openAgentLog makes the agents' logs of a desk.
func openAgentLog(cfg Config) agentlog.Log {
	return agentlog.New(agentlog.Config{Store: cfg.Store, Keep: cfg.AuditFor})
}

// noted puts a line into the agent's log, if the change is one that it tells of. Without a line of
// the audit trail the agent has done it.
func noted(
	tx *store.Tx, before, after chat.Agent, line *audit.Line, now time.Time,
) (chat.Agent, error) {
	by, audited := line.Said()
	if line == nil {
		by = staffer{Agent: after}.by()
	}
	return agentlog.Note(tx, before, after, by, audited, now)
}

// trims deletes what is too old of the audit trail and of the agents' logs.
func trims(trail audit.Trail, log agentlog.Log) step {
	trimmer, due := log.Trimmer(), time.Time{}
	return func(ctx context.Context, now time.Time) (time.Time, error) {
		next, err := trail.Trim(ctx, now)
		if err != nil {
			return next, err
		}
		if !now.Before(due) {
			due, err = trimmer.Step(ctx, now)
		}
		return timing.Earlier(next, due), err
	}
}

// AgentLog is a handle for the log of one agent: what they took and when. It tells of every change
// of mode, capacity and queues, who made it and when, and was written together with it. Lines are
// kept for Config.AuditFor.
type AgentLog struct {
	d    *Desk
	id   chat.AgentID
	read func(context.Context) (chat.Agent, error) // the agent's record, for who may read the log
}

// AgentLog is the log of an agent who shares a queue with the supervisor; of others its answers are
// ErrNotFound.
func (s Supervisor) AgentLog(id chat.AgentID) AgentLog {
	return AgentLog{s.d, id, func(ctx context.Context) (chat.Agent, error) {
		st, err := s.who(ctx)
		if err == nil {
			err = st.needs(chat.PowerSee)
		}
		if err != nil {
			return chat.Agent{}, err
		}
		return st.colleague(ctx, s.d, id)
	}}
}

// Page returns lines, the newest first, and the number to go on below: 0 after the last one.
// ErrInvalid: After or Limit is out of bounds.
func (g AgentLog) Page(
	ctx context.Context, f chat.AgentLogFilter,
) (lines []chat.AgentLine, next int, err error) {
	if _, err := g.read(ctx); err != nil {
		return nil, 0, err
	}
	return openAgentLog(g.d.cfg).Page(ctx, g.id, f)
}

// AgentTimes is what an agent did in a time, and what they were to do: what report.Attendance adds
// up.
type AgentTimes struct {
	// Lines come the oldest first, with the one that was in force when the time began. Those of
	// days that are over mostly say no more than their number, instant, mode and capacity; Page
	// has them whole.
	Lines  []chat.AgentLine
	Shifts *hours.Schedule // of the agent, as they are now; nil: none
	Stints []chat.Stint    // when they had sessions, of those that the archive has not taken
	Now    time.Time
}

// maxTimes is the longest time that Times looks at.
const maxTimes = 100 * 24 * time.Hour

// Times returns what the agent did from an instant to another, at most 100 days later. A time with
// more than 5,000 changes gives ErrInvalid.
func (g AgentLog) Times(ctx context.Context, from, to time.Time) (AgentTimes, error) {
	a, err := g.read(ctx)
	if err != nil {
		return AgentTimes{}, err
	}
	if !to.After(from) || to.Sub(from) > maxTimes {
		return AgentTimes{}, fmt.Errorf("%w: from, to: want at most 100 days", chat.ErrInvalid)
	}
	set, err := g.d.settled.InForce(ctx)
	if err != nil {
		return AgentTimes{}, err
	}
	var book shifts.Book
	plan := book.Plan(a, set.ShiftHours, set.Handover())
	ls, err := openAgentLog(g.d.cfg).Span(ctx, g.id, from, to)
	if err != nil {
		return AgentTimes{}, err
	}
	had, err := g.stints(ctx, set.QueueIDs(), from, to)
	return AgentTimes{Lines: ls, Shifts: plan.Hours, Stints: had, Now: g.d.now()}, err
}

// stints are the times that the agent had sessions from an instant to another.
func (g AgentLog) stints(
	ctx context.Context, queues []chat.QueueID, from, to time.Time,
) (had []chat.Stint, err error) {
	seen := map[chat.SessionID]bool{}
	for s, err := range g.d.sessions.Since(ctx, from, queues) {
		if err == nil && len(seen) == maxBetween {
			err = fmt.Errorf("%w: from: more than %d sessions since", chat.ErrInvalid, maxBetween)
		}
		if err != nil {
			return nil, err
		}
		if seen[s.ID] {
			continue
		}
		seen[s.ID] = true
		for _, x := range s.Stints {
			over := !x.To.IsZero() && !x.To.After(from)
			if x.Agent == g.id && x.From.Before(to) && !over {
				had = append(had, x)
			}
		}
	}
	return had, nil
}
