package sim_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/internal/sim"
)

func Example() {
	r, err := sim.Run(sim.Config{Seed: 7, Steps: 200, Faults: &sim.Faults{}})
	fmt.Println(err, len(r.Faults))
	// Output: <nil> 0
}
