package hook

import (
	"context"

	"github.com/switchboard-go/switchboard/chat"
)

// Answers is a Profile that answers before a person is asked: by a search of the host's help pages,
// by a model, or with how an order stands. It is asked while a visitor types.
type Answers interface {
	// Answer returns what may answer a text, the best first; none is an answer too. The desk shows
	// the first three, beside those of the site's own questions, and after HookTimeout it goes on
	// without them. After five failures in a row it is not asked for 30 seconds.
	//
	// What it says of an order must be for the visitor: only Principal.Verified is proof of who
	// asks.
	Answer(ctx context.Context, a Asked) ([]Answer, error)
}

// Asked is what a visitor has typed so far and has sent to nobody yet.
type Asked struct {
	Text    string // at most 1,000 characters, without the numbers of payment cards
	Lang    string // a language tag; may be empty
	Site    chat.SiteID
	Visitor chat.Principal // as the host's login or the visitor's token names them; may be nobody
}

// Answer is one of the host's answers. One that does not fit is left out.
type Answer struct {
	Title string // one line, up to 200 characters. Required
	Text  string // plain text, up to 1,000 characters. Default: none
	URL   string // http, https or a path of the shop. Default: no link
}
