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
// has to understand a model before the code: in package routing, in chat and its rooms, and in
// store.
const fifth = 200

// sparse are the packages with fewer, with what they have today. The numbers may only grow, and a
// line goes when its package has enough.
var sparse = map[string]int{
	"chat/internal/agentlog": 163,
	"chat/internal/audit":    151,
	"chat/internal/invite":   168,
	"chat/internal/letters":  162,
	"chat/internal/outbox":   165,
	"chat/internal/records":  160,
	"chat/internal/replica":  170,
	"chat/internal/settled":  145,
}

func TestWhereThereIsAModelAFifthIsComment(t *testing.T) {
	comment, code := map[string]int{}, map[string]int{}
	for _, f := range core(t) {
		dir := f.dir()
		explained := slices.Contains([]string{"routing", "chat", "store"}, dir)
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
		least, few := sparse[dir]
		switch {
		case !few:
			assert.GreaterOrEqual(t, share, fifth, "%s: explain the model, and why", dir)
		case share >= fifth:
			assert.Fail(t, "enough", "%s has enough comment: delete it from the list", dir)
		default:
			assert.GreaterOrEqual(t, share, least, "%s: the share may only grow", dir)
		}
	}
	for dir := range sparse {
		assert.NotZero(t, code[dir], "there is no %s: delete it from the list", dir)
	}
}
