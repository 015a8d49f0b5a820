package chat

import "unicode"

// Numbers of payment cards in use have 14 to 19 digits, and their last one is a check digit by the
// formula of Luhn (ISO/IEC 7812-1).
const (
	leastOfCard = 14
	mostOfCard  = 19
	// keptOfCard are the last digits that stay, so that people can tell cards apart. PCI DSS 3.4
	// allows the first six and the last four.
	keptOfCard = 4
	// between is how many characters may stand between two digits of one number: a space and a
	// line break, or a dash with spaces around it.
	between = 3
)

// issuers are the first digits of the cards in use, and how long their numbers are: Mastercard,
// Maestro, Visa, American Express, JCB, Diners Club, Discover, UnionPay, Mir. One in ten of all
// numbers passes the check digit: by the issuers those of orders and parcels are left alone, and
// by the length article numbers (EAN), which have 13 digits and may begin with 4 or 50 too.
var issuers = []struct{ low, high, digits, least, most int }{
	{2200, 2204, 4, 16, 19}, {2221, 2720, 4, 16, 16}, {300, 305, 3, 14, 14}, {34, 34, 2, 15, 15},
	{37, 37, 2, 15, 15}, {36, 36, 2, 14, 14}, {38, 39, 2, 14, 14}, {3528, 3589, 4, 16, 19},
	{4, 4, 1, 16, 16}, {4, 4, 1, 19, 19}, {5018, 5018, 4, 16, 19}, {5020, 5020, 4, 16, 19},
	{5038, 5038, 4, 16, 19}, {51, 55, 2, 16, 16}, {56, 58, 2, 16, 19}, {6011, 6011, 4, 16, 19},
	{62, 62, 2, 16, 19}, {6304, 6304, 4, 16, 19}, {644, 649, 3, 16, 19}, {65, 65, 2, 16, 19},
	{67, 67, 2, 16, 19}, {81, 81, 2, 16, 19},
}

// MaskCards returns a text in which each digit but the last four of every number of a payment card
// is a dot (•), and whether there was one. The digits of a number may be of any script, and have
// blanks, line breaks, dashes or points between them. The text keeps its length in characters.
// O(len(s)), and without allocations where a text has fewer than 14 digits.
func MaskCards(s string) (string, bool) {
	if !enoughDigits(s) {
		return s, false
	}
	rs := []rune(s)
	masked := false
	for i := 0; i < len(rs); {
		r := digitsFrom(rs, i)
		for _, n := range r.cards() {
			masked = true
			for _, at := range r.at[n.from : n.to-keptOfCard] {
				rs[at] = '•'
			}
		}
		i = max(r.end, i+1)
	}
	if !masked {
		return s, false
	}
	return string(rs), true
}

// mostTyped is how many digits together may be shown of what is being typed.
const mostTyped = 6

// MaskDigits is MaskCards for a text that is being typed: of more than 6 digits that stand together
// the last four alone stay, whatever number they may become.
func MaskDigits(s string) (string, bool) {
	rs := []rune(s)
	masked := false
	for i := 0; i < len(rs); {
		r := digitsFrom(rs, i)
		if n := len(r.at); n > mostTyped {
			masked = true
			for _, at := range r.at[:n-keptOfCard] {
				rs[at] = '•'
			}
		}
		i = max(r.end, i+1)
	}
	if !masked {
		return s, false
	}
	return string(rs), true
}

// enoughDigits reports whether a text has as many digits as the shortest number.
func enoughDigits(s string) bool {
	n := 0
	for _, r := range s {
		if digit(r) >= 0 {
			if n++; n == leastOfCard {
				return true
			}
		}
	}
	return false
}

// digit is what a character counts as a decimal digit of any script; -1: it is none. The digits of
// a script follow each other from its zero (Unicode, section 4.6).
func digit(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case r < 0x80 || !unicode.IsDigit(r):
		return -1
	}
	zero := r // of the first of the scripts that lie side by side
	for unicode.IsDigit(zero - 1) {
		zero--
	}
	return int(r-zero) % 10
}

// gap reports whether a character may stand between two digits of one number.
func gap(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Cf) || r == '.' || r == '·' ||
		r == '_' || r == '*' || r == '/'
}

// digits are digits that stand together in a text, and belong to one number or to several.
type digits struct {
	value []int  // of each digit
	at    []int  // where it stands
	first []bool // it begins a group: no other digit is right before it
	end   int    // where the text goes on
}

// digitsFrom reads the digits that stand together from a place on: none where no digit is.
func digitsFrom(rs []rune, from int) (d digits) {
	for i, gaps := from, 0; i < len(rs); i++ {
		switch v := digit(rs[i]); {
		case v >= 0:
			d.first = append(d.first, len(d.at) == 0 || gaps > 0)
			d.value, d.at = append(d.value, v), append(d.at, i)
			gaps, d.end = 0, i+1
		case len(d.value) == 0 || !gap(rs[i]) || gaps == between:
			return d
		default:
			gaps++
		}
	}
	return d
}

// piece is some of the digits: from is the first, to the one after the last.
type piece struct{ from, to int }

// cards finds the numbers of cards among digits. One begins where a group of digits begins and ends
// where one ends; the longest counts.
func (d digits) cards() (found []piece) {
	for i := 0; i < len(d.value); i++ {
		if !d.first[i] {
			continue
		}
		for to := min(len(d.value), i+mostOfCard); to >= i+leastOfCard; to-- {
			whole := to == len(d.value) || d.first[to]
			if whole && issued(d.value[i:to]) && luhn(d.value[i:to]) {
				found = append(found, piece{i, to})
				i = to - 1
				break
			}
		}
	}
	return found
}

// issued reports whether a number begins and is as long as those of an issuer.
func issued(n []int) bool {
	for _, x := range issuers {
		head := 0
		for _, v := range n[:x.digits] {
			head = head*10 + v
		}
		if x.low <= head && head <= x.high && x.least <= len(n) && len(n) <= x.most {
			return true
		}
	}
	return false
}

// luhn reports whether the last digit of a number is its check digit (ISO/IEC 7812-1, annex B).
func luhn(n []int) bool {
	sum := 0
	for i, v := range n {
		if (len(n)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}
