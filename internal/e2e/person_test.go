package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

var (
	images  = flag.String("img", "", "folder that keeps the pictures of the README")
	gallery = flag.String("gallery", "", "folder that keeps a picture of every view that was checked")
)

const patience = time.Minute

// person is somebody at a browser of their own: cookies, storage and tabs are theirs alone. A
// second tab is a person too.
type person struct {
	t    *testing.T
	name string
	ctx  context.Context
	gone context.CancelFunc
	left bool // the tab is closed, or is not to be used again

	mu      sync.Mutex
	streams int      // event streams this tab asked for
	faults  []string // what the page complained of
}

// meet gives somebody a browser: one that a test before has left, with nothing in it any more, or a
// new one.
func meet(t *testing.T, parent context.Context, name string) *person {
	b := boothOf(t)
	p := b.sitting()
	if p == nil {
		p = sit(t, parent, name, chromedp.WithNewBrowserContext())
	}
	p.t, p.name = t, name
	p.size(1280, 860)
	t.Cleanup(func() { p.tidy(t, b) })
	return p
}

// tab opens another tab in the same browser.
func (p *person) tab() *person {
	other := sit(p.t, p.ctx, p.name+"'s other tab")
	other.size(1280, 860)
	p.t.Cleanup(other.gone)
	return other
}

func sit(t *testing.T, parent context.Context, name string, options ...chromedp.ContextOption) *person {
	p := &person{t: t, name: name}
	p.ctx, p.gone = chromedp.NewContext(parent, append(options, chromedp.WithListener(p.hear))...)
	_, err := chromedp.Call(p.ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	_, err = chromedp.Call(p.ctx, log.Enable, cdp.Empty{})
	require.NoError(t, err)
	_, err = chromedp.Call(p.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	require.NoError(t, err)
	return p
}

// leave closes the tab at once, as a browser that dies does.
func (p *person) leave() {
	p.left = true
	p.gone()
}

// zone puts the person somewhere else in the world.
func (p *person) zone(name string) {
	p.left = true // for good
	_, err := chromedp.Call(p.ctx, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: name})
	require.NoError(p.t, err)
}

func (p *person) hear(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if strings.HasSuffix(strings.Split(e.Request.URL, "?")[0], "/events") {
			p.streams++
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if what := e.ExceptionDetails.Exception; what != nil {
			text += " " + what.Description
		}
		p.faults = append(p.faults, text)
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceSecurity { // the content security policy, first of all
			p.faults = append(p.faults, e.Entry.Text)
		}
	}
}

func (p *person) size(width, height int64) {
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height)))
}

func (p *person) dark(on bool) {
	scheme := map[bool]string{true: "dark", false: "light"}[on]
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
	require.NoError(p.t, err)
}

// forced sets whether the system's own few colours stand in place of the page's.
func (p *person) forced(on bool) {
	active := map[bool]string{true: "active", false: "none"}[on]
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: active}},
	})
	require.NoError(p.t, err)
}

func (p *person) goTo(url string) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.Navigate(url)), "%s goes to %s", p.name, url)
}

// fits tells whether an element matches and shows the text.
const fits = `(el, sel, text) => el.matches?.(sel) &&
  ((el.innerText ?? el.textContent ?? "") + " " + (el.value ?? "") + " " + (el.getAttribute("aria-label") ?? "")).includes(text)`

// finder looks for the first visible element that fits, inside the widget too.
const finder = `(sel, text) => {
  const roots = [document, document.querySelector("live-chat")?.shadowRoot].filter(Boolean);
  for (const root of roots) for (const el of root.querySelectorAll(sel)) {
    if (el.checkVisibility() && (` + fits + `)(el, sel, text)) return el;
  }
}`

func quoted(s string) string { b, _ := json.Marshal(s); return string(b) }

// ask evaluates a function of the element that is found; ok is false while there is none.
func ask[T any](p *person, sel, text, f string) (v T, ok bool) {
	js := fmt.Sprintf(`(() => { const el = (%s)(%s, %s); return el ? {v: (%s)(el)} : null; })()`, finder, quoted(sel), quoted(text), f)
	out, err := chromedp.Run(p.ctx, chromedp.Evaluate[*struct{ V T }](js))
	if err != nil || out == nil {
		return v, false
	}
	return out.V, true
}

// see waits until an element shows the text.
func (p *person) see(sel, text string) {
	p.t.Helper()
	p.eventually(func() bool { _, ok := ask[bool](p, sel, text, "el => true"); return ok }, "sees %q in %s", text, sel)
}

// notSee waits until no element shows the text.
func (p *person) notSee(sel, text string) {
	p.t.Helper()
	p.eventually(func() bool { _, ok := ask[bool](p, sel, text, "el => true"); return !ok }, "no longer sees %q in %s", text, sel)
}

// reads is what stands on the page, for the report of a failure: of a long one the beginning and
// the end.
func (p *person) reads() string {
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.body.innerText + (document.querySelector("live-chat")?.shadowRoot?.textContent ?? "")`))
	if err != nil {
		return err.Error()
	}
	return brief.Text(brief.Most/2, "%s", text)
}

// picks takes an entry of the widget's menu, which may close between two clicks when the page
// moves.
func (p *person) picks(entry string) {
	p.t.Helper()
	const press = "el => (el.click(), true)"
	p.eventually(func() bool {
		if !p.sees(".menu li button", entry) {
			ask[bool](p, ".menu > button", "", press)
		}
		_, ok := ask[bool](p, ".menu li button", entry, press)
		return ok
	}, "picks %q in the menu", entry)
}

// insists presses a button until it is there no more.
func (p *person) insists(sel, text string) {
	p.t.Helper()
	p.see(sel, text)
	p.eventually(func() bool {
		_, there := ask[bool](p, sel, text, "el => (el.click(), true)")
		return !there
	}, "presses %q in %s until it is gone", text, sel)
}

// insist clicks until the page shows what comes of it: on a page that moves, a click may land on
// what is just being replaced.
func (p *person) insist(sel, text, shows, words string) {
	p.t.Helper()
	p.eventually(func() bool {
		p.click(sel, text)
		for soon := time.Now().Add(4 * time.Second); time.Now().Before(soon); time.Sleep(200 * time.Millisecond) {
			if p.sees(shows, words) {
				return true
			}
		}
		return false
	}, "clicks %q in %s and sees %q in %s", text, sel, words, shows)
}

func (p *person) sees(sel, text string) bool {
	_, ok := ask[bool](p, sel, text, "el => true")
	return ok
}

func (p *person) eventually(done func() bool, format string, args ...any) {
	p.t.Helper()
	pause := 40 * time.Millisecond
	for end := time.Now().Add(patience); ; pause = min(pause*3/2, 400*time.Millisecond) { // each look costs the machine something
		if done() {
			return
		}
		if time.Now().After(end) {
			stuck := "stuck-" + strings.ReplaceAll(p.t.Name(), "/", "-")
			p.shot(os.TempDir(), stuck)
			p.t.Fatalf("%s %s: not within %v (see %s/%s.png), but:\n%s",
				p.name, fmt.Sprintf(format, args...), patience, os.TempDir(), stuck, p.reads())
		}
		time.Sleep(pause)
	}
}

// click presses the mouse on the middle of an element. Where the element moves away from under the
// mouse, it is clicked again, as a person would: a page that changes at that instant is not what
// most tests are about.
func (p *person) click(sel, text string) {
	p.t.Helper()
	aim := fmt.Sprintf(`el => {
		const reaches = (e) => e.composedPath().some((at) => (%s)(at, %s, %s));
		window.reached = false;
		window.removeEventListener("click", window.aimed, true);
		window.aimed = (e) => { window.reached ||= reaches(e); }; // a label's click is followed by that of its box
		window.addEventListener("click", window.aimed, true);
		window.addEventListener("mousedown", (e) => { window.reached ||= e.defaultPrevented && reaches(e); }, {once: true}); // it acts at once
		el.scrollIntoView({block: "nearest"});
		const r = el.getBoundingClientRect();
		return {x: r.x + r.width / 2, y: r.y + r.height / 2};
	}`, fits, quoted(sel), quoted(text))
	p.eventually(func() bool {
		at, ok := ask[struct{ X, Y float64 }](p, sel, text, aim)
		if !ok {
			return false
		}
		require.NoError(p.t, chromedp.Do(p.ctx, chromedp.MouseClickXY(at.X, at.Y)))
		missed, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`window.reached === false`))
		return err != nil || !missed // a page that is left for another one was reached
	}, "clicks %q in %s", text, sel)
}

// write puts the cursor into a field and types.
func (p *person) write(sel, text string) {
	p.t.Helper()
	p.eventually(func() bool { _, ok := ask[bool](p, sel, "", "el => (el.focus(), el.select?.(), true)"); return ok }, "finds the field %s", sel)
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	require.NoError(p.t, err)
}

func (p *person) press(key string) {
	p.t.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		params := input.DispatchKeyEventParams{Type: kind, Key: key, Code: key}
		if key == "Enter" {
			params.Text, params.WindowsVirtualKeyCode = "\r", 13
		}
		if key == "Escape" { // by its number the browser itself closes a dialog
			params.WindowsVirtualKeyCode = 27
		}
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, params)
		require.NoError(p.t, err)
	}
}

// say writes a line in the open conversation and sends it.
func (p *person) say(text string) {
	p.t.Helper()
	p.write(".composer textarea", text)
	p.press("Enter")
}

// choose takes an option of a list.
func (p *person) choose(sel, value string) {
	p.t.Helper()
	pick := fmt.Sprintf(`el => { if (el.disabled) return false; el.value = %s; el.dispatchEvent(new Event("change", {bubbles: true})); return el.value === %[1]s; }`, quoted(value))
	p.eventually(func() bool { done, ok := ask[bool](p, sel, "", pick); return ok && done }, "chooses %s", value)
}

// signIn goes to the console, which sends who is not signed in to the shop's own login.
func (p *person) signIn(s *shop, login string) {
	p.t.Helper()
	p.goTo(s.url("/chat/console"))
	p.see("h1", "Staff")
	p.choose("select[name=login]", login)
	p.write("input[name=password]", "demo")
	p.press("Enter")
}

// start fills in the form before a chat.
func (p *person) start(name, question string) {
	p.t.Helper()
	p.click(".launcher", "Chat with us")
	p.write("#f-name", name) // in the place of what the shop filled in
	p.write("#f-text", question)
	p.click("input[name=consent]", "")
	p.click(".form button", "Start chat")
}

// settle waits until nothing moves any more.
func (p *person) settle() {
	const still = `[document, document.querySelector("live-chat")?.shadowRoot].filter(Boolean).flatMap((r) => r.getAnimations()).filter((a) => !a.effect.pseudoElement && a.effect.getComputedTiming().iterations !== Infinity && a.playState === "running").length === 0`
	p.eventually(func() bool {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](still))
		return err == nil && ok
	}, "sees the page come to rest")
}

// messages are the texts of the log, in order.
func (p *person) messages() []string {
	const js = `[...(document.querySelector("live-chat")?.shadowRoot ?? document).querySelectorAll(".log .msg .text")].map((el) => el.textContent)`
	texts, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](js))
	require.NoError(p.t, err)
	return texts
}

func (p *person) counted() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.streams
}

// rest tells the page that it goes into the back-forward cache, or comes out of it.
func (p *person) rest(away bool) {
	event := map[bool]string{true: "pagehide", false: "pageshow"}[away]
	js := fmt.Sprintf(`void dispatchEvent(new PageTransitionEvent(%q, {persisted: true}))`, event)
	require.NoError(p.t, chromedp.Do(p.ctx, chromedp.Evaluate[chromedp.Void](js)))
}

func (p *person) complaints() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.faults)
}

// shot saves what the person sees.
func (p *person) shot(dir, name string) {
	if dir == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err = errors.Join(err, os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)); err != nil {
		p.t.Log(err)
	}
}
