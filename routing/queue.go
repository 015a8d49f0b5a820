package routing

import "time"

// Queue is a line of waiting requests and the rules it is served by. The zero value, with an ID, is
// a sane queue.
type Queue struct {
	// ID as requests and agents name it. Must not be empty.
	ID string
	// Priority is added to the priority of every request in it; -1000 to 1000. Default: 0.
	Priority int
	// Strategy orders the agents of this queue. Default: Config.Strategy.
	Strategy Strategy `json:"-"`
	// Manual queues are picked from by hand; nothing is offered. Default: false.
	Manual bool
	// AutoAccept assigns without asking. Default: false.
	AutoAccept bool
	// Broadcast offers to so many agents at once, 16 at most; exactly one wins. Default: 1.
	Broadcast int
	// OfferFor is the time to answer an offer. Default: Config.OfferFor.
	OfferFor time.Duration
	// LanguageFor is how long a request in this queue is kept for agents who speak its language,
	// while one of them is at work who could serve it; it goes to others after that. Default: 0,
	// nobody asks for the language.
	LanguageFor time.Duration
	// Rings widen the circle of agents, in order of After. Default: none.
	Rings []Ring
	// Overflow is the queue that takes over after OverflowAfter. No cycles. Default: "", none.
	Overflow string
	// OverflowAfter is the wait in this queue before Overflow. Default: 0, at once if nobody is
	// free.
	OverflowAfter time.Duration
	// MaxWait in this queue, before the message is taken for later. Default: 0, unlimited.
	MaxWait time.Duration
	// Limit of waiting requests; further ones are refused. Default: 0, unlimited.
	Limit int
	// Reopen is the number at which a queue that was full takes requests again; at most Limit-1.
	// Default: nine tenths of Limit.
	Reopen int
	// HandleTime is the typical length of a request's handling, as told by the host; expected waits
	// rest on it until enough completions are known. Default: 0, none.
	HandleTime time.Duration
	// Promise refuses requests whose expected wait is known to be longer. Default: 0, none.
	Promise time.Duration
}

// Ring is a step by which a request that waited too long reaches more agents. A ring adds to those
// before it; it never takes an agent away.
type Ring struct {
	// After is the wait in this queue at which the ring opens. Must be above 0 and rise from ring
	// to ring.
	After time.Duration
	// Drop lists skills that are no longer required. Default: none.
	Drop []string
	// Lower takes so many levels off every required skill; a skill is still required at level 1.
	// Default: 0.
	Lower int
	// Anyone drops all required skills. Default: false.
	Anyone bool
	// Queues whose agents may serve it too. Default: none.
	Queues []string
}
