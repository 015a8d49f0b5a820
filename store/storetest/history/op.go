package history

import (
	"fmt"
	"math"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// Kind is a method of store.Store.
type Kind string

// The kinds of an Op.
const (
	Get     Kind = "Get"
	List    Kind = "List"
	Commit  Kind = "Commit"
	Changes Kind = "Changes"
)

// Outcome is what a Commit was answered with. Other calls that failed tell nothing and are not
// recorded.
type Outcome string

// The outcomes of a Commit.
const (
	Done     Outcome = "done"
	Conflict Outcome = "conflict"
	Unknown  Outcome = "unknown"
)

// Forever is the Return of a call that may take effect at any time after it was made.
const Forever = math.MaxInt64

// Op is one call as its client saw it. Times only need to be in the right order.
type Op struct {
	Client       int
	Call, Return int64
	Kind         Kind

	Keys    []string       // of Get
	Range   store.Range    // of List
	Batch   store.Batch    // of Commit
	After   store.Rev      // of Changes
	Limit   int            // of Changes
	Records []store.Record // the answer, but for Commit
	Rev     store.Rev      // the answer of Commit, and upTo of Changes
	Outcome Outcome        // of Commit
}

// writes tells whether the batch changes something for sure. One that only deletes counts as a
// check here.
func (o Op) writes() bool { return o.Kind == Commit && len(o.Batch.Put) > 0 }

// String tells the call and its answer in one line.
func (o Op) String() string {
	return fmt.Sprintf("client %d, %s: %s", o.Client, o.window(), o.what())
}

func (o Op) window() string {
	if o.Return == Forever {
		return fmt.Sprintf("%d..?", o.Call)
	}
	return fmt.Sprintf("%d..%d", o.Call, o.Return)
}

func (o Op) what() string {
	switch o.Kind {
	case Get:
		return fmt.Sprintf("Get(%s) saw %s", strings.Join(o.Keys, " "), showAll(o.Records))
	case List:
		return fmt.Sprintf("List(%q after %q desc %v limit %d) saw %s", o.Range.Prefix, o.Range.After, o.Range.Desc, o.Range.Limit, showAll(o.Records))
	case Changes:
		return fmt.Sprintf("Changes(after %d limit %d) saw %s up to %d", o.After, o.Limit, showAll(o.Records), o.Rev)
	}
	switch o.Outcome {
	case Done:
		return fmt.Sprintf("Commit(%s) became revision %d", showBatch(o.Batch), o.Rev)
	case Conflict:
		return fmt.Sprintf("Commit(%s) met a conflict", showBatch(o.Batch))
	}
	return fmt.Sprintf("Commit(%s), outcome unknown", showBatch(o.Batch))
}

func show(r store.Record) string {
	if r.Deleted {
		return fmt.Sprintf("%s@%d deleted", r.Key, r.Rev)
	}
	return fmt.Sprintf("%s@%d=%.24q", r.Key, r.Rev, r.Value)
}

func showAll(rs []store.Record) string {
	var parts []string
	for _, r := range rs {
		parts = append(parts, show(r))
	}
	return "[" + cut(parts) + "]"
}

func showBatch(b store.Batch) string {
	var parts []string
	for _, c := range b.If {
		parts = append(parts, fmt.Sprintf("if %s@%d", c.Key, c.Rev))
	}
	for _, r := range b.Put {
		parts = append(parts, fmt.Sprintf("put %s=%.24q", r.Key, r.Value))
	}
	for _, k := range b.Delete {
		parts = append(parts, "delete "+k)
	}
	return cut(parts)
}

const partsMax = 12 // of a line before it is cut

func cut(parts []string) string {
	if n := len(parts); n > partsMax {
		parts = append(parts[:partsMax:partsMax], fmt.Sprintf("… %d in all", n))
	}
	return strings.Join(parts, ", ")
}
