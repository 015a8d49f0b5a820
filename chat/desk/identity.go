package desk

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// AskIdentity asks the visitor of a session that the agent owns to sign in. Their page shows how:
// SessionView.IdentityAsked. Visitor.Claim, and Visitor.Identify where the host vouches, answer it;
// the timeline then has identity.confirmed with the level. Who is signed in is not asked: ErrState.
func (a Agent) AskIdentity(ctx context.Context, id chat.SessionID) error {
	return a.do(ctx, id, func(st staffer, s chat.Session) chat.Command {
		return chat.AskIdentity{By: st.author(), Reason: st.reason(s)}
	})
}

// RefuseIdentity says that the visitor will not say who they are. ErrState: nobody has asked.
func (v Visitor) RefuseIdentity(ctx context.Context, id chat.SessionID) error {
	refuse := func(by chat.Author) chat.Command { return chat.RefuseIdentity{By: by} }
	return v.do(ctx, id, refuse, nil)
}
