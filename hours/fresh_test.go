package hours

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A field that had a value of a wrong kind is blank, so whatever is missing in it is told already.
func TestOnlyFaultsOfABlankFieldAreTold(t *testing.T) {
	f := fields{blank: []string{"days"}}
	var kept []string
	var all []error
	for _, field := range []string{"days", "days.mon", "days[0]", "daysoff", "zone", ""} {
		all = append(all, &Fault{Field: field})
	}
	for _, err := range f.fresh(all) {
		kept = append(kept, err.(*Fault).Field)
	}
	require.Equal(t, []string{"daysoff", "zone", ""}, kept)
}
