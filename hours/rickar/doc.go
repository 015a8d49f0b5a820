// Package rickar gives package hours the holidays of github.com/rickar/cal, which has calendars of
// some forty countries.
//
//	rules := hours.Holidays(rickar.Source(pl.Holidays...), 2026, 2030)
//
// closes on Poland's holidays of five years. The dates are computed once, as plain rules: nothing
// of rickar/cal runs in a query, its reading of time zones plays no part, and a person can look the
// rules over.
package rickar
