package schemaorg_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/hours/schemaorg"
)

// withHours is a page of which HOURS, a member, stands for hours of Mondays.
func withHours(page string) string {
	return strings.ReplaceAll(page, "HOURS", `"openingHours":"Mo 09:00-17:00"`)
}

func TestTheHoursOfWhereAnEventIsAreNotThePages(t *testing.T) {
	for _, row := range [][2]string{
		{`{"@type":"Event","location":{HOURS}}`, "location"},
		{`{"@type":["Thing","schema:MusicEvent"],"location":{HOURS}}`, "location"},
		{`{"@graph":[{"@type":"Festival","location":{HOURS}}]}`, "@graph[0].location"},
		{`{"@type":"WebPage","mainEntity":{"@type":"Event","location":{HOURS}}}`,
			"mainEntity.location"},
		{`[{"@type":"Event","@id":"#e"},{"@id":"#e","location":{HOURS}}]`, "[1].location"},
		{`{"@type":"Article","about":{"@type":"Museum",HOURS}}`, "about"},
		{`{"@graph":[{"@type":"BlogPosting","mainEntity":{HOURS}}]}`, "@graph[0].mainEntity"},
		{`{"@type":"WebPage","mainEntity":{"@type":"Review","about":{HOURS}}}`, "mainEntity.about"},
		{`{"@type":"WebPage","about":{"@id":"#e"},"publisher":{"@id":"#s",HOURS}}`, "publisher"},
	} {
		page, at := withHours(row[0]), row[1]
		_, err := schemaorg.Unmarshal([]byte(page), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported, page)
		require.ErrorContains(t, err, at+" has hours, but not the page's own", page)
	}
}

func TestWhatAPageNamesByAnIDIsItsOwn(t *testing.T) {
	for _, page := range []string{
		`{"@type":"WebPage","mainEntity":{"@id":"#s"},"publisher":{"@id":"#s",HOURS}}`,
		`{"@type":"WebPage","about":[{"@id":"#s","@type":"Store"}],"publisher":{"@id":"#s",HOURS}}`,
		`{"@graph":[{"@id":"#p","@type":"AboutPage","about":{"@id":"#o"}},{"@type":"Article",
			"publisher":{"@id":"#o","mainEntityOfPage":{"@id":"#p"},"location":{"@id":"#l"}},
			"contentLocation":{"@id":"#l",HOURS}}]}`,
		`[{"@id":"#s","@type":"Store"},{"@type":"WebPage","publisher":{"@id":"#s",HOURS}}]`,
		`{"@type":"Article","mainEntityOfPage":{"@type":"WebPage","about":{HOURS}}}`,
		`{"@type":"WebSite","mainEntity":{HOURS}}`,
		`{"openingHoursSpecification":{"@type":"OpeningHoursSpecification","@id":"#h"},
			"x":{"@id":"#h","dayOfWeek":"Monday","opens":"09:00","closes":"17:00"}}`,
	} {
		require.Equal(t, "Mon 09:00-17:00", rules(t, withHours(page)), page)
	}
}

// One page may list several branches, and be that of one: a reader who takes the first, or the only
// one with hours, tells a visitor the times of another shop.
func TestOfSeveralPlacesThePagesMainEntityIsMeant(t *testing.T) {
	const other = `{"@id":"#b","@type":"Store","openingHours":"Tu 10:00-12:00"}`
	for _, page := range []string{
		`{"@graph":[{"@type":"WebPage","mainEntity":{"@id":"#a"}},` +
			`{"@id":"#a","@type":"Store",HOURS},` + other + `]}`,
		`{"@graph":[` + other + `,{"@type":"ContactPage","mainEntity":{"@type":"Store",HOURS}}]}`,
		`[{"@type":"WebPage","mainEntity":[{"@id":"#a"}]},` + other + `,{"@id":"#a",HOURS}]`,
		`{"@graph":[{"@type":"WebPage","@id":"#p"},` + other +
			`,{"@type":"Store","mainEntityOfPage":{"@id":"#p"},HOURS}]}`,
		`{"@graph":[{"@type":"WebPage","url":"https://shop.example/a"},` + other +
			`,{"@type":"Store","mainEntityOfPage":"https://shop.example/a",HOURS}]}`,
		`{"@graph":[` + other + `,{"@type":"WebPage","mainEntity":
			{"@type":"Organization","location":{"@type":"Place",HOURS}}}]}`,
		`{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article"}},{"@type":"Store",HOURS}]}`,
		`{"@graph":[{"@type":"WebPage","mainEntity":{"@id":"#a"}},{"@id":"#a","@type":"Store"},
			{"@id":"#a","openingHours":"Mo 09:00-17:00"},` + other + `]}`,
	} {
		require.Equal(t, "Mon 09:00-17:00", rules(t, withHours(page)), page)
	}
	for page, want := range map[string]string{
		`{"@graph":[{"@type":"WebPage","mainEntity":{"@id":"#a"}},{"@id":"#a","@type":"Store"},` +
			other + `]}`: "@graph[2] has hours, but the page's mainEntity is another of its kind",
		`{"@graph":[{"@type":"Store",HOURS},` + other + `]}`: "several have hours, want one",
		`{"@graph":[{"@type":"WebPage","mainEntity":[{"@type":"Store",HOURS},` + other + `]}]}`: "" +
			"several have hours, want one: @graph[0].mainEntity[0], @graph[0].mainEntity[1]",
		`{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article"}},{"@type":"Store",HOURS},` +
			other + `]}`: "several have hours, want one",
	} {
		_, err := schemaorg.Unmarshal([]byte(withHours(page)), "UTC")
		require.ErrorIs(t, err, schemaorg.ErrUnsupported, page)
		require.ErrorContains(t, err, want, page)
	}
}

// A page that tells one thing in many parts, each of which names it, is no dearer than others.
func TestManyPartsOfOneThingAreReadOnce(t *testing.T) {
	part := `{"@type":"Store","@id":"#s","location":{"@id":"#s"},"about":{"@id":"#s"}},`
	page := `[` + strings.Repeat(part, 5000) + `{"@id":"#s","department":{HOURS}}]`
	_, err := schemaorg.Unmarshal([]byte(withHours(page)), "UTC")
	require.ErrorContains(t, err, "[5000].department has hours, but not the page's own")
	main := strings.Repeat(`{"@type":"WebPage","mainEntity":{"@id":"#s"}},`, 5000)
	_, err = schemaorg.Unmarshal([]byte(withHours(`[`+main+page[1:])), "UTC")
	require.ErrorContains(t, err, "[10000].department has hours, but not the page's own")
}
