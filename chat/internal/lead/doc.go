// Package lead is what the leading node does.
//
// [Lease] says which node leads. Leading is for speed alone: whatever a leader writes is conditioned on its term, so two
// nodes that both believe to lead do no harm. [Dispatcher] commits what the Router proposes and what is due of sessions,
// agents and nodes. [Jobs] does what is due besides.
//
// The room reads what the node knows from package replica, and changes sessions through a [Changer].
package lead
