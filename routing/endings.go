package routing

import "slices"

// endings remembers how the offers of a request ended, to answer who comes
// late; of requests that are over, the last maxEndings.
type endings struct {
	of   map[string][]ending
	over []string // requests that are over, the oldest at next
	next int
}

type ending struct {
	agent string
	state OfferState
}

const maxEndings = 1024

func newEndings() endings { return endings{of: map[string][]ending{}} }

// add notes how an agent's latest offer of a request ended.
func (e *endings) add(request, agent string, state OfferState) {
	e.of[request] = append(slices.DeleteFunc(e.of[request], func(x ending) bool { return x.agent == agent }), ending{agent, state})
}

// state is how an agent's offer of a request ended, or OfferUnknown.
func (e *endings) state(request, agent string) OfferState {
	for _, x := range e.of[request] {
		if x.agent == agent {
			return x.state
		}
	}
	return OfferUnknown
}

// close notes that a request is over.
func (e *endings) close(request string) {
	if len(e.of[request]) == 0 {
		return
	}
	if len(e.over) < maxEndings {
		e.over = append(e.over, request)
		return
	}
	delete(e.of, e.over[e.next])
	e.over[e.next] = request
	e.next = (e.next + 1) % maxEndings
}

// open forgets a former request of the same id.
func (e *endings) open(request string) {
	if i := slices.Index(e.over, request); i >= 0 {
		e.over[i] = ""
	}
	delete(e.of, request)
}
