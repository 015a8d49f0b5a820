package people

import (
	"fmt"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/hours"
)

// String is the interval as hours.Week takes it, and so that nobody can read it in a second way:
// where it runs into the next day from an hour up to 12, the close counts on beyond 24:00.
func (i interval) String() string {
	if i.open > noon && i.close > oneDay && i.close-oneDay < i.open {
		i.close -= oneDay
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", i.open/60, i.open%60, i.close/60, i.close%60)
}

var shortDays = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// String is the days from Monday on, as hours.Week takes them: "Mon-Fri", "Mon,Wed", "Mon-Sun".
func (d dayset) String() string {
	var parts []string
	for i := 1; i <= 7; i++ {
		j := i
		for j <= 7 && d>>(j%7)&1 == 1 {
			j++
		}
		switch j - i {
		case 0:
			continue
		case 1:
			parts = append(parts, shortDays[i%7])
		default:
			parts = append(parts, shortDays[i%7]+"-"+shortDays[(j-1)%7])
		}
		i = j
	}
	return strings.Join(parts, ",")
}

// groups are the days that have the same hours, by their first day from Monday on. Days without
// hours are left out.
func groups(week [7][]interval) (list []said) {
	for i := 1; i <= 7; i++ {
		spans := week[i%7]
		if len(spans) == 0 {
			continue
		}
		n := slices.IndexFunc(list, func(s said) bool { return slices.Equal(s.spans, spans) })
		if n < 0 {
			n = len(list)
			list = append(list, said{spans: spans})
		}
		list[n].days |= 1 << (i % 7)
	}
	return list
}

func strict(week [7][]interval) string {
	var lines []string
	for _, g := range groups(week) {
		lines = append(lines, g.days.String()+" "+strictSpans(g.spans))
	}
	if len(lines) == 0 {
		return "closed"
	}
	return strings.Join(lines, "; ")
}

func strictSpans(spans []interval) string {
	var texts []string
	for _, s := range spans {
		texts = append(texts, s.String())
	}
	if len(texts) == 0 {
		return "closed"
	}
	return strings.Join(texts, ", ")
}

func weekRules(week [7][]interval) (rules []hours.Rule) {
	for _, g := range groups(week) {
		var texts []string
		for _, s := range g.spans {
			texts = append(texts, s.String())
		}
		rules = append(rules, hours.Week(g.days.String(), texts...))
	}
	return rules
}
