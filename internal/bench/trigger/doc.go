// Package trigger measures the rule engine beside others, and runs the published test vectors of others against it.
//
// Every engine gets the same generated rules, is first checked to agree with the rule engine on every visit, and is then
// timed in one process. RESULTS.md holds the figures, and the command they come from.
package trigger
