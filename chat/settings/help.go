package settings

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// Help is what a site offers beside the chat, and first of all while nobody can answer. The zero
// Help is none.
type Help struct {
	// Questions are the shop's own, with their answers, at most 50. Default: none.
	Questions []Question `json:"questions,omitempty"`
	Phone     Phone      `json:"phone,omitzero"`
	CallBack  CallBack   `json:"call_back,omitzero"`
	// Write offers the form of a message also while the chat is open. Default: it is offered while
	// nobody can answer.
	Write bool `json:"write,omitempty"`
	// Pages are pages of help, at most 10. Default: none.
	Pages []HelpPage `json:"pages,omitempty"`
}

// Question is one of those that visitors ask again and again.
type Question struct {
	// ID is what it is counted by, as other names are: 1 to 64 of a-z, 0-9 and "-". Required.
	ID string `json:"id" need:"true"`
	// Ask is the question by language tag, up to 200 characters. Required.
	Ask map[string]string `json:"ask" need:"true"`
	// Answer is the answer by language tag, up to 1000 characters. It is shown as it stands, with
	// addresses as links. Required.
	Answer map[string]string `json:"answer" need:"true"`
	// Words are other words that find it, by language tag. Nobody reads them. Default: none.
	Words map[string]string `json:"words,omitempty"`
}

// Phone is a number to call.
type Phone struct {
	// Number is as people read it, such as +372 600 1234. Default: none is shown.
	Number string `json:"number,omitempty"`
	// Schedule is the name of the hours in which somebody answers it. Default: the site's.
	Schedule string `json:"schedule,omitempty"`
}

// CallBack offers that the shop calls the visitor, at a time that the visitor chooses.
type CallBack struct {
	// On offers it. Default: false.
	On bool `json:"on,omitempty"`
	// Schedule is the name of the hours in which the shop calls. Default: the site's.
	Schedule string `json:"schedule,omitempty"`
	// Every is how far the times lie apart that a visitor chooses from. Default: 30 minutes.
	Every time.Duration `json:"every,omitempty" range:"10m,4h" default:"30m"`
}

// HelpPage is a page of help.
type HelpPage struct {
	// URL is its address: http, https, or a path of the shop. Required.
	URL string `json:"url" need:"true"`
	// Label are its words, by language tag. Default: its address.
	Label map[string]string `json:"label,omitempty"`
}

// The limits of what a site offers as help.
const (
	maxQuestions = 50
	maxHelpPages = 10
	maxAsk       = 200
	maxAnswer    = 1000
	maxPhone     = 32
)

// Spacing is how far the times of call-backs lie apart.
func (c CallBack) Spacing() time.Duration {
	if c.Every <= 0 {
		return 30 * time.Minute
	}
	return c.Every
}

// check refuses help that could not be shown.
func (h Help) check(at string, known Known) error {
	var f faults
	f.when(len(h.Questions) > maxQuestions, below(at, "questions"), "want at most %d", maxQuestions)
	for i, q := range h.Questions {
		one := fmt.Sprintf("%s[%d]", below(at, "questions"), i)
		f.add(chat.CheckName(one+".id", q.ID))
		same := func(x Question) bool { return x.ID == q.ID }
		f.when(slices.ContainsFunc(h.Questions[:i], same), one+".id", "%q is there twice", q.ID)
		f.texts(one+".ask", q.Ask, maxAsk, true)
		f.texts(one+".answer", q.Answer, maxAnswer, true)
		f.texts(one+".words", q.Words, maxAsk, false)
	}
	f.add(chat.CheckLine(below(at, "phone.number"), h.Phone.Number, maxPhone))
	for i, id := range h.schedules() {
		field := strings.TrimPrefix(helpSchedules[i], "self_help.")
		f.when(id != "" && !known.HasSchedule(id), below(at, field), "there is no schedule %q", id)
	}
	f.when(len(h.Pages) > maxHelpPages, below(at, "pages"), "want at most %d", maxHelpPages)
	for i, p := range h.Pages {
		one := fmt.Sprintf("%s[%d]", below(at, "pages"), i)
		f.when(!IsPage(p.URL), one+".url", "want http, https or a path of the shop")
		f.texts(one+".label", p.Label, maxAsk, false)
	}
	return errors.Join(f...)
}

// schedules are those of the phone and of call-backs; empty for the site's.
func (h Help) schedules() []string { return []string{h.Phone.Schedule, h.CallBack.Schedule} }

// helpSchedules are the fields of a site that name them.
var helpSchedules = []string{"self_help.phone.schedule", "self_help.call_back.schedule"}

// texts refuses texts by language that are too long, or none where there must be one.
func (f *faults) texts(at string, texts map[string]string, most int, needed bool) {
	f.when(needed && len(texts) == 0, at, "missing")
	f.when(len(texts) > 40, at, "want at most 40 languages")
	for _, lang := range slices.Sorted(maps.Keys(texts)) {
		f.when(lang == "" || len(lang) > 35, at, "want a language tag before each text")
		f.add(chat.CheckTextWithin(at, texts[lang], most))
	}
}

// IsPage reports whether an address is a page of the web, or a path.
func IsPage(address string) bool {
	u, err := url.Parse(address)
	if err != nil || len(address) > 1000 {
		return false
	}
	if u.Scheme == "" {
		return u.Host == "" && len(u.Path) > 0 && u.Path[0] == '/'
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil
}
