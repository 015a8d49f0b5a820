package e2e

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// steadily asks the part of the panel that tells of the line itself, for a shop that knows how long chats take.
const steadily = `import("/chat/widget/queue.js").then(({ Queue }) => {
	const words = { t: (key, values) => key + (values?.range ?? ""), number: String, range: (a, b) => a + "-" + b };
	const line = new Queue({ words, leave() {} });
	const seen = [];
	const at = (id, state, minutes, staff) => {
		const wait = minutes && { p50_seconds: minutes, p90_seconds: 5 };
		line.update({ id, state, position: 1, wait, staff });
		seen.push(line.wait.textContent);
	};
	at("a", "queued", 1);
	at("a", "offered", 0, "free");
	at("a", "queued", 2);
	at("a", "offered", 0, "free");
	at("b", "offered", 0, "free");
	return seen.join(" ");
})`

func TestWhatIsToldOfALineStandsWhileAChatIsOffered(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.goTo(c.url("/page/1"))
	const want = "queue.wait1-5 queue.wait1-5 queue.wait2-5 queue.wait2-5 queue.wait_unknown"
	assert.Equal(t, want, eve.answer(steadily))
	assert.Empty(t, eve.complaints())
}

// TestHelpThatCannotBeHadKeepsNobodyFromAsking: it comes in files of its own.
func TestHelpThatCannotBeHadKeepsNobodyFromAsking(t *testing.T) {
	c := openCounter(t, helpful())
	eve := meet(t, browser(t), "Eve")
	eve.blocks("*://*:*/*/seldom.js*")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "Leave a message")
	eve.see("#f-name:focus", "") // nothing is waited for any more
	eve.types("Eve")
	eve.write("#f-text", "Is it safe?")
	eve.click(".form button", "Send message")
	eve.see(".line", "Your message is with us")
	eve.blocks()
	eve.goTo(c.url("/page/2"))
	eve.click(".after button", "Start a new chat")
	eve.see(".help h3:focus", "Help")
	assert.Empty(t, eve.complaints())
}

func TestAnAgentSaysWhyThereIsABreakAndTheBoardShowsIt(t *testing.T) {
	c := openCounter(t, team())
	chrome := browser(t)
	d := &day{t: t, axe: axe(t)}
	mari, liis := meet(t, chrome, "Mari"), meet(t, chrome, "Liis")
	c.at(mari, "mari")
	assert.False(t, mari.sees(".status .reason", ""))
	mari.choose("select.mode", "break")
	mari.write(".status .reason", "lunch, <b>back</b> at one")
	mari.press("Enter")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents .chip", "On a break · lunch, <b>back</b> at one")
	d.accessible(liis, "why somebody is on a break")
	liis.laidOut("why somebody is on a break")
	d.accessible(mari, "on a break")
	mari.goTo(c.url("/chat/console"))
	mari.see(".status .reason", "lunch")
	mari.choose("select.mode", "available")
	mari.notSee(".status .reason", "")
	liis.notSee(".agents .chip", "lunch")
	assert.Empty(t, append(mari.complaints(), liis.complaints()...))
}

// TestALogHasDaysAndCallsBackToWhatIsNew: who reads further up stays there, and is told that there is more.
func TestALogHasDaysAndCallsBackToWhatIsNew(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	ada := c.serve(mari, "mari", "Ada")["Ada"]
	for n := range 20 {
		ada.Say(fmt.Sprintf("line %d", n))
	}
	mari.see(".msg", "line 19")
	const yesterday = `(({ work }) => {
		const { timeline } = work.talks.get(work.current);
		for (const e of timeline.entries.slice(0, 8)) e.at = new Date(Date.parse(e.at) - 864e5).toISOString();
		work.emit("change");
	})(document.querySelector("agent-console"))`
	mari.does(yesterday)
	mari.see(".log .line", "today")
	up := func(to int) float64 {
		at, _ := ask[float64](mari, ".log", "", fmt.Sprintf(`el => { if (%d >= 0) { el.scrollTop = %[1]d; el.dispatchEvent(new Event("scroll")); } return el.scrollTop; }`, to))
		return at
	}
	up(0)
	mari.eventually(func() bool { return up(-1) == 0 }, "reads from the beginning")
	mari.settle()
	ada.Say("something new")
	mari.see(".below", "New messages below")
	assert.Zero(t, up(-1), "nobody is taken away from what they read")
	mari.click(".below", "New messages below")
	mari.eventually(func() bool { return up(-1) > 0 }, "goes there")
	mari.notSee(".below", "")
	assert.Empty(t, mari.complaints())
}
