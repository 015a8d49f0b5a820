package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

// rules reads rules as they are written.
func rules(t *testing.T, text string) []settings.Rule {
	t.Helper()
	all, err := trigger.Parse([]byte(text))
	require.NoError(t, err)
	return settings.Rules(all...)
}

const sorting = `[
	{"id":"returns","on":["start"],"when":{"attr":"page.path","op":"prefix","value":"/returns"},
	 "do":[{"type":"queue","queue":"returns"}]},
	{"id":"rich","on":["start"],"when":{"all":[
		{"attr":"cart.products","op":"any_of","value":["sofa"]},
		{"attr":"visitor.country","op":"eq","value":"PL"}]},
	 "do":[{"type":"priority","priority":40},
		{"type":"note","text":{"en":"Wants a sofa on {page.path}","pl":"Chce sofę"}}]},
	{"id":"words","on":["start","message"],
	 "when":{"attr":"message.text","op":"contains","value":"lawyer","fold":true},
	 "do":[{"type":"tag","tag":"legal"},{"type":"skill","skill":"law","level":3},
		{"type":"priority","priority":900}]},
	{"id":"mail","on":["start"],"when":{"attr":"form.email","op":"suffix","value":"@firm.example"},
	 "do":[{"type":"tag","tag":"firm"}]},
	{"id":"order","on":["start"],"when":{"attr":"form.order","op":"prefix","value":"B-"},
	 "do":[{"type":"tag","tag":"bulk"}]},
	{"id":"move","on":["message"],"when":{"attr":"message.text","op":"prefix","value":"return"},
	 "do":[{"type":"queue","queue":"returns"}]}]`

// sorts are the entries that say what rules decided.
func (s *scene) sorts(v *chattest.Visitor) (es []chat.Entry) {
	for _, e := range s.timeline(v) {
		if e.Sorts() {
			es = append(es, e)
		}
	}
	return es
}

// sorted is a shop whose rules sort what begins.
func sorted(t *testing.T) settings.Team {
	return settings.Team{
		Queues: []settings.Queue{
			{ID: "help", NoAgent: settings.NoAgentWait}, {ID: "returns", NoAgent: settings.NoAgentWait},
		},
		Sites: []settings.Site{{
			ID: "main", Queues: []chat.QueueID{"help"}, Fields: []settings.OwnField{{Name: "order"}},
		}},
		Rules: rules(t, sorting),
	}
}

func TestRulesSortASessionThatBegins(t *testing.T) {
	seed := sorted(t)
	from := map[string]trigger.Value{"visitor.country": trigger.Text("PL")}
	cfg := desk.Config{Seed: seed, Profile: told{"pola": {Attrs: from}}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		plain := s.waiting("plain", "")
		x := s.card(plain)
		require.Equal(t, chat.QueueID("help"), x.Queue)
		require.Zero(t, x.Priority)
		require.Len(t, s.timeline(plain), 3, "no rule, no entry")

		pola := s.Visitor("pola")
		pola.Ask(desk.StartRequest{
			Text: "My LAWYER will write", Email: "pola@firm.example", Locale: "pl",
			Page: "https://shop.example/Returns/7", Fields: []chat.Field{{Name: "order", Value: "B-7"}},
			Cart: &desk.Cart{Currency: "PLN", Items: []desk.CartItem{{Name: "sofa", Quantity: 1}}},
		})
		s.pass(time.Second)
		x = s.card(pola)
		require.Equal(t, chat.QueueID("returns"), x.Queue, "not offered by itself")
		require.Equal(t, 940, x.Priority)
		require.Equal(t, []string{"bulk", "firm", "legal"}, x.Tags)
		require.Equal(t, []chat.Skill{{Name: "law", Level: 3}}, x.Skills)
		var why string
		var notes []string
		for _, e := range s.timeline(pola) {
			if e.Reason == chat.ByRules {
				require.False(t, e.Public())
			}
			switch {
			case e.Kind == chat.KindUpdated && e.Reason == chat.ByRules:
				why = e.Why
			case e.Kind == chat.KindNote:
				notes = append(notes, e.Text)
			}
		}
		require.Equal(t, []string{"Chce sofę"}, notes)
		require.Equal(t, "mail: tag firm; order: tag bulk; returns: queue returns; rich: "+
			"priority +40, note; words: tag legal, skill law 3, priority +900", why)

		told := s.sorts(pola)
		require.Len(t, told, 1)
		require.Equal(t, why, told[0].Why)
		told = s.sorts(plain)
		require.Empty(t, told)
	})
}

func TestRulesSortASessionWhenItsVisitorWrites(t *testing.T) {
	play(t, sorted(t), func(t *testing.T, s *scene) {
		v := s.waiting("ada", "")
		place := s.card(v).QueuedAt
		say := func(text string) chat.Session {
			_, err := v.Visitor.Send(t.Context(), v.Session, desk.MessageRequest{Text: text})
			require.NoError(t, err)
			s.pass(time.Second)
			return s.card(v)
		}
		require.Empty(t, say("hm").Tags)
		x := say("a lawyer, please")
		require.Equal(t, []string{"legal"}, x.Tags)
		require.Equal(t, 900, x.Priority)
		require.Equal(t, []chat.Skill{{Name: "law", Level: 3}}, x.Skills)
		x = say("returns?")
		require.Equal(t, chat.QueueID("returns"), x.Queue)
		require.Equal(t, place, x.QueuedAt, "it keeps its place")

		// Over the same path go words that come by a start, into the session that is open.
		seen := x.Entries
		_, err := v.Visitor.Start(t.Context(), desk.StartRequest{Text: "my lawyer again"})
		require.NoError(t, err)
		x = s.card(v)
		require.Equal(t, 900, x.Priority, "once, however often it is said")
		require.Equal(t, []string{"legal"}, x.Tags)
		require.Equal(t, seen+2, x.Entries)
		told := s.sorts(v)
		require.Len(t, told, 3)
	})
}

func TestNobodyIsTurnedAwayByBeingSorted(t *testing.T) {
	seed := sorted(t)
	seed.Queues[1].NoAgent = settings.NoAgentRefuse
	seed.Rules = rules(t, `[{"id":"all","on":["start"],
		"do":[{"type":"queue","queue":"returns"},{"type":"tag","tag":"x"}]}]`)
	play(t, seed, func(t *testing.T, s *scene) {
		v := s.waiting("ada", "")
		require.Equal(t, chat.QueueID("help"), s.card(v).Queue)
		require.Equal(t, []string{"x"}, s.card(v).Tags)
		told := s.sorts(v)
		require.Contains(t, told[0].Why, "the queue returns takes nothing new now")
		left := s.Visitor("bo")
		left.Ask(desk.StartRequest{Text: "Hello", Email: "bo@x.example", Leave: true})
		s.pass(time.Second)
		require.Equal(t, chat.QueueID("returns"), s.card(left).Queue, "where it belongs")
	})
}

func TestRulesSendNobodyToAQueueThatIsNotForThem(t *testing.T) {
	seed := sorted(t)
	seed.Queues[1].For = vips
	seed.Rules = rules(t, `[{"id":"all","on":["start","message"],
		"do":[{"type":"queue","queue":"returns"}]}]`)
	cfg := desk.Config{Seed: seed, Profile: told{"vera": {Tier: "vip"}}}
	playWith(t, cfg, func(t *testing.T, s *scene) {
		gus := s.waiting("gus", "")
		_, err := gus.Visitor.Send(t.Context(), gus.Session, desk.MessageRequest{Text: "?"})
		require.NoError(t, err)
		require.Equal(t, chat.QueueID("help"), s.card(gus).Queue)
		require.Equal(t, chat.QueueID("returns"), s.card(s.waiting("vera", "")).Queue)
	})
}

func TestMailThatComesInIsSortedToo(t *testing.T) {
	seed := sorted(t)
	play(t, seed, func(t *testing.T, s *scene) {
		r, err := s.Host().Receive(t.Context(), hook.Inbound{
			Channel: "mail", ExternalID: "1", Sender: "joe@firm.example",
			Parts: []hook.Part{{Kind: hook.PartText, Text: "I have a lawyer"}},
		})
		require.NoError(t, err)
		x, err := s.boss.Session(t.Context(), r.Session)
		require.NoError(t, err)
		require.Equal(t, []string{"firm", "legal"}, x.Session.Tags)
		require.Equal(t, 900, x.Session.Priority)
	})
}

func TestAPageCannotSayThatASessionBegins(t *testing.T) {
	play(t, sorted(t), func(t *testing.T, s *scene) {
		for _, m := range []trigger.Moment{trigger.OnStart, trigger.OnMessage} {
			f := looking("/shoes")
			f.Moments = []trigger.Moment{m}
			_, err := s.Visitor("ada").Visitor.Visit(t.Context(), f)
			require.ErrorIs(t, err, chat.ErrInvalid)
			require.ErrorContains(t, err, "moments[0]")
		}
	})
}

func TestARuleOfIntakeIsExplained(t *testing.T) {
	play(t, sorted(t), func(t *testing.T, s *scene) {
		ask := func(rule, text, page string) trigger.Explanation {
			f := looking(page)
			q := desk.RuleQuestion{Rule: rule, Facts: f, Text: text}
			x, err := s.boss.ExplainRule(t.Context(), q)
			require.NoError(t, err)
			return x
		}
		require.True(t, ask("words", "my lawyer", "/").Fires, "whether or not anybody could answer")
		require.False(t, ask("words", "hello", "/").Fires)
		require.True(t, ask("returns", "", "/returns/1").Fires)
		require.True(t, ask("move", "return it", "/").Fires)
	})
}

func TestARuleOfIntakeThatNoSessionCouldTakeIsRefused(t *testing.T) {
	long := strings.Repeat("x", 33)
	for name, x := range map[string]string{
		"do.tag":     `{"type":"tag","tag":"` + long + `"}`,
		"do.skill":   `{"type":"skill","skill":"` + long + `"}`,
		"do.queue":   `{"type":"queue","queue":"nowhere"}`,
		"do.text.en": `{"type":"note","text":{"en":" "}}`,
		"/do/0/type": `{"type":"prompt","text":{"en":"Hi"}}`,
	} {
		seed := sorted(t)
		seed.Rules = nil
		all, err := trigger.Parse([]byte(`[{"id":"r","on":["start"],"do":[` + x + `]}]`))
		require.NoError(t, err)
		seed.Rules = settings.Rules(all...)
		err = settings.Check(seed, settings.Builders{})
		require.ErrorIs(t, err, chat.ErrInvalid, name)
		require.ErrorContains(t, err, name)
	}
}
