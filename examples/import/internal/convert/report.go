package convert

import (
	"fmt"
	"io"
	"strings"
)

// Outcome is what became of one thing.
type Outcome string

// The outcomes.
const (
	Taken        Outcome = "taken"
	Approximated Outcome = "approximated" // it comes near; Why says how
	Dropped      Outcome = "dropped"
)

// Note is what became of one thing of an export, and why it is not the same.
type Note struct {
	Kind    string   `json:"kind"` // rule, canned, hours, or other
	ID      string   `json:"id"`   // of the setting, or what the thing was called
	Name    string   `json:"name,omitempty"`
	Outcome Outcome  `json:"outcome"`
	Why     []string `json:"why,omitempty"`
}

// Report is a note for every thing, in the order of the files, hours first.
type Report []Note

func (r *Report) add(kind, id, name string, why []string) {
	outcome := Taken
	if len(why) > 0 {
		outcome = Approximated
	}
	*r = append(*r, Note{kind, id, name, outcome, why})
}

// drop notes a thing that was not taken; it takes the place of an earlier note about it.
func (r *Report) drop(kind, id, why string) {
	for i := range *r {
		if n := &(*r)[i]; n.Kind == kind && n.ID == id {
			n.Outcome, n.Why = Dropped, []string{why}
			return
		}
	}
	*r = append(*r, Note{Kind: kind, ID: id, Outcome: Dropped, Why: []string{why}})
}

// Count is how many things had an outcome.
func (r Report) Count(o Outcome) (n int) {
	for _, note := range r {
		if note.Outcome == o {
			n++
		}
	}
	return n
}

// Write tells the report, a thing a line, and the sums last.
func (r Report) Write(w io.Writer) {
	for _, n := range r {
		name := ""
		if n.Name != "" {
			name = fmt.Sprintf(" %q", n.Name)
		}
		fmt.Fprintf(w, "%-12s %-6s %s%s\n", n.Outcome, n.Kind, n.ID, name)
		for _, why := range n.Why {
			fmt.Fprintln(w, "             -", strings.TrimSpace(why))
		}
	}
	fmt.Fprintf(w, "%d taken, %d approximated, %d dropped\n", r.Count(Taken), r.Count(Approximated), r.Count(Dropped))
}
