// Package ics reads all-day events of a calendar file (iCalendar, RFC 5545) as closures: dates, ranges of dates, and those that
// recur every year.
//
// It is an import for a person to look over: calendars of holidays also name days on which a shop is open. Whatever is no
// closure of whole days, or recurs in another way, is left out and named in the error, never guessed at.
package ics
