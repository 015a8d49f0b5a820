// Command hours tells of a schedule whether it is open at an instant, since when, until when and why, and its next seven days.
//
//	go run ./examples/hours
//	go run ./examples/hours -at 2026-12-24T13:50:00+01:00 -zone America/New_York shop.json
//	go run ./examples/hours -typed "Montag bis Freitag 9–17 Uhr" -zone Europe/Berlin -language pl
package main

import (
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // so that zones are known on machines that have none

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/people"
)

//go:embed shop.json
var shop []byte

func main() {
	if err := run(os.Stdout, os.Args[1:], time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run is the command with its arguments, at an instant if they name none.
func run(out io.Writer, args []string, now time.Time) error {
	flags := flag.NewFlagSet("hours", flag.ContinueOnError)
	at := flags.String("at", now.Format(time.RFC3339), "the instant to tell of")
	name := flags.String("zone", "", "the reader's zone (default: the schedule's); with -typed the schedule's too")
	typed := flags.String("typed", "", "the weekly hours as people type them, instead of a file")
	language := flags.String("language", "en", "the reader's language: en, et, pl, id, zh or ar")
	if err := flags.Parse(args); err != nil {
		return err
	}
	data, err := shop, error(nil)
	if flags.NArg() > 0 {
		if data, err = os.ReadFile(flags.Arg(0)); err != nil {
			return err
		}
	}
	words, ok := people.In(*language)
	if !ok {
		return fmt.Errorf("-language: %q is not one of en, et, pl, id, zh and ar", *language)
	}
	schedule := new(hours.Schedule)
	if err := json.Unmarshal(data, schedule); err != nil {
		return err
	}
	if *typed != "" {
		read, err := people.Parse(*name, *typed)
		if err != nil {
			return fmt.Errorf("-typed: %w", err)
		}
		fmt.Fprintln(out, "read as", read.Text)
		schedule = read.Schedule
	}
	if now, err = time.Parse(time.RFC3339, *at); err != nil {
		return fmt.Errorf("-at: want an instant such as 2026-12-24T13:50:00+01:00: %w", err)
	}
	zone := schedule.Location()
	if *name != "" {
		if zone, err = time.LoadLocation(*name); err != nil {
			return fmt.Errorf("-zone: %w", err)
		}
	}
	tell(out, schedule, now.In(zone), words)
	return nil
}

// tell writes the answers in the zone of now.
func tell(out io.Writer, s *hours.Schedule, now time.Time, words people.Words) {
	const layout = "Mon 2006-01-02 15:04 MST"
	instant := func(t time.Time) string {
		if t.IsZero() {
			return "always"
		}
		return t.Format(layout)
	}
	state := s.At(now)
	fmt.Fprintln(out, "at     ", now.Format(layout))
	fmt.Fprintf(out, "phase   %s (%s)\n", state.Phase, words.Tell(people.Tell(s, now, now.Location())))
	fmt.Fprintln(out, "since  ", instant(state.Since))
	fmt.Fprintln(out, "until  ", instant(state.Until))
	why := state.Rule
	if why == "" {
		why = "no rule opens it"
	}
	fmt.Fprintln(out, "because", why)
	fmt.Fprintln(out, "weekly ", words.Week(people.Week(people.Regular(s), now, now.Location())))
	fmt.Fprintln(out, "the next seven days")
	for to, day := now, 0; day < 7; day++ {
		var from time.Time
		from, to = hours.DayOf(to, now.Location())
		fmt.Fprintf(out, "  %s ", from.Format("Mon 2006-01-02"))
		open := false
		for p := range s.Periods(from, to) {
			fmt.Fprintf(out, " %s–%s", p.Start.Format("15:04"), p.End.Format("15:04"))
			open = true
		}
		if !open {
			fmt.Fprintf(out, " closed")
		}
		if reason := s.At(from.Add(12 * time.Hour)); !open && reason.Rule != "" {
			fmt.Fprintf(out, " (%s)", reason.Rule)
		}
		fmt.Fprintln(out)
	}
}
