package people

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/hours"
)

// dateFault says that a text holds a date, at a byte of it.
func dateFault(at int) *hours.Fault {
	return &hours.Fault{
		Field: "text", Column: at + 1,
		Problem: "a date is a rule of its own: want days of the week alone",
	}
}

// dateAt is where a date such as 2026-12-24 or 24.12. stands, or -1.
func dateAt(pieces []piece) int {
	for i := range pieces {
		if i+3 >= len(pieces) || !pieces[i].number || !pieces[i+2].number ||
			pieces[i+1].apart || pieces[i+2].apart || pieces[i+3].apart {
			continue
		}
		sign := pieces[i+1].text
		year := len(pieces[i].text) == 4 && i+4 < len(pieces) && pieces[i+4].number
		if sign == pieces[i+3].text && (sign == "." || sign == "/" || sign == "-" && year) {
			return pieces[i].at
		}
	}
	return -1
}

// namedDateAt is where a date stands that begins with its day, or writes month and day with a
// stroke: "25 December", "the 1st of May", "24. detsember", "12月25日", "12/24"; or -1. It is asked
// about texts that no language can read: "Mon 10 May" is none, and "9/17" might be one.
func namedDateAt(pieces []piece) int {
	for i, p := range pieces {
		day, _ := strconv.Atoi(p.text)
		if !p.number || day < 1 || day > 31 || i > 0 && slices.Contains(withinATime, pieces[i-1].text) {
			continue
		}
		rest := pieces[i+1:]
		for len(rest) > 0 && slices.Contains(behindADay, rest[0].text) {
			rest = rest[1:]
		}
		if len(rest) > 0 && (isMonth(rest[0].text) || strings.HasPrefix(rest[0].text, "月")) {
			return p.at
		}
		if stroke(pieces[i:]) {
			return p.at
		}
	}
	return -1
}

var (
	behindADay  = []string{".", "st", "nd", "rd", "th", "of", "de"} // and before its month
	withinATime = []string{"-", ":", "."}
)

// stroke reports whether a text begins with 12/24 or 24/12, and not with an interval.
func stroke(pieces []piece) bool {
	if len(pieces) < 3 || pieces[1].text != "/" || !pieces[2].number ||
		pieces[1].apart || pieces[2].apart {
		return false
	}
	if len(pieces) > 3 && slices.Contains(withinATime, pieces[3].text) {
		return false
	}
	a, _ := strconv.Atoi(pieces[0].text)
	b, _ := strconv.Atoi(pieces[2].text)
	return min(a, b) >= 1 && min(a, b) <= 12 && max(a, b) <= 31
}

// months are the names of months behind a day, in all languages, as whole words or shortened to no
// fewer than three letters of them.
var months = folded(`january february march april may june july august
	september october november december
	januar jänner februar märz april mai juni juli august september oktober november dezember
	jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
	styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
	stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
	januari februari maret april mei juni juli agustus september oktober november desember agt nop
	يناير فبراير مارس ابريل أبريل مايو يونيو يوليو اغسطس أغسطس سبتمبر اكتوبر أكتوبر نوفمبر ديسمبر`)

func folded(words string) []string { return strings.Fields(foldText(words)) }

func isMonth(word string) bool {
	begins := func(month string) bool { return strings.HasPrefix(month, word) }
	return utf8.RuneCountInString(word) >= 3 && slices.ContainsFunc(months, begins)
}
