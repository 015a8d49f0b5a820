package e2e

import (
	"testing"

	"github.com/switchboard-go/switchboard/chat/settings"
)

// drawn is a picture that has come: its text stands beside it, and it says nothing to who hears it.
const drawn = ` img[src$="/chat/icon.svg"][alt=""]`

// pictures are a team of which one has a picture, that of another is lost, that of a third is of an
// origin that the console's policy does not let, and the last has none; the shop has a logo.
func pictures() settings.Team {
	seed := team()
	seed.Sites[0].Brand.Logo = "/chat/icon.svg"
	seed.Agents[0].Photo = "/chat/icon.svg"
	seed.Agents[1].Photo = "/page-that-is-not-there.png"
	seed.Agents[2].Photo = "https://cdn.shop.example/wei.png"
	return seed
}

// came reports that a picture is shown, and not only asked for.
func (p *person) came(sel string) {
	p.t.Helper()
	p.eventually(func() bool {
		wide, ok := ask[float64](p, sel, "", "el => el.naturalWidth")
		return ok && wide > 0
	}, "no picture at %s", sel)
}

// TestPeopleAndTheShopHaveFacesAndALetterStandsForAPictureThatIsNotThere goes through every place
// that shows one: the widget's head and its messages, the console and the board.
func TestPeopleAndTheShopHaveFacesAndALetterStandsForAPictureThatIsNotThere(t *testing.T) {
	c := openCounter(t, pictures())
	d := &day{t: t, axe: axe(t)}
	chrome := browser(t)
	mari, eve := meet(t, chrome, "Mari"), meet(t, chrome, "Eve")
	c.serve(mari, "mari")
	mari.came(".status .me .face" + drawn)
	c.Agent("jaan").Available()
	c.Agent("wei").Available()

	eve.goTo(c.url("/page/1"))
	eve.click(".launcher", "")
	eve.came(".head .face.logo" + drawn)
	eve.laidOut("a logo")
	d.accessible(eve, "a logo")
	eve.write("#f-name", "Eve")
	eve.write("#f-text", "Have you got boots?")
	eve.click(".form button", "")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "Have you got boots?")
	mari.say("We have three")
	eve.see(".msg", "We have three")
	eve.came(".head .face:not(.logo)" + drawn)
	eve.came(".msg .by .face" + drawn)
	eve.see(".msg .by", "Mari")
	eve.laidOut("photos")
	d.accessible(eve, "photos")

	mari.click(".talk .acts .button", "Transfer")
	for _, letter := range []string{"J", "W", "L"} {
		mari.see(".target .face", letter)
	}
	mari.notSee(".target .face img", "")
	mari.laidOut("colleagues to choose from")
	d.accessible(mari, "colleagues to choose from")
	mari.click(".target", "Jaan")
	mari.click("dialog[open] button.primary", "")
	jaan := c.Agent("jaan")
	jaan.Accept()
	jaan.Say("Jaan here")
	eve.see(".msg", "Jaan here")
	eve.see(".head .face", "J")
	eve.notSee(".head .face img", "")
	eve.see(".msg .by .face", "J")
	eve.came(".msg .by .face" + drawn) // Mari's words are hers still
	eve.goTo(c.url("/page/2"))
	eve.see(".msg", "Jaan here")
	eve.came(".msg .by .face" + drawn) // and on a page that did not hear her

	liis := meet(t, chrome, "Liis")
	liis.goTo(c.url("/as/liis?to=/chat/board"))
	liis.came(".agents li .face" + drawn)
	liis.see(".agents li .face", "W")
	liis.laidOut("colleagues on the board")
	d.accessible(liis, "colleagues on the board")
}
