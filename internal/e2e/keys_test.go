package e2e

import (
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

const (
	shift    = 8  // the modifier of a key that is pressed with it
	farthest = 90 // presses of the Tab key: the round of a page is shorter
)

// numbers are those of keys that write nothing.
var numbers = map[string]int64{
	"Tab": 9, "Escape": 27, "End": 35, "Home": 36,
	"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
}

// hits presses a key as a keyboard does: the browser itself makes of it whatever it does.
func (p *person) hits(key string, with ...int64) {
	p.t.Helper()
	down := input.DispatchKeyEventParams{Key: key, Code: key, WindowsVirtualKeyCode: numbers[key]}
	switch {
	case key == "Enter":
		down.Text, down.WindowsVirtualKeyCode = "\r", 13
	case len(key) == 1:
		down.Text, down.WindowsVirtualKeyCode = key, int64(strings.ToUpper(key)[0])
	}
	for _, m := range with {
		down.Modifiers |= m
	}
	up := down
	down.Type, up.Type, up.Text = input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp, ""
	for _, params := range []input.DispatchKeyEventParams{down, up} {
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, params)
		require.NoError(p.t, err)
	}
}

// types writes where the cursor is: nobody puts it anywhere.
func (p *person) types(text string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(p.t, err)
}

// stop is where the focus is.
type stop struct {
	What string // it is, in short; empty where it is nowhere
	Fits bool   // what is looked for
	Ring bool   // it is shown to be there
	Seen bool   // within the window
}

const whereTheFocusIs = `((sel, text) => {
	let el = document.activeElement;
	while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
	if (!el || el === document.body) return {What: "", Fits: false, Ring: false, Seen: false};
	const rings = (at) => {
		const s = getComputedStyle(at);
		return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
	};
	const r = el.getBoundingClientRect();
	const cut = (n) => String(n).replace(/\s+/g, " ").trim().slice(0, 40);
	return {
		What: el.localName + "." + el.className + " " + cut(el.ariaLabel ?? (el.innerText || el.name || "")),
		Fits: (%s)(el, sel, text),
		Ring: rings(el) || rings(el.parentElement ?? el),
		Seen: r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth,
	};
})(%s, %s)`

// stands is where the focus is, looked at for what fits.
func (p *person) stands(sel, text string) stop {
	p.t.Helper()
	js := fmt.Sprintf(whereTheFocusIs, fits, quoted(sel), quoted(text))
	at, err := chromedp.Run(p.ctx, chromedp.Evaluate[stop](js))
	require.NoError(p.t, err)
	return at
}

// reaches presses the Tab key until the focus is on what fits, and wants to see that it is there.
func (p *person) reaches(sel, text string, with ...int64) {
	p.t.Helper()
	var met []string
	for range farthest {
		at := p.stands(sel, text)
		if at.Fits {
			require.True(p.t, at.Ring, "%s: no focus is seen on %s", p.name, at.What)
			require.True(p.t, at.Seen, "%s: the focus is out of sight on %s", p.name, at.What)
			return
		}
		met = append(met, at.What)
		p.hits("Tab", with...)
	}
	p.shot(*gallery, "unreached")
	require.Fail(p.t, "not reached by the Tab key", "%s: %q in %s, but: %s", p.name, text, sel,
		brief.Text(brief.Most/2, "%s", strings.Join(met, " | ")))
}

// keepsFocus wants the focus to be somewhere after what was done.
func (p *person) keepsFocus(after string) {
	p.t.Helper()
	require.NotEmpty(p.t, p.stands("*", "").What, "%s has lost the focus: %s", p.name, after)
}

// enters reaches something and presses it.
func (p *person) enters(sel, text string, with ...int64) {
	p.t.Helper()
	p.reaches(sel, text, with...)
	p.hits("Enter")
}
