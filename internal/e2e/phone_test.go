package e2e

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// inView wants an element to be where the eye and the finger can reach it, in letters that can be read.
func (p *person) inView(sel, text string) {
	p.t.Helper()
	p.see(sel, text)
	p.settle()
	at, ok := ask[struct{ X, Y, Right, Bottom, Size float64 }](p, sel, text, `el => {
		const r = el.getBoundingClientRect();
		return {x: r.left, y: r.top, right: innerWidth - r.right, bottom: innerHeight - r.bottom, size: parseFloat(getComputedStyle(el).fontSize)};
	}`)
	assert.True(p.t, ok && min(at.X, at.Y, at.Right, at.Bottom) >= 0 && at.Size >= 10, "%s %q: %+v", sel, text, at)
}

func TestOnAPhoneAnAgentReadsWhyNothingComesAndWhoWrites(t *testing.T) {
	seed := team()
	seed.Agents[0].Capacity = 1
	q := &seed.Queues[0]
	q.Policy.MissedMax, q.Policy.MissFor = 1, time.Second
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	mari.size(390, 844)
	there := c.serve(mari, "mari", "Ada")
	mari.inView(".status .note", "All your places are taken")
	mari.inView(".talk h2", "Ada")
	for _, act := range []string{"transfer", "escalate", "tags", "ban", "hold", "close"} {
		mari.inView("[data-act="+act+"]", "")
	}
	d.accessible(mari, "full hands on a phone")
	q.OfferFor = time.Second
	c.changes(*q)
	c.Visitor("Bob").Start("I am Bob")
	there["Ada"].End()
	mari.inView(".status .note", "You were set on a break")
	mari.inView(".status .note button", "I am back")
	mari.shot(*gallery, "missed-on-a-phone")
	mari.click(".status .note button", "I am back")
	mari.see(".mode[data-mode]", "")
	assert.Empty(t, mari.complaints())
}
