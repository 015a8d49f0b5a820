package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// headers are what of the console's two headers is cut off, and how high they are.
const headers = `(() => {
	const seen = (el) => el.checkVisibility() && getComputedStyle(el).fontSize !== "0px";
	const cut = [...document.querySelectorAll(".brand, .me strong, .status .note, .talk h2, .talk .names p, .talk .acts .button")]
		.filter((el) => seen(el) && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== "inline").map((el) => el.textContent);
	const high = (sel) => document.querySelector(sel).getBoundingClientRect().height;
	return {cut, top: high("header.top"), talk: high(".talk > header")};
})()`

// TestTheConsolesHeadersHoldAtEveryWidth: who an agent is and how they stand, who writes and about
// what, is read whole beside all that can be done, on the screens that people have.
func TestTheConsolesHeadersHoldAtEveryWidth(t *testing.T) {
	seed := team()
	seed.Agents[3].Name, seed.Agents[3].Everything = "Liis Tammsaare", true
	c := openCounter(t, seed)
	liis := meet(t, browser(t), "Liis Tammsaare")
	c.serve(liis, "liis", "Agnieszka")
	for _, lang := range []string{"en", "pl", "ar"} {
		liis.reader(lang)
		c.at(liis, "liis")
		liis.click(".row", "Agnieszka")
		liis.see(".talk h2", "Agnieszka")
		liis.choose("select.mode", "break")
		liis.see(".mode[data-mode=break]", "")
		liis.write(".reason", "Lunch")
		for _, size := range []struct {
			width, height int64
			top, talk     float64
		}{{1440, 900, 60, 64}, {1280, 800, 60, 64}, {1024, 768, 60, 64}, {820, 1180, 60, 120}, {390, 844, 150, 120}} {
			liis.size(size.width, size.height)
			at := fmt.Sprintf("%s-%d", lang, size.width)
			liis.laidOut(at)
			is, err := chromedp.Run(liis.ctx, chromedp.Evaluate[struct {
				Cut       []string
				Top, Talk float64
			}](headers))
			require.NoError(t, err)
			assert.Empty(t, is.Cut, "%s: cut off", at)
			assert.LessOrEqual(t, is.Top, size.top, at)
			assert.LessOrEqual(t, is.Talk, size.talk, at)
		}
		liis.size(1280, 800)
	}
}
