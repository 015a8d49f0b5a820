package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// linked is where a link of Markdown leads, which depends on the file that it stands in.
var linked = regexp.MustCompile(`\]\([^)]*\)`)

// sections are the parts of a file of Markdown that begin with a heading of some depth, by it.
// Deeper headings stand in them without their depth.
func sections(t *testing.T, file, heading string) map[string]string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(root, file))
	require.NoError(t, err)
	all, title, code := map[string]string{}, "", false
	for l := range strings.Lines(linked.ReplaceAllString(string(src), "]")) {
		if strings.HasPrefix(l, "```") {
			code = !code
		}
		switch name, ok := strings.CutPrefix(l, heading+" "); {
		case ok && !code:
			title = name
		case strings.HasPrefix(l, "#") && !code:
			all[title] += strings.TrimLeft(l, "#")
		default:
			all[title] += l
		}
	}
	for title := range all {
		all[title] = strings.TrimSpace(all[title])
	}
	return all
}

// BENCHMARKS.md says that its sections are the results of internal/bench.
func TestBenchmarksSayWhatTheResultsSay(t *testing.T) {
	whole := sections(t, "BENCHMARKS.md", "##")
	files, err := filepath.Glob(filepath.Join(root, "internal/bench/*/RESULTS.md"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, f := range files {
		file, err := filepath.Rel(root, f)
		require.NoError(t, err)
		for title, text := range sections(t, file, "#") {
			require.Equal(t, text, whole[title], "%q in %s", title, file)
		}
	}
}
