package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

const axeVersion = "4.14.1"

// axe is the checker's source, or nothing when it cannot be had here. It is fetched once for all
// tests.
func axe(t *testing.T) string {
	source, err := fetched()
	if err == nil {
		return source
	}
	if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "axe") {
		t.Fatalf("axe-core %s: %v", axeVersion, err)
	}
	fmt.Printf("e2e: axe-core %s cannot be installed here (%v): accessibility was not checked\n", axeVersion, err)
	return ""
}

var fetched = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "e2e-axe")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	install := exec.Command("npm", "install", "--prefix", dir, "--no-audit", "--no-fund", "--no-save", "axe-core@"+axeVersion)
	if out, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	return string(source), err
})

// report is what the checker found.
type report struct {
	Passes     int
	Violations []struct{ ID, Help, Nodes string }
}

// In the dark only colours differ: one rule looks at them.
const runAxe = `axe.run(document, {resultTypes: ["violations"], ...(%v ? {runOnly: ["color-contrast"]} : {})}).then((r) => ({passes: r.passes.length, violations: r.violations.map((v) =>
  ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.target.flat().join(" ") + ": " + n.any.map((a) => a.message).join("; ")).join("\n")}))}))`

// accessible checks what a person sees, in light and in dark.
func (d *day) accessible(p *person, what string) {
	d.t.Helper()
	if *layout {
		p.laidOut(what)
	}
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
		if !dark {
			require.NoError(d.t, chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void](d.axe)))
		}
		found, err := chromedp.Run(p.ctx, chromedp.Evaluate[report](fmt.Sprintf(runAxe, dark), await))
		require.NoError(d.t, err, what)
		assert.Greater(d.t, found.Passes, map[bool]int{false: 5, true: 0}[dark], what)
		for _, v := range found.Violations {
			assert.Fail(d.t, brief.Text(brief.Most, "%s (dark: %v): %s: %s\n%s", what, dark, v.ID, v.Help, v.Nodes))
		}
		p.shot(*gallery, strings.ReplaceAll(what, " ", "-")+map[bool]string{true: "-dark", false: ""}[dark])
	}
	p.dark(false)
}
