package schemaorg

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// Unmarshal reads the hours of a page's JSON-LD for a zone, by its IANA name: of an object with
// openingHoursSpecification, specialOpeningHoursSpecification, or the text of openingHours, which
// counts where there is no openingHoursSpecification; of the one such object in a list or a @graph;
// or of specifications by themselves. Of several in a @graph it is the mainEntity of the page that
// stands beside them. Where nothing there has hours, they are those of the one
// thing within that has: a page's mainEntity, a location, a contactPoint with hoursAvailable. Those
// of a department, a seller or an event are not the place's, and a page without others is refused.
// Other members are the business's and not looked at.
//
// Holidays are what the day PublicHolidays stands for; without any it is refused. On them its
// specifications stand in for those of weekdays; specifications of dates that are special, or of
// that day alone, stand in for them.
//
// An error wraps ErrUnsupported, or hours.ErrInvalid for the zone and the holidays, and joins one
// for each thing that is not understood and would change the hours; it names the place.
func Unmarshal(data []byte, zone string, holidays ...hours.Holiday) (*hours.Schedule, error) {
	place, err := hours.New(hours.Config{Zone: zone, Holidays: holidays})
	if err != nil {
		return nil, err
	}
	r := reader{zone: place.Location(), holidays: holidays}
	if err := r.read(data); err != nil {
		return nil, err
	}
	return hours.New(hours.Config{Zone: zone, Rules: r.rules(), Holidays: r.listed()})
}

// reader gathers what specifications say.
type reader struct {
	zone     *time.Location
	holidays []hours.Holiday
	week     []hours.Rule
	dates    []dated
	off      *dated // what they say of holidays, without its dates
}

// The ranks of specifications with dates: a special one is there to override, and one of a single
// day outranks those of more.
const (
	regular = iota
	holiday
	regularDay
	special
	specialDay
)

func (r *reader) read(data []byte) error {
	top, err := decode(data)
	var p *page
	if err == nil {
		p, err = find(top)
	}
	if err != nil {
		return unsupported(err)
	}
	var faults []error
	for _, v := range p.regular {
		faults = append(faults, unsupported(r.specification(p, v, regular)))
	}
	for _, v := range p.special {
		faults = append(faults, unsupported(r.specification(p, v, special)))
	}
	for _, v := range p.texts {
		if len(p.regular) > 0 {
			break
		}
		text, err := v.text()
		if err == nil {
			if err = r.readText(text); err != nil {
				err = fmt.Errorf("%s: %w", v.at, err)
			}
		}
		faults = append(faults, unsupported(err))
	}
	return errors.Join(faults...)
}

// unsupported wraps an error, if there is one.
func unsupported(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrUnsupported, err)
}

// specification takes one in. The error names its place.
func (r *reader) specification(p *page, v value, rank int) error {
	n, err := p.resolve(v)
	if err != nil {
		return err
	}
	s := map[string]string{}
	for _, name := range []string{"opens", "closes", "validFrom", "validThrough"} {
		if s[name], err = v.member(n, name).text(); err != nil {
			return err
		}
	}
	s["name"], _ = v.member(n, "name").text() // a name that is no text is none
	var days daySet
	for _, day := range v.member(n, "dayOfWeek").list() {
		if err := days.take(day); err != nil {
			return err
		}
	}
	spans, err := interval(s["opens"], s["closes"])
	if err == nil {
		err = r.enter(s, days, spans, rank)
	}
	if err != nil {
		return fmt.Errorf("%s.%w", v.at, err)
	}
	return nil
}

// interval is the hours of a specification: none for closed.
func interval(opens, closes string) ([]string, error) {
	if opens == "" && closes == "" {
		return nil, nil
	}
	from, err := clock(opens)
	if err != nil {
		return nil, fmt.Errorf("opens: %w", err)
	}
	to, err := clock(closes)
	if err != nil {
		return nil, fmt.Errorf("closes: %w", err)
	}
	text, err := span(from, to)
	switch {
	case err != nil:
		return nil, fmt.Errorf("closes: %s: %w", closes, err)
	case text == "":
		return nil, nil
	}
	return []string{text}, nil
}

// enter puts down what a specification of some dates, or of all, says.
func (r *reader) enter(s map[string]string, days daySet, spans []string, rank int) error {
	first, last, ok, err := dates(s["validFrom"], s["validThrough"], r.zone)
	switch {
	case err != nil:
		return err
	case rank == special && s["validFrom"] == "":
		return errors.New("validFrom: is missing")
	case rank == special && s["validThrough"] == "":
		return errors.New("validThrough: is missing")
	case !ok && !days.named:
		return errors.New("dayOfWeek: is missing")
	case !ok:
		if err := r.weekly(days, spans, s["name"]); err != nil {
			return fmt.Errorf("dayOfWeek: %w", err)
		}
		return nil
	case days.holidays:
		return errors.New("dayOfWeek: PublicHolidays of some dates alone are not understood")
	}
	d := dated{first: first, last: last, rank: rank, days: everyDay, hours: spans, name: s["name"]}
	switch {
	case d.first != d.last:
	case rank == special:
		d.rank = specialDay
	default:
		d.rank = regularDay
	}
	if days.named {
		d.days = days.days
	}
	r.dates = append(r.dates, d)
	return nil
}

// weekly puts down what is said of weekdays and holidays, whatever the date.
func (r *reader) weekly(days daySet, spans []string, name string) error {
	if text := days.text(); text != "" && len(spans) > 0 {
		r.week = append(r.week, hours.Week(text, spans...).Named(name))
	}
	switch {
	case !days.holidays:
		return nil
	case len(r.holidays) == 0:
		return errors.New("PublicHolidays need holidays to be given")
	}
	next := dated{days: everyDay, rank: holiday, hours: spans, name: name}
	if r.off != nil {
		both := together([]dated{*r.off, next})
		next.hours, next.name = strings.Fields(both.hours), both.name
	}
	r.off = &next
	return nil
}

// rules are all that was said. Where something is said of dates, the holidays among them are dates
// as well, as these could not yield to them otherwise.
func (r *reader) rules() []hours.Rule {
	rules := slices.Clone(r.week)
	if r.off != nil {
		rules = append(rules, hours.OnHolidays(r.off.hours...).Named(r.off.name))
		r.dates = append(r.dates, r.off.among(r.holidays, r.dates)...)
	}
	for _, p := range pieces(r.dates, together) {
		rules = append(rules, p.rules()...)
	}
	return rules
}

// listed are the holidays that the rules speak of.
func (r *reader) listed() []hours.Holiday {
	if r.off == nil {
		return nil
	}
	return r.holidays
}

// among is what is said of holidays, on each that lies among the dates of others.
func (d dated) among(holidays []hours.Holiday, others []dated) (list []dated) {
	for _, h := range holidays {
		first, last, ranged := strings.Cut(h.Date, "..")
		if !ranged {
			last = first
		}
		years := []int{0}
		if len(first) == len("12-24") {
			years = yearsOf(others)
		}
		for _, one := range d.ofDates(first, last, years) {
			if h.Name != "" {
				one.name = h.Name
			}
			if slices.ContainsFunc(others, func(o dated) bool { return o.first <= one.last && o.last >= one.first }) {
				list = append(list, one)
			}
		}
	}
	return list
}

// yearsOf are the years of some dates.
func yearsOf(all []dated) (years []int) {
	for _, d := range all {
		for year := d.first.year(); year <= d.last.year(); year++ {
			years = append(years, year)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

// together is what specifications of equal rank say of a day: each says when the place is open, and
// none takes another's hours away but one that says closed.
func together(all []dated) said {
	var texts, names []string
	closed := false
	for _, d := range all {
		closed = closed || len(d.hours) == 0
		texts = append(texts, d.hours...)
		if d.name != "" && !slices.Contains(names, d.name) {
			names = append(names, d.name)
		}
	}
	slices.Sort(texts)
	what := said{dated: true, hours: strings.Join(slices.Compact(texts), " "), name: strings.Join(names, ", ")}
	if closed {
		what.hours = ""
	}
	return what
}
