package trigger

import "testing"

// long leaves a test that takes long to `go test` without -short, and to the night: the gate has minutes for all.
func long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes long: without -short, and at night")
	}
}
