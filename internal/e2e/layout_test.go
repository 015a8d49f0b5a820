package e2e

import (
	"flag"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layout has the layout of every view looked at that is checked for accessibility, and not of those of the album alone:
// go test ./internal/e2e -args -layout
var layout = flag.Bool("layout", false, "look at the layout of every view, too")

// faultsOfLayout looks at what one of our faces shows now: nothing is wider than the screen or than what it stands in, no
// text is cut off, at its beginning least of all, or lies on another, nothing lies on what can be pressed, and each such
// thing has 24 pixels, or as many around it (WCAG 2.5.8).
const faultsOfLayout = `(() => {
	const shadow = document.querySelector("live-chat")?.shadowRoot;
	const root = shadow ?? document;
	const modal = root.querySelector("dialog:modal");
	const found = [];
	const style = (el) => getComputedStyle(el);
	const up = (el) => el.parentElement ?? (el.getRootNode().host && el.getRootNode() !== root ? el.getRootNode().host : null);
	const ancestors = (el) => { const all = []; for (let at = up(el); at; at = up(at)) all.push(at); return all; };
	const name = (el) => [el.localName, ...el.classList].join(".") + " " + JSON.stringify((el.getAttribute("aria-label") ?? el.innerText ?? "").slice(0, 40));
	const seen = (el) => {
		if (!el.checkVisibility({visibilityProperty: true, opacityProperty: true}) || el.closest("[inert]") || (modal && !modal.contains(el))) return false;
		if (el.closest(".sr")) return false;
		const r = el.getBoundingClientRect();
		return r.width > 1 && r.height > 1 && r.bottom > 0 && r.top < innerHeight;
	};
	// whole reports whether no scrolling box hides a part of it
	const whole = (el, r) => ancestors(el).every((at) => {
		const s = style(at);
		if (s.overflowX === "visible" && s.overflowY === "visible") return true;
		const b = at.getBoundingClientRect();
		return r.left >= b.left - 1 && r.right <= b.right + 1 && r.top >= b.top - 1 && r.bottom <= b.bottom + 1;
	});
	const scrolls = (el) => ancestors(el).some((at) => ["auto", "scroll"].includes(style(at).overflowX) && at.scrollWidth > at.clientWidth);
	const all = [...root.querySelectorAll("*")].filter(seen);

	const page = document.documentElement;
	if (page.scrollWidth > page.clientWidth + 1) found.push("the page is " + page.scrollWidth + " wide on a screen of " + page.clientWidth);
	for (const el of all) {
		const r = el.getBoundingClientRect();
		if ((r.left < -1 || r.right > innerWidth + 1) && !scrolls(el) && style(el).position !== "fixed") found.push("beyond the edge: " + name(el));
		const s = style(el);
		const text = [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
		if (!text || el.localName === "textarea" || el.localName === "option" || el.localName === "select") continue;
		const cutX = ["hidden", "clip"].includes(s.overflowX) && s.textOverflow !== "ellipsis" && el.scrollWidth > el.clientWidth + 1;
		const clamped = s.webkitLineClamp !== "none";
		const cutY = ["hidden", "clip"].includes(s.overflowY) && !clamped && s.textOverflow !== "ellipsis" && el.scrollHeight > el.clientHeight + 2;
		if (s.display !== "inline" && (cutX || cutY)) found.push("cut off: " + name(el));
		const first = s.textOverflow === "ellipsis" && el.scrollWidth > el.clientWidth + 1 && /\p{L}/u.exec(el.textContent);
		if (first && /[\u0590-\u08ff]/.test(first[0]) !== (s.direction === "rtl")) found.push("cut off at its beginning: " + name(el));
	}
	for (const el of all.filter((el) => ["auto", "scroll"].includes(style(el).overflowX) && !el.matches(".wide-table, textarea, input"))) {
		if (el.scrollWidth > el.clientWidth + 1) found.push("scrolls sideways: " + name(el) + " " + el.scrollWidth + " of " + el.clientWidth);
	}

	const targets = all.filter((el) => el.matches("a[href], button, input, select, textarea, summary, [role=option]") && !el.disabled && style(el).pointerEvents !== "none");
	const box = (el) => ((el.matches("[type=checkbox], [type=radio]") && el.labels?.[0]) || el).getBoundingClientRect();
	const middle = (r) => [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
	const inSentence = (el) => el.localName === "a" && style(el).display === "inline" && el.parentElement.innerText.trim() !== el.innerText.trim();
	for (const el of targets) {
		const r = box(el);
		if (!whole(el, r)) continue;
		const [x, y] = middle(r);
		if ((r.width < 23.5 || r.height < 23.5) && !inSentence(el)) {
			const near = targets.some((other) => {
				if (other === el || el.contains(other) || other.contains(el) || el.labels?.[0]?.contains(other)) return false;
				const o = box(other);
				return Math.hypot(Math.max(o.left - x, 0, x - o.right), Math.max(o.top - y, 0, y - o.bottom)) < 12;
			});
			if (near) found.push("small, with another close by: " + name(el) + " " + Math.round(r.width) + "x" + Math.round(r.height));
		}
		if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
		const on = root.elementFromPoint(x, y);
		const label = el.labels?.[0];
		if (on?.closest("[role=listbox], .menu ul") && !el.closest("[role=listbox], .menu ul")) continue; // which close again
		if (on && on !== el && !el.contains(on) && !on.contains(el) && !label?.contains(on) && on !== shadow?.host) found.push(name(on) + " lies on " + name(el));
	}

	const layer = (el) => [el, ...ancestors(el)].find((at) => ["fixed", "sticky", "absolute"].includes(style(at).position));
	const words = all.filter((el) => [...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && el.localName !== "option").map((el) => {
		const range = document.createRange();
		const first = [...el.childNodes].find((n) => n.nodeType === 3 && n.data.trim());
		range.selectNodeContents(first);
		const [r, b] = [range.getBoundingClientRect(), el.getBoundingClientRect()];
		const clip = style(el).overflowX !== "visible"; // what it hides is nowhere
		return {el, r: clip ? {left: Math.max(r.left, b.left), right: Math.min(r.right, b.right), top: r.top, bottom: r.bottom, width: b.width} : r, layer: layer(el)};
	}).filter(({el, r}) => r.width > 1 && whole(el, r));
	for (const [n, a] of words.entries()) for (const b of words.slice(n + 1)) {
		if (a.layer !== b.layer || a.el.contains(b.el) || b.el.contains(a.el)) continue;
		const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
		const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
		if (wide > 3 && high > 5) found.push("words on words: " + name(a.el) + " and " + name(b.el));
	}
	return [...new Set(found)];
})()`

// laidOut wants nothing of a face to be cut off, covered, beyond the edge or too small to be pressed.
func (p *person) laidOut(what string) {
	p.t.Helper()
	p.settle()
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](faultsOfLayout))
	require.NoError(p.t, err, what)
	assert.Empty(p.t, found, what)
}
