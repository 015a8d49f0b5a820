package hook

import (
	"context"
	"errors"

	"github.com/switchboard-go/switchboard/chat"
)

// Translator translates what visitors and agents write to each other, in the sites whose settings
// say so. The adapters below chat/translate are Translators. It is safe for concurrent use: up to
// 16 calls are under way at a time.
type Translator interface {
	// Translate returns a text in another language. The original is delivered before it is asked,
	// so nobody waits for it; after three seconds the desk goes on without it. After five failures
	// in a row it is not asked for 30 seconds.
	//
	// What it returns is a stranger's: the desk refuses what lost or gained a link, a mail address,
	// an order number or a placeholder, or cannot be a translation for another reason (see
	// chat/translate), and shows it as text and nothing else.
	//
	// An ErrRefused says that this text never will be translated, and is no failure. An ErrUsedUp
	// says that nothing will for a while.
	Translate(ctx context.Context, w Wording) (Translated, error)
}

// ErrUsedUp: what the host may translate in this period is used up. The desk logs it as an error,
// and asks again after a quarter of an hour.
var ErrUsedUp = errors.New("hook: used up")

// Wording is a text to translate.
type Wording struct {
	Text string // up to chat.MaxText characters
	From string // a language, such as "et" or "pt-BR"; empty: not known
	// To is the language that is wanted, or its kind where engines tell them apart: see chat.Variety.
	To    string
	Site  chat.SiteID
	Queue chat.QueueID
	// Before is what was said before it, the oldest first, at most 3 messages: it helps with words
	// that mean several things. No translation of it is wanted.
	Before []string
}

// Translated is what came of it.
type Translated struct {
	Text   string
	Engine string // up to 32 characters, such as "deepl": who reads it is told
	// Characters is how many are charged for, also beside an error. Default: those of the text, and
	// none of a failure.
	Characters int
}
