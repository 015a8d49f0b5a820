package report

import "github.com/switchboard-go/switchboard/chat"

// Satisfaction counts ratings.
type Satisfaction struct {
	Ratings  int // given
	Positive int // 4 or 5 of 5, good of 2
}

// CSAT returns the share of positive ratings, 0 to 1; ok is false without any.
func (s Satisfaction) CSAT() (share float64, ok bool) {
	if s.Ratings == 0 {
		return 0, false
	}
	return float64(s.Positive) / float64(s.Ratings), true
}

func (s *Satisfaction) rate(r *chat.Rating) {
	if r == nil {
		return
	}
	s.Ratings++
	if (r.Scale == 5 && r.Score >= 4) || (r.Scale == 2 && r.Score == 2) {
		s.Positive++
	}
}

// NPS returns the net promoter score of answers from 0 to 10: the percentage of 9 and 10 less that
// of 0 to 6, -100 to 100. Answers outside 0 to 10 do not count; ok is false when none does.
func NPS(answers []int) (score float64, ok bool) {
	var all, up, down int
	for _, a := range answers {
		if a < 0 || a > 10 {
			continue
		}
		all++
		switch {
		case a >= 9:
			up++
		case a <= 6:
			down++
		}
	}
	if all == 0 {
		return 0, false
	}
	return 100 * float64(up-down) / float64(all), true
}
