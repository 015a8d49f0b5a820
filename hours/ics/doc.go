// Package ics reads all-day events of a calendar file (iCalendar, RFC 5545) as closures: dates,
// ranges of dates, and those that recur.
//
// It is an import for a person to look over: calendars of holidays also name days on which a shop
// is open, and Events tells of each what the file says of it. Whatever closes no whole days, or
// recurs in a way that package hours has no words for, is left out and named in the error, never
// guessed at; no file is refused for some of its lines.
package ics
