package chathttp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/trigger"
)

// Beacons are most of what a shop's pages ask, and nearly all are written alike: by JSON.stringify,
// and without the pages that somebody came by. Those are read in one go. All others, and all that
// are wrong in any way, are left to decode, which says what is wrong. FuzzDecode holds that both
// say the same.

// plainly reads a beacon as pages write it. It is false for any other, and b is untouched then.
func (b *visitBody) plainly(text []byte) bool {
	p := pagesJSON{text: string(text)}
	var in visitBody
	if !p.object(func(name string) bool { return p.ofVisit(&in, name) }) || p.text != "" {
		return false
	}
	*b = in
	return true
}

// pagesJSON is what is left to read. Its methods report whether what comes next is what they read,
// as JSON.stringify writes it.
type pagesJSON struct{ text string }

// ofVisit reads a member of a beacon.
func (p *pagesJSON) ofVisit(b *visitBody, name string) bool {
	switch name {
	case "site":
		return p.str((*string)(&b.Site))
	case "url":
		return p.str(&b.URL)
	case "referrer":
		return p.str(&b.Referrer)
	case "title":
		return p.str(&b.Title)
	case "locale":
		return p.str(&b.Locale)
	case "device":
		return p.str(&b.Device)
	case "time_zone":
		return p.str(&b.TimeZone)
	case "on_site_seconds":
		return digits(p, &b.OnSite)
	case "on_page_seconds":
		return digits(p, &b.OnPage)
	case "idle_seconds":
		return digits(p, &b.Idle)
	case "since_visit_seconds":
		return digits(p, &b.Since)
	case "visits":
		return digits(p, &b.Visits)
	case "views":
		return digits(p, &b.Views)
	case "clock_minutes":
		b.Clock = new(int)
		return digits(p, b.Clock)
	case "moments":
		return elements(p, &b.Moments, func(m *trigger.Moment) bool { return p.str((*string)(m)) })
	case "cart":
		b.Cart = &cartBody{}
		return p.object(func(name string) bool { return p.ofCart(b.Cart, name) })
	case "quiet":
		return p.truth(&b.Quiet)
	}
	return false
}

func (p *pagesJSON) ofCart(c *cartBody, name string) bool {
	switch name {
	case "value":
		return digits(p, &c.Value)
	case "currency":
		return p.str(&c.Currency)
	case "items":
		return elements(p, &c.Items, func(x *cartItemBody) bool {
			return p.object(func(name string) bool { return p.ofItem(x, name) })
		})
	}
	return false
}

func (p *pagesJSON) ofItem(x *cartItemBody, name string) bool {
	switch name {
	case "name":
		return p.str(&x.Name)
	case "quantity":
		return digits(p, &x.Quantity)
	case "value":
		return digits(p, &x.Value)
	case "url":
		return p.str(&x.URL)
	}
	return false
}

// skip passes over what comes next.
func (p *pagesJSON) skip(next string) (ok bool) {
	p.text, ok = strings.CutPrefix(p.text, next)
	return ok
}

// object reads an object, whose members member reads. None of them may come twice.
func (p *pagesJSON) object(member func(name string) bool) bool {
	if !p.skip("{") {
		return false
	}
	if p.skip("}") {
		return true
	}
	var had [32]string
	for n := range had {
		var name string
		if !p.str(&name) || !p.skip(":") || !member(name) {
			return false
		}
		for _, other := range had[:n] {
			if other == name {
				return false
			}
		}
		had[n] = name
		if !p.skip(",") {
			return p.skip("}")
		}
	}
	return false
}

// elements reads an array, of whose elements one reads each.
func elements[T any](p *pagesJSON, to *[]T, one func(*T) bool) bool {
	all := []T{}
	if !p.skip("[") {
		return false
	}
	for more := !p.skip("]"); more; more = !p.skip("]") {
		var x T
		if len(all) > 0 && !p.skip(",") || !one(&x) {
			return false
		}
		all = append(all, x)
	}
	*to = all
	return true
}

// str reads a string in which nothing is escaped.
func (p *pagesJSON) str(to *string) bool {
	if !p.skip(`"`) {
		return false
	}
	for i := range len(p.text) {
		switch c := p.text[i]; {
		case c == '"':
			*to, p.text = p.text[:i], p.text[i+1:]
			return utf8.ValidString(*to)
		case c == '\\' || c < ' ':
			return false
		}
	}
	return false
}

// truth reads true or false.
func (p *pagesJSON) truth(to *bool) bool {
	*to = p.skip("true")
	return *to || p.skip("false")
}

// digits reads a whole number of at most nine digits, which fits everywhere.
func digits[T int | int32 | int64](p *pagesJSON, to *T) bool {
	n := 0
	for n < len(p.text) && (p.text[n] >= '0' && p.text[n] <= '9' || p.text[n] == '-') {
		n++
	}
	bare := strings.TrimPrefix(p.text[:n], "-")
	odd := len(bare) > 1 && bare[0] == '0' || p.text[:n] == "-0"
	x, err := strconv.ParseInt(p.text[:n], 10, 32)
	if err != nil || odd || len(bare) > 9 {
		return false
	}
	*to, p.text = T(x), p.text[n:]
	return true
}
