package hours

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Config says what a schedule is made of. The zero Config is a schedule in UTC that never opens.
type Config struct {
	// Zone is the IANA name of the zone whose wall clock the rules speak of. Default: UTC.
	Zone string
	// Location is the same zone with its data, for hosts that bring newer data than the program
	// has. Default: loaded by Zone.
	Location *time.Location
	// Rules are the hours. Default: never open.
	Rules []Rule
	// Holidays are the days that OnHolidays and ClosedHolidays speak of. By themselves they change
	// nothing. Default: none.
	Holidays []Holiday
	// LastCall is how long before each closing Phase is LastCall. At least 0. Default: 0, no last
	// call.
	LastCall time.Duration
	// Grace is how long after each closing Phase is Grace. At least 0. Default: 0, no grace.
	Grace time.Duration
}

// New builds a schedule. The error joins a *Fault for every thing that is wrong with the Config.
// Building takes time and space in proportion to the rules, about n log n; the years are compiled
// later, as queries reach them.
func New(config Config) (*Schedule, error) {
	s := new(Schedule)
	if err := s.build(config, fields{zone: "Zone", holidays: "Holidays"}); err != nil {
		return nil, err
	}
	return s, nil
}

// fields are the names that faults give to some fields of a Config, which differ in JSON.
type fields struct {
	zone, holidays string
	blank          []string // fields that had a value of a wrong kind, which is told
}

// fresh returns the faults without those of blank fields and what is below them: they follow from
// what is told already.
func (f fields) fresh(faults []error) []error {
	return slices.DeleteFunc(faults, func(err error) bool {
		var fault *Fault
		return errors.As(err, &fault) && slices.ContainsFunc(f.blank, func(blank string) bool {
			below, ok := strings.CutPrefix(fault.Field, blank)
			return ok && (below == "" || below[0] == '.' || below[0] == '[')
		})
	})
}

// build makes the schedule what the Config says, or leaves it alone and joins the faults to those
// given.
func (s *Schedule) build(config Config, names fields, faults ...error) error {
	var found []error
	location, problem := config.location()
	if problem != "" {
		found = append(found, &Fault{Field: names.zone, Problem: problem})
	}
	if config.LastCall < 0 {
		found = append(found, &Fault{Field: "LastCall", Problem: "must not be negative"})
	}
	if config.Grace < 0 {
		found = append(found, &Fault{Field: "Grace", Problem: "must not be negative"})
	}
	resolved := resolver{labels: []string{""}}
	found = append(found, resolved.list(config.Holidays, names.holidays)...)
	for i, r := range config.Rules {
		found = append(found, resolved.add(r, fmt.Sprintf("Rules[%d]", i))...)
	}
	faults = append(faults, names.fresh(found)...)
	if err := errors.Join(faults...); err != nil {
		return err
	}
	config.Rules, config.Holidays = slices.Clone(config.Rules), slices.Clone(config.Holidays)
	s.config, s.labels = config, resolved.labels
	s.kind, s.parts = noCombination, nil
	s.lastCall, s.grace = config.LastCall, config.Grace
	s.adopt(&wall{calendar: resolved.calendar(), location: location})
	return nil
}

// location returns the zone's data, and the only thing this package reads from outside; or what is
// wrong with its name.
func (c *Config) location() (location *time.Location, problem string) {
	switch {
	case c.Location != nil && c.Zone != "" && c.Zone != c.Location.String():
		return nil, fmt.Sprintf("is %q, and Location is %q", c.Zone, c.Location)
	case c.Location != nil:
		return c.Location, ""
	case c.Zone == "":
		return time.UTC, ""
	case c.Zone == "Local":
		return nil, "Local differs from machine to machine; name an IANA zone"
	}
	location, err := time.LoadLocation(c.Zone)
	if err != nil {
		return nil, unknownZone(c.Zone)
	}
	return location, ""
}

// zone returns the IANA name to write down. A Location of some other name is nothing that a reader
// could load.
func (c *Config) zone() (string, error) {
	switch {
	case c.Zone != "":
		return c.Zone, nil
	case c.Location == nil || c.Location == time.UTC:
		return "UTC", nil
	}
	name := c.Location.String()
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return "", &Fault{Field: "Location", Problem: fmt.Sprintf("%q is not the name of an IANA zone, so it cannot be written down", name)}
	}
	return name, nil
}
