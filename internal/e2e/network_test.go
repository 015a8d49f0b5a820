package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// slow is a telephone in the hills, as browsers' own tools have it: 400 ms, and 50 kB in a second.
var slow = network.Conditions{Latency: 400, DownloadThroughput: 50_000, UploadThroughput: 50_000}

// wide is whatever the machine can do.
var wide = network.Conditions{DownloadThroughput: -1, UploadThroughput: -1}

// online makes the browser's network what it is from now on, and has the page know.
func (p *person) online(as network.Conditions) {
	p.t.Helper()
	all := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{&as}}
	_, err := chromedp.Call(p.ctx, network.EmulateNetworkConditionsByRule, all)
	require.NoError(p.t, err)
	_, err = chromedp.Call(p.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: as.Offline, Latency: as.Latency,
		DownloadThroughput: as.DownloadThroughput, UploadThroughput: as.UploadThroughput,
	})
	require.NoError(p.t, err)
}

// off takes the network away, and on brings it back.
func (p *person) off() { p.t.Helper(); p.online(network.Conditions{Offline: true}) }
func (p *person) on()  { p.t.Helper(); p.online(wide) }

// swallows takes in what is sent in these ways and never answers, as a network does that has lost its way; it counts them.
func (c *counter) swallows(method, path string) *atomic.Int64 {
	met := &atomic.Int64{}
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != method || !strings.HasSuffix(r.URL.Path, path) {
			c.api.ServeHTTP(w, r)
			return
		}
		met.Add(1)
		<-r.Context().Done()
	})
	return met
}

func TestOnASlowNetworkAVisitorIsToldTheTruthAndNothingIsSentTwice(t *testing.T) {
	c := openCounter(t, team())
	mari := c.Agent("mari")
	mari.Available()
	eve := meet(t, browser(t), "Eve")
	defer eve.on()
	eve.online(slow)
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Chat with us")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Is it warm?")
	eve.reaches(".form button", "Start chat")
	for range 3 { // as people do to whom nothing happens
		eve.hits("Enter")
	}
	eve.see(".queue", "You are next in line")
	c.only()
	mari.Accept()
	want := []string{"Is it warm?"}
	for n := range 5 {
		text := fmt.Sprintf("and %d", n)
		want = append(want, text)
		eve.say(text)
	}
	eve.see(".msg.sending", "and 4")
	eve.numbered("and 4")
	assert.Equal(t, want, eve.messages())
	mari.Hear("and 4")

	eve.off()
	eve.see(".banner", "Connection lost")
	want = append(want, "Are you there?")
	eve.say("Are you there?")
	eve.see(".msg.sending", "Are you there?")
	eve.reaches(".menu > button", "More", shift)
	eve.hits("Enter")
	eve.see(".menu li button", "End this chat")
	eve.hits("Escape")
	mari.Say("I was away")
	eve.online(slow)
	eve.notSee(".banner", "Connection lost")
	eve.see(".msg", "I was away")
	eve.numbered("Are you there?")
	assert.ElementsMatch(t, append(want, "I was away"), eve.messages())
	assert.Empty(t, eve.complaints())
}

func TestWhatANetworkSwallowsIsSentAgainAndHappensOnce(t *testing.T) {
	long(t)
	c := openCounter(t, team())
	agent := c.Agent("jaan")
	agent.Available()
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Is it warm?")
	c.swallows(http.MethodPost, "/v1/sessions")
	eve.click(".form button", "Start chat")
	eve.see(".form button[aria-busy=true]", "")
	eve.see(".form .problem", "Connection lost. Trying again")
	c.works()
	eve.see(".msg", "Is it warm?")
	c.only()
	agent.Accept()

	met := c.swallows(http.MethodPost, "/messages")
	eve.say("Anybody?")
	eve.eventually(func() bool { return met.Load() > 1 }, "sends it again")
	eve.see(".msg.sending", "Anybody?")
	c.works()
	eve.numbered("Anybody?")
	assert.Equal(t, []string{"Is it warm?", "Anybody?"}, eve.messages())
	agent.Hear("Anybody?")
	assert.Empty(t, eve.complaints())
}

func TestAnAgentOnASlowNetworkAnswersOnceAndIsToldTheTruth(t *testing.T) {
	long(t)
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	defer mari.on()
	mari.online(slow)
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	mari.see(".mode[data-mode=available]", "")
	c.heard(mari)
	ada := c.Visitor("Ada")
	ada.Start("I am Ada")
	mari.reaches(".offer button", "Accept")
	mari.hits("Enter")
	mari.hits("Enter")
	mari.see(".talk h2", "Ada")
	mari.see(line+":focus", "")
	assert.False(t, mari.sees(".toast", ""), "an offer that was accepted twice")
	for n := range 4 {
		mari.say(fmt.Sprintf("and %d", n))
	}
	mari.numbered("and 3")
	assert.Equal(t, []string{"I am Ada", "and 0", "and 1", "and 2", "and 3"}, mari.messages())

	mari.off()
	mari.see(".banner", "Connection lost")
	mari.say("I write on")
	mari.see(".msg.sending", "I write on")
	mari.hits("Escape")
	mari.hits("h")
	mari.see(".toast", "The server cannot be reached. Please try again.")
	mari.see("[data-act=hold]", "") // nothing is said to have happened
	ada.Say("Still there?")
	mari.on()
	mari.notSee(".banner", "Connection lost")
	mari.see(".msg", "Still there?")
	mari.numbered("I write on")
	ada.Hear("I write on")

	met := c.swallows(http.MethodPost, "/accept")
	bob := c.Visitor("Bob")
	bob.Start("I am Bob")
	mari.click(".offer button", "Accept")
	mari.eventually(func() bool { return met.Load() > 1 }, "asks again")
	c.works()
	mari.see(".talk h2", "Bob")
	bob.See(chat.Active)
	assert.Empty(t, mari.complaints())
}
