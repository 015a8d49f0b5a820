package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func TestRulesOfIntakeThatDisagreeGoByTheirOrderAndEachSaysWhatItDid(t *testing.T) {
	seed := sorted(t)
	seed.Queues = append(seed.Queues, settings.Queue{ID: "vips", NoAgent: settings.NoAgentWait})
	seed.Queues[2].For = vips
	seed.Rules = rules(t, `[
		{"id":"a","on":["start"],"priority":1,"do":[
			{"type":"queue","queue":"help"},{"type":"priority","priority":-700}]},
		{"id":"b","on":["start"],"priority":9,"do":[
			{"type":"queue","queue":"vips"},{"type":"tag","tag":"one"}]},
		{"id":"c","on":["start"],"priority":5,"do":[
			{"type":"queue","queue":"returns"},{"type":"priority","priority":-700}]},
		{"id":"d","on":["start"],"priority":4,"group":"g","do":[
			{"type":"tag","tag":"one"},{"type":"skill","skill":"law","level":2}]},
		{"id":"e","on":["start"],"priority":3,"group":"g","do":[{"type":"tag","tag":"never"}]},
		{"id":"f","on":["start"],"priority":2,"do":[
			{"type":"skill","skill":"law","level":7},{"type":"skill","skill":"law","level":3}]}]`)
	play(t, seed, func(t *testing.T, s *scene) {
		v := s.waiting("gus", "")
		x := s.card(v)
		require.EqualValues(t, "returns", x.Queue)
		require.Equal(t, -1000, x.Priority)
		require.Equal(t, []string{"one"}, x.Tags)
		require.Equal(t, []chat.Skill{{Name: "law", Level: 7}}, x.Skills)
		told := s.sorts(v)
		require.Len(t, told, 1)
		require.Equal(t, "b: queue vips, which does not take it now, tag one; "+
			"c: queue returns, priority -700; d: tag one, skill law 2; "+
			"f: skill law 7, skill law 3; a: queue help, but returns came first, priority -700",
			told[0].Why)
	})
}

func TestWhatRulesOfIntakeDoStaysWithinWhatASessionHolds(t *testing.T) {
	seed := sorted(t)
	var all []string
	for i := range 40 {
		all = append(all, fmt.Sprintf(`{"id":"r%02d","on":["start","message"],"do":[
			{"type":"tag","tag":"t%02d"},{"type":"skill","skill":"s%02d"},
			{"type":"priority","priority":1000},
			{"type":"note","text":{"en":"%s"}}]}`, i, i, i, strings.Repeat("n", 900)))
	}
	seed.Rules = rules(t, "["+strings.Join(all, ",")+"]")
	play(t, seed, func(t *testing.T, s *scene) {
		v := s.waiting("gus", "")
		for i := range 5 {
			r := desk.MessageRequest{Text: fmt.Sprint(i)}
			_, err := v.Visitor.Send(t.Context(), v.Session, r)
			require.NoError(t, err)
		}
		x := s.card(v)
		require.Len(t, x.Tags, chat.MaxTags)
		require.Len(t, x.Skills, chat.MaxSkills)
		require.Equal(t, 1000, x.Priority)
		notes := 0
		for _, e := range s.timeline(v) {
			if e.Kind == chat.KindNote {
				notes++
			}
			require.NoError(t, chat.CheckText("why", "x"+e.Why[:min(len(e.Why), 10)]))
		}
		require.LessOrEqual(t, notes, 2*chat.MaxNotes)
	})
}

func TestWhoComesByAMessengerNeedsTheSkillsOfTheQueue(t *testing.T) {
	seed := one(func(q *settings.Queue) { q.Skills = []chat.Skill{{Name: "pl", Level: 3}} })
	seed.Rules = settings.Rules(trigger.Rule{
		ID: "r", On: []trigger.Moment{trigger.OnStart}, When: trigger.Where(
			"message.text", trigger.Contains, trigger.Text("lawyer")),
		Do: []trigger.Action{{Type: trigger.AddSkill, Sort: trigger.Sort{Skill: "law", Level: 2}}},
	})
	connected(t, desk.Config{Seed: seed}, func(t *testing.T, s *scene, _ *messenger) {
		want := []chat.Skill{{Name: "pl", Level: 3}, {Name: "law", Level: 2}}
		x := s.card(by(s.writes("7", "1", "a lawyer")))
		require.Equal(t, want, x.Skills)
		page := s.Visitor("ada")
		page.Ask(desk.StartRequest{Text: "a lawyer"})
		s.pass(time.Second)
		require.Equal(t, want, s.card(page).Skills, "as from the page")
	})
}
