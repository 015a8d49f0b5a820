package routing

import "slices"

// Config returns what the Router is made of now, with its defaults filled in. Configure with it
// changes nothing.
func (r *Router) Config() Config {
	c := r.cfg
	c.Queues, c.Channels = slices.Clone(c.Queues), slices.Clone(c.Channels)
	return c
}
