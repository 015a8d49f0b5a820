package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fifth is how many lines of comment there are to a thousand lines of code at least, where a reader
// has to understand a model before the code: in the packages that decide, in chat and its rooms,
// and in store.
const fifth = 200

func TestWhereThereIsAModelAFifthIsComment(t *testing.T) {
	comment, code := map[string]int{}, map[string]int{}
	for _, f := range core(t) {
		dir := f.dir()
		explained := slices.Contains([]string{"routing", "trigger", "hours", "chat", "store"}, dir)
		if !product(f) || !explained && !under(f.path, "chat/internal") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, f.path))
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			switch line = strings.TrimSpace(line); {
			case strings.HasPrefix(line, "//"):
				comment[dir]++
			case line != "":
				code[dir]++
			}
		}
	}
	require.Greater(t, len(code), 20)
	for dir, n := range code {
		share := 1000 * comment[dir] / n
		assert.GreaterOrEqual(t, share, fifth, "%s: explain the model, and why", dir)
	}
}
