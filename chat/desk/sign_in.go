package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// over is a sign-in that ended before its time.
type over struct {
	SignIn string    `json:"sign_in"`
	Until  time.Time `json:"until"` // nobody could come by it after that anyway
}

// maxOver is the number of ended sign-ins that are kept of one person. Beyond it those that would
// end first are dropped.
const maxOver = 256

// EndSignIn refuses a customer's principal by its SignIn from now on, on every node, and ends its
// streams. Other sign-ins of the customer go on, and the customer may sign in again. Until is when
// the principal would have ended by itself: it is remembered for as long. ErrInvalid: the principal
// is no verified visitor's, or has no SignIn of 1 to 64 bytes.
func (h Host) EndSignIn(ctx context.Context, p chat.Principal, until time.Time) error {
	if p.Kind != chat.RoleVisitor || !p.Verified || p.ID == "" || len(p.ID) > maxExternID {
		return fmt.Errorf("%w: principal: want a visitor the host vouches for", chat.ErrInvalid)
	}
	if p.SignIn == "" || len(p.SignIn) > 64 {
		return fmt.Errorf("%w: sign_in: want 1 to 64 bytes", chat.ErrInvalid)
	}
	now := h.d.now()
	_, err := h.d.externs.edit(ctx, externVisitor, p.ID, func(x extern) extern {
		if !until.After(now) || x.refuses(p) {
			return x
		}
		x.Ended = slices.DeleteFunc(slices.Clone(x.Ended), func(o over) bool { return !o.Until.After(now) })
		x.Ended = append(x.Ended, over{p.SignIn, until.UTC()})
		slices.SortStableFunc(x.Ended, func(a, b over) int { return a.Until.Compare(b.Until) })
		x.Ended = x.Ended[max(0, len(x.Ended)-maxOver):]
		return x
	})
	return err
}
