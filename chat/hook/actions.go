package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Actions is a Profile that does what rules ask of the host by an action of the type host, such as
// to give a coupon.
type Actions interface {
	// Do does one action for a visitor who looks at a page. It is called once for each time that the
	// rule fires, after that was written down, on the way of the beacon: one that fails is not
	// called again, and the page is told. All that one beacon asks for has Config.HookTimeout of package
	// desk together; what has not begun by then is not called.
	Do(ctx context.Context, a Action) error
}

// Action is what a rule asks of the host.
type Action struct {
	Rule      string
	Name      string            // what the rule calls it
	Data      map[string]string // of the rule; not to be changed
	Principal chat.Principal    // the visitor, as the host knows them
	Visitor   chat.VisitorID    // the same, as the desk does
	Site      chat.SiteID
	URL       string // the page that the visitor says to be on
}
