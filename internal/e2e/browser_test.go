package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// chromium finds the browser, or ends the test: in silence it never does. The headless shell is the same browser without
// the windows that nobody sees: it takes half the processor time. SWITCHBOARD_BROWSER names another one.
func chromium(t *testing.T) string {
	names := []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"}
	if name := os.Getenv("SWITCHBOARD_BROWSER"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "chromium") {
		t.Fatal("there is no Chromium, and SWITCHBOARD_REQUIRE asks for it")
	}
	fmt.Println("e2e: there is no Chromium here: nothing was driven")
	t.SkipNow()
	return ""
}

// frugal makes a browser that only tests look at start no process in advance, and draw nothing that moves.
var frugal = map[string]any{
	"disable-gpu": true, "disable-quic": true, "no-first-run": true, "disable-background-networking": true, "disable-component-update": true,
	"disable-sync": true, "force-prefers-reduced-motion": true, "lang": "en-GB", "accept-lang": "en-GB",
	"disable-features": "Translate,BlinkGenPropertyTrees,SpareRendererForSitePerProcess",
}

// browser is the Chromium of the test's booth. It begins with the first test there that asks for it, and ends with the run.
func browser(t *testing.T) context.Context {
	path := chromium(t)
	b := boothOf(t)
	if b.chrome == nil {
		require.NoError(t, b.begin(path))
	}
	return b.chrome
}

// begin starts the booth's Chromium.
func (b *booth) begin(path string) error {
	profile, err := os.MkdirTemp("", "e2e-chromium")
	if err != nil {
		return err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile))
	for name, value := range frugal {
		flags = append(flags, chromedp.Flag(name, value))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(alloc)
	b.end = func() {
		cancel()
		stop()
		_ = os.RemoveAll(profile)
	}
	if err := chromedp.Do(ctx); err != nil {
		b.end()
		return err
	}
	b.chrome = ctx
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, b := range booths.all {
		if b.chrome != nil {
			b.end()
		}
	}
	os.RemoveAll(built.dir)
	os.Exit(code)
}
