package main

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// fault is something that happens to a cluster with the library's own times.
type fault struct {
	name   string
	on     func(*testing.T) *terrain
	gate   bool          // it is in the sample
	clocks bool          // it puts clocks wrong
	goes   bool          // back: the store itself may lose what it had confirmed, and nothing else may be wrong
	lasts  time.Duration // one of several faults, or brief. Default: from the first to the healing
	happen func(*trial)
}

// TestFaults has each fault happen to three nodes under people who talk, one after the other, and prints a line of a table for each; a
// sample of them, all with SWITCHBOARD_FULL=1, one with -run 'TestFaults/pg/half$'. After each the records of the store are
// held against what people were told.
func TestFaults(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	table := []string{head}
	t.Cleanup(func() { t.Log("\n" + strings.Join(table, "\n")) })
	for _, group := range [][]fault{links, processes, clocks, databases, servers, mixed, onMySQL} {
		for _, f := range group {
			if !f.gate && size(0, 1) == 0 {
				continue
			}
			t.Run(f.name, func(t *testing.T) {
				if size(0, 1) == 0 {
					t.Parallel() // the sample's figures mean nothing
				}
				s := newTrial(t, f.on(t), f.clocks)
				r, v := s.run(f.happen)
				r.Name, r.Goes, r.Lasts = f.name, f.goes, s.lasted(f)
				if f.goes {
					r.Lost = v.Lost + v.Unheard
					v.Lost, v.Unheard = 0, 0
				}
				r.Bad = v.Bad()
				mu.Lock()
				table = append(table, r.String())
				mu.Unlock()
				t.Logf("\n%s\n%s", head, r)
				assert.Zero(t, r.Bad, "%+v", v)
				assert.Zero(t, r.Checked, "desk.Check")
				if size(0, 1) == 1 { // beside other tests how soon says nothing
					r.hold(t)
				}
			})
		}
	}
}
