package desk

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// perBeacon is the processor time that a run of BenchmarkVisit says a beacon takes.
var perBeacon = regexp.MustCompile(`([0-9.]+) cpu-ns/op`)

// beacons has a program play BenchmarkVisit.
func beacons(b *testing.B, program, which string) float64 {
	args := []string{"-test.run", "^$", "-test.bench", which, "-test.benchtime", "20000x"}
	out, err := exec.CommandContext(b.Context(), program, args...).Output()
	require.NoError(b, err, "%s", out)
	took := perBeacon.FindSubmatch(out)
	require.NotNil(b, took, "%s", out)
	ns, err := strconv.ParseFloat(string(took[1]), 64)
	require.NoError(b, err)
	return ns
}

// BenchmarkVisitAgainst plays BenchmarkVisit of another release in turns with the shop of this one
// that has audiences and intake. Each round runs the two programs one right after the other, every
// other round the other way round, and the median of their ratios counts. SWITCHBOARD_OLD is the
// other release's test program; BENCHMARKS.md says how it is made.
func BenchmarkVisitAgainst(b *testing.B) {
	old, own := os.Getenv("SWITCHBOARD_OLD"), os.Args[0]
	if old == "" {
		b.Skip("SWITCHBOARD_OLD names no program")
	}
	programs := []func() float64{
		func() float64 { return beacons(b, old, "BenchmarkVisit$") },
		func() float64 { return beacons(b, own, "BenchmarkVisit$/audiences") },
	}
	var ratios []float64
	for first := 0; b.Loop(); first = 1 - first {
		var took [2]float64
		for _, which := range []int{first, 1 - first} {
			took[which] = programs[which]()
		}
		ratios = append(ratios, took[1]/took[0])
	}
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(ratios[len(ratios)/4], "ratio-quarter")
	b.ReportMetric(ratios[len(ratios)*3/4], "ratio-three-quarters")
}
