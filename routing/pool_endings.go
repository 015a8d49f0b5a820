package routing

import "slices"

// endings keeps how the offers of each request ended, to tell agents who answer late. Of requests
// that are over it keeps the last maxEndings.
type endings struct {
	of    map[string][]ending
	ended []string // requests that are over, the oldest at next
	next  int
}

// ending is how an agent's last offer of a request ended.
type ending struct {
	agent string
	state OfferState
}

const maxEndings = 1024

func newEndings() endings { return endings{of: map[string][]ending{}} }

// add keeps how an agent's latest offer of a request ended.
func (e *endings) add(request, agent string, state OfferState) {
	e.of[request] = append(slices.DeleteFunc(e.of[request], func(x ending) bool { return x.agent == agent }), ending{agent, state})
}

// state returns how an agent's offer of a request ended, or OfferUnknown.
func (e *endings) state(request, agent string) OfferState {
	for _, x := range e.of[request] {
		if x.agent == agent {
			return x.state
		}
	}
	return OfferUnknown
}

// requestOver says that a request is over.
func (e *endings) requestOver(request string) {
	if len(e.of[request]) == 0 {
		return
	}
	if len(e.ended) < maxEndings {
		e.ended = append(e.ended, request)
		return
	}
	delete(e.of, e.ended[e.next])
	e.ended[e.next] = request
	e.next = (e.next + 1) % maxEndings
}

// requestNew drops what is known of a former request with the same id.
func (e *endings) requestNew(request string) {
	if i := slices.Index(e.ended, request); i >= 0 {
		e.ended[i] = ""
	}
	delete(e.of, request)
}
