package routing

import "time"

// Config of a Router or a Pool. The zero value is sane: any queue name, one channel, least loaded
// first.
type Config struct {
	// Queues known. Requests for others are given up with ReasonNoRoute. Default: none listed,
	// every name is a plain queue.
	Queues []Queue
	// Channels known; the first one is meant by an empty name. Default: one channel "chat" of
	// weight 1.
	Channels []Channel
	// Strategy orders the agents of a tier. Default: LeastLoaded.
	Strategy Strategy `json:"-"`
	// Ageing is the waiting time one level of priority is worth; at most 24 hours. Default: 1
	// minute.
	Ageing time.Duration
	// Strict serves higher priorities always first; lower ones may starve. Default: false.
	Strict bool
	// OfferFor is the time to answer an offer. Default: 25 seconds.
	OfferFor time.Duration
	// MissFor is how long an agent who let an offer of a request run out does not get it again;
	// sooner as a last resort, see [Exclusion]. Default: 1 minute.
	MissFor time.Duration
	// DeclineFor is the same after an offer that the agent declined. Default: 10 minutes.
	DeclineFor time.Duration
	// Misses is the number of offers expired in a row after which an agent is paused. Default: 0,
	// never.
	Misses int
	// Grace is how long a lost agent keeps their chats. Default: 45 seconds.
	Grace time.Duration
	// LostBoost is added to the priority of a chat whose agent was lost. Default: 0.
	LostBoost int
	// StickyFor is the window of a preferred agent in Pool.Enqueue. Default: 15 seconds.
	StickyFor time.Duration
	// WrapFor is the wrap-up time in Pool.Complete. Default: 0, none.
	WrapFor time.Duration
	// WrapWeight is the weight a wrap-up keeps, at most the request's; -1 for none. Default: 0, all
	// of it.
	WrapWeight int
	// IdleAfter is the silence after which a chat stops counting. Default: 0, never.
	IdleAfter time.Duration
}

// Channel is a kind of work.
type Channel struct {
	// ID as requests and agents name it. Must not be empty.
	ID string
	// Weight of one request in units of capacity. Default: 1.
	Weight int
}

const (
	maxBroadcast = 16
	maxPriority  = 1000
)

// withDefaults fills what is zero.
// withDefaults fills in what the comments of the fields call the default.
func (c Config) withDefaults() Config {
	if c.Strategy == nil {
		c.Strategy = LeastLoaded
	}
	if len(c.Channels) == 0 {
		c.Channels = []Channel{{ID: "chat"}}
	}
	c.Channels = append([]Channel(nil), c.Channels...)
	for i := range c.Channels {
		if c.Channels[i].Weight == 0 {
			c.Channels[i].Weight = 1
		}
	}
	orDefault(&c.Ageing, time.Minute)
	orDefault(&c.OfferFor, 25*time.Second)
	orDefault(&c.MissFor, time.Minute)
	orDefault(&c.DeclineFor, 10*time.Minute)
	orDefault(&c.Grace, 45*time.Second)
	orDefault(&c.StickyFor, 15*time.Second)
	c.Queues = append([]Queue(nil), c.Queues...)
	for i := range c.Queues {
		c.Queues[i] = c.Queues[i].withDefaults(c)
	}
	return c
}

func (q Queue) withDefaults(c Config) Queue {
	if q.Strategy == nil {
		q.Strategy = c.Strategy
	}
	if q.Broadcast == 0 {
		q.Broadcast = 1
	}
	orDefault(&q.OfferFor, c.OfferFor)
	if q.Limit > 0 && q.Reopen == 0 {
		q.Reopen = min(q.Limit*9/10, q.Limit-1)
	}
	return q
}

func orDefault(d *time.Duration, v time.Duration) {
	if *d == 0 {
		*d = v
	}
}
