package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const axeVersion = "4.14.1"

// axe is the checker's source, or nothing when it cannot be had here.
func axe(t *testing.T) string {
	dir := t.TempDir()
	install := exec.Command("npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--no-save", "axe-core@"+axeVersion)
	if out, err := install.CombinedOutput(); err != nil {
		if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "axe") {
			t.Fatalf("axe-core %s: %v\n%s", axeVersion, err, out)
		}
		fmt.Printf("e2e: axe-core %s cannot be installed here (%v): accessibility was not checked\n", axeVersion, err)
		return ""
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	require.NoError(t, err)
	return string(source)
}

// report is what the checker found.
type report struct {
	Passes     int
	Violations []struct{ ID, Help, Nodes string }
}

const runAxe = `axe.run(document, {resultTypes: ["violations"]}).then((r) => ({passes: r.passes.length, violations: r.violations.map((v) =>
  ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.flat().join(" ") + ": " + n.any.map((a) => a.message).join("; ")).join("\n")}))}))`

// accessible checks what a person sees, in light and in dark.
func (d *day) accessible(p *person, what string) {
	d.t.Helper()
	if d.axe == "" {
		return
	}
	before := p.complaints()
	defer func() { // the checker itself tries inline styles, and the page's policy complains of it
		p.mu.Lock()
		defer p.mu.Unlock()
		p.faults = before
	}()
	for _, dark := range []bool{false, true} {
		p.dark(dark)
		p.settle()
		require.NoError(d.t, chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void](d.axe)))
		found, err := chromedp.Run(p.ctx, chromedp.Evaluate[report](runAxe, await))
		require.NoError(d.t, err, what)
		assert.Greater(d.t, found.Passes, 5, what)
		for _, v := range found.Violations {
			assert.Fail(d.t, fmt.Sprintf("%s (dark: %v): %s: %s\n%s", what, dark, v.ID, v.Help, v.Nodes))
		}
		p.shot(*gallery, strings.ReplaceAll(what, " ", "-")+map[bool]string{true: "-dark", false: ""}[dark])
	}
	p.dark(false)
}
