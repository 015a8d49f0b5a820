// Package invite keeps the prompts that stand within what the team can be expected to serve.
//
// Of so many visitors who are invited only some accept. A queue's budget is the largest number of
// invitations of which, in 95 of 100 cases, no more are accepted than the queue has places free.
// The leading node divides it: each node says in its heartbeat how many of its prompts stand, and
// the leader's beat says how many may. A node without a quota may have one prompt standing in a
// queue, so at no instant do more stand than the budget and one for each node.
//
// Queues that share people are a pool. A prompt has to fit into its queue and into the pool, whose
// people are counted once.
//
// Nothing is written for a prompt. A Book counts those of its node, and takes one for gone when its
// visitor was not heard of for Lapse. Quotas, the division itself, is pure.
package invite
