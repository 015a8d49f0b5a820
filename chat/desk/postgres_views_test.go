package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestNoViewsAreMadeOfWhatIsNoTable(t *testing.T) {
	for _, name := range []string{"", "a b", "x;drop table y", "Shop", "a.b.c", "1", strings.Repeat("a", 60)} {
		require.Empty(t, desk.PostgresViews(name), name)
	}
}

func ExamplePostgresViews() {
	for line := range strings.Lines(desk.PostgresViews("shop.switchboard")) {
		if strings.HasPrefix(line, "CREATE") {
			fmt.Print(line)
		}
	}
	// Output:
	// CREATE OR REPLACE VIEW shop.switchboard_sessions AS
	// CREATE OR REPLACE VIEW shop.switchboard_entries AS
	// CREATE OR REPLACE VIEW shop.switchboard_agents AS
}
