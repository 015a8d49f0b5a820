package desk

import (
	"context"
	"math"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/lead"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/store"
)

// What the tests of package desk_test see of a desk beyond what a host does. Everything else in
// them goes through the handles.

const (
	Pace    = pace
	CallFor = callFor
	ByHost  = byHost
)

var FormatCursor = formatCursor

// Leads reports whether the desk leads, by its own account.
func (d *Desk) Leads() bool { return d.Term() != 0 }

// Term is that of the lease which the desk holds; 0: none.
func (d *Desk) Term() store.Rev { return d.engine.lease.Term() }

// Committer takes commands under ids of the test's own.
func (d *Desk) Committer() *commit.Committer { return d.committer }

// Replica is what the desk knows.
func (d *Desk) Replica() *replica.Replica { return d.engine.replica }

// Hub wakes the desk's streams.
func (d *Desk) Hub() *replica.Hub { return d.engine.hub }

// Connects is a stream of an agent, by a principal of a version, which ends at an instant.
func (d *Desk) Connects(a chat.AgentID, version int64) (leaves func(time.Time)) {
	return d.engine.near.join(a, version)
}

// Hears is a call of an agent.
func (d *Desk) Hears(a chat.Agent) { d.engine.near.heard(a, 0) }

// Forgets has the desk's streams read timelines from the store from now on.
func (d *Desk) Forgets() { d.engine.views.tails.Rewritten("none", math.MaxInt64) }

// Lease is what the desk leads by.
func (d *Desk) Lease() *lead.Lease { return d.engine.lease }

// Types is a sign of typing that nobody holds back.
func (d *Desk) Types(ctx context.Context, id chat.SessionID, by chat.AuthorKind, on bool) {
	d.engine.signs.Typing(ctx, id, by, on)
}

// Updates changes an agent's record.
func (d *Desk) Updates(
	ctx context.Context, id chat.AgentID, how func(chat.Agent) (chat.Agent, error),
) error {
	_, err := d.updateAgent(ctx, id, how)
	return err
}

// BoardNow is the board of everything, made for this call.
func (d *Desk) BoardNow(ctx context.Context) (Board, error) {
	return d.engine.boards.of(ctx, hostStaffer)
}

// InboxNow is the inbox of an agent, whose sign-in nobody asks for.
func (d *Desk) InboxNow(ctx context.Context, id chat.AgentID) (Inbox, error) {
	a, err := d.agent(ctx, id)
	if err != nil {
		return Inbox{}, err
	}
	return d.engine.inboxes.of(ctx, staffer{Agent: a})
}
