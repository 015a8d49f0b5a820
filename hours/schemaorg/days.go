package schemaorg

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// weekdays in the order that people read them.
var weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// daySet is the days that a specification is for.
type daySet struct {
	named    bool // whether it names any
	days     [7]bool
	holidays bool
}

// text is the weekdays as package hours takes them.
func (d daySet) text() string {
	var names []string
	for _, weekday := range weekdays {
		if d.days[weekday] {
			names = append(names, weekday.String()[:3])
		}
	}
	return strings.Join(names, ",")
}

// weekday is a day by its name, "Monday", "Mondays", or as much of it as pages write: "Mo", "Mon",
// "Tues", "Thurs".
func weekday(name string) (d time.Weekday, ok bool) {
	name = strings.ToLower(name)
	i := slices.IndexFunc(weekdays, func(d time.Weekday) bool {
		full := strings.ToLower(d.String())
		return len(name) >= 2 && strings.HasPrefix(full+"s", name)
	})
	if i < 0 {
		return 0, false
	}
	return weekdays[i], true
}

// take takes in a day of a list: a text, or an object that names it by its @id or, where that is
// no day, its name.
func (d *daySet) take(v value) error {
	texts, err := v.texts()
	if err == nil && len(texts) == 0 {
		texts = []string{""}
	}
	for _, text := range texts {
		before := *d
		wrong := d.add(text)
		if wrong == nil {
			return nil
		}
		*d, err = before, fmt.Errorf("%s: %w", v.at, wrong)
	}
	return err
}

// add takes in what a page writes as a day: "Monday", "https://schema.org/Monday", "Mo-Fr",
// "Monday, Tuesday", "PublicHolidays".
func (d *daySet) add(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		name := bare(strings.TrimSpace(part))
		if strings.EqualFold(name, "PublicHolidays") || name == "PH" {
			d.named, d.holidays = true, true
			continue
		}
		from, to, ranged := strings.Cut(dashes.Replace(name), "-")
		first, ok := weekday(strings.TrimSpace(from))
		last := first
		if ok && ranged {
			last, ok = weekday(strings.TrimSpace(to))
		}
		if !ok {
			return fmt.Errorf("want a day such as Monday, not %q", text)
		}
		d.named = true
		for day := first; ; day = (day + 1) % 7 {
			d.days[day] = true
			if day == last {
				break
			}
		}
	}
	return nil
}

// dashes makes one dash of those that people write.
var dashes = strings.NewReplacer("–", "-", "—", "-", "‑", "-", "−", "-")
