package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, p string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, p))
	require.NoError(t, err)
	return string(b)
}

func TestTheCoreRequiresTwoModules(t *testing.T) {
	var direct []string
	for _, l := range regexp.MustCompile(`(?m)^\t?(?:require )?(\S+\.\S+/\S+) v\S+$`).FindAllStringSubmatch(read(t, "go.mod"), -1) {
		direct = append(direct, l[1])
	}
	require.ElementsMatch(t, []string{"github.com/stretchr/testify", "golang.org/x/sync"}, direct)
}

func TestEveryNestedModuleIsInTheWorkspaceAndReplacesTheCore(t *testing.T) {
	work := read(t, "go.work")
	for _, dir := range nested(t) {
		mod := read(t, dir+"/go.mod")
		assert.Contains(t, mod, "module "+module+"/"+dir+"\n")
		assert.Contains(t, mod, "\ngo 1.26.0\n", dir)
		assert.Contains(t, work, "./"+dir+"\n", "go.work")
		if !strings.Contains(mod, module+" v") {
			continue // it drives a program from outside
		}
		up := strings.TrimSuffix(strings.Repeat("../", strings.Count(dir, "/")+1), "/")
		assert.Regexp(t, regexp.QuoteMeta(module)+` => `+regexp.QuoteMeta(up)+`/?\n`, mod, dir)
	}
}
