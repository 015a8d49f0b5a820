package routing

// rates learns how fast agents complete and visitors give up.
type rates struct {
	level [maxSlots + 1]levelRate
	line  map[string]*lineRate
}

// maxSlots bounds the load levels told apart.
const maxSlots = 16

// levelRate is what agents with a load did: seconds spent, requests completed.
type levelRate struct{ seconds, done float64 }

// lineRate is what visitors of a queue did: seconds waited, waits abandoned.
type lineRate struct{ seconds, left float64 }

func (t *rates) agent(a *agent, now int64)              {}
func (t *rates) open(r *Router, q *request)             {}
func (t *rates) close(r *Router, q *request, now int64) {}
func (t *rates) end(r *Router, q *request, now int64)   {}
