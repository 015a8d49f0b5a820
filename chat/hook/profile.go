package hook

import (
	"context"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

// Profile is the host's own knowledge of a visitor. Tier and login come from here alone, never from
// a browser.
type Profile interface {
	// Visitor tells what the host knows of a visitor. After an error the desk goes on as if nothing
	// were known. It is asked at most once a minute for a visitor and node: see Lasting.
	Visitor(ctx context.Context, p chat.Principal) (Customer, error)
}

// Lasting is a Profile that says how long its answers count. 0 or less: it is asked each time that
// one is needed, which is at each beacon.
type Lasting interface {
	Lasts() time.Duration
}

// Customer is what the host knows of a visitor. The zero Customer is nobody in particular. What
// nobody can be, such as a name of several lines, is left out, and the log says so.
type Customer struct {
	Name     string
	Email    string
	Phone    string
	Locale   string
	Tier     string // the customer group, such as vip: at most 32 characters
	Priority int    // added to the queue's, -1000 to 1000
	Skills   []chat.Skill
	Card     []CardRow // what agents see: at most 30 rows and 64 KiB
	// Ref is the host's own id of the customer, at most 128 characters, for joins with the host's
	// own tables: it is kept with the session (chat.Contact.Ref) and stands in desk.PostgresViews.
	// It counts for a principal that the host vouches for, and is erased with the visitor.
	// Default: none, and then the desk keeps no id of the host's that could be read.
	Ref string
	// Attrs are values of the team's attributes from the host, and of visitor.country, region,
	// city, ip and tags: at most 64 and 64 KiB, each within the bounds of trigger.Visit. Rules,
	// audiences and texts go by them. Any other is dropped, and so is a value that
	// the attribute does not list; the log says so. Default: none.
	Attrs map[string]trigger.Value
}

// CardRow is one line of what agents see of a visitor. Labels are cut at 200 bytes, texts at 4,000.
type CardRow struct {
	Label string
	Text  string
	URL   string // http, https or a path of the shop; empty: no link
}
