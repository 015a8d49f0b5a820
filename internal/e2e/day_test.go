package e2e

import "testing"

// script is a day of one person, step by step: what they do, and what they see then. Each begins where the one before ended.
type script []struct {
	what string
	do   func()
}

// play does all of them, and says at which one a day came to its end.
func (s script) play(t *testing.T) {
	t.Helper()
	at := "nothing yet"
	defer func() {
		if t.Failed() {
			t.Logf("the day went as far as: %s", at)
		}
	}()
	for _, step := range s {
		at = step.what
		step.do()
	}
}
