// Package lead is what the leading node does.
//
// [Lease] says which node leads. Leading is for speed alone: whatever a leader writes is conditioned on its term, so two
// nodes that both believe to lead do no harm.
package lead
