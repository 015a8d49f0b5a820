package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func Example() {
	if err := run(os.Stdout, []string{"-at", "2026-12-24T13:50:00+01:00"}, time.Time{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// at      Thu 2026-12-24 13:50 CET
	// phase   LastCall (closes in 10 min)
	// since   Thu 2026-12-24 13:45 CET
	// until   Thu 2026-12-24 14:00 CET
	// because Christmas Eve
	// weekly  Mon–Thu 9:00–12:00, 13:00–17:00; Fri 9:00–12:00, 13:00–17:00, 20:00–3:00
	// the next seven days
	//   Thu 2026-12-24  10:00–14:00
	//   Fri 2026-12-25  closed (winter break)
	//   Sat 2026-12-26  closed (winter break)
	//   Sun 2026-12-27  closed (winter break)
	//   Mon 2026-12-28  closed (winter break)
	//   Tue 2026-12-29  closed (winter break)
	//   Wed 2026-12-30  closed (winter break)
}

func TestHoursMayBeTyped(t *testing.T) {
	var out bytes.Buffer
	err := run(&out, []string{"-at", "2026-12-25T18:00:00Z", "-typed", "Montag bis Freitag 9–17 Uhr", "-zone", "Europe/Berlin", "-language", "pl"}, time.Time{})
	if err != nil || !strings.Contains(out.String(), "otwieramy w poniedziałek o 9:00") || !strings.Contains(out.String(), "Mon-Fri 09:00-17:00") {
		t.Error(err, out.String())
	}
}

func TestBadArgumentsAreNamed(t *testing.T) {
	for text, args := range map[string][]string{
		"-at":        {"-at", "noon"},
		"-zone":      {"-zone", "Nowhere"},
		"no-such-it": {"no-such-it.json"},
		"not def":    {"-x"},
		"can mean":   {"-typed", "9-5"},
		"-language":  {"-language", "xx"},
	} {
		if err := run(&bytes.Buffer{}, args, time.Now()); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%v: %v", args, err)
		}
	}
}
