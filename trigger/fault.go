package trigger

import (
	"errors"
	"strconv"
	"strings"
)

// Sentinels, to be asked for with errors.Is.
var (
	ErrRule    = errors.New("trigger: invalid rule")                   // every Fault is one
	ErrNoRule  = errors.New("trigger: no such rule")                   // a rule the Set does not have, or a disabled one
	ErrCapped  = errors.New("trigger: cap reached")                    // somebody else claimed the last showing
	ErrQuiet   = errors.New("trigger: quiet period")                   // dismissed, engaged or chatted meanwhile
	ErrNoOpen  = errors.New("trigger: no open prompt of this rule")    // never shown, or ended before
	ErrExpired = errors.New("trigger: prompt has expired")             // accepted too late
	ErrFate    = errors.New("trigger: not an end of a prompt")         // End with Shown or an unknown Fate
	ErrVisit   = errors.New("trigger: visit or history out of bounds") // too long, too many
)

// Fault is one mistake in a rule or a configuration. Pointer is its place as an RFC 6901 JSON
// pointer into the list of rules ("/3/when/all/0/op"), or into the Config
// ("/config/holdout/percent").
type Fault struct {
	Pointer string `json:"pointer"`
	Reason  string `json:"reason"`
}

// Error implements error.
func (f Fault) Error() string {
	if f.Pointer == "" {
		return "trigger: " + f.Reason
	}
	return "trigger: " + f.Pointer + ": " + f.Reason
}

// Is makes every Fault an [ErrRule].
func (f Fault) Is(target error) bool { return target == ErrRule }

// Faults are all mistakes found at once, in the order of the input. It is the error [Compile] and
// [Parse] return.
type Faults []Fault

// Error lists the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.Is and errors.As each fault.
func (fs Faults) Unwrap() []error {
	errs := make([]error, len(fs))
	for i, f := range fs {
		errs[i] = f
	}
	return errs
}

// add notes one more fault. The work goes on, so that a person who mends a list of rules need not
// send it ten times to hear of ten faults.
func (fs *Faults) add(pointer, reason string) { *fs = append(*fs, Fault{pointer, reason}) }

// err returns the faults as an error, and nil where there are none: an empty list in an error
// would not be nil.
func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// child appends one reference token to a JSON pointer.
func child(pointer, token string) string {
	if strings.ContainsAny(token, "~/") {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
	}
	return pointer + "/" + token
}

// item appends the place in a list to a JSON pointer, counted from 0.
func item(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// quote shortens foreign text before it goes into a message.
func quote(s string) string {
	if len(s) > 64 {
		// The cut may go through a letter, of which the rest is dropped.
		s = strings.ToValidUTF8(s[:64], "") + "…"
	}
	return strconv.Quote(s)
}

// list writes names one behind another, for a message that says what would do.
func list[T ~string](names []T) string {
	var b strings.Builder
	for i, n := range names {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(n))
	}
	return b.String()
}
