// Package door answers whether somebody could serve a session now or soon. The door, the prompts,
// the targets of transfers, the board and the leading node all ask here, so that what one of them
// says the others do.
//
// It is pure. A Demand is what a session asks, Crowds is who is there, and a Verdict is the answer.
package door
