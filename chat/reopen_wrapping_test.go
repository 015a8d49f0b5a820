package chat_test

import (
	"testing"
	"time"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestAVisitorComesBackWhileTheAgentWrapsUp(t *testing.T) {
	start := start()
	start.Policy = Policy{WrapUp: time.Hour, StickyFor: time.Hour}
	wrapping := func() *story {
		return tell(t, start, Assign{Agent: "agt_anna", Reason: Picked},
			End{By: visitor(), Reason: ByVisitor}).is(Wrapping, ByVisitor)
	}
	wrapping().refuses(ErrState, Reopen{By: anna(), Agent: "agt_ben"}) // the wrap-up is its agent's
	wrapping().refuses(ErrInvalid, Reopen{By: visitor(), Queue: "no queue"})
	late := wrapping()
	late.now = late.now.Add(25 * time.Hour)
	late.refuses(ErrWindow, Reopen{By: visitor()})
	wrapping().then(Reopen{By: visitor()}).is(Queued, Reopened).
		then(Assign{Agent: "agt_anna", Reason: Picked}, End{By: visitor(), Reason: ByVisitor}).
		is(Wrapping, ByVisitor)
}
