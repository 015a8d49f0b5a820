package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Catalogue is a Profile that knows what the shop sells, so that agents and bots can show it: they
// name products by their ids alone, and what a visitor sees of one is the shop's own words.
type Catalogue interface {
	// Products returns what is sought, the best first, or those of IDs in any order. One that does
	// not fit is left out; what does is said at chat.Product. Of a search the first 10 are shown.
	// After HookTimeout, and after an error, there are none.
	Products(ctx context.Context, s Sought) ([]chat.Product, error)
}

// Sought says which products are meant.
type Sought struct {
	Site chat.SiteID
	Lang string   // the visitor's language tag; may be empty
	Text string   // what an agent typed, up to 100 characters; may be empty
	IDs  []string // of these products, at most chat.MaxProducts. Empty: it is a search
}
