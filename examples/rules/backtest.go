package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/switchboard-go/switchboard/trigger"
)

func (c *command) backtest(args []string) error {
	c.common()
	against := c.flags.String("against", "", "an older `file` of rules to compare with")
	accept := c.flags.Float64("accept", 5, "how many of a hundred shown prompts become chats")
	firings := c.flags.Bool("firings", false, "list every firing")
	asJSON := c.flags.Bool("json", false, "write the report as JSON")
	if err := c.flags.Parse(args); err != nil {
		return err
	}
	if c.flags.NArg() != 1 {
		return errors.New("rules backtest: one file of recorded visits is expected")
	}
	records, err := c.text(c.flags.Arg(0))
	if err != nil {
		return err
	}
	is, err := c.replay(c.rules, records, *accept)
	if err != nil {
		return err
	}
	report := is.Report()
	if *asJSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		return e.Encode(report)
	}
	c.print(report)
	if *firings {
		for _, f := range report.Firings {
			fmt.Fprintln(c.out, f.At.Format("2006-01-02 15:04:05"), f.Visitor, f.Rule, f.Variant)
		}
	}
	if *against == "" {
		return nil
	}
	was, err := c.replay(*against, records, *accept)
	if err != nil {
		return err
	}
	c.compare(*against, was, is)
	return nil
}

// replay feeds every line to the rules of a file.
func (c *command) replay(file string, records []byte, accept float64) (*trigger.Backtest, error) {
	set, err := c.compile(file)
	if err != nil {
		return nil, err
	}
	b := &trigger.Backtest{Set: set, AcceptRate: map[string]float64{"": accept}}
	lines := bufio.NewScanner(bytes.NewReader(records))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var rec trigger.Recorded
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if err := b.Add(rec); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return b, lines.Err()
}

func (c *command) print(r trigger.Report) {
	fmt.Fprintf(c.out, "%d looks of %d visitors, %s to %s\n\n", r.Looks, r.Visitors, r.From.Format("2006-01-02 15:04"), r.Until.Format("2006-01-02 15:04"))
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "rule\ttrue\tfired\tvisitors\tcapped\tquiet\tvetoed\tgroup\tchats\t")
	for _, t := range r.Rules {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.1f\t\n", t.Rule, t.True, t.Fired, t.Visitors, t.Capped, t.Quiet, t.Vetoed, t.Grouped, t.Chats)
	}
	_ = w.Flush()
	fmt.Fprintf(c.out, "\nabout %.1f chats more than without prompts\n", r.Chats)
}

func (c *command) compare(file string, was, is *trigger.Backtest) {
	fmt.Fprintf(c.out, "\nagainst %s\n", file)
	for _, d := range trigger.Diff(was, is) {
		switch {
		case d.Was == nil:
			fmt.Fprintf(c.out, "  + %s fires %d times\n", d.Rule, d.Is.Fired)
		case d.Is == nil:
			fmt.Fprintf(c.out, "  - %s fired %d times\n", d.Rule, d.Was.Fired)
		default:
			how := "unchanged itself"
			if d.Edited {
				how = "edited"
			}
			fmt.Fprintf(c.out, "  ~ %s fires %d times, was %d (%s)\n", d.Rule, d.Is.Fired, d.Was.Fired, how)
		}
	}
	fmt.Fprintf(c.out, "  %+.1f chats\n", is.Report().Chats-was.Report().Chats)
}
