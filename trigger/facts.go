package trigger

import (
	"net/netip"
	"time"
)

// fact is an attribute's value in this visit, looked up when it is first asked for: most visits need few.
func (sc *scratch) fact(attr int) *fact {
	f := &sc.facts[attr]
	if f.epoch != sc.epoch {
		sc.read(&sc.set.attrs[attr], f)
	}
	return f
}

func (sc *scratch) read(a *attr, f *fact) {
	v := &sc.visit
	f.epoch, f.ok, f.num, f.at = sc.epoch, false, 0, 0 // the rest is looked at only if it is ok, and then new
	switch a.source {
	case fromAttrs:
		if x, ok := v.Attrs[a.name]; ok {
			f.take(a.kind, x)
		}
	case fromVisitor:
		f.text(v.Visitor)
	case fromURL:
		f.text(v.URL)
	case fromTitle:
		f.text(v.Title)
	case fromReferrer:
		f.text(v.Referrer)
	case fromHost:
		f.text(sc.page.of(v.URL).host)
	case fromPath:
		f.text(sc.page.of(v.URL).path)
	case fromReferrerHost:
		f.text(sc.referrer.of(v.Referrer).host)
	case fromReferrerPath:
		f.text(sc.referrer.of(v.Referrer).path)
	case fromQuery:
		f.str, f.ok = sc.page.of(v.URL).param(a.key)
	case fromHours:
		f.flag(a.hours.Open(instantAt(sc.now)))
	case fromNow:
		f.at, f.ok = sc.now, true
	case fromPlace:
		f.flag(a.page.is(sc))
	case fromMoments:
		f.list, f.ok = sc.readMoments(), true
	default:
		sc.fromPast(a, f)
	}
	if a.fold && f.ok {
		f.low = fold(f.str)
	}
}

// fromPast looks up anchors, and what the history knows.
func (sc *scratch) fromPast(a *attr, f *fact) {
	v, h := &sc.visit, &sc.history
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
		f.flag(h.promptOpen(instantAt(sc.now)))
	case fromPromptLast:
		f.text(string(h.Last))
	case fromFirst:
		count := v.Attrs["visit.count"]
		f.flag(count.num <= 1)
		f.ok = count.form == number
	}
}

func (f *fact) flag(yes bool) {
	if f.ok = true; yes {
		f.num = 1
	}
}

// text is present unless empty.
func (f *fact) text(s string) { f.str, f.ok = cut(s), s != "" }

func (f *fact) anchor(t time.Time) {
	if !t.IsZero() {
		f.at, f.ok = nanos(t)
	}
}

// take reads an attribute of the host's. A value of another kind is as good as missing; Explain says so.
func (f *fact) take(kind Kind, x Value) {
	switch kind {
	case String:
		f.str, f.ok = cut(x.str), x.form == text
	case Number:
		f.num, f.ok = x.num, x.form == number && x.finite()
	case Bool:
		f.num, f.ok = x.num, x.form == boolean
	case List:
		f.list, f.ok = x.list[:min(len(x.list), MaxList)], x.form == texts
	case IP:
		if a, err := netip.ParseAddr(x.str); err == nil && x.form == text {
			f.addr, f.ok = a.Unmap().WithZone(""), true
		}
	default:
		if t, ok := x.instantOf(); ok {
			f.at, f.ok = nanos(t)
		}
	}
}
