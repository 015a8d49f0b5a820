package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// day is one day at the shop, and the people in it.
type day struct {
	t, whole   *testing.T // of the step, of the day
	shop       *shop
	chrome     context.Context
	eve, johan *person // visitors
	mari, jaan *person // agents
	liis       *person // supervisor
	axe        string  // the accessibility checker; empty: there is none
}

// The steps follow each other: each begins where the one before left the people.
func TestTheMainJob(t *testing.T) {
	chrome := browser(t)
	d := &day{t: t, whole: t, chrome: chrome, shop: openShop(t), axe: axe(t)}
	assert.Less(t, d.shop.firstAnswered, 5*time.Second, "the three links")
	t.Logf("the three links were printed %v after the start", d.shop.firstAnswered.Round(time.Millisecond))
	for _, name := range []**person{&d.eve, &d.johan, &d.mari, &d.jaan, &d.liis} {
		*name = meet(t, chrome, "somebody")
	}
	d.eve.name, d.johan.name, d.mari.name, d.jaan.name, d.liis.name = "Eve", "Johan", "Mari", "Jaan", "Liis"
	for _, step := range []struct {
		name string
		do   func(*day)
	}{
		{"AgentsSignInAndAcceptChats", (*day).signIn},
		{"APromptFitsItsPageAndStaysAwayOnceDismissed", (*day).prompts},
		{"VisitorsSeeTheirPlaceInTheQueue", (*day).queue},
		{"AnOfferIsAcceptedAndBothTalk", (*day).talk},
		{"TheBoardShowsItLive", (*day).board},
		{"TwoTabsShareOneStream", (*day).tabs},
		{"AKilledServerLosesNothing", (*day).killed},
		{"AChatIsTransferredClosedAndRated", (*day).transfer},
		{"ADeclinedOfferGoesToTheNextAgent", (*day).decline},
		{"AnAgentWhoIsGoneLosesTheChat", (*day).gone},
		{"OutsideTheHoursAMessageIsLeft", (*day).closing},
		{"NoPageComplained", (*day).quiet},
	} {
		began := time.Now()
		ok := t.Run(step.name, func(t *testing.T) {
			for _, p := range []*person{d.eve, d.johan, d.mari, d.jaan, d.liis} {
				p.t = t
			}
			d.t, d.shop.t = t, t
			step.do(d)
		})
		t.Logf("%-45s %v", step.name, time.Since(began).Round(100*time.Millisecond))
		if !ok {
			break
		}
	}
}

func (d *day) signIn() {
	for who, login := range map[*person]string{d.mari: "mari", d.jaan: "jaan", d.liis: "liis"} {
		who.signIn(d.shop, login)
	}
	d.mari.see(".status", "Mari")
	d.jaan.see(".status", "Jaan")
	d.liis.see("h1", "Northlight")
	d.mari.choose("select.mode", "available")
	d.mari.see(".mode[data-mode=available]", "")
}

func (d *day) prompts() {
	d.johan.goTo(d.shop.url("/checkout"))
	checkout := time.Now()
	d.eve.size(390, 844)
	d.eve.goTo(d.shop.url("/p/scree"))
	d.eve.see(".prompt", "Boots are hard to buy from a picture")
	files, err := chromedp.Run(d.eve.ctx, chromedp.Evaluate[[]string](facesFiles))
	assert.NoError(d.t, err)
	assert.LessOrEqual(d.t, len(files), 3, "requests until the widget is there: %v", files)
	d.eve.settle()
	d.eve.eventually(func() bool { // also when the page has come to its shape a little later
		covered, err := chromedp.Run(d.eve.ctx, chromedp.Evaluate[[]string](underPrompt))
		return err == nil && len(covered) == 0
	}, "has a prompt on a phone that covers nothing")
	d.accessible(d.eve, "prompt on a phone")
	d.eve.size(1280, 860)
	d.eve.click(".prompt button", "No, thank you")
	d.eve.notSee(".prompt", "")
	d.eve.goTo(d.shop.url("/p/ridgeline"))
	d.eve.see(".prompt", "whether the Ridgeline fits two people")
	d.accessible(d.eve, "prompt")
	d.eve.click(".prompt button", "No, thank you")
	d.eve.goTo(d.shop.url("/p/scree"))
	time.Sleep(max(6*time.Second, 12*time.Second-time.Since(checkout))) // longer than the rule's dwell
	assert.False(d.t, d.eve.sees(".prompt", ""), "a dismissed prompt came back")
	assert.False(d.t, d.johan.sees(".prompt", ""), "a prompt at the checkout")
}

// facesFiles are the files that a page has asked for to have the widget; what is asked of the API is counted elsewhere.
const facesFiles = `performance.getEntriesByType("resource").map((r) => new URL(r.name).pathname)
	.filter((path) => path.startsWith("/chat/") && !path.startsWith("/chat/v1/") && path !== "/chat/icon.svg")` // the page has that one by itself

// underPrompt is what lies under the prompt of what can be pressed.
const underPrompt = `(() => {
	const prompt = document.querySelector("live-chat").shadowRoot.querySelector(".prompt");
	if (getComputedStyle(prompt).visibility === "hidden") return [];
	const box = prompt.getBoundingClientRect();
	return [...document.querySelectorAll("a, button, input, select")].filter((el) => {
		const r = el.getBoundingClientRect();
		return el.checkVisibility() && r.right > box.left && r.left < box.right && r.bottom > box.top && r.top < box.bottom;
	}).map((el) => el.textContent || el.name);
})()`

func (d *day) queue() {
	d.liis.goTo(d.shop.url("/chat/board"))
	d.place("less", "0 / 2")
	d.place("less", "0 / 1")
	d.eve.goTo(d.shop.url("/account"))
	d.eve.click("button", "Eve Tamm")
	d.eve.see("h1", "Hello, Eve Tamm")
	d.johan.goTo(d.shop.url("/p/ember"))
	d.johan.start("Johan", "Does the lantern float?")
	d.johan.see(".queue", "You are next in line")
	d.eve.goTo(d.shop.url("/p/ridgeline"))
	d.eve.click(".product form button", "Add to cart")
	d.eve.see("h1", "Your cart")
	d.eve.goTo(d.shop.url("/p/ridgeline"))
	d.eve.start("Eve", "Does the Ridgeline fit two and a dog?")
	d.eve.see(".queue", "You are next in line")
	d.eve.see(".queue", "Expected wait: ") // Mari's only place is offered to Johan
	d.eve.settle()
	d.eve.shot(*gallery, "expected-wait")
	d.mari.choose("select.mode", "break")
	d.mari.see(".mode[data-mode=break]", "")
	d.eve.see(".queue", "Nobody is here right now") // the wait is unknown, and nobody pretends otherwise
	d.place("more", "0 / 2")
	d.place("more", "0 / 3")
	d.eve.see(".queue", "You are next in line") // a VIP goes first
	d.johan.see(".queue", "You are number 2 in line")
	d.accessible(d.johan, "queue")
	d.johan.press("Escape")
	d.johan.see(".launcher", "You are in line")
	focus, err := chromedp.Run(d.johan.ctx, chromedp.Evaluate[string](`document.querySelector("live-chat").shadowRoot.activeElement?.className`))
	assert.NoError(d.t, err)
	assert.Equal(d.t, "launcher", focus, "Escape closes the panel and gives the focus back")
	d.johan.press("Enter")
	d.johan.see(".queue", "You are number 2 in line")
}

// place gives Mari a place more or less, on the board.
func (d *day) place(change, load string) {
	d.t.Helper()
	d.liis.click("button", "One place "+change+" for Mari")
	d.liis.eventually(func() bool {
		now, ok := ask[string](d.liis, ".agents li", "Mari", `el => el.querySelector(".num").textContent`)
		return ok && now == load
	}, "sees Mari with %s", load)
}

func (d *day) talk() {
	d.mari.choose("select.mode", "available")
	d.mari.see(".offer", "Does the Ridgeline fit")
	d.accessible(d.mari, "offer")
	left, ok := ask[string](d.mari, ".offer .left", "", "el => el.textContent")
	assert.True(d.t, ok && left != "", "a countdown")
	d.mari.click(".offer[aria-label*=Eve] button", "Accept")
	d.mari.see(".talk h2", "Eve")
	d.eve.see(".line", "Mari has joined")
	d.mari.write(".composer textarea", "Hello Eve")
	d.eve.see(".typing", "Mari is typing")
	d.mari.press("Enter")
	d.eve.see(".msg", "Hello Eve")
	d.eve.say("Hi! It is a large dog.")
	d.mari.see(".msg", "It is a large dog")
	d.eve.see(".foot.read", "")
	d.mari.write(".composer textarea", "/size")
	d.mari.see(".canned li", "take the larger one")
	d.mari.press("Enter")
	d.mari.press("Enter")
	d.eve.see(".msg", "take the larger one")
	d.mari.click(".note-toggle", "")
	d.mari.say("She bought the Fell jacket in spring")
	d.mari.see(".msg.note", "Fell jacket")
	assert.NotContains(d.t, d.eve.messages(), "She bought the Fell jacket in spring")
	d.mari.see(".card", "Ridgeline 2 tent")
	d.mari.see(".card", "VIP")
	d.mari.see(".card .cart", "€329.00")
	d.johan.see(".queue", "You are next in line")
	d.mari.click("[data-act=tags]", "")
	d.accessible(d.mari, "tags")
	d.mari.write("dialog[open] input[name=tags]", "tents, sizes")
	d.mari.press("Enter")
	d.mari.notSee("dialog[open]", "")
	d.mari.click("[data-act=escalate]", "")
	d.accessible(d.mari, "escalate")
	d.mari.click("dialog[open] button", "Cancel")
	d.mari.notSee("dialog[open]", "")
	d.eve.click(".menu button", "More")
	d.eve.click(".menu li button", "Send me this chat by e-mail")
	d.eve.see(".menu li button", "On its way")
	d.eve.notSee(".menu li button", "")
	d.mari.settle()
	d.mari.shot(*images, "console")
	d.accessible(d.mari, "console")
	d.eve.settle()
	d.eve.shot(*images, "shop")
	d.accessible(d.eve, "chat")
}

func (d *day) board() {
	d.liis.goTo(d.shop.url("/chat/board"))
	d.liis.see("[data-tile=waiting] strong", "1")
	d.liis.see(".agents li", "2 / 3") // one chat, and one that is offered
	d.liis.see("[data-tile=today] strong", "2")
	d.liis.see("table", "Buying advice")
	d.liis.click("button", "One place more for Mari")
	d.liis.see(".agents li", "2 / 4")
	d.mari.see(".slots", "2 of 4 places taken")
	d.accessible(d.liis, "board")
}

func (d *day) tabs() {
	other := d.eve.tab()
	other.goTo(d.shop.url("/p/fell"))
	other.click(".launcher", "Your chat")
	other.see(".msg", "take the larger one")
	before := other.counted()
	d.mari.say("This goes to every tab")
	d.eve.see(".msg", "This goes to every tab")
	other.see(".msg", "This goes to every tab")
	assert.Zero(d.t, before, "the second tab opened a stream of its own")
	d.mari.see(".foot.read", "")
	d.mari.click("[data-act=hold]", "")
	d.eve.see(".line", "The chat is on hold")
	d.mari.click("[data-act=resume]", "")
	d.mari.see("[data-act=hold]", "")
	d.eve.goTo(d.shop.url("/p/kuru")) // the tab that held the stream goes to another page: one of the two takes over
	d.mari.say("And after a page change")
	other.see(".msg", "And after a page change")
	d.eve.see(".msg", "And after a page change")
	other.leave()
	d.mari.say("And when a tab is closed")
	d.eve.see(".msg", "And when a tab is closed")
	d.eve.rest(true) // put away with its page, as the back button finds it again
	d.mari.say("And while the page rested")
	assert.False(d.t, d.eve.sees(".msg", "And while the page rested"), "a page at rest has given the stream up")
	d.eve.rest(false)
	d.eve.see(".msg", "And while the page rested")
}

func (d *day) killed() {
	d.shop.kill()
	d.eve.see(".banner", "Connection lost")
	d.eve.say("Written while the shop was down")
	d.eve.see(".msg.sending", "Written while the shop was down")
	d.mari.say("I write too")
	d.shop.start()
	d.eve.see(".msg", "I write too")
	d.mari.see(".msg", "Written while the shop was down")
	d.eve.notSee(".banner", "Connection lost")
	d.eve.notSee(".msg.sending", "")
	d.johan.see(".queue", "next in line")
	for round := range 3 { // and again, in the middle of what is being written
		d.eve.say(fmt.Sprintf("Eve, round %d", round))
		d.mari.say(fmt.Sprintf("Mari, round %d", round))
		d.shop.kill()
		d.eve.say(fmt.Sprintf("Eve, while down, round %d", round))
		d.shop.start()
	}
	d.eve.see(".msg", "Mari, round 2")
	d.mari.see(".msg", "Eve, while down, round 2")
	d.eve.notSee(".msg.sending", "")
	d.mari.notSee(".msg.sending", "")
	count := func(texts []string) map[string]int {
		n := map[string]int{}
		for _, text := range texts {
			n[text]++
		}
		return n
	}
	for text, n := range count(d.eve.messages()) {
		assert.Equal(d.t, 1, n, text)
	}
	before := d.eve.messages()
	d.eve.goTo(d.shop.url("/p/ridgeline"))
	d.eve.see(".msg", "Eve, while down, round 2")
	assert.Equal(d.t, before, d.eve.messages(), "after a reload")
	notes := func(texts []string) []string {
		return slices.DeleteFunc(slices.Clone(texts), func(s string) bool { return s == "She bought the Fell jacket in spring" })
	}
	require.Equal(d.t, before, notes(d.mari.messages()), "both see the same, in the same order")
}

func (d *day) transfer() {
	d.jaan.choose("select.mode", "available")
	d.mari.click("[data-act=transfer]", "")
	d.mari.click(".target", "Orders and returns")
	d.accessible(d.mari, "transfer")
	d.mari.write("dialog textarea", "Wants to know about delivery")
	d.mari.click("dialog button", "Transfer")
	d.jaan.see(".offer", "Eve")
	d.jaan.click(".offer[aria-label*=Eve] button", "Accept")
	d.jaan.see(".msg.note", "Wants to know about delivery")
	d.eve.see(".line", "Jaan has joined")
	d.jaan.say("Jaan here, it ships today")
	d.eve.see(".msg", "it ships today")
	assert.NotContains(d.t, d.eve.messages(), "Wants to know about delivery")
	d.jaan.click("[data-act=close]", "")
	d.eve.see(".rating", "How was this chat?")
	d.accessible(d.eve, "rating")
	d.eve.click(".stars label:nth-of-type(5)", "")
	d.eve.write(".rating textarea", "Quick and kind")
	d.eve.click(".rating button", "Send rating")
	d.eve.see(".rating", "Thank you")
	d.jaan.see(".line", "Rated 5 of 5")
}
