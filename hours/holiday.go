package hours

// Holiday is a day that a calendar of holidays names: Date is as in On, "2026-12-25", or "12-25" for every year.
type Holiday struct{ Date, Name string }

// Holidays makes rules of the holidays that a source gives for the years from first to last: closed, or with the hours given.
// The package brings no holiday data; a source is any function, such as those of the rickar module.
func Holidays(source func(year int) []Holiday, first, last int, hours ...string) (rules []Rule) {
	for year := first; year <= last; year++ {
		for _, h := range source(year) {
			rules = append(rules, On(h.Date, hours...).Named(h.Name))
		}
	}
	return rules
}
