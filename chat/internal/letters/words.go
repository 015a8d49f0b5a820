package letters

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// words are those of one language. They have places for what differs from letter to letter, such as
// {shop} and {agent}, which fill puts in.
type words struct {
	Subject        string   `json:"subject"`
	Hello          string   `json:"hello"`
	Hi             string   `json:"hi"` // to somebody without a name
	Wrote          string   `json:"wrote"`
	Reply          string   `json:"reply"` // how to answer, where mail comes back
	Here           string   `json:"here"`  // and where it does not
	By             string   `json:"by"`
	Days           []string `json:"days"` // from Sunday
	Confirm        string   `json:"confirm"`
	ConfirmSubject string   `json:"confirm.subject"`
	ConfirmBy      string   `json:"confirm.by"`
	ChatSubject    string   `json:"chat.subject"`
	ChatHow        string   `json:"chat.how"` // why a whole chat comes
	You            string   `json:"you"`      // the reader, above their own words
}

//go:embed words/*.json
var files embed.FS

// languages are those that there are words in; the first is taken where a reader's is not there.
var languages = []string{"en", "et", "pl", "id", "zh", "ar"}

// all are the words by language. They are read once, when the program starts, and never change.
var all = load()

// load reads the words of all languages. It panics only if a file is missing or damaged, which
// every test of this package would show.
func load() map[string]words {
	out := map[string]words{}
	for _, l := range languages {
		b, err := files.ReadFile("words/" + l + ".json")
		if err != nil {
			panic(err) // the files are compiled in
		}
		var w words
		if err := json.Unmarshal(b, &w); err != nil {
			panic(fmt.Sprintf("letters: %s: %v", l, err))
		}
		out[l] = w
	}
	return out
}

// Language returns the language of a letter to somebody whose locale is known, or not.
func Language(locale string) string {
	l, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(locale, "_", "-")), "-")
	if _, ok := all[l]; ok {
		return l
	}
	return languages[0]
}

// When writes an instant to come as people say it: the day of the week and the time, where the shop
// is. One that is a week away has its date, too.
func When(locale string, now, at time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	w := all[Language(locale)]
	at = at.In(zone)
	day := w.Days[at.Weekday()]
	if at.Sub(now) > 6*24*time.Hour {
		day += " " + at.Format("2006-01-02")
	}
	return fill(w.By, "day", day, "time", at.Format("15:04 MST"))
}

// fill puts values into the places of a text that their names have. A value is put in once and not
// looked through again, so nobody's name can hold a place of its own. What has no value stays.
func fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
