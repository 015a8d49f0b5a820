package people

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// sense is what a word does in a text about opening hours.
type sense uint8

const (
	senseDays     sense = iota + 1 // weekdays
	senseUntil                     // weekdays, and that a range ends with them: "reedeni"
	senseTo                        // between two days or times
	senseAnd                       // between two members of a list
	senseExcept                    // before the days that are taken away: "daily except Sunday"
	senseOthers                    // the days of which nothing is said yet: "otherwise"
	senseClosed                    // no hours
	senseAllDay                    // from midnight to midnight
	senseMorning                   // the hour beside it lies before noon
	senseEvening                   // the hour beside it lies after noon
	senseMidday                    // from eleven to three: Indonesian "siang"
	senseNight                     // from six in the evening to five in the morning
	senseNoon                      // twelve o'clock, or the half of a day beside it: "中午12点"
	senseMidnight                  // the beginning of a day, or its end
	senseOclock                    // after an hour, of a clock that counts to 24
	senseHalf                      // after an hour: thirty minutes
	senseIdle                      // says nothing: "from", "open"
	senseBetween                   // says nothing, and that the times behind it are joined by "and"
	senseHoliday                   // days that no week has
	senseDate                      // a month, a season
	senseTurns                     // which weeks, or which weekday of a month
	senseRest                      // a break
	senseVague                     // instead of a time: "by appointment"
	senseZone                      // the name of a time zone
)

// meaning is what one word or phrase means in one language. Several sets of days are several
// meanings of one word.
type meaning struct {
	sense sense
	days  []dayset
}

// dayset is a set of weekdays; bit 0 is Sunday.
type dayset uint8

const (
	workdays dayset = 0b0111110
	weekend  dayset = 0b1000001
	everyday dayset = 0b1111111
)

// language is how the people of one language write opening hours. Words stand as fold leaves them,
// phrases between commas.
type language struct {
	code    string
	clock24 bool // a bare "7-11" is the morning: nobody counts to twelve
	days    [7]string
	until   [7]string
	sets    map[string][]dayset
	words   map[sense]string
}

// vocabulary finds the meanings of a language's phrases.
type vocabulary struct {
	code    string
	clock24 bool
	phrases map[string]meaning
	spelled map[string]string // phrases as their people write them
	longest int               // in runes
}

// vocabularies are the languages that Parse knows, and last all of them as one, for texts that mix
// them: a word on which two languages disagree has every meaning there, if all are days, and none
// otherwise.
var vocabularies = sync.OnceValue(func() []*vocabulary {
	mixed := newVocabulary(language{})
	torn := map[string]bool{}
	var all []*vocabulary
	for _, l := range languages {
		v := newVocabulary(l)
		for s, names := range refusedWords { // first: a word of the language's own goes before
			v.list(names, meaning{sense: s})
		}
		v.take(neutral)
		v.take(l)
		all = append(all, v)
		for phrase, m := range v.phrases {
			old, ok := mixed.phrases[phrase]
			switch {
			case !ok:
				mixed.add(phrase, m)
			case old.sense != m.sense:
				torn[phrase] = true
			default:
				mixed.add(phrase, meaning{m.sense, union(old.days, m.days)})
			}
		}
	}
	for phrase := range torn {
		delete(mixed.phrases, phrase)
	}
	return append(all, mixed)
})

func newVocabulary(l language) *vocabulary {
	return &vocabulary{
		code: l.code, clock24: l.clock24,
		phrases: map[string]meaning{}, spelled: map[string]string{},
	}
}

func union(a, b []dayset) []dayset {
	a = slices.Clone(a)
	for _, d := range b {
		if !slices.Contains(a, d) {
			a = append(a, d)
		}
	}
	return a
}

func (v *vocabulary) take(l language) {
	for day, names := range l.days {
		v.list(names, meaning{senseDays, []dayset{1 << day}})
	}
	for day, names := range l.until {
		v.list(names, meaning{senseUntil, []dayset{1 << day}})
	}
	for names, sets := range l.sets {
		v.list(names, meaning{senseDays, sets})
	}
	for s, names := range l.words {
		v.list(names, meaning{sense: s})
	}
}

func (v *vocabulary) list(names string, m meaning) {
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name != "" {
			v.add(foldText(name), m)
			v.spelled[foldText(name)] = name
		}
	}
}

func (v *vocabulary) add(phrase string, m meaning) {
	v.phrases[phrase] = m
	v.longest = max(v.longest, utf8.RuneCountInString(phrase))
}

// neutral is read in every language: the short English names of days, which hours.Week writes, and
// signs.
var neutral = language{
	days: [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"},
	words: map[sense]string{
		senseClosed: "closed, off", senseAllDay: "24/7, 24h, 24 h", senseMorning: "am, a.m, a m", senseEvening: "pm, p.m, p m", senseOclock: "h", senseAnd: "&, +",
	},
}
