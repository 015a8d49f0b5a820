package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The hosted gate shares the steps of .ci/run out to several machines. None of them may be left
// out.
func TestTheHostedGateHasEveryStep(t *testing.T) {
	gate, err := os.ReadFile(filepath.Join(root, ".ci", "run"))
	require.NoError(t, err)
	var want []string
	lanes := regexp.MustCompile(`(?m)^  (?:beside|steps) ([a-z ]+)$`)
	for _, lane := range lanes.FindAllStringSubmatch(string(gate), -1) {
		of := strings.Replace(lane[1], "test", "race browser cluster plain bench", 1)
		want = append(want, strings.Fields(of)...)
	}
	require.Contains(t, want, "install", ".ci/run says no more what it does by default")
	each := func(step string) bool { return step == "install" } // it is done on every machine
	want = slices.DeleteFunc(want, each)

	hosted, err := os.ReadFile(filepath.Join(root, ".github", "workflows", "ci.yml"))
	require.NoError(t, err)
	_, shares, _ := strings.Cut(string(hosted), "        steps:\n")
	shares, _, _ = strings.Cut(shares, "    steps:\n")
	got := strings.Fields(strings.ReplaceAll(shares, "- ", ""))

	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, want, got)
	for _, step := range want {
		require.Contains(t, string(gate), "step_"+step+"()", step)
	}
}
