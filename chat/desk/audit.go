package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
)

// openTrail makes the audit trail of a desk.
func openTrail(cfg Config, d *Desk) audit.Trail {
	auditor, _ := cfg.Observer.(hook.Auditor)
	return audit.New(audit.Config{
		Store: cfg.Store, Observer: auditor, Keep: cfg.AuditFor, Now: d.now,
		Mint: func() string { return cfg.IDs.Mint(prefixAudit) },
	})
}

// line begins a line of the audit trail for the host's own code.
func (h Host) line(act chat.AuditAct) *audit.Line { return h.d.trail.Line(audit.ByHost, act, "") }

// may is the host's power: everything, with a line in the trail.
func (h Host) may(act chat.AuditAct) settled.Power { return settled.Power{Line: h.line(act)} }

// by is the staffer as the audit trail names it.
func (s staffer) by() chat.AuditBy {
	if s.Supervisor {
		return chat.AuditBy{Role: chat.AuditBySupervisor, ID: string(s.ID)}
	}
	return chat.AuditBy{Role: chat.AuditByAgent, ID: string(s.ID)}
}

// Audit returns lines of the audit trail, the newest first, and where the next page begins: empty
// after the last one. A page may have few lines, or none, and a next one. ErrInvalid: After was
// never given, or Limit is out of bounds.
//
// The trail tells of every change of settings, agents and what they may do, of status and capacity
// set by a supervisor, of bans, overrides and erasures. It was written together with what it tells
// of. Lines are kept for Config.AuditFor.
func (h Host) Audit(
	ctx context.Context, f chat.AuditFilter,
) (lines []chat.AuditLine, next string, err error) {
	return h.d.trail.Page(ctx, f)
}

// Audit is Host.Audit for a supervisor of everything; others get ErrForbidden.
func (s Supervisor) Audit(
	ctx context.Context, f chat.AuditFilter,
) (lines []chat.AuditLine, next string, err error) {
	if _, err := s.whole(ctx); err != nil {
		return nil, "", err
	}
	return s.d.trail.Page(ctx, f)
}

// EraseAudit takes out of the audit trail what it says of an agent, such as their name and the
// reason of a status, and deletes the agent's log. That somebody changed something, and when, stays.
// An erasure of a visitor does this for the visitor by itself.
func (h Host) EraseAudit(ctx context.Context, id chat.AgentID) error {
	if !minted(prefixAgent, string(id)) {
		return chat.ErrNotFound
	}
	line := h.line(chat.AuditErase)
	if err := h.d.trail.Tell(ctx, line, chat.AuditAgent, string(id)); err != nil {
		return err
	}
	if err := openAgentLog(h.d.cfg).Erase(ctx, id); err != nil {
		return err
	}
	return h.d.trail.Erase(ctx, string(id))
}
