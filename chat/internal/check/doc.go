// Package check audits the records of a store against the records they are derived from, and mends
// what can be derived again.
//
// Three things are derived. Index records are derived from sessions. An agent's load is derived from
// the sessions that charge it. The numbers of a timeline are derived from the count in its session.
// [Audit.Faults] reads everything, writes nothing, and may run beside everything else. [Audit.Mend]
// conditions each repair on the revision that it was decided on.
//
// The room needs a store alone. It knows no settings and no clock.
package check
