package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestALinkOfARuleStandsAboveTheLauncherUntilItIsClosed(t *testing.T) {
	seed := team()
	link := func(id, page, url string) settings.Rule {
		return settings.Rules(trigger.Rule{
			ID: id, Uncapped: true,
			When: trigger.Where("page.path", trigger.Eq, trigger.Text(page)),
			Do:   []trigger.Action{{Type: trigger.Link, URL: url, Text: map[string]string{"en": "Which size?"}}},
		})[0]
	}
	seed.Rules = append(seed.Rules, link("guide", "/page/1", "/page/9"), link("again", "/page/2", "/page/9"))
	c := openCounter(t, seed)
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.see(".link a", "Which size?")
	eve.click(".link button", "")
	eve.notSee(".link", "")
	eve.see(".launcher:focus", "")
	eve.see(".launcher", "Write to us")
	eve.goTo(c.url("/page/2"))
	eve.see(".link a", "Which size?")
	eve.does(`history.pushState({}, "", "/page/3")`) // of which no rule knows
	eve.does(`document.querySelector("live-chat").reset().then(() => (window.stranger = true))`)
	eve.eventually(func() bool {
		done, err := chromedp.Run(eve.ctx, chromedp.Evaluate[bool](`!!window.stranger`))
		return err == nil && done
	}, "is a stranger again")
	eve.notSee(".link", "")
	eve.goTo(c.url("/page/2"))
	eve.click(".link a", "Which size?")
	eve.eventually(func() bool {
		at, err := chromedp.Run(eve.ctx, chromedp.Evaluate[string](`location.pathname`))
		return err == nil && at == "/page/9"
	}, "is where the link leads")
}
