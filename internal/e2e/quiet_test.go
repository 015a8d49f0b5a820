package e2e

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
)

// hush makes every stream that is opened from now on say nothing but that it lives. The other requests go to how, which does
// not answer those that it leaves to the API.
func (c *counter) hush(how func(w http.ResponseWriter, r *http.Request) bool) {
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/events") {
			if !how(w, r) {
				c.api.ServeHTTP(w, r)
			}
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		for {
			_, _ = w.Write([]byte(": it lives\n\n"))
			_ = http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(5 * time.Second):
			}
		}
	})
}

// failing answers a number of requests with 503, those of a method that end in a path.
func failing(n int32, method, path string) func(http.ResponseWriter, *http.Request) bool {
	var done atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || !strings.HasSuffix(r.URL.Path, path) || done.Add(1) > n {
			return false
		}
		http.Error(w, "down", http.StatusServiceUnavailable)
		return true
	}
}

func nothing(http.ResponseWriter, *http.Request) bool { return false }

// lost carries out what is asked, once, and answers that it is down.
func (c *counter) lost(method, path string) func(http.ResponseWriter, *http.Request) bool {
	var done atomic.Bool
	return func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != method || !strings.HasSuffix(r.URL.Path, path) || done.Swap(true) {
			return false
		}
		c.api.ServeHTTP(httptest.NewRecorder(), r)
		http.Error(w, "down", http.StatusServiceUnavailable)
		return true
	}
}

// numbered waits until a message has the number that the shop gave it.
func (p *person) numbered(text string) {
	p.t.Helper()
	p.see(`.msg[data-key^="m:"]`, text)
}

func TestAVisitorSeesWhatIsDoneThoughNoEventTells(t *testing.T) {
	c := openCounter(t, team())
	c.hush(nothing)
	eve := meet(t, browser(t), "Eve")
	eve.asks(c, "Are you there?")
	eve.numbered("Are you there?")
	eve.say("I wait")
	eve.numbered("I wait")
	all, _, err := c.Host().Sessions(t.Context(), desk.SessionFilter{})
	require.NoError(t, err)
	require.Len(t, all, 1)
	c.hush(failing(2, http.MethodGet, "/sessions/"+string(all[0].Session.ID)))
	eve.click(".queue button", "Leave a message instead")
	eve.see(".head", "Your message is with us")
	assert.Empty(t, eve.complaints())
}

func TestAnAgentSeesWhatIsDoneThoughNoEventTells(t *testing.T) {
	c := openCounter(t, team())
	c.hush(nothing)
	mari := meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	c.hush(c.lost(http.MethodPut, "/status"))
	mari.choose("select.mode", "available")
	mari.see(".toast", "The server cannot be reached")
	mari.see(".mode[data-mode=available]", "")
	ada := c.Visitor("Ada")
	ada.Start("I am Ada")
	require.Eventually(t, func() bool {
		in, err := c.Agent("mari").Inbox(t.Context())
		return err == nil && len(in.Offers) == 1
	}, patience, 50*time.Millisecond)
	mari.goTo(c.url("/chat/console"))
	mari.see(".offer", "Ada")
	c.hush(failing(2, http.MethodGet, "/agent/inbox"))
	mari.click(".offer button", "Accept")
	mari.see("[data-list=sessions] .row", "Ada")
	mari.notSee(".offer", "")
	mari.see(line, "")
	mari.say("Here I am")
	mari.numbered("Here I am")
	c.hush(failing(2, http.MethodGet, "/agent/sessions/"+string(ada.Session)))
	mari.click("[data-act=hold]", "")
	mari.see(".talk .names", "On hold")
	assert.Empty(t, mari.complaints())
}

func TestTheBoardReadsTheLineAgainThoughNoEventTells(t *testing.T) {
	c := openCounter(t, team())
	c.Visitor("Ada").Start("I am Ada")
	require.Eventually(t, func() bool {
		b, err := c.Host().Board(t.Context())
		return err == nil && b.Waiting == 1
	}, patience, 50*time.Millisecond)
	c.hush(failing(1, http.MethodGet, "/board/sessions"))
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".waiting", "Ada")
	assert.Empty(t, liis.complaints())
}

func TestAHoleInATimelineIsFilledThoughTheServerFailedOnce(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	const script = `import("/chat/lib/timeline.js").then(({ Timeline }) => new Promise((done) => {
		let asked = 0;
		const all = [1, 2, 3].map((n) => ({ n, kind: "message.created" }));
		const timeline = new Timeline(async (after) => {
			if (++asked < 3) throw Object.assign(new Error("down"), { again: true });
			return { entries: all.filter((e) => e.n > after), next: 3 };
		});
		timeline.addEventListener("change", () => timeline.entries.length === 3 && done(timeline.entries.map((e) => e.n)));
		timeline.put(all[2]);
	}))`
	got, err := chromedp.Run(eve.ctx, chromedp.Evaluate[[]int](script, await))
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2, 3}, got)
}

// TestATranslationTellsTheLanguageOfWhatWasWritten: also who hears of it by an event marks the
// original as what it is, as who reads it from the server does.
func TestATranslationTellsTheLanguageOfWhatWasWritten(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	const script = `import("/chat/lib/timeline.js").then(({ Timeline }) => {
		const timeline = new Timeline();
		const translations = [{ lang: "et", text: "Tere" }];
		timeline.put({ n: 1, kind: "message.created", text: "Hello" });
		timeline.put({ n: 2, kind: "message.translated", of: 1, lang: "en", translations });
		timeline.put({ n: 3, kind: "message.translated", of: 1, translations });
		return timeline.entries[0].lang;
	})`
	got, err := chromedp.Run(eve.ctx, chromedp.Evaluate[string](script, await))
	require.NoError(t, err)
	assert.Equal(t, "en", got)
}

func TestAnAnswerThatAnEventHasOvertakenChangesNothing(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	c := openCounter(t, seed)
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari", "Ada")
	eve.asks(c, "Are you there?")
	eve.see(".queue", "Everybody is busy")
	eve.numbered("Are you there?")

	asked, goOn := make(chan struct{}), make(chan struct{})
	var held atomic.Bool
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.Contains(r.URL.Path, "/v1/sessions/ses_") || strings.HasSuffix(r.URL.Path, "/messages") || held.Swap(true) {
			c.api.ServeHTTP(w, r)
			return
		}
		before := httptest.NewRecorder()
		c.api.ServeHTTP(before, r)
		close(asked)
		select {
		case <-goOn:
		case <-r.Context().Done():
		}
		w.Header().Set("Content-Type", before.Header().Get("Content-Type"))
		_, _ = w.Write(before.Body.Bytes())
	})
	eve.does(`window.reread = document.querySelector("live-chat").visitor.reread().then(() => (window.done = true))`)
	select {
	case <-asked:
	case <-time.After(patience):
		t.Fatal("the page does not read the session")
	}
	mari.choose("select.mode", "break")
	eve.see(".queue", "Nobody is here right now")
	close(goOn)
	eve.eventually(func() bool {
		done, err := chromedp.Run(eve.ctx, chromedp.Evaluate[bool]("window.done === true"))
		return err == nil && done
	}, "has read the session")
	assert.True(t, eve.sees(".queue", "Nobody is here right now"))
	assert.Empty(t, eve.complaints())
}
