package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
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

// chrome is the one Chromium of the run: to start one costs more than most tests.
var chrome struct {
	once sync.Once
	ctx  context.Context
	stop []func()
	err  error
}

// frugal makes a browser that only tests look at start no process in advance, and draw nothing that moves.
var frugal = map[string]any{
	"disable-gpu": true, "disable-quic": true, "no-first-run": true, "disable-background-networking": true, "disable-component-update": true,
	"disable-sync": true, "force-prefers-reduced-motion": true, "lang": "en-GB", "accept-lang": "en-GB",
	"disable-features": "Translate,BlinkGenPropertyTrees,SpareRendererForSitePerProcess",
}

// browser is the Chromium that all tests share. It begins with the first test that asks for it, and ends with the run.
func browser(t *testing.T) context.Context {
	path := chromium(t)
	chrome.once.Do(func() {
		profile, err := os.MkdirTemp("", "e2e-chromium")
		if err != nil {
			chrome.err = err
			return
		}
		flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(profile))
		for name, value := range frugal {
			flags = append(flags, chromedp.Flag(name, value))
		}
		alloc, stop := chromedp.NewExecAllocator(context.Background(), flags...)
		ctx, cancel := chromedp.NewContext(alloc)
		chrome.ctx, chrome.err = ctx, chromedp.Do(ctx)
		chrome.stop = []func(){cancel, stop, func() { _ = os.RemoveAll(profile) }}
	})
	require.NoError(t, chrome.err)
	return chrome.ctx
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, stop := range chrome.stop {
		stop()
	}
	os.RemoveAll(built.dir)
	os.Exit(code)
}
