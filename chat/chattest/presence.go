package chattest

import "github.com/switchboard-go/switchboard/chat"

// page is the name of the one page that a visitor of a script has.
const page = "page"

// Comes opens a page of the shop, for the first time or again. Who never does has no page, and
// never leaves. In a bubble give the desk a few seconds to take note: of visitors it writes every 5
// seconds at most.
func (v *Visitor) Comes() {
	v.shop.t.Helper()
	v.Leaves()
	leave, err := v.Attend(v.shop.ctx)
	check(v.shop.t, v.name, "come", err)
	v.close = leave
	v.says("look", chat.PageVisible)
}

// Hides has the visitor look at something else: another tab, or a phone that is locked. The page
// stays open.
func (v *Visitor) Hides() { v.shop.t.Helper(); v.says("hide", chat.PageHidden) }

// Leaves closes the page: the visitor has left, and said so.
func (v *Visitor) Leaves() {
	v.shop.t.Helper()
	if v.close != nil {
		v.says("leave", chat.PageLeaving)
		v.Drops()
	}
}

// Drops ends the page without a word, as a lost connection does. After Hides it is a phone whose
// browser was stopped.
func (v *Visitor) Drops() {
	if v.close != nil {
		v.close()
		v.close = nil
	}
}

func (v *Visitor) says(what string, s chat.PageSign) {
	v.shop.t.Helper()
	check(v.shop.t, v.name, what, v.Sign(v.shop.ctx, page, s))
}
