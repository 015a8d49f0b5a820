package settings

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// helped is help with everything in it.
func helped() Help {
	return Help{
		Questions: []Question{{
			ID: "delivery", Ask: map[string]string{"en": "How long does delivery take?"},
			Answer: map[string]string{"en": "Two days."}, Words: map[string]string{"en": "parcel"},
		}},
		Phone:    Phone{Number: "+372 600 1234", Schedule: "day"},
		CallBack: CallBack{On: true, Schedule: "day", Every: time.Hour},
		Write:    true,
		Pages:    []HelpPage{{URL: "/help", Label: map[string]string{"en": "Help"}}},
	}
}

func TestHelpThatCouldNotBeShownIsRefusedByName(t *testing.T) {
	known := Team{Schedules: []Schedule{{ID: "day"}}}
	check := func(h Help) error {
		err := Site{ID: "shop", Queues: []chat.QueueID{"q"}, Help: h}.Check("", Team{
			Schedules: known.Schedules, Queues: []Queue{{ID: "q"}},
		})
		return err
	}
	require.NoError(t, check(Help{}))
	require.NoError(t, check(helped()))
	long := func(n int) string { return strings.Repeat("ö", n) }
	for want, spoil := range map[string]func(*Help){
		"self_help.questions: want at most 50": func(h *Help) {
			h.Questions = make([]Question, 51)
		},
		"self_help.questions[0].id: character": func(h *Help) { h.Questions[0].ID = "a/b" },
		"self_help.questions[1].id: \"delivery\" is there twice": func(h *Help) {
			h.Questions = append(h.Questions, h.Questions[0])
		},
		"self_help.questions[0].ask: missing": func(h *Help) { h.Questions[0].Ask = nil },
		"self_help.questions[0].ask: 201 characters": func(h *Help) {
			h.Questions[0].Ask = map[string]string{"en": long(201)}
		},
		"self_help.questions[0].answer: missing": func(h *Help) {
			h.Questions[0].Answer = map[string]string{"en": " "}
		},
		"self_help.questions[0].answer: 1001 characters": func(h *Help) {
			h.Questions[0].Answer = map[string]string{"en": long(1001)}
		},
		"self_help.questions[0].words: want a language": func(h *Help) {
			h.Questions[0].Words = map[string]string{"": "box"}
		},
		"self_help.phone.number: 33 characters":  func(h *Help) { h.Phone.Number = long(33) },
		"self_help.phone.schedule: there is no":  func(h *Help) { h.Phone.Schedule = "night" },
		"self_help.call_back.schedule: there is": func(h *Help) { h.CallBack.Schedule = "night" },
		"self_help.call_back.every: want 10m to": func(h *Help) { h.CallBack.Every = time.Minute },
		"self_help.pages: want at most 10":       func(h *Help) { h.Pages = make([]HelpPage, 11) },
		"self_help.pages[0].url: want http": func(h *Help) {
			h.Pages[0].URL = "javascript:alert(1)"
		},
		"self_help.pages[0].url: want http, http": func(h *Help) {
			h.Pages[0].URL = "//evil.example/x"
		},
		"self_help.pages[0].url: want http, https": func(h *Help) {
			h.Pages[0].URL = "https://shop@evil.example/"
		},
	} {
		h := helped()
		spoil(&h)
		err := check(h)
		require.ErrorIs(t, err, chat.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
}

func TestTimesOfCallBacksLieHalfAnHourApart(t *testing.T) {
	require.Equal(t, 30*time.Minute, CallBack{}.Spacing())
	require.Equal(t, time.Hour, CallBack{Every: time.Hour}.Spacing())
}
