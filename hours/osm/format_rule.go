package osm

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/hours"
)

// formatWeek writes a line for all days of the same hours.
func formatWeek(week [7][]string) (lines []string) {
	if open := week[0]; len(open) == 1 && open[0] == "00:00-24:00" && !slices.ContainsFunc(week[1:], func(h []string) bool {
		return !slices.Equal(h, open)
	}) {
		return []string{"24/7"}
	}
	done := [7]bool{}
	for i := range 7 {
		d := time.Weekday(i+1) % 7
		if done[d] || len(week[d]) == 0 {
			continue
		}
		var days []time.Weekday
		for j := i; j < 7; j++ {
			if e := time.Weekday(j+1) % 7; slices.Equal(week[e], week[d]) {
				days, done[e] = append(days, e), true
			}
		}
		lines = append(lines, formatDays(days)+" "+strings.Join(week[d], ","))
	}
	return lines
}

// formatDays writes weekdays, in order from Monday, with runs of more than two as ranges.
func formatDays(days []time.Weekday) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == (days[j]+1)%7 {
			j++
		}
		switch j - i {
		case 0:
			parts = append(parts, weekdayNames[days[i]])
		case 1:
			parts = append(parts, weekdayNames[days[i]], weekdayNames[days[j]])
		default:
			parts = append(parts, weekdayNames[days[i]]+"-"+weekdayNames[days[j]])
		}
		i = j + 1
	}
	return strings.Join(parts, ",")
}

// formatDates writes dated rules and cuts, the stronger after the weaker, as the notation wants it.
func formatDates(rules []hours.Rule) (lines []string) {
	for strength := range 7 {
		for _, r := range rules {
			if r.Kind() == hours.KindWeek || strengthOf(r) != strength {
				continue
			}
			switch r.Kind() {
			case hours.KindCut:
				lines = append(lines, formatCut(r)...)
			case hours.KindDailyCut:
				days := "Mo-Su"
				if r.Days() != "" {
					days = formatPicks(r)
				}
				lines = append(lines, days+" "+strings.Join(r.Hours(), ",")+" off")
			default:
				line := "PH"
				if r.Kind() == hours.KindDates {
					line = formatRange(r)
				}
				if r.Days() != "" {
					line += " " + formatPicks(r)
				}
				lines = append(lines, line+" "+orOff(r.Hours()))
			}
		}
	}
	return lines
}

// numbered tells whether a rule is for some weekdays of a month only.
func numbered(r hours.Rule) bool {
	return slices.ContainsFunc(r.Picks(), func(p hours.Pick) bool { return p.Nth != 0 })
}

// formatPicks writes a rule's weekdays, "Mo-Fr" or "Sa[1,3]".
func formatPicks(r hours.Rule) string {
	if !numbered(r) {
		return formatDays(r.Weekdays())
	}
	var parts []string
	for _, d := range r.Weekdays() {
		var numbers []string
		each := false
		for _, p := range r.Picks() {
			if p.Day == d {
				numbers = append(numbers, strconv.Itoa(p.Nth))
				each = each || p.Nth == 0
			}
		}
		if part := weekdayNames[d]; each {
			parts = append(parts, part)
		} else {
			parts = append(parts, part+"["+strings.Join(numbers, ",")+"]")
		}
	}
	return strings.Join(parts, ",")
}

func formatRange(r hours.Rule) string {
	first, last := r.Dates()
	if last == "" {
		return formatDate(first)
	}
	return formatDate(first) + "-" + formatDate(last)
}

// strengthOf orders rules as package hours does: yearly before dated, ranges before days, holidays
// before what names the same day, and cuts last. Holidays are taken to be of one year.
func strengthOf(r hours.Rule) (strength int) {
	first, last := r.Dates()
	switch r.Kind() {
	case hours.KindCut, hours.KindDailyCut:
		return 6
	case hours.KindHolidays:
		return 4
	}
	if len(first) > len("12-24") {
		strength += 2
	}
	if last == "" {
		strength++
	}
	if strength == 3 { // a day of one year
		strength = 5
	}
	return strength
}

// formatDate writes 2026-12-24 as "2026 Dec 24", and 12-24 as "Dec 24".
func formatDate(date string) string {
	if t, err := time.Parse("2006-01-02", date); err == nil {
		return t.Format("2006 Jan 02")
	}
	t, _ := time.Parse("2006-01-02", "2000-"+date)
	return t.Format("Jan 02")
}

// formatCut writes a cut day by day.
func formatCut(r hours.Rule) (lines []string) {
	first, last := r.Dates()
	day, from, _ := strings.Cut(first, "T")
	end, to, _ := strings.Cut(last, "T")
	if day == end {
		return []string{formatDate(day) + " " + from + "-" + to + " off"}
	}
	if from != "00:00" {
		lines = append(lines, formatDate(day)+" "+from+"-24:00 off")
		day = tomorrow(day, 1)
	}
	if to != "00:00" && to != "24:00" {
		lines = append(lines, formatDate(end)+" 00:00-"+to+" off")
	}
	if to != "24:00" {
		end = tomorrow(end, -1)
	}
	if t := tomorrow(end, 1); day != t {
		line := formatDate(day)
		if end != day {
			line += "-" + formatDate(end)
		}
		lines = append(lines, line+" off")
	}
	return lines
}

// tomorrow is the date some days later; of a date without a year, in a leap year.
func tomorrow(date string, days int) string {
	layout := "2006-01-02"
	if len(date) == len("12-24") {
		t, _ := time.Parse(layout, "2000-"+date)
		return t.AddDate(0, 0, days).Format("01-02")
	}
	t, _ := time.Parse(layout, date)
	return t.AddDate(0, 0, days).Format(layout)
}
