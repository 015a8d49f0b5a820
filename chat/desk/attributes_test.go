package desk_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// everyAttribute is the language: all attributes of every desk, and one of each family.
func everyAttribute() []string {
	all := slices.Sorted(maps.Keys(trigger.Attributes()))
	families := []string{
		"page.query.ref", "utm.source", "prompt.fate.yes", "hours.office", "form.email",
	}
	return append(all, families...)
}

// askingFor has a rule for each attribute that a rule with these members may ask for. Any other is
// refused by name.
func askingFor(t *testing.T, seed settings.Team, members string) (asked []settings.Rule) {
	t.Helper()
	for _, name := range everyAttribute() {
		one := rules(t, fmt.Sprintf(`[{"id":%q,"when":{"attr":%q,"op":"exists","value":true},%s}]`,
			name, name, members))
		seed.Rules = one
		if err := settings.Check(seed, settings.Builders{}); err != nil {
			require.ErrorContains(t, err, `"`+name+`"`, "it is refused by name")
			continue
		}
		asked = append(asked, one...)
	}
	require.NotEmpty(t, asked)
	return asked
}

// wellKnown is what the host says of Vera.
var wellKnown = map[string]trigger.Value{
	"visitor.country": trigger.Text("PL"), "visitor.region": trigger.Text("MZ"),
	"visitor.city": trigger.Text("Warsaw"), "visitor.ip": trigger.Text("192.0.2.7"),
	"visitor.tags": trigger.Texts("club"),
}

// knowing is a shop that has met Vera before: she took up one prompt, waved another away, had a
// chat, and ordered something.
func knowing(t *testing.T, seed settings.Team) (*shop, desk.Visitor) {
	t.Helper()
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{"vera": {Name: "Vera", Tier: "vip", Locale: "pl", Attrs: wellKnown}}
	})
	s.available("ann")
	s.invites()
	vera := s.customer("vera")
	uids := map[string]string{}
	for range 2 {
		a, err := vera.Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		uids[a.Prompt.Rule] = a.Prompt.UID
	}
	require.NoError(t, vera.Prompt(s.ctx, uids["no"], desk.PromptDismissed))
	v, err := vera.Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: uids["yes"]})
	require.NoError(t, err)
	require.NoError(t, vera.End(s.ctx, v.ID))
	who := chat.Principal{ID: "vera", Verified: true}
	_, err = s.Host().ReportOrder(s.ctx, who, desk.Order{ID: "7", Value: 5})
	require.NoError(t, err)
	return s, vera
}

func twoPrompts(t *testing.T) settings.Team {
	seed := twoTeams()
	seed.Schedules = withHours(t).Schedules
	seed.Rules = rules(t, `[{"id":"yes","do":[{"type":"prompt","text":{"en":"Y"}}]},
		{"id":"no","do":[{"type":"prompt","text":{"en":"N"}}]}]`)
	return seed
}

func TestEveryAttributeOfTheLanguageIsFilledOrRefusedByNameOnAPage(t *testing.T) {
	seed := twoPrompts(t)
	asked := askingFor(t, seed, `"uncapped":true,"do":[{"type":"link","url":"/a"}]`)
	seed.Rules = append(seed.Rules, asked...)
	s, vera := knowing(t, seed)
	who := chat.Principal{Kind: chat.RoleVisitor, ID: "vera", Verified: true}
	id, err := s.Host().VisitorID(s.ctx, who)
	require.NoError(t, err)
	require.NoError(t, s.Host().Raise(s.ctx, id, "paid"))
	s.pass(time.Minute)
	clock := 60
	a, err := vera.Visit(s.ctx, desk.VisitFacts{
		URL:      "https://shop.example/shoes?REF=x&utm_source=y#size",
		Referrer: "https://search.example/find",
		Title:    "Boots", Locale: "pl", Device: "phone", OnSite: time.Hour, OnPage: time.Minute,
		Idle: time.Second, Visits: 2, Views: 3,
		Cart:  boots(),
		Pages: []desk.PageView{{URL: "https://shop.example/shoes"}},
		Locality: desk.Locality{
			Clock: &clock, TimeZone: "Europe/Warsaw", SinceVisit: 24 * time.Hour,
		},
	})
	require.NoError(t, err)
	fired := map[string]bool{}
	for _, d := range a.Do {
		fired[d.Rule] = true
	}
	for _, r := range asked {
		require.True(t, fired[r.Rule.ID], "%s is accepted, and never filled", r.Rule.ID)
	}
}

func TestEveryAttributeOfTheLanguageIsFilledOrRefusedByNameInASession(t *testing.T) {
	seed := twoPrompts(t)
	asked := askingFor(t, seed, `"on":["start","message"]`)
	seed.Rules = append(seed.Rules, asked...)
	s, vera := knowing(t, seed)
	clock := 60
	v, err := vera.Start(s.ctx, desk.StartRequest{
		Text: "Hello", Email: "vera@x.example", Locale: "pl", Device: "phone", Clock: &clock,
		Queue: "support",
		Page:  "https://shop.example/shoes?ref=x&utm_source=y#size",
		Cart:  boots(),
		Pages: []desk.PageView{{URL: "https://shop.example/shoes?ref=x&utm_source=y#size"}},
	})
	require.NoError(t, err)
	_, err = vera.Send(s.ctx, v.ID, desk.MessageRequest{Text: "And more"})
	require.NoError(t, err)
	var whys []string
	es, _, err := desk.Agent(s.supervisor("sue")).Timeline(s.ctx, v.ID, 0, 0)
	require.NoError(t, err)
	for _, e := range es {
		if e.Sorts() {
			whys = append(whys, "; "+e.Why+";")
		}
	}
	card, err := desk.Agent(s.supervisor("sue")).VisitorCard(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, []hook.CardRow{
		{Label: "visitor.city", Text: "Warsaw"}, {Label: "visitor.country", Text: "PL"},
		{Label: "visitor.ip", Text: "192.0.2.7"}, {Label: "visitor.region", Text: "MZ"},
		{Label: "visitor.tags", Text: "club"},
	}, card.Rows)
	require.Len(t, whys, 2)
	for _, r := range asked {
		require.Contains(t, whys[0], "; "+r.Rule.ID+": nothing;", "at the start")
		if r.Rule.ID != "queue.chosen" {
			require.Contains(t, whys[1], "; "+r.Rule.ID+": nothing;", "at a message")
		}
	}
}

func TestTheVisitorsClockSaysWhatDayAndHourItIsThere(t *testing.T) {
	seed := twoTeams()
	seed.Rules = rules(t, `[{"id":"r","uncapped":true,"do":[{"type":"link","url":"/a",
		"text":{"en":"{visitor.weekday} {visitor.hour|none}"}}]}]`)
	s := newShop(t, seed) // it is Monday at ten in UTC
	for i, name := range []string{"mon 11", "mon 0", "sun 23", "tue 0"} {
		f := looking("/shoes")
		f.Clock = &[]int{60, -600, -660, 14 * 60}[i]
		a, err := s.visitor(i+1).Visit(s.ctx, f)
		require.NoError(t, err)
		require.Equal(t, name, a.Do[0].Text)
	}
	f := looking("/shoes")
	far := 901
	f.Clock, f.SinceVisit, f.TimeZone = &far, -1, strings.Repeat("x", 65)
	_, err := s.visitor(1).Visit(s.ctx, f)
	require.ErrorContains(t, err, "clock: want -900 to 900")
	require.ErrorContains(t, err, "since_visit: must not be negative")
	require.ErrorContains(t, err, "time_zone: 65 characters")
}

func TestAValueThatAnAttributeDoesNotListIsNotTaken(t *testing.T) {
	seed := twoTeams()
	seed.Attributes = []settings.Attribute{
		{ID: "plan", Type: settings.AttributeText, Values: []string{"basic", "gold"}},
		{ID: "clubs", Type: settings.AttributeList, Values: []string{"run", "ski"}},
	}
	seed.Rules = rules(t, `[
		{"id":"plan","when":{"attr":"plan","op":"exists","value":true},
		 "do":[{"type":"link","url":"/a"}]},
		{"id":"clubs","when":{"attr":"clubs","op":"exists","value":true},
		 "do":[{"type":"link","url":"/a"}]}]`)
	s := newShop(t, seed, func(c *desk.Config) {
		c.Profile = told{
			"good": {Attrs: map[string]trigger.Value{
				"plan": trigger.Text("gold"), "clubs": trigger.Texts("ski"),
			}},
			"bad": {Attrs: map[string]trigger.Value{
				"plan": trigger.Text("Gold"), "clubs": trigger.Texts("ski", "sky"),
			}},
		}
	})
	for who, n := range map[string]int{"good": 2, "bad": 0} {
		a, err := s.customer(who).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
		require.Len(t, a.Do, n, who)
	}
}

func boots() *desk.Cart {
	items := []desk.CartItem{{Name: "boots", Quantity: 1}}
	return &desk.Cart{Value: 5, Currency: "PLN", Items: items}
}
