package hours

// Forget drops all pages, so that a benchmark compiles them again.
func (s *Schedule) Forget() { s.adopt(s.source) }
