package trigger

import "time"

// Config is what rules refer to but do not hold. The zero Config is ready to use.
type Config struct {
	// Schema declares the host's own attributes. They cannot redefine the built-in ones
	// ([Attributes]). Default: none.
	Schema Schema
	// Hours are the schedules behind the attributes hours.<name>. Default: none.
	Hours map[string]Hours
	// Never lists pages on which nothing ever fires, whatever a rule says: paths ("/checkout") or
	// globs over them ("/*/payment", "/**/checkout", "**checkout**"), each with everything below,
	// written decoded and without query or fragment. An entry that could match nothing is a fault.
	// However the page's address is written, it is that page: in capitals, encoded, with doubled
	// slashes, dot segments, parameters, an extension or index page, behind a script or a hash
	// ("/#/checkout"), or in the query of the front page ("/index.php?route=checkout"). Where the
	// URL does not say which page it is, nothing fires either. The hash of a path
	// ("/pricing#checkout") is no page. Default: none.
	Never []string
	// Only lists the pages on which anything may fire, written and read as those of Never; one that is
	// of both is of Never. Where the URL does not say which page it is, nothing fires. Default: all
	// pages.
	Only []string
	// Holdout is a group of visitors nothing is shown to, so that the effect of prompts can be
	// measured. A prompt that is held back counts in caps and keeps its group's other rules from
	// firing until it would have expired, as one does that nobody answers. Default: nobody.
	Holdout Rollout
	// Off is the kill switch: nothing fires. Default: false.
	Off bool
	// OffGroups is the kill switch of single groups. Default: none.
	OffGroups []string
	// DuringChat lets rules that show something fire while the visitor has a chat open. Default:
	// false.
	DuringChat bool
	// Language is the text to take when a visitor's own language has none. Default: "en".
	Language string
	// MaxSlots bounds the size of the index: the sum over the rules of the alternatives their
	// conditions come down to, a rule of more than 16 counting once. Default: 10,000.
	MaxSlots int
	// Budget bounds what regexps and globs may cost in one Eval, in instructions times bytes.
	// Beyond it they do not match, those of suppressing rules do, and Result.Overrun is set.
	// Default: 1,000,000, at most some ten milliseconds.
	Budget int
	// Horizon is how far ahead Result.Next looks. Default: 366 days.
	Horizon time.Duration
}

// Hours is a schedule, such as those of package hours. Open is constant from one NextOpen or
// NextClose to the next; both return the first instant after t at which it opens or closes, and
// false if there is none.
type Hours interface {
	Open(t time.Time) bool
	NextOpen(t time.Time) (time.Time, bool)
	NextClose(t time.Time) (time.Time, bool)
}

const (
	maxDepth    = 8
	maxLeaves   = 64
	maxValues   = 1000
	maxPattern  = 256
	maxProgram  = 500
	maxRing     = 32
	maxConjuncs = 16 // alternatives of a rule that get a slot each
	maxDo       = 8
)

const tooDeep = "the tree is deeper than 8"

// withDefaults returns the Config with a value in each field that was left zero.
func (c Config) withDefaults() Config {
	if c.Language == "" {
		c.Language = "en"
	}
	if c.MaxSlots == 0 {
		c.MaxSlots = 10_000
	}
	if c.Budget == 0 {
		c.Budget = 1_000_000
	}
	if c.Horizon == 0 {
		c.Horizon = 366 * day
	}
	if c.Holdout.Seed == "" {
		c.Holdout.Seed = "holdout"
	}
	return c
}
