package desk_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/brief"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// witness is a store that looks at every batch for what the audit trail has to tell of.
type witness struct {
	store.Store
	missed []string // keys that were written without a line
}

// Commit implements store.Store.
func (w *witness) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	told := false
	var owed []string
	for _, r := range b.Put {
		told = told || strings.HasPrefix(r.Key, "audit/")
		if w.owes(ctx, r) {
			owed = append(owed, r.Key)
		}
	}
	for _, k := range b.Delete {
		if strings.HasPrefix(k, "settings/") || strings.HasPrefix(k, "rule/") || strings.HasPrefix(k, "agent/") {
			owed = append(owed, k)
		}
	}
	rev, err := w.Store.Commit(ctx, b)
	if err == nil && !told {
		w.missed = append(w.missed, owed...)
	}
	return rev, err
}

// owes reports whether writing a record owes the trail a line: a setting, or what an agent is and
// may. What an agent has in hand, and their own status, owes none.
func (w *witness) owes(ctx context.Context, r store.Record) bool {
	k, err := records.Parse(r.Key)
	if err != nil || r.Key == records.Setting("stamp", "1") {
		return false
	}
	switch k.Family {
	case records.FamilySettings, records.FamilyRule:
		return true
	case records.FamilyAgent:
	default:
		return false
	}
	rs, _ := w.Get(ctx, r.Key)
	if len(rs) == 0 {
		return true
	}
	is := func(b []byte) string {
		a, _ := records.Decode[chat.Agent](b)
		return fmt.Sprint(a.Name, a.Supervisor, a.Everything, a.Bot, a.Queues, a.Skills, a.Languages,
			a.Capacity, a.Tier, a.Version, a.Removed)
	}
	return is(rs[0].Value) != is(r.Value)
}

// act is a method that changes something, and what the trail says of it.
type act struct {
	do   func(w world) error
	act  chat.AuditAct
	kind chat.AuditKind
	id   func(w world) string
}

func fixed(id string) func(world) string { return func(world) string { return id } }

func (w world) annsID() string { return string(w.ann) }

func acts(t *testing.T) map[string]act {
	sue := func(w world) desk.Supervisor { return w.supervisor("sue") }
	ann := func(w world) string { return w.annsID() }
	site := settings.Site{ID: "main", Queues: []chat.QueueID{"support"}}
	office := settings.Schedule{ID: "office", Hours: weekdays(t, 0, 0)}
	rule := settings.Rule{Rule: trigger.Rule{ID: "r"}}
	reply := settings.Canned{ID: "x", Title: "x", Text: map[string]string{"en": "x"}}
	queue := settings.Queue{ID: "support", Limit: 9}
	visitor := func(world) string { return "vis_00000000000000000000000001" }
	return map[string]act{
		"Supervisor.PutSite": {func(w world) error {
			return first(sue(w).PutSite(w.ctx, site))
		}, chat.AuditPut, chat.AuditSite, fixed("main")},
		"Supervisor.PutQueue": {func(w world) error {
			return first(sue(w).PutQueue(w.ctx, queue))
		}, chat.AuditPut, chat.AuditQueue, fixed("support")},
		"Supervisor.PutSchedule": {func(w world) error {
			return first(sue(w).PutSchedule(w.ctx, office))
		}, chat.AuditPut, chat.AuditSchedule, fixed("office")},
		"Supervisor.PutRule": {func(w world) error {
			return first(sue(w).PutRule(w.ctx, rule))
		}, chat.AuditPut, chat.AuditRule, fixed("r")},
		"Supervisor.PutCanned": {func(w world) error {
			return first(sue(w).PutCanned(w.ctx, reply))
		}, chat.AuditPut, chat.AuditCanned, fixed("x")},
		"Supervisor.PutRouting": {func(w world) error {
			return first(sue(w).PutRouting(w.ctx, settings.Routing{Strict: true}))
		}, chat.AuditPut, chat.AuditRouting, fixed(settings.TeamID)},
		"Supervisor.PutPrompts": {func(w world) error {
			return first(sue(w).PutPrompts(w.ctx, settings.Prompts{Off: true}))
		}, chat.AuditPut, chat.AuditPrompts, fixed(settings.TeamID)},
		"Supervisor.PutAgent": {func(w world) error {
			return first(sue(w).PutAgent(w.ctx, settings.Agent{ID: w.ann, Name: "Anna"}))
		}, chat.AuditPut, chat.AuditAgent, ann},
		"Supervisor.SetCapacity": {func(w world) error {
			return sue(w).SetCapacity(w.ctx, w.ann, 7)
		}, chat.AuditCapacity, chat.AuditAgent, ann},
		"Supervisor.SetAgentStatus": {func(w world) error {
			return sue(w).SetAgentStatus(w.ctx, w.ann, chat.Break, "lunch")
		}, chat.AuditStatus, chat.AuditAgent, ann},
		"Supervisor.Assign": {func(w world) error { return sue(w).Assign(w.ctx, w.session, w.ann, true) },
			chat.AuditOverride, chat.AuditSession, func(w world) string { return string(w.session) }},
		"Host.PutSite": {func(w world) error {
			return first(w.Host().PutSite(w.ctx, site))
		}, chat.AuditPut, chat.AuditSite, fixed("main")},
		"Host.PutQueue": {func(w world) error {
			return first(w.Host().PutQueue(w.ctx, queue))
		}, chat.AuditPut, chat.AuditQueue, fixed("support")},
		"Host.PutSchedule": {func(w world) error {
			return first(w.Host().PutSchedule(w.ctx, office))
		}, chat.AuditPut, chat.AuditSchedule, fixed("office")},
		"Host.PutRule": {func(w world) error {
			return first(w.Host().PutRule(w.ctx, rule))
		}, chat.AuditPut, chat.AuditRule, fixed("r")},
		"Host.PutCanned": {func(w world) error {
			return first(w.Host().PutCanned(w.ctx, reply))
		}, chat.AuditPut, chat.AuditCanned, fixed("x")},
		"Host.PutRouting": {func(w world) error {
			return first(w.Host().PutRouting(w.ctx, settings.Routing{Strict: true}))
		}, chat.AuditPut, chat.AuditRouting, fixed(settings.TeamID)},
		"Supervisor.PutSettings": {func(w world) error {
			return first(sue(w).PutSettings(w.ctx, settings.Team{
				Queues: []settings.Queue{queue}, Canned: []settings.Canned{reply}, Schedules: []settings.Schedule{office},
			}))
		}, chat.AuditPut, chat.AuditSchedule, fixed("office")},
		"Host.PutSettings": {func(w world) error {
			return first(w.Host().PutSettings(w.ctx, settings.Team{
				Queues: []settings.Queue{queue}, Rules: []settings.Rule{rule}, Sites: []settings.Site{site},
			}))
		}, chat.AuditPut, chat.AuditQueue, fixed("support")},
		"Host.PutPrompts": {func(w world) error {
			return first(w.Host().PutPrompts(w.ctx, settings.Prompts{Off: true}))
		}, chat.AuditPut, chat.AuditPrompts, fixed(settings.TeamID)},
		"Host.PutAgent": {func(w world) error {
			return first(w.Host().PutAgent(w.ctx, settings.Agent{Login: "ann", Name: "Anna"}))
		}, chat.AuditPut, chat.AuditAgent, ann},
		"Host.EnsureAgent": {func(w world) error {
			_, _, err := w.Host().EnsureAgent(w.ctx, settings.Agent{Login: "new", Name: "New"})
			return err
		}, chat.AuditPut, chat.AuditAgent, func(w world) string {
			me, err := w.agent("new").Me(w.ctx)
			require.NoError(w.t, err)
			return string(me.ID)
		}},
		"Settings.Retire": {func(w world) error {
			return first(sue(w).Settings().Retire(w.ctx, ref(settings.KindRules, "shoes")))
		}, chat.AuditRetire, chat.AuditRule, fixed("shoes")},
		"Settings.PutAttribute": {func(w world) error {
			return first(sue(w).Settings().PutAttribute(
				w.ctx, settings.Attribute{ID: "club", Type: settings.AttributeText},
			))
		}, chat.AuditPut, chat.AuditAttribute, fixed("club")},
		"Host.RemoveAgent": {func(w world) error {
			return w.Host().RemoveAgent(w.ctx, w.ann)
		}, chat.AuditRemove, chat.AuditAgent, ann},
		"Host.Revoke": {func(w world) error {
			return w.Host().Revoke(w.ctx, chat.RoleAgent, "ann", 7)
		}, chat.AuditRevoke, chat.AuditAgent, ann},
		"Supervisor.Erase": {func(w world) error {
			return sue(w).Erase(w.ctx, chat.VisitorID(visitor(w)))
		}, chat.AuditErase, chat.AuditVisitor, visitor},
		"Host.Erase": {func(w world) error {
			return w.Host().Erase(w.ctx, chat.VisitorID(visitor(w)))
		}, chat.AuditErase, chat.AuditVisitor, visitor},
		"Host.ErasePrincipal": {func(w world) error {
			p := chat.Principal{Kind: chat.RoleVisitor, ID: "c7", Verified: true}
			_, err := w.Visitor(p).Start(w.ctx, desk.StartRequest{Command: "c7", Text: "x"})
			require.NoError(w.t, err)
			return w.Host().ErasePrincipal(w.ctx, "c7")
		}, chat.AuditErase, chat.AuditVisitor, nil},
		"Host.EraseAudit": {func(w world) error {
			return w.Host().EraseAudit(w.ctx, w.ann)
		}, chat.AuditErase, chat.AuditAgent, ann},
		"Agent.Close": {func(w world) error {
			return desk.Agent(sue(w)).Close(w.ctx, w.waiting())
		}, chat.AuditEnd, chat.AuditSession, nil},
		"Agent.Transfer": {func(w world) error {
			return desk.Agent(sue(w)).Transfer(w.ctx, w.waiting(), desk.TransferRequest{Queue: "billing"})
		}, chat.AuditMove, chat.AuditSession, nil},
		"Agent.SetPriority": {func(w world) error {
			return desk.Agent(sue(w)).SetPriority(w.ctx, w.waiting(), 9)
		}, chat.AuditPriority, chat.AuditSession, nil},
		"Line.End": {func(w world) error {
			return w.Host().Line().End(w.ctx, w.waiting())
		}, chat.AuditEnd, chat.AuditSession, nil},
		"Line.Move": {func(w world) error {
			return w.Host().Line().Move(w.ctx, w.waiting(), "billing")
		}, chat.AuditMove, chat.AuditSession, nil},
		"Line.SetPriority": {func(w world) error {
			return w.Host().Line().SetPriority(w.ctx, w.waiting(), 9)
		}, chat.AuditPriority, chat.AuditSession, nil},
		"Agent.Ban": {func(w world) error {
			return w.agent("ann").Ban(w.ctx, w.session, "spam", 0)
		}, chat.AuditBan, chat.AuditVisitor, visitor},
		"Visitor.Erase": {func(w world) error {
			return w.visitor(1).Erase(w.ctx)
		}, chat.AuditErase, chat.AuditVisitor, visitor},
	}
}

func TestEveryMethodThatChangesPowersOrSettingsHasALineInItsBatch(t *testing.T) {
	all := acts(t)
	for _, handle := range []reflect.Type{
		reflect.TypeFor[desk.Supervisor](), reflect.TypeFor[desk.Host](),
		reflect.TypeFor[desk.Line](), reflect.TypeFor[desk.Settings](),
	} {
		for m := range handle.Methods() {
			name := handle.Name() + "." + m.Name
			_, told := all[name]
			require.True(t, told != (untold[name] != ""), "%s: does it change something that the trail tells of, or why not?", name)
		}
	}
	for name, a := range all {
		t.Run(name, func(t *testing.T) {
			eye := &witness{}
			s := newShop(t, withPrompt(), func(c *desk.Config) { eye.Store = c.Store; c.Store = eye })
			w := worldOf(s)
			before := w.trail(chat.AuditFilter{})
			require.NoError(t, a.do(w))
			after := w.trail(chat.AuditFilter{})
			require.Len(brief.T(t), after, len(before)+1, "one act, one line")
			l := after[0]
			require.Equal(t, a.act, l.Act)
			require.NotZero(t, l.Revision)
			require.Equal(t, w.clock(), l.At)
			require.NotEmpty(t, l.Changes)
			require.Equal(t, a.kind, l.Changes[0].Kind)
			role, _, _ := strings.Cut(strings.Replace(name, "Settings.", "Supervisor.", 1), ".")
			if role == "Line" {
				role = "Host"
			}
			if role == "Agent" && l.By.ID == string(w.id("sue")) { // a supervisor, by the handle of an agent
				role = "Supervisor"
			}
			require.Equal(t, strings.ToLower(role), string(l.By.Role))
			require.Equal(t, l.By.Role == chat.AuditByHost, l.By.ID == "")
			if a.id != nil {
				require.Equal(t, a.id(w), l.Changes[0].ID)
				require.Equal(t, l.ID, w.trail(chat.AuditFilter{Kind: a.kind, ID: a.id(w)})[0].ID, "by thing")
			}
			require.Empty(t, eye.missed)
		})
	}
}

func (s *shop) trail(f chat.AuditFilter) (all []chat.AuditLine) {
	s.t.Helper()
	for f.Limit = 200; ; {
		ls, next, err := s.Host().Audit(s.ctx, f)
		require.NoError(s.t, err)
		all = append(all, ls...)
		if f.After = next; next == "" {
			return all
		}
	}
}

func TestNoWriteOfAnybodyGoesPastTheTrail(t *testing.T) {
	eye := &witness{}
	r := newRealm(t, func(c *desk.Config) { eye.Store = c.Store; c.Store = eye })
	n := 0
	for who, p := range actors {
		for _, d := range deeds() {
			if d.do(r, p) == nil {
				n++
			}
			require.Empty(t, eye.missed, "%s: %s", who, d.name)
		}
	}
	require.Greater(t, n, 50)
}

func TestTheSeedTheFirstSettingAndTheHooksAgentsAreInTheTrailToo(t *testing.T) {
	eye := &witness{}
	s := newShop(t, settings.Team{}, func(c *desk.Config) {
		eye.Store = c.Store
		c.Store = eye
		c.NewAgent = func(context.Context, chat.Principal) (settings.Agent, bool) {
			return settings.Agent{Name: "New"}, true
		}
	})
	require.NoError(t, first(s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip"})))
	l := s.trail(chat.AuditFilter{})[0]
	var made []string
	for _, c := range l.Changes {
		made = append(made, string(c.Kind)+" "+c.ID)
	}
	require.ElementsMatch(t, []string{"queue vip", "queue support", "site main"}, made, "what became real with it")
	require.NoError(t, first(s.agent("zoe").Me(s.ctx)))
	require.Equal(t, chat.AuditAgent, s.trail(chat.AuditFilter{})[0].Changes[0].Kind)

	other := newShop(t, twoTeams(), func(c *desk.Config) { eye.Store = c.Store; c.Store = eye })
	require.NoError(t, first(other.agent("ann").Me(other.ctx)))
	for _, l := range other.trail(chat.AuditFilter{}) {
		require.Equal(t, chat.AuditSeed, l.Act)
		require.Equal(t, chat.AuditByHost, l.By.Role)
	}
	require.NotEmpty(t, other.trail(chat.AuditFilter{Kind: chat.AuditAgent}))
	require.Empty(t, eye.missed)
}

func TestALineTellsWhatWasThereAndWhatIsThereNow(t *testing.T) {
	w := newWorld(t)
	sue := w.supervisor("sue")
	require.NoError(t, sue.SetCapacity(w.ctx, w.ann, 7))
	l := w.trail(chat.AuditFilter{})[0]
	require.JSONEq(t, `{"capacity":3}`, string(l.Changes[0].Before))
	require.JSONEq(t, `{"capacity":7}`, string(l.Changes[0].After))
	rs, err := w.store.Get(w.ctx, records.Agent(w.ann))
	require.NoError(t, err)
	require.Equal(t, uint64(rs[0].Rev), l.Revision, "the line and the record are of one commit")

	qs, err := sue.Queues(w.ctx)
	require.NoError(t, err)
	q := qs[0]
	was := q.Revision
	q.Limit = 12
	_, err = sue.PutQueue(w.ctx, q)
	require.NoError(t, err)
	c := w.trail(chat.AuditFilter{})[0].Changes[0]
	require.EqualValues(t, was, c.From)
	require.JSONEq(t, `{"limit":12}`, string(c.After))

	n := len(w.trail(chat.AuditFilter{}))
	require.ErrorIs(t, sue.SetCapacity(w.ctx, w.ann, 700), chat.ErrInvalid)
	require.ErrorIs(t, first(w.supervisor("sam").PutSite(w.ctx, settings.Site{ID: "x"})), chat.ErrForbidden)
	require.NoError(t, first(w.agent("ann").SetStatus(w.ctx, chat.Available, "")))
	require.NoError(t, first(sue.Agents(w.ctx)))
	require.Len(brief.T(t), w.trail(chat.AuditFilter{}), n,
		"what was refused, what is one's own, and what only reads is not told of")
}

func TestAnErasedVisitorIsInNoLineAndTheBanIs(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.agent("ann").Ban(w.ctx, w.session, marker, time.Hour))
	require.NotEmpty(t, w.holding(marker))
	require.Equal(t, marker, w.trail(chat.AuditFilter{})[0].Note)
	require.NoError(t, w.visitor(1).Erase(w.ctx))
	require.Empty(t, w.holding(marker))
	ls := w.trail(chat.AuditFilter{Kind: chat.AuditVisitor, ID: "vis_00000000000000000000000001"})
	require.Len(t, ls, 2)
	require.Equal(t, chat.AuditErase, ls[0].Act)
	require.Equal(t, chat.AuditBan, ls[1].Act)
	require.True(t, ls[1].Erased)
	require.Empty(t, ls[1].Changes[0].After)
	require.Equal(t, string(w.ann), ls[1].By.ID, "who did it stays")
	n := len(w.trail(chat.AuditFilter{}))
	require.NoError(t, w.visitor(1).Erase(w.ctx))
	require.NoError(t, w.visitor(9).Erase(w.ctx))
	require.Len(brief.T(t), w.trail(chat.AuditFilter{}), n,
		"who is erased, or was never there, is not erased")
}

func TestAnAgentsPartInTheTrailCanBeErased(t *testing.T) {
	w := newWorld(t)
	_, err := w.supervisor("sue").PutAgent(w.ctx, settings.Agent{ID: w.ann, Name: marker})
	require.NoError(t, err)
	_, err = w.supervisor("sue").PutAgent(w.ctx, settings.Agent{ID: w.ann, Name: "Anna"})
	require.NoError(t, err)
	require.NotEmpty(t, w.holding(marker))
	require.NoError(t, w.Host().EraseAudit(w.ctx, w.ann))
	require.Empty(t, w.holding(marker))
	require.Equal(t, chat.AuditErase, w.trail(chat.AuditFilter{})[0].Act)
	require.ErrorIs(t, w.Host().EraseAudit(w.ctx, "ann"), chat.ErrNotFound)
}
