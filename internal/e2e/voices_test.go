package e2e

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// voiced is one thing that a screen reader tells of a page: what it is, and what it is called.
type voiced struct{ role, name string }

func (v voiced) String() string { return fmt.Sprintf("%s %q", v.role, v.name) }

// silent are the roles of what only holds other things, or of which each part is told.
var silent = []string{
	"", "none", "generic", "StaticText", "InlineTextBox", "LineBreak", "ListMarker", "LabelText", "Legend", "RootWebArea",
	"LayoutTable", "SvgRoot", "paragraph", "strong", "emphasis", "time", "code", "term", "definition",
	"DescriptionList", "DescriptionListTerm", "DescriptionListDetail", "MenuListPopup",
}

// pressed are the roles of what can be used: each has to be called something.
var pressed = []string{
	"button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "listbox", "option", "switch",
	"slider", "spinbutton", "DisclosureTriangle", "dialog", "alertdialog", "region", "toolbar", "log", "img", "image",
	"radiogroup",
}

// tree is the page as a screen reader goes through it.
func (p *person) tree() []voiced {
	p.t.Helper()
	got, err := chromedp.Call(p.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	require.NoError(p.t, err)
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range got.Nodes {
		nodes[n.NodeID] = n
	}
	var out []voiced
	var walk func(id accessibility.NodeID)
	walk = func(id accessibility.NodeID) {
		n := nodes[id]
		if n == nil {
			return
		}
		if role := word(n.Role); !n.Ignored && !slices.Contains(silent, role) {
			out = append(out, voiced{role, word(n.Name)})
		}
		for _, child := range n.ChildIDs {
			walk(child)
		}
	}
	walk(got.Nodes[0].NodeID)
	return out
}

func word(v *accessibility.Value) (text string) {
	if v != nil {
		_ = json.Unmarshal(v.Value, &text) // of another kind: no word
	}
	return strings.Join(strings.Fields(text), " ")
}

// recorder notes what a screen reader says by itself: what comes into a live region that can be seen.
const recorder = `(() => {
	window.spoken = [];
	const regions = "[aria-live], [role=status], [role=alert], [role=log]";
	const above = (n) => n.parentNode ?? n.host;
	const region = (n) => {
		for (let at = n; at; at = above(at)) {
			if (at.getAttribute?.("aria-live") === "off" || at.ariaHidden === "true") return undefined;
			if (at.matches?.(regions)) return at;
		}
	};
	const hear = (all) => {
		const told = new Map(); // what one step of the page changes in a region is told in one
		const say = (n, at) => {
			if (!at || !at.checkVisibility() || (n.checkVisibility && !n.checkVisibility())) return;
			const text = (n.innerText ?? n.textContent).replace(/\s+/g, " ").trim();
			const before = told.get(at) ?? [];
			if (!text || before.some((other) => other.includes(text))) return;
			told.set(at, [...before.filter((other) => !text.includes(other)), text]);
		};
		for (const m of all) {
			const at = region(m.target);
			if (m.type === "attributes") {
				const come = m.target.matches(regions) ? [m.target] : [...m.target.querySelectorAll(regions)];
				if (m.oldValue !== null && !m.target.hidden) come.forEach((n) => n.role !== "log" && say(n, region(n)));
			} else if (m.type === "characterData") {
				if (at?.getAttribute("aria-relevant") !== "additions") say(m.target, at);
			} else for (const n of m.addedNodes) {
				if (n.nodeType === 1 || at?.getAttribute("aria-relevant") !== "additions") say(n, at);
			}
		}
		for (const texts of told.values()) window.spoken.push(texts.join(" "));
	};
	const listen = (root) => new MutationObserver(hear).observe(root, {
		subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden"], attributeOldValue: true,
	});
	listen(document);
	const attach = Element.prototype.attachShadow;
	Element.prototype.attachShadow = function (how) {
		const root = attach.call(this, how);
		listen(root);
		return root;
	};
})()`

// listens has what is said by itself noted, on each page from now on.
func (p *person) listens() {
	p.t.Helper()
	p.left = true // its pages have a script of ours
	p.before(recorder)
}

// spoken is what was said since it was asked for last.
func (p *person) spoken() []string {
	p.t.Helper()
	all, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](`(() => window.spoken.splice(0))()`))
	require.NoError(p.t, err)
	return all
}

// hears waits until something is said, and wants it to be said once.
func (p *person) hears(text string) {
	p.t.Helper()
	var all []string
	told := func() (n int) {
		for _, said := range all {
			n += strings.Count(said, text)
		}
		return n
	}
	p.eventually(func() bool { all = append(all, p.spoken()...); return told() > 0 }, "hears %q", text)
	p.settle()
	all = append(all, p.spoken()...)
	require.Equal(p.t, 1, told(), "%s: %q is said once, of: %q", p.name, text, all)
}

// wait is how long somebody has waited: it goes on while a page is looked at.
var wait = regexp.MustCompile(`\b\d+:\d\d\b`)

// tells wants these in the tree of a page, in this order, and a name for all that can be used. Every
// wait in a name is 0:00.
func (p *person) tells(what string, want []voiced) {
	p.t.Helper()
	var all []voiced
	at := 0
	defer func() {
		if p.t.Failed() {
			p.t.Logf("%s: %v, of which are told %v", what, want, all)
			p.t.Logf("missing: %v", want[at:])
		}
	}()
	p.eventually(func() bool {
		all, at = p.tree(), 0
		for _, v := range all {
			name := wait.ReplaceAllString(v.name, "0:00")
			if at < len(want) && v.role == want[at].role && strings.HasPrefix(name, want[at].name) {
				at++
			}
		}
		return at == len(want)
	}, "is told of %s", what)
	for _, v := range all {
		if slices.Contains(pressed, v.role) {
			require.NotEmpty(p.t, v.name, "%s: %s has no name in %v", what, v.role, all)
		}
	}
}
