package e2e

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/settings"
)

const evilAnswer = `</p><img src=x onerror="window.evil=1"> see https://example.com/post`

// helpful is the team of a shop that offers help, and takes messages while nobody is there.
func helpful() settings.Team {
	seed := left()
	asks := []string{"May I bring it back?", "Do you repair boots?", "Where are you?", "Who makes them?", "Is it safe?"}
	questions := []settings.Question{{
		ID: "delivery", Ask: map[string]string{"en": "How long does delivery take?", "ar": "كم يستغرق التوصيل؟"},
		Answer: map[string]string{"en": evilAnswer, "ar": "يومان"}, Words: map[string]string{"en": "parcel"},
	}}
	for n, text := range asks {
		questions = append(questions, settings.Question{
			ID: fmt.Sprintf("other-%d", n), Ask: map[string]string{"en": text},
			Answer: map[string]string{"en": "Yes."},
		})
	}
	seed.Sites[0].Help = settings.Help{
		Questions: questions, Phone: settings.Phone{Number: "+372 600 1234"},
		CallBack: settings.CallBack{On: true}, Write: true,
		Pages: []settings.HelpPage{{
			URL: "/page/help", Label: map[string]string{"en": "Everything on sizes"},
		}},
	}
	return seed
}

// holdsHelp keeps back what the shop is asked while these words are typed, and counts the askings.
func (c *counter) holdsHelp(words string) *atomic.Int64 {
	held := &atomic.Int64{}
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/v1/help") {
			body, _ := io.ReadAll(r.Body)
			if strings.Contains(string(body), words) {
				held.Add(1)
				<-r.Context().Done()
				return
			}
			r.Body = io.NopCloser(strings.NewReader(string(body)))
		}
		c.api.ServeHTTP(w, r)
	})
	return held
}

// TestAVisitorFindsHelpBesideTheChat: first while nobody is there, below the form otherwise, and
// answers while they type. What helped is counted on the board.
func TestAVisitorFindsHelpBesideTheChat(t *testing.T) {
	seed := helpful()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	eve, liis := meet(t, chrome, "Eve"), meet(t, chrome, "Liis")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Leave a message")
	eve.see(".help h3:focus", "Help")
	eve.see(".help ~ .form", "Leave us a message")
	eve.see(".help .phone a[href='tel:+3726001234']", "+372 600 1234")
	eve.see(".help a[href$='/page/help']", "Everything on sizes")
	eve.notSee(".answer summary", "Is it safe?")
	eve.click(".help button", "All 6 questions")
	eve.see(".answer summary:focus", "Is it safe?")
	eve.click(".answer summary", "How long does delivery take?")
	eve.see(".answer p", evilAnswer)
	eve.see(".answer a[href='https://example.com/post']", "")
	eve.notSee(".answer img", "")
	d.accessible(eve, "help stands first")
	eve.click(".answer button", "That helped")
	eve.see(".answer .thanks:not([role]):focus", "Thank you") // told once
	eve.notSee(".answer button", "That helped")

	held := c.holdsHelp("slow")
	eve.write("#f-text", "slow parcel")
	eve.eventually(func() bool { return held.Load() > 0 }, "is asked about")
	eve.notSee(".form .answer", "")
	eve.write("#f-text", "where is my parcel")
	eve.see(".form .answers", "1 answer may help")
	eve.see(".form .answer summary", "How long does delivery take?")
	d.accessible(eve, "answers while a message is written")
	eve.write("#f-text", "where is my parcel, it is slow")
	eve.eventually(func() bool { return held.Load() > 1 }, "is asked about again")
	eve.write("#f-text", "xyz")
	eve.notSee(".form .answer", "")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "it is slow")
	eve.eventually(func() bool { return held.Load() > 2 }, "is asked about for the last time")
	eve.click(".form button", "Send message")
	eve.see(".line", "Your message is with us") // nobody waits for an answer of the help
	c.works()

	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".helped li", "delivery")
	liis.see(".helped li .chip", "1")
	assert.Empty(t, append(eve.complaints(), liis.complaints()...))
}

func TestHelpStandsBelowTheFormWhileSomebodyIsThereAndInTheReadersLanguage(t *testing.T) {
	c := openCounter(t, helpful())
	d := &day{t: t, axe: axe(t)}
	c.Agent("mari").Available()
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Chat with us")
	eve.see("#f-name:focus", "")
	eve.see(".form ~ .help", "Help")
	eve.notSee(".answer", "")
	eve.click(".help button", "Questions others ask")
	eve.see(".answer summary", "How long does delivery take?")
	eve.click(".help button", "Questions others ask")
	eve.notSee(".answer", "")
	eve.click(".help button", "Write a message")
	eve.see(".form h3", "Leave us a message")
	eve.see("#f-name:focus", "")
	eve.click(".help button", "Chat with us")
	eve.see(".form h3", "How can we help?")
	eve.does(`document.querySelector("live-chat").setAttribute("locale", "ar")`)
	eve.see(".dock[dir=rtl] .help h3", "مساعدة")
	eve.click(".help button", "ما يسأل عنه الآخرون")
	eve.see(".answer summary", "كم يستغرق التوصيل؟")
	ask[bool](eve, ".answer summary", "كم", "el => (el.focus(), true)")
	eve.press("Enter")
	eve.see(".answer p", "يومان")
	d.accessible(eve, "help from right to left")
	eve.size(390, 844)
	d.accessible(eve, "help on a phone")
	assert.Empty(t, eve.complaints())
}

// TestAVisitorAsksForACallAndTheAgentSeesWhen: on the clock of each.
func TestAVisitorAsksForACallAndTheAgentSeesWhen(t *testing.T) {
	seed := helpful()
	mobile := map[string]string{"en": "Your mobile"}
	seed.Sites[0].Form = []settings.Field{{Name: "phone", Label: mobile}, {Name: "name"}, {Name: "text"}}
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	eve, mari := meet(t, chrome, "Eve"), meet(t, chrome, "Mari")
	eve.zone("Asia/Kolkata")
	mari.zone("Europe/Tallinn")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.click(".help button", "Ask us to call you")
	eve.see(".form h3", "We call you")
	eve.see("select[name=call_at]:focus", "")
	const third = `el => { el.value = el.options[2].value; el.dispatchEvent(new Event("input", {bubbles: true})); return el.value; }`
	value, _ := ask[string](eve, "select[name=call_at]", "", third)
	at, err := time.Parse(time.RFC3339, value)
	require.NoError(t, err)
	d.accessible(eve, "a call is asked for")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Which size?")
	eve.click(".form button", "Ask for the call")
	eve.see("#f-phone[aria-invalid=true]", "")
	eve.see(".form label[for=f-phone]", "Your mobile") // as the shop calls it
	assert.False(t, eve.sees(".form label[for=f-phone]", "optional"))
	eve.write("#f-phone", "+91 98 7654 3210")
	eve.click(".form button", "Ask for the call")
	clock := func(zone string) string {
		in, err := time.LoadLocation(zone)
		require.NoError(t, err)
		return strings.TrimPrefix(at.In(in).Format("15:04"), "0") // either way of writing the hour shows it
	}
	eve.see(".line", "We call you")
	eve.see(".line", clock("Asia/Kolkata"))

	c.at(mari, "mari")
	mari.see("[data-list=messages] .row .chip", "Call ")
	mari.click("[data-list=messages] .row", "Eve")
	mari.see(".card .call", "Call back")
	mari.see(".card .call dd", clock("Europe/Tallinn"))
	mari.see(".card .call dd", clock("Asia/Kolkata"))
	d.accessible(mari, "a call is wanted")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
