// Package hours answers "open?", "until when?" and "how long?" for business hours, the same way
// everywhere.
//
// A Schedule is weekly hours, dated and yearly exceptions and hard closures on the wall clock of
// one time zone. It is built once by New, which reports every fault at once, and is then immutable,
// safe for concurrent use and free of errors. The rule:
//
//   - An interval is half open, [open, close), on the wall clock, and belongs to the date it starts on.
//   - It opens at the first instant whose wall reading is at or after open, and closes at the first instant from which the wall
//     never again reads before close. What is empty then (inside a gap, on a skipped date) vanishes; what touches, merges.
//   - On and Closed replace the intervals that start on a date. Cut removes wall time, whatever runs over it.
//
// All queries read one timeline in UTC, compiled on demand, so they cannot disagree; none allocates
// once its days are compiled. Business days are counted by AddDays and DaysBetween. There is no
// horizon. Now is always an argument: the package has no clock. Only a zone's data is read, at
// construction.
//
// Formats are in the folders osm, schemaorg, ics, zendesk and chatwoot, words for people in people,
// holidays in rickar.
package hours
