package chat

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// monday is any instant.
var monday = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// nothings are texts that show nothing, each of them once accepted.
var nothings = []string{
	"\u200b", "\ufeff", "\u2060", "\u2800", "\u3164", "\u00ad", "\U000e0041\U000e007f", "\u200d\u200c", "\u034f", "\u115f\u1160", "\uffa0",
	"\ufe0f", "\u180e", "\u00a0\u3000", "\u2063", "\x01", "\x07", "\x7f", "\u0085", "\u2028", "\u061c", " \u200b\n\u2060\t", "\U0001d159", "\ufdd0", "\U000e0100",
}

func TestWhatShowsNothingIsNoTextAndNoName(t *testing.T) {
	for _, s := range nothings {
		assert.ErrorIs(t, CheckText("text", s), ErrInvalid, "%q", s)
		assert.ErrorIs(t, CheckLine("name", s, 80), ErrInvalid, "%q", s)
		assert.ErrorIs(t, CheckContact(Contact{Name: s}), ErrInvalid, "%q", s)
		assert.ErrorIs(t, CheckAgent(Agent{Name: s}), ErrInvalid, "%q", s)
		_, err := Agent{}.SetMode(Break, s, monday)
		assert.ErrorIs(t, err, ErrInvalid, "%q", s)
		assert.NoError(t, CheckText("text", s+"a"), "%q", s)
	}
	for _, s := range []string{"a", "👩\u200d👩\u200d👧", "مریم\u200cسادات", "é", "e\u0301", "한", "ㄱ", "中", "⠁", "🏴\U000e0067\U000e0062\U000e007f", "—", "\uf8ff"} {
		assert.NoError(t, CheckText("text", s), "%q", s)
		assert.NoError(t, CheckLine("name", s, 80), "%q", s)
	}
}

func TestALineHasNothingThatTurnsOrBreaksIt(t *testing.T) {
	for _, r := range "\n\r\t\x00\x1b\x7f\u0085\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069" {
		assert.ErrorIs(t, CheckLine("name", "a"+string(r)+"b", 80), ErrInvalid, "%U", r)
	}
	assert.ErrorIs(t, CheckLine("name", "a\xff", 80), ErrInvalid)
}

func TestLimitsAreInCharactersWhateverTheScript(t *testing.T) {
	for _, c := range []string{"a", "ł", "中", "😀"} {
		assert.NoError(t, CheckText("text", strings.Repeat(c, MaxText)), c)
		assert.ErrorContains(t, CheckText("text", strings.Repeat(c, MaxText+1)), "4001 characters, at most 4000", c)
		for _, l := range []struct {
			most  int
			check func(string) error
		}{
			{80, func(s string) error { return CheckContact(Contact{Name: s}) }},
			{MaxEmail - len("@example.com"), func(s string) error { return CheckContact(Contact{Email: s + "@example.com"}) }},
			{32, func(s string) error { return CheckContact(Contact{Phone: s}) }},
			{80, func(s string) error { return CheckAgent(Agent{Name: s}) }},
			{80, func(s string) error { _, err := Agent{}.SetMode(Break, s, monday); return err }},
			{MaxComment, func(s string) error { return checkText("comment", s, MaxComment) }},
		} {
			assert.NoError(t, l.check(strings.Repeat(c, l.most)), c)
			assert.ErrorIs(t, l.check(strings.Repeat(c, l.most+1)), ErrInvalid, c)
		}
	}
}

func TestAnAgentOutOfBoundsIsRefusedByField(t *testing.T) {
	good := func() Agent {
		return Agent{Name: "Ana", Queues: []Serves{{Queue: "help", Priority: -3, Delay: time.Minute}}, Skills: []Skill{{"pl", 10}, {"de", 0}}, Person: Person{Languages: []string{"pl", "zh-Hant-TW"}}, Capacity: 3, Tier: -1}
	}
	require.NoError(t, CheckAgent(good()))
	long := strings.Repeat("x", 50_000)
	for field, spoil := range map[string]func(*Agent){
		"name":                    func(a *Agent) { a.Name = "" },
		"capacity":                func(a *Agent) { a.Capacity = 65 },
		"tier":                    func(a *Agent) { a.Tier = -1 << 63 },
		"skills":                  func(a *Agent) { a.Skills = make([]Skill, MaxSkills+1) },
		"queues":                  func(a *Agent) { a.Queues = make([]Serves, MaxServes+1) },
		"languages":               func(a *Agent) { a.Languages = make([]string, MaxLanguages+1) },
		"languages[0]":            func(a *Agent) { a.Languages[0] = long },
		"languages[1]":            func(a *Agent) { a.Languages[1] = "" },
		"skills[0].name":          func(a *Agent) { a.Skills[0].Name = long },
		"skills[1].name":          func(a *Agent) { a.Skills[1].Name = "a\nb" },
		"skills[0].level":         func(a *Agent) { a.Skills[0].Level = -1 << 63 },
		"skills[1].level":         func(a *Agent) { a.Skills[1].Level = 11 },
		"queues[0].queue":         func(a *Agent) { a.Queues[0].Queue = "../x" },
		"queues[1].queue":         func(a *Agent) { a.Queues = append(a.Queues, Serves{Queue: "help"}) },
		"queues[0].priority":      func(a *Agent) { a.Queues[0].Priority = 1 << 62 },
		"queues[0].delay_seconds": func(a *Agent) { a.Queues[0].Delay = -5 * time.Second },
	} {
		a := good()
		spoil(&a)
		assert.ErrorContains(t, CheckAgent(a), "invalid: "+field+": ", field)
	}
}

func TestWhatIsNotUTF8IsMeasuredAfterItIsRefused(t *testing.T) {
	assert.ErrorContains(t, CheckText("text", strings.Repeat("\xff", 10*MaxText)), "UTF-8")
}

func TestAReasonOfAnOlderReleaseStaysWithTheAgent(t *testing.T) {
	a := Agent{Mode: Available, ModeReason: "a\nb"}
	lost, err := a.SetMode(Lost, a.ModeReason, monday)
	require.NoError(t, err)
	assert.Equal(t, Lost, lost.Mode)
}

// FuzzCheckText checks that what passes is shown, is UTF-8 and keeps to its limit.
func FuzzCheckText(f *testing.F) {
	for _, s := range nothings {
		f.Add(s)
	}
	f.Add("hello")
	f.Fuzz(func(t *testing.T, s string) {
		if CheckText("text", s) == nil && (!visible(s) || !utf8.ValidString(s) || utf8.RuneCountInString(s) > MaxText) {
			t.Fatalf("accepted %q", s)
		}
		if CheckLine("name", s, 80) == nil && s != "" && (!visible(s) || utf8.RuneCountInString(s) > 80 || strings.ContainsFunc(s, controls)) {
			t.Fatalf("accepted %q as a line", s)
		}
	})
}
