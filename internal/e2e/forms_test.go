package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// fault is what is wrong with a field, as a screen reader is told; the border says it to the eye.
func (p *person) fault(sel string) (words string) {
	p.t.Helper()
	got, ok := ask[struct{ Invalid, Words, Border, Calm string }](p, sel, "", `el => ({
	  invalid: el.getAttribute("aria-invalid") ?? "",
	  words: el.getRootNode().getElementById(el.getAttribute("aria-describedby"))?.textContent ?? "",
	  border: el.type === "checkbox" ? getComputedStyle(el).outlineColor : getComputedStyle(el).borderBlockStartColor,
	  calm: getComputedStyle(el.getRootNode().getElementById(el.getAttribute("aria-describedby")) ?? el).color,
	})`)
	if assert.True(p.t, ok, sel) && got.Words != "" {
		assert.Equal(p.t, "true", got.Invalid, sel)
		assert.Equal(p.t, got.Calm, got.Border, "%s: the border has the colour of the words", sel)
	} else {
		assert.Empty(p.t, got.Invalid, sel)
	}
	return got.Words
}

func TestFaultsOfEveryFormAreToldWithTheirFields(t *testing.T) {
	seed := team()
	seed.Sites[0].Consent.Version = "1"
	seed.Sites[0].Consent.Text = map[string]string{"en": "I agree"}
	seed.Sites[0].Fields = []settings.OwnField{{Name: "order", Kind: settings.FieldOrder, Required: true, Label: map[string]string{"en": "Order number"}}}
	topics := []settings.Choice{{Value: "return", Label: map[string]string{"en": "A return"}}, {Value: "size"}}
	seed.Queues[0].Fields = []settings.OwnField{{Name: "topic", Kind: settings.FieldChoice, Choices: topics, Label: map[string]string{"en": "About"}}}
	c := openCounter(t, seed)
	chrome := browser(t)
	eve := meet(t, chrome, "Eve")
	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.see("#f-name", "")
	assert.Empty(t, eve.fault("#f-name"))
	eve.click(".form button", "Start chat")
	eve.settle()
	const order, topic = `[name="fields/order"]`, `[name="fields/topic"]`
	for _, field := range []string{"#f-name", "#f-text", order} {
		assert.Equal(t, "Please fill this in.", eve.fault(field))
	}
	assert.Equal(t, "Please agree first.", eve.fault("input[name=consent]"))
	eve.shot(*gallery, "form-faults")
	eve.write("#f-name", "Eve") // it goes with the fault
	assert.Empty(t, eve.fault("#f-name"))
	eve.click("input[name=consent]", "")
	assert.Empty(t, eve.fault("input[name=consent]"))

	mari := meet(t, chrome, "Mari")
	c.serve(mari, "mari")
	eve.write("#f-text", "Which size?")
	eve.does(`document.querySelector("live-chat").shadowRoot.querySelector("#f-queue").focus()`)
	eve.choose("#f-queue", "orders")
	eve.notSee(topic, "") // the other team asks something else
	eve.see("#f-queue:focus", "")
	eve.choose("#f-queue", "advice")
	eve.choose(topic, "return")
	eve.write(order, "see mail")
	eve.click(".form button", "Start chat")
	eve.see(order+`[aria-invalid="true"]`, "")
	eve.settle() // its border has changed its colour
	assert.Equal(t, "This does not look right.", eve.fault(order))
	eve.write(order, "A-1002")
	eve.settle()
	eve.shot(*gallery, "own-fields")
	eve.click(".form button", "Start chat")
	mari.click(".offer button", "Accept")
	mari.see(".card .filled", "A-1002")
	mari.see(".card .filled", "A return")
	mari.click("[data-act=escalate]", "")
	mari.click("dialog[open] button", "Go on by")
	mari.settle()
	assert.Equal(t, "Please fill this in.", mari.fault("#more-address"))
	mari.write("#more-address", "not an email")
	mari.press("Enter")
	mari.settle()
	assert.Equal(t, "This does not look right.", mari.fault("#more-address"))
	mari.see("dialog[open]", "")
	mari.shot(*gallery, "escalate-fault")
	mari.click("dialog[open] button", "Cancel")
	mari.click("[data-act=ban]", "")
	mari.click("dialog[open] button", "Ban")
	mari.settle()
	assert.Equal(t, "Please fill this in.", mari.fault("#more-reason"))
	assert.Empty(t, eve.complaints())
	assert.Empty(t, mari.complaints())
}
