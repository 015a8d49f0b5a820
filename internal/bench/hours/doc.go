// Package hours compares package hours with its peers: its queries with those of other Go libraries, side by side in one run,
// and hours/osm with npm's opening_hours, expression by expression.
//
//	npm ci && go test -bench . .
//
// The differential test is skipped, and says so, where node or its package is missing; SWITCHBOARD_REQUIRE=opening_hours makes
// that a failure. RESULTS.md has the figures of a run.
package hours
