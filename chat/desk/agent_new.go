package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// EnsureAgent makes an agent if the desk has no record of the login, and changes nothing if it has
// one: what a supervisor has set since stays. So it may be called at each login. Made says which of
// the two it was.
//
// ErrNotFound: the agent was removed; PutAgent takes them back. ErrInvalid names what is wrong with
// the settings of a new one: Login is required, and ID is not for the host to choose.
func (h Host) EnsureAgent(
	ctx context.Context, x settings.Agent,
) (id chat.AgentID, made bool, err error) {
	switch {
	case x.Login == "":
		return "", false, wrong("login", "missing")
	case x.ID != "":
		return "", false, wrong("id", "it is minted")
	}
	for range settled.WriteTries {
		a, _, err := h.d.agentByLogin(ctx, x.Login)
		switch {
		case err == nil && a.Removed:
			return "", false, fmt.Errorf("%w: the agent was removed", chat.ErrNotFound)
		case !errors.Is(err, chat.ErrNotFound):
			return a.ID, false, err
		}
		id, err := h.d.putAgent(ctx, x, settled.Power{Line: h.line(chat.AuditPut), May: absent})
		if !errors.Is(err, chat.ErrRevision) { // else another node was first
			return id, err == nil, err
		}
	}
	return "", false, unavailable(settled.ErrStale)
}

// absent is the power to write a record where there is none.
func absent(_ *store.Tx, old []byte) error {
	if len(old) > 0 {
		return chat.ErrRevision
	}
	return nil
}

// noRecord is what the log says of a stranger.
const noRecord = "the desk has no record of an agent who signed in: Host.EnsureAgent makes one"

// stranger says why somebody whom the host vouches for, and the desk has no record of, is turned
// away. If they may be made an agent, the host is asked whether it wants that; nil: they are one
// now.
func stranger(ctx context.Context, h Host, p chat.Principal, may bool) error {
	x, wanted, err := settings.Agent{}, false, error(nil)
	if may {
		x, wanted, err = newAgent(ctx, h, p)
	}
	if err == nil && wanted {
		x.Login, x.ID = p.ID, ""
		_, _, err = h.EnsureAgent(ctx, x)
	}
	switch {
	case err == nil && wanted:
		return nil
	case err == nil:
		h.d.cfg.Logger.WarnContext(ctx, noRecord, "login", fmt.Sprintf("%.64s", p.ID), "kind", p.Kind)
	case isOurs(err):
		h.d.cfg.Logger.ErrorContext(ctx, "what Config.NewAgent gave is no good", "error", err)
	default:
		return unavailable(err)
	}
	return chat.ErrNoAgentRecord
}

// newAgent asks Config.NewAgent.
func newAgent(
	ctx context.Context, h Host, p chat.Principal,
) (x settings.Agent, wanted bool, err error) {
	if h.d.cfg.NewAgent == nil {
		return x, false, nil
	}
	ctx, cancel := h.d.guard.Within(ctx)
	defer cancel()
	type answer struct {
		x      settings.Agent
		wanted bool
	}
	said := make(chan answer, 1) // the hook may answer after its time
	err = h.d.guard.Call(ctx, "new-agent", func() error {
		x, wanted := h.d.cfg.NewAgent(ctx, p)
		said <- answer{x, wanted}
		return ctx.Err()
	})
	if err != nil {
		return x, false, err
	}
	a := <-said
	return a.x, a.wanted, nil
}
