package desk

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/trigger"
)

// elsewhere are the attributes of rules that do not come from the facts of a page. Package trigger
// reads the first ones from the visit and the history by itself, the desk adds the next ones when
// rules are asked, those of what a visitor writes when a session is sorted, and only the host knows
// the last ones.
var elsewhere = strings.Fields(`
	page. site.dwell idle referrer. now since. chats.count chat.open prompt. visitor.id visit.first
	agents.free queue.waiting orders. event.name message.text queue.chosen
	visitor.country visitor.region visitor.city visitor.tags visitor.ip`)

func TestEveryAttributeThatRulesKnowIsFilledBySomebody(t *testing.T) {
	facts := VisitFacts{
		Site: "main", Locale: "pl", Device: "phone", Visits: 2, Views: 3,
		Cart:     &Cart{Value: 100, Items: []CartItem{{Name: "kettle"}}},
		Pages:    []PageView{{URL: "https://shop.example/a"}},
		Locality: Locality{Clock: new(int), TimeZone: "Europe/Warsaw"},
	}
	customer := hook.Customer{Name: "Eve", Tier: "vip"}
	p := chat.Principal{Kind: chat.RoleVisitor, ID: "eve", Verified: true}
	visit := facts.trigger("vis_eve", p, customer, nil, time.Now())
	for _, name := range slices.Sorted(maps.Keys(trigger.Attributes())) {
		_, filled := visit.Attrs[name]
		apart := slices.ContainsFunc(elsewhere, func(x string) bool {
			return name == x || strings.HasSuffix(x, ".") && strings.HasPrefix(name, x)
		})
		require.True(t, filled || apart, "%s: VisitFacts.trigger does not set it, so no rule about it can ever hold", name)
	}
}
