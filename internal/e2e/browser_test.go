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

// chromium finds the browser, or ends the test: in silence it never does.
func chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
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

// browser starts one Chromium for the test, with a profile of its own.
func browser(t *testing.T) context.Context {
	flags := []chromedp.ExecAllocatorOption{chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir())}
	for _, flag := range []string{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		flags = append(flags, chromedp.Flag(flag, true))
	}
	flags = append(flags, chromedp.Flag("lang", "en-GB"), chromedp.Flag("accept-lang", "en-GB"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], flags...)...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}
