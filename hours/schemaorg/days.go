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

// weekday is a day by its name, "Monday", "Mon" or "Mo".
func weekday(name string) (d time.Weekday, ok bool) {
	i := slices.IndexFunc(weekdays, func(d time.Weekday) bool {
		full := d.String()
		return len(name) >= 2 && (strings.EqualFold(name, full) || strings.EqualFold(name, full[:3]) || strings.EqualFold(name, full[:2]))
	})
	if i < 0 {
		return 0, false
	}
	return weekdays[i], true
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
