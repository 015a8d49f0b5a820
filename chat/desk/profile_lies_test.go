package desk_test

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/trigger"
)

// wrongCustomers are what a Profile may say that nobody can be.
func wrongCustomers() map[string]hook.Customer {
	long := strings.Repeat("x", 300_000)
	rows := make([]hook.CardRow, 1000)
	for i := range rows {
		rows[i] = hook.CardRow{Label: fmt.Sprint(i), Text: long, URL: "/orders"}
	}
	var skills []chat.Skill
	attrs := map[string]trigger.Value{}
	for i := range 1000 {
		skills = append(skills, chat.Skill{Name: fmt.Sprint("s", i), Level: i - 2})
		attrs[fmt.Sprint("a", i)] = trigger.Text(long)
	}
	attrs["visitor.country"] = trigger.Num(math.NaN())
	attrs["visitor.tags"] = trigger.Num(math.Inf(1))
	tags := make([]string, trigger.MaxList)
	for i := range tags {
		tags[i] = long[:trigger.MaxText]
	}
	many := map[string]trigger.Value{"visitor.tags": trigger.Texts(tags...)}
	return map[string]hook.Customer{
		"many tags":        {Attrs: many},
		"a long name":      {Name: long},
		"lines in a name":  {Name: "Eve\nAdmin"},
		"bytes":            {Name: "a\xffb"},
		"no address":       {Email: "not a mail"},
		"a long address":   {Email: long + "@x.ee"},
		"no number":        {Phone: "call me"},
		"no language":      {Locale: "!!"},
		"a long language":  {Locale: long},
		"a long group":     {Tier: long},
		"lines in a group": {Tier: "vip\nx"},
		"bytes of a group": {Tier: "\xff"},
		"the most":         {Priority: math.MaxInt},
		"the least":        {Priority: math.MinInt},
		"rows":             {Card: rows},
		"a script":         {Card: []hook.CardRow{{Label: "x", URL: "javascript:alert(1)"}}},
		"bytes of a row":   {Card: []hook.CardRow{{Label: "\xff", Text: "\x00", URL: "/a"}}},
		"skills":           {Skills: skills},
		"a long id":        {Ref: long},
		"attributes":       {Attrs: attrs},
		"everything": {
			Name: long, Email: "x", Phone: "y", Locale: "zzz-", Tier: long, Priority: 1 << 40,
			Card: rows, Skills: skills, Ref: "\n", Attrs: attrs,
		},
	}
}

func TestAProfileThatSaysWhatNobodyCanBeKeepsNobodyFromTheChat(t *testing.T) {
	all := wrongCustomers()
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = told(all) })
	s.available("ann", "bob", "cy")
	for name := range all {
		v := s.customer(name)
		_, err := v.Availability(s.ctx, "", "")
		require.NoError(t, err, name)
		b, err := v.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err, name)
		require.True(t, b.Offered, name)
		x, err := v.Start(s.ctx, desk.StartRequest{Text: "Hello", Locale: "en"})
		require.NoError(t, err, name)
		require.NoError(t, v.Identify(s.ctx, chat.Contact{Phone: "+372 1"}), name)
		_, err = v.Send(s.ctx, x.ID, desk.MessageRequest{Text: "Again"})
		require.NoError(t, err, name)
		card, err := s.agent("cy").Session(s.ctx, x.ID)
		require.NoError(t, err, name)
		require.NoError(t, chat.CheckContact(card.Session.Contact), name)
		require.LessOrEqual(t, card.Session.Priority, 1000, name)
		more, err := s.agent("cy").VisitorCard(s.ctx, x.ID)
		require.NoError(t, err, name)
		for _, r := range more.Rows {
			require.False(t, strings.HasPrefix(r.URL, "javascript"), name)
		}
		require.NoError(t, v.End(s.ctx, x.ID), name)
	}
}

// Attributes that nobody listed are left out without being read: a host may have said a book.
func TestWhatAProfileSaysInVainCostsNothing(t *testing.T) {
	all := wrongCustomers()
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Profile = told(all) })
	s.available("ann")
	v := s.customer("attributes")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := v.Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	runtime.ReadMemStats(&after)
	said := 1000 * 300_000
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(said/10))
}
