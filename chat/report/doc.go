// Package report turns sessions into the numbers to run a team by: service level, waits, response
// and handle times, ratings, volume by hour and day, occupancy.
//
// It is pure: sessions and instants go in, a Report comes out, in the zone the caller names. Every
// figure says in its comment how it is computed, because the field has five formulas for the
// service level alone. Attribution is that of the session when it ended: who asks later, and who
// works where by then, changes nothing.
package report
