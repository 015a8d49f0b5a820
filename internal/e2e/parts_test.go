package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// style is how an element of the widget is drawn.
func (p *person) style(sel, property string) string {
	p.t.Helper()
	v, ok := ask[string](p, sel, "", "el => getComputedStyle(el)."+property)
	assert.True(p.t, ok, sel)
	return v
}

func TestAShopStylesThePartsOfTheWidgetAndItsCorners(t *testing.T) {
	c := openCounter(t, team())
	eve := meet(t, browser(t), "Eve")
	eve.asks(c, "Are you there?")
	eve.numbered("Are you there?")
	for _, sel := range []string{".msg .text", line, ".panel"} {
		assert.NotEqual(t, "0px", eve.style(sel, "borderStartStartRadius"), sel)
	}
	eve.does(`(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync("live-chat { --sb-radius: 0 } live-chat::part(message) { opacity: 0.5 } live-chat::part(send) { rotate: 3deg }");
		document.adoptedStyleSheets.push(sheet);
	})()`)
	for _, sel := range []string{".msg .text", line, ".panel"} {
		assert.Equal(t, "0px", eve.style(sel, "borderStartStartRadius"), sel)
	}
	assert.Equal(t, "0.5", eve.style(".msg", "opacity"))
	assert.Equal(t, "3deg", eve.style(".send", "rotate"))
	assert.Empty(t, eve.complaints())
}
