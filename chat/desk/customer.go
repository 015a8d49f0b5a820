package desk

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// What is kept of a card, so that the visitor's record stays well within what a store takes.
const (
	mostOfLabel = 200      // bytes
	mostOfRow   = 4000     // bytes of its text; likewise of its link
	mostOfCard  = 64 << 10 // bytes of all rows together
)

// soundCustomer is what a Profile said, without what nobody can be: that never keeps a visitor from
// the chat. The log says what was left out.
func (h hooks) soundCustomer(ctx context.Context, p chat.Principal, c hook.Customer) hook.Customer {
	leave := func(err error) bool {
		if err != nil {
			h.log.WarnContext(ctx, "profile: left out", "error", err)
		}
		return err != nil
	}
	if leave(chat.CheckContact(chat.Contact{Tier: c.Tier})) {
		c.Tier = ""
	}
	if leave(chat.CheckContact(chat.Contact{Locale: c.Locale})) {
		c.Locale = ""
	}
	if leave(chat.CheckContact(chat.Contact{Name: c.Name})) {
		c.Name = ""
	}
	c.Skills = h.soundSkills(ctx, c.Skills)
	c.Ref = h.soundRef(ctx, p, c.Ref)
	rows, err := soundRows(c.Card)
	leave(err)
	// The answer is kept, and the host may go on with what it gave.
	c.Attrs, c.Card = maps.Clone(c.Attrs), rows
	return c
}

// soundRows returns the first rows of a card, as many as are kept, and says what was left out.
func soundRows(card []hook.CardRow) (rows []hook.CardRow, err error) {
	left := mostOfCard
	for i, r := range card {
		if len(rows) == maxRows {
			return rows, wrong("card", fmt.Sprintf("%d rows, at most %d", len(card), maxRows))
		}
		if !isLink(r.URL) {
			r.URL, err = "", wrong(fmt.Sprintf("card[%d].url", i), "want http, https or a path")
		}
		r.Label, r.Text = cutBytes(r.Label, mostOfLabel), cutBytes(r.Text, mostOfRow)
		if left -= len(r.Label) + len(r.Text) + len(r.URL); left < 0 {
			return rows, wrong("card", fmt.Sprintf("more than %d bytes", mostOfCard))
		}
		rows = append(rows, r)
	}
	return rows, err
}

// isLink reports whether a row may lead there: a page by http or https, or a path of the shop.
func isLink(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > mostOfRow || strings.ContainsAny(s, "\\\x00\t\r\n") {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	}
	return u.Scheme == "" && strings.HasPrefix(s, "/")
}

// cutBytes returns as much of a text as fits, which is valid UTF-8.
func cutBytes(s string, most int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}
