package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// beacons is how many beacons a page has sent.
func (p *person) beacons() int {
	p.t.Helper()
	n, err := chromedp.Run(p.ctx, chromedp.Evaluate[int](`performance.getEntriesByType("resource").filter((r) => r.name.endsWith("/v1/visits")).length`))
	require.NoError(p.t, err)
	return n
}

// hides has a page think that nobody looks at it, or that somebody does again.
func (p *person) hides(hidden bool) {
	p.t.Helper()
	p.does(fmt.Sprintf(`Object.defineProperty(document, "hidden", {get: () => %v, configurable: true}),
		document.dispatchEvent(new Event("visibilitychange"))`, hidden))
}

// A browser with many tabs costs a shop what one tab costs.
func TestATabThatNobodyLooksAtSendsNoBeaconAndLosesNothing(t *testing.T) {
	seed := team()
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "boots", On: []trigger.Moment{trigger.OnPage}, When: trigger.Where("page.path", trigger.Eq, trigger.Text("/page/3")),
		Do: []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": "Looking for boots?"}}},
	})
	c := openCounter(t, seed)
	c.Agent("mari").Available()
	ada := meet(t, browser(t), "Ada")
	ada.goTo(c.url("/page/2"))
	ada.eventually(func() bool { return ada.beacons() == 1 }, "tells of the page")
	ada.hides(true)
	for range 3 { // as a single-page shop does by itself, in a tab that is left open
		ada.does(`history.pushState(null, "", "/page/1"), history.pushState(null, "", "/page/3")`)
		time.Sleep(500 * time.Millisecond)
	}
	assert.Equal(t, 1, ada.beacons(), "while another tab is looked at")
	ada.hides(false)
	ada.see(".prompt", "Looking for boots?")
}
