package settings_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	. "github.com/switchboard-go/switchboard/chat/settings"
)

var asked = []OwnField{
	{Name: "order", Kind: FieldOrder, Required: true},
	{Name: "topic", Kind: FieldChoice, Choices: []Choice{{Value: "return"}, {Value: "other"}}},
	{Name: "pieces", Kind: FieldNumber},
	{Name: "note", Max: 5},
}

// filled are fields of names and values in turn.
func filled(pairs ...string) (all []chat.Field) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, chat.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return all
}

func TestWhatIsFilledInIsKeptAsItIsAskedFor(t *testing.T) {
	given := filled("pieces", " ٣.5 ", "order", " #A-1001 ", "topic", "other", "note", "  ")
	got, err := Fill(asked, given, true)
	require.NoError(t, err)
	require.Equal(t, filled("order", "#A-1001", "topic", "other", "pieces", "3.5", "note", ""), got)
	_, err = Fill(asked, filled("note", "żółwi"), false)
	require.NoError(t, err, "characters, not bytes; and a correction need not be whole")
}

func TestDigitsOfEveryScriptAreTaken(t *testing.T) {
	for _, digits := range []string{"٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"} {
		got, err := Fill(asked, filled("order", digits), true)
		require.NoError(t, err)
		require.Equal(t, "0123456789", got[0].Value)
	}
	for _, beside := range []string{"\u065f", "\u066a", "\u06ef", "\u06fa", "\u0965", "\uff1a"} {
		_, err := Fill(asked, filled("order", "1", "pieces", "1"+beside), true)
		require.ErrorIs(t, err, chat.ErrInvalid, "%U is no digit", []rune(beside)[0])
	}
}

func TestWhatDoesNotFitAFieldIsRefusedByItsName(t *testing.T) {
	ones := func(n int) string { return strings.Repeat("1", n) }
	for want, given := range map[string][]chat.Field{
		"fields.order: missing":            nil,
		"fields.order: want the number":    filled("order", "order 1001"),
		"fields.order: want the number of": filled("order", "--"),
		"fields.order: shows nothing":      filled("order", "\u200b"),
		"fields.order: has a control":      filled("order", "1\n2"),
		"fields.order: 41 characters":      filled("order", ones(41)),
		"fields.topic: want one of":        filled("order", "1", "topic", "Other"),
		"fields.pieces: want a number":     filled("order", "1", "pieces", "1,5"),
		"fields.pieces: 21 characters":     filled("order", "1", "pieces", ones(21)),
		"fields.note: 6 characters":        filled("order", "1", "note", "żółwie"),
		"fields.note: shows nothing":       filled("order", "1", "note", "\u0301"),
		"fields.colour: is not asked for":  filled("order", "1", "colour", "red"),
		"fields.order: is there twice":     filled("order", "1", "order", "2"),
		"fields.?: is not asked for":       filled("order", "1", "A\x00", "2"),
	} {
		_, err := Fill(asked, given, true)
		require.ErrorIs(t, err, chat.ErrInvalid, want)
		require.ErrorContains(t, err, want)
	}
	_, err := Fill(asked, filled("order", " "), false)
	require.ErrorContains(t, err, "fields.order: missing", "a required one is not taken away")
}

func TestAQueuesFieldTakesThePlaceOfTheSitesOfThatName(t *testing.T) {
	site := Site{Fields: []OwnField{{Name: "order"}, {Name: "note"}}}
	own := OwnField{Name: "order", Kind: FieldOrder, Required: true}
	queue := Queue{Service: Service{Fields: []OwnField{{Name: "size"}, own}}}
	require.Equal(t, []OwnField{own, {Name: "note"}, {Name: "size"}}, AskedAt(site, queue))
	require.Len(t, site.Fields, 2)
	require.Empty(t, site.Fields[0].Kind)
}

func TestFieldsThatNobodyCouldFillInAreRefused(t *testing.T) {
	known := &InForce{Team: Team{Queues: []Queue{{ID: "support"}}}}
	many := make([]OwnField, 9)
	for i := range many {
		many[i].Name = string(rune('a' + i))
	}
	between := func(values ...string) []OwnField {
		x := OwnField{Name: "a", Kind: FieldChoice}
		for _, v := range values {
			x.Choices = append(x.Choices, Choice{Value: v})
		}
		return []OwnField{x}
	}
	for want, fields := range map[string][]OwnField{
		"fields: want at most 8":                             many,
		"fields[0].name: want 1 to 32":                       {{}},
		"fields[0].name: character 1":                        {{Name: "Größe"}},
		`fields[0].name: "email" is asked for in form`:       {{Name: "email"}},
		`fields[1].name: "a" is there twice`:                 {{Name: "a"}, {Name: "a"}},
		"fields[0].choices: missing":                         between(),
		"fields[0].choices: are of a choice":                 {{Name: "a", Choices: between("x")[0].Choices}},
		"fields[0].choices[0].value: is empty":               between(""),
		"fields[0].choices[0].value: begins or ends":         between("x "),
		`fields[0].choices[1].value: "x" is there twice`:     between("x", "x"),
		"fields[0].choices: want at most 30":                 between(make([]string, 31)...),
		"fields[0].kind: want text, choice, number or order": {{Name: "a", Kind: "date"}},
		"fields[0].max: want 1 to 200":                       {{Name: "a", Max: 201}},
	} {
		site := Site{ID: "main", Queues: []chat.QueueID{"support"}, Fields: fields}
		require.ErrorContains(t, site.Check("", known), want)
		queue := Queue{ID: "support", Service: Service{Fields: fields}}
		require.ErrorContains(t, queue.Check("queue", known), "queue."+want)
	}
}
