package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Pages is a Profile that knows the shop's own pages, so that a link to one in a message is shown
// as a small card. The desk fetches nothing: what stands on a card is the host's own word, as it is
// of a product (see [Catalogue]).
type Pages interface {
	// Page returns what is at an address of one of the site's origins, for anybody who reads: who
	// reads the message is not told, so nothing that only one customer may see belongs on a card.
	// The zero Preview, and one that does not fit chat.Preview or is of another origin than the
	// site's, is shown as no card. It must change nothing: whoever writes a message chooses the
	// address. After HookTimeout there is none. An answer counts for five minutes, on each node.
	Page(ctx context.Context, s PageSought) (chat.Preview, error)
}

// PageSought is an address in a message.
type PageSought struct {
	Site chat.SiteID
	Lang string // the visitor's language tag; may be empty
	URL  string // http or https, without a fragment, up to 1,000 bytes
}
