package chathttp

import (
	"context"
	"sync"
)

// streams are the open streams and long-polls, counted by who reads them.
type streams struct {
	most int

	mu     sync.Mutex
	closed bool
	open   map[*context.CancelFunc]struct{}
	by     map[string]int
}

func newStreams(most int) *streams {
	return &streams{most: most, open: map[*context.CancelFunc]struct{}{}, by: map[string]int{}}
}

// join lets a stream open; stop must end it at once and may be called twice. leave must be called when it has ended.
func (s *streams) join(who string, stop context.CancelFunc) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, refuseFor(codeUnavailable, "the server is closing", retryUnavailable)
	}
	if s.by[who] >= s.most {
		return nil, refuseFor(codeRateLimited, "too many open streams; share one between the tabs", 5*retryUnavailable)
	}
	s.by[who]++
	s.open[&stop] = struct{}{}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open, &stop)
		if s.by[who]--; s.by[who] == 0 {
			delete(s.by, who)
		}
	}, nil
}

// close stops all streams and lets no more open.
func (s *streams) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for stop := range s.open {
		(*stop)()
	}
}

// closing reports whether close was called.
func (s *streams) closing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
