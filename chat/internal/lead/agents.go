package lead

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/chat/internal/agentlog"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// editAgent changes an agent's record while this node leads: as it was at a revision, or at any
// with 0.
func (p *Dispatcher) editAgent(ctx context.Context, id chat.AgentID, rev store.Rev, fence []store.Cond, edit func(chat.Agent) (chat.Agent, error)) error {
	_, err := store.Do(ctx, p.cfg.Store, func(tx *store.Tx) error {
		if err := records.Holds(tx, fence); err != nil {
			return err
		}
		// The record has moved on since: what was decided on it is decided anew.
		if rev != 0 {
			if err := records.Holds(tx, []store.Cond{{Key: records.Agent(id), Rev: rev}}); err != nil {
				return assign.ErrMoved
			}
		}
		return records.EditAgent(tx, id, func(a chat.Agent) (chat.Agent, error) {
			next, err := edit(a)
			if err != nil {
				return a, err
			}
			at := p.cfg.Now()
			// The log has the instant at which the connection was lost, not that of this decision.
			if next.Mode == chat.Lost && a.Mode != chat.Lost {
				at = next.LostAt
			}
			return agentlog.Note(tx, a, next, chat.AuditBy{Role: chat.AuditByDesk}, "", at)
		})
	})
	return err
}
