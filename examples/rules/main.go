// Command rules answers the two questions about proactive prompts: why does this rule (not) fire, and what would these
// rules have done last week?
//
//	rules explain  -rules rules.json -visit visit.json [-history history.json] [-at 2026-11-02T14:00:00Z] [rule ...]
//	rules backtest -rules rules.json [-against older.json] [-accept 5] [-firings] [-json] visits.jsonl
//	rules check    -rules rules.json
//	rules schema
//
// Opening hours that rules refer to are given as -hours name=schedule.json, attributes of the host as -attr name=kind,
// pages on which nothing fires as -never path; each as often as needed. A file "-" is the standard input.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	_ "time/tzdata" // calendar caps and schedules name zones
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const usage = "usage: rules explain|backtest|check|schema [flags]; rules explain -h says more"

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("%s", usage)
	}
	c := &command{in: in, out: out, flags: flag.NewFlagSet(args[0], flag.ContinueOnError)}
	c.flags.SetOutput(out)
	switch args[0] {
	case "explain":
		return c.explain(args[1:])
	case "backtest":
		return c.backtest(args[1:])
	case "check":
		return c.check(args[1:])
	case "schema":
		return c.schema(args[1:])
	}
	return fmt.Errorf("rules: unknown command %q\n%s", args[0], usage)
}
