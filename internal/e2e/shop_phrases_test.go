package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestANewcomerSeesTwoLanguagesInTheShop: the example as it is started without flags.
func TestANewcomerSeesTwoLanguagesInTheShop(t *testing.T) {
	long(t)
	const question = "Tere! Kas need saapad on veekindlad?"
	shop := openShop(t, "-phrasebook")
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	mari.signIn(shop, "mari")
	mari.choose("select.mode", "available")
	mari.see(".mode[data-mode=available]", "")
	eve.goTo(shop.url("/p/scree"))
	eve.start("Eve", question)
	mari.click(".offer button", "Accept")
	mari.see(".msg .text", question)
	mari.see(".msg .translation[lang=en]", "Hello! Are these boots waterproof?")
	mari.write(line, "Yes, the leather is waterproof.")
	mari.click(".composer .shelf", "Show a product")
	mari.write("#products-q", "boots")
	mari.click("dialog[open] .finds button", "Scree hiking boots")
	eve.see(".msg .text[lang=et]", "Jah, nahk on veekindel.")
	eve.see(".product", "Matkasaapad Scree")
	eve.see(".product", "Peal nahk, all pidav tald")
	mari.say("It will be sunny") // not in the phrasebook
	eve.see(".msg .text", "It will be sunny")
	mari.see(".log .line", "no translation could be made")
	assert.Empty(t, append(eve.complaints(), mari.complaints()...))
}
