package schemaorg_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// TestAPageCostsNoMoreThanItIsLong: names that are long, and objects that are deep, make no value
// cost as much as the whole page.
func TestAPageCostsNoMoreThanItIsLong(t *testing.T) {
	wide := func(n int) string {
		return `{"` + strings.Repeat("a", 5*n) + `":[` + strings.Repeat("0,", n) + `0]}`
	}
	deep := func(n int) string {
		name := `{"` + strings.Repeat("b", 39) + `":`
		return strings.Repeat(name, n/10) + "0" + strings.Repeat("}", n/10)
	}
	for name, page := range map[string]func(int) string{"wide": wide, "deep": deep} {
		cost := func(n int) uint64 { // in bytes allocated
			text := []byte(page(n))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := schemaorg.Unmarshal(text, "UTC")
			runtime.ReadMemStats(&after)
			require.Error(t, err)
			return after.TotalAlloc - before.TotalAlloc
		}
		require.Less(t, cost(16000), 20*cost(2000), "%s: eight times the page", name)
	}
}
