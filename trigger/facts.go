package trigger

import (
	"net/netip"
	"strings"
	"time"
)

// Facts are the values of attributes in one visit. An evaluation has room for one of each attribute
// that any rule asks for, and keeps it from visit to visit. A fact is good while its epoch is that
// of the evaluation; counting the epoch up makes all of them old at once, without touching them.
// This is why an evaluation allocates nothing, and why a fact's lists keep their space.

// fact returns an attribute's value in this visit. It is read when it is first asked for, because
// most visits need few.
func (ev *evaluation) fact(attr int) *fact {
	f := &ev.facts[attr]
	if f.epoch != ev.epoch {
		ev.read(&ev.set.attrs[attr], f)
	}
	return f
}

// read fills in a fact from the visit. What was written for the evaluation before may be left in
// the fields that this kind does not use.
func (ev *evaluation) read(a *attr, f *fact) {
	v := &ev.visit
	f.epoch, f.ok, f.num, f.at = ev.epoch, false, 0, 0 // the other fields are used only where ok is set, and are new then
	switch a.source {
	case fromAttrs:
		if x, ok := v.Attrs[a.name]; ok {
			f.take(a.kind, x)
		}
	case fromPaths:
		f.readPaths(v.Attrs[a.name])
	case fromVisitor:
		f.text(v.Visitor)
	case fromURL:
		f.text(tidyURL(v.URL))
		if a.whole {
			f.page = sameURL(f.str)
		}
	// Decoded, as a path and a value of the query are.
	case fromFragment:
		_, fragment, _ := strings.Cut(cut(v.URL), "#")
		f.text(unpercent(fragment))
	case fromTitle:
		f.text(v.Title)
	case fromReferrer:
		f.text(v.Referrer)
	case fromHost:
		f.text(ev.page.of(v.URL).host)
	// Done with all forms of it, so the folding below is passed by.
	case fromPath:
		f.readPath(v.URL)
		return
	case fromReferrerHost:
		f.text(ev.referrer.of(v.Referrer).host)
	case fromReferrerPath:
		f.text(ev.referrer.of(v.Referrer).path)
	case fromQuery:
		f.str, f.ok = ev.page.of(v.URL).param(a.key)
	case fromHours:
		f.flag(a.hours.Open(instantAt(ev.now)))
	case fromNow:
		f.at, f.ok = ev.now, true
	case fromPlace:
		f.flag(a.page.is(ev))
	case fromMoments:
		f.list, f.ok = ev.readMoments(), true
	default:
		ev.fromPast(a, f)
	}
	if a.fold && f.ok {
		f.low = fold(f.str)
	}
}

// readPath reads page.path of an address, also as it is compared: in small letters.
func (f *fact) readPath(page string) {
	// An address whose page cannot be told has no path. Conditions on it then find it missing, and
	// pages that are kept free decide for themselves, in place.go, to be silent.
	path, ordinary, ok := pathOf(page)
	if f.text(path); !ok {
		f.ok = false
	}
	if f.low = f.str; !ordinary {
		f.low = fold(f.str)
	}
}

// readPaths reads visit.paths, each path in small letters and without a slash at its end.
func (f *fact) readPaths(x Value) {
	// The trail comes from the page, so it is as untidy as its address is.
	if f.ok = x.form == texts; !f.ok {
		return
	}
	f.list = f.list[:0]
	for _, s := range x.list[:min(len(x.list), MaxList)] {
		path, ordinary, ok := pathOf(s)
		if !ok {
			path = s
		}
		if path = cut(path); !ordinary {
			path = fold(path)
		}
		if len(path) > 1 {
			path = trimSlash(path)
		}
		f.list = append(f.list, path)
	}
}

// fromPast looks up anchors, and what the history knows.
func (ev *evaluation) fromPast(a *attr, f *fact) {
	v, h := &ev.visit, &ev.history
	switch a.source {
	case fromStarted:
		f.anchor(v.Started)
	case fromEntered:
		f.anchor(v.Entered)
	case fromActive:
		f.anchor(v.Active)
	case fromShown:
		f.anchor(h.Shown)
	case fromAccepted:
		f.anchor(h.Accepted)
	case fromDismissed:
		f.anchor(h.Dismissed)
	case fromChatStarted:
		f.anchor(h.ChatStarted)
	case fromChatEnded:
		f.anchor(h.ChatEnded)
	case fromChats:
		f.num, f.ok = float64(h.Chats), true
	case fromChatOpen:
		f.flag(h.ChatOpen)
	case fromPromptOpen:
		f.flag(h.promptOpen(instantAt(ev.now)))
	case fromPromptLast:
		f.text(string(h.Last))
	case fromFate:
		if i, ok := h.find(a.key); ok {
			// A rule that never showed a prompt has no fate, and one that is gone has none either.
			f.text(string(h.Seen[i].Fate))
		}
	case fromFirst:
		count := v.Attrs["visit.count"]
		f.flag(count.num <= 1)
		// A host that counts no visits says nothing of the first one.
		f.ok = count.form == number
	}
}

// flag makes the fact a known yes or no.
func (f *fact) flag(yes bool) {
	if f.ok = true; yes {
		f.num = 1
	}
}

// text sets a text. An empty one counts as missing.
//
// What the browser sends as empty is what it does not know: no page has an empty title on purpose.
func (f *fact) text(s string) { f.str, f.ok = cut(s), s != "" }

// anchor sets an instant. A zero one counts as missing.
func (f *fact) anchor(t time.Time) {
	if !t.IsZero() {
		f.at, f.ok = nanos(t)
	}
}

// take reads an attribute of the host's. A value of another kind counts as missing; Explain says
// so.
func (f *fact) take(kind Kind, x Value) {
	switch kind {
	// Texts and lists are cut, so that no visit makes an evaluation slow.
	case String:
		f.str, f.ok = cut(x.str), x.form == text
	case Number:
		f.num, f.ok = x.num, x.form == number && x.finite()
	case Bool:
		f.num, f.ok = x.num, x.form == boolean
	case List:
		f.list, f.ok = x.list[:min(len(x.list), MaxList)], x.form == texts
	case IP:
		// An IPv4 address within an IPv6 one is the IPv4 one, as it is in a rule.
		if a, err := netip.ParseAddr(x.str); err == nil && x.form == text {
			f.addr, f.ok = a.Unmap().WithZone(""), true
		}
	default:
		if t, ok := x.instantOf(); ok {
			f.at, f.ok = nanos(t)
		}
	}
}
