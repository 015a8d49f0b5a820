package desk_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// tryers are everybody who may try to write a setting.
var tryers = map[string]chat.Principal{
	"Ann": {Kind: chat.RoleAgent, ID: "ann"}, "Ann, who says she leads": {Kind: chat.RoleSupervisor, ID: "ann"},
	"Sid": {Kind: chat.RoleSupervisor, ID: "sid"}, "Sam": {Kind: chat.RoleSupervisor, ID: "sam"},
	"Sol": {Kind: chat.RoleSupervisor, ID: "sol"}, "Sue": {Kind: chat.RoleSupervisor, ID: "sue"},
	"Eve": {Kind: chat.RoleSupervisor, ID: "eve"}, "Ron, who reads": {Kind: chat.RoleSupervisor, ID: "ron"},
	"Rob, who places": {Kind: chat.RoleSupervisor, ID: "rob"},
	"Sol of support":  {Kind: chat.RoleSupervisor, ID: "sol", Queues: []chat.QueueID{"support"}},
	"Sue of support":  {Kind: chat.RoleSupervisor, ID: "sue", Queues: []chat.QueueID{"support"}},
	"Sue, as agent":   {Kind: chat.RoleAgent, ID: "sue"},
}

// mayWrite says who may write what; everybody else is refused, and nothing is written.
func mayWrite(t *testing.T) map[string]struct {
	do  func(realm, desk.Supervisor) error
	may []string
} {
	type set = settings.Team
	type line = settings.Queue
	type one = settings.Ref
	type row = struct {
		do  func(realm, desk.Supervisor) error
		may []string
	}
	text := map[string]string{"en": "x"}
	whole := []string{"Sue", "Eve"}
	support := append(whole, "Sid", "Sol", "Sol of support", "Sue of support")
	billing := append(whole, "Sam", "Sol")
	put := func(x set) func(realm, desk.Supervisor) error {
		return func(r realm, s desk.Supervisor) error { return first(s.PutSettings(r.ctx, x)) }
	}
	retire := func(k settings.Kind, id string) func(realm, desk.Supervisor) error {
		return func(r realm, s desk.Supervisor) error {
			return first(s.Settings().Retire(r.ctx, one{Kind: k, ID: id}))
		}
	}
	restore := func(k settings.Kind, id string) func(realm, desk.Supervisor) error {
		return func(r realm, s desk.Supervisor) error {
			require.NoError(r.t, first(r.Host().Settings().Retire(r.ctx, one{Kind: k, ID: id})))
			return first(s.Settings().Restore(r.ctx, one{Kind: k, ID: id}))
		}
	}
	staff := func(login string, back bool) func(realm, desk.Supervisor) error {
		return func(r realm, s desk.Supervisor) error {
			who := one{Kind: settings.KindAgents, ID: string(r.agents[login])}
			if !back {
				return first(s.Settings().Retire(r.ctx, who))
			}
			require.NoError(r.t, r.Host().RemoveAgent(r.ctx, r.agents[login]))
			return first(s.Settings().Restore(r.ctx, who))
		}
	}
	queue := line{ID: "billing", Name: "Bills"}
	reply := settings.Canned{ID: "sup", Text: text, Queue: "support"}
	bills := settings.Canned{ID: "new", Text: text, Queue: "billing"}
	office := settings.Schedule{ID: "new", Hours: weekdays(t, 0, 0)}
	return map[string]row{
		"a queue":                  {put(set{Queues: []line{queue}}), billing},
		"a queue that leans":       {put(set{Queues: []line{{ID: "billing", Overflow: "third"}}}), whole},
		"a new queue":              {put(set{Queues: []line{{ID: "new"}}}), whole},
		"a reply":                  {put(set{Canned: []settings.Canned{reply}}), support},
		"everybody's reply":        {put(set{Canned: []settings.Canned{{ID: "new", Text: text}}}), whole},
		"a reply made everybody's": {put(set{Canned: []settings.Canned{{ID: "sup", Text: text}}}), whole},
		"a reply taken over":       {put(set{Canned: []settings.Canned{{ID: "sup", Text: text, Queue: "billing"}}}), append(whole, "Sol")},
		"hours":                    {put(set{Schedules: []settings.Schedule{office}}), whole},
		"a rule":                   {put(set{Rules: settings.Rules(trigger.Rule{ID: "new"})}), whole},
		"an attribute":             {put(set{Attributes: []settings.Attribute{{ID: "club", Type: settings.AttributeBool}}}), whole},
		"routing":                  {put(set{Routing: &settings.Routing{Strict: true}}), whole},
		"prompts":                  {put(set{Prompts: &settings.Prompts{Off: true}}), whole},
		"a site":                   {put(set{Sites: []settings.Site{{ID: "new", Queues: []chat.QueueID{"support"}}}}), whole},

		"a queue with a reply":         {put(set{Queues: []line{queue}, Canned: []settings.Canned{bills}}), billing},
		"a queue with another's reply": {put(set{Queues: []line{queue}, Canned: []settings.Canned{reply}}), append(whole, "Sol")},
		"a reply with a rule":          {put(set{Canned: []settings.Canned{reply}, Rules: settings.Rules(trigger.Rule{ID: "new"})}), whole},
		"a queue with routing":         {put(set{Queues: []line{queue}, Routing: &settings.Routing{Strict: true}}), whole},
		"a reply with a queue retired": {put(set{Canned: []settings.Canned{reply}, Retire: []one{{Kind: settings.KindRules, ID: "shoes"}}}), whole},
		"two replies retired":          {put(set{Retire: []one{{Kind: settings.KindCanned, ID: "sup"}, {Kind: settings.KindCanned, ID: "vat"}}}), append(whole, "Sol")},

		"to retire hours":             {retire(settings.KindHours, "office"), whole},
		"to retire a rule":            {retire(settings.KindRules, "shoes"), whole},
		"to take a rule back":         {restore(settings.KindRules, "shoes"), whole},
		"to retire a reply":           {retire(settings.KindCanned, "sup"), support},
		"to take a reply back":        {restore(settings.KindCanned, "vat"), billing},
		"to retire everybody's reply": {retire(settings.KindCanned, "hi"), whole},
		"to retire Bob of billing":    {staff("bob", false), billing},
		"to take Bob back":            {staff("bob", true), billing},
		"to retire Cy of both":        {staff("cy", false), append(whole, "Sol")},
		"to retire Zoe of nothing":    {staff("zoe", false), whole},
		"to retire Sam, who leads":    {staff("sam", false), append(whole, "Sol")},
		"to retire Eve":               {staff("eve", false), []string{"Sue"}},
	}
}

func TestWhoMayWriteWhat(t *testing.T) {
	for name, row := range mayWrite(t) {
		t.Run(name, func(t *testing.T) {
			for who, p := range tryers {
				r := newRealm(t)
				for login, may := range map[string][]chat.Power{
					"ron": {chat.PowerSee}, "rob": {chat.PowerSee, chat.PowerAnswer, chat.PowerPlace, chat.PowerErase},
				} {
					x := settings.Agent{Login: login, Name: login, Supervisor: true, Everything: true, Powers: may}
					require.NoError(t, first(r.Host().PutAgent(r.ctx, x)))
				}
				p.Verified = true
				before := r.everything()
				err := row.do(r, r.Supervisor(p))
				if slices.Contains(row.may, who) {
					require.NoError(t, err, who)
					continue
				}
				require.True(t, isAny(err, refusals), "%s: %v", who, err)
				if !slices.Contains([]string{"to take a rule back", "to take a reply back", "to take Bob back"}, name) {
					r.unchanged(before)
				}
			}
		})
	}
}
