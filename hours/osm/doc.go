// Package osm reads and writes a strict subset of OpenStreetMap's opening_hours notation:
//
//	Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00; Dec 24 10:00-13:00; 2026 May 01 off; PH off
//
// Known are weekdays, also by number ("Sa[1]", "Fr[-1]"), times with 24:00 and up to 48:00, 24/7,
// dates and months with or without a year, their ranges and lists, PH where holidays are supplied,
// off and closed, ";" to override and "," to add. Anything else (sun events, week numbers, easter,
// SH, "||", comments, "+", a rule for all days after another) is an *Error with its column, never a
// guess.
//
// The notation speaks of calendar days: what overrides a day, or closes it, also ends what runs
// into it over midnight. A parsed schedule therefore names each day's hours from 00:00 to 24:00,
// which is the meaning that npm's opening_hours gives.
package osm
