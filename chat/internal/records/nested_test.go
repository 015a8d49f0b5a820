package records_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
)

type leaf struct {
	Name string `json:"name"`
	Size int    `json:"size,omitempty"`
}

// tree has leaves in every way in which a record can hold something.
type tree struct {
	ID   string          `json:"id"`
	One  leaf            `json:"one"`
	Rare leaf            `json:"rare,omitzero"`
	Some []leaf          `json:"some,omitempty"`
	May  *leaf           `json:"may,omitempty"`
	By   map[string]leaf `json:"by,omitempty"`
	Deep []struct {
		Leaves []leaf `json:"leaves"`
	} `json:"deep,omitempty"`
}

func TestWhatANewerReleaseWroteBelowAFieldSurvivesARewrite(t *testing.T) {
	for name, c := range map[string]struct {
		old  string
		edit func(*tree)
		want string
	}{
		"of a struct": {
			`{"id":"a","one":{"name":"x","mood":1}}`, func(x *tree) { x.One.Name = "y" },
			`{"v":1,"id":"a","one":{"name":"y","mood":1}}`,
		},
		"of a struct that is left out": {
			`{"id":"a","one":{"name":""},"rare":{"mood":1}}`, func(x *tree) { x.ID = "b" },
			`{"v":1,"id":"b","one":{"name":""},"rare":{"mood":1}}`,
		},
		"of a struct that is emptied": {
			`{"id":"a","one":{"name":""},"rare":{"name":"x","mood":1}}`, func(x *tree) { x.Rare = leaf{} },
			`{"v":1,"id":"a","one":{"name":""}}`,
		},
		"of a pointer": {
			`{"id":"a","one":{"name":""},"may":{"name":"","mood":{"a":[1]}}}`, func(x *tree) { x.May.Size = 2 },
			`{"v":1,"id":"a","one":{"name":""},"may":{"name":"","size":2,"mood":{"a":[1]}}}`,
		},
		"of a pointer that is gone": {
			`{"id":"a","one":{"name":""},"may":{"mood":1}}`, func(x *tree) { x.May = nil },
			`{"v":1,"id":"a","one":{"name":""}}`,
		},
		"of a list that is longer, in another order": {
			`{"id":"a","one":{"name":""},"some":[{"name":"x","mood":1},{"name":"y","mood":2}]}`,
			func(x *tree) { x.Some = []leaf{{"new", 0}, {"y", 7}, {"x", 0}} },
			`{"v":1,"id":"a","one":{"name":""},"some":[{"name":"new"},{"name":"y","size":7,"mood":2},{"name":"x","mood":1}]}`,
		},
		"of a list with one twice": {
			`{"id":"a","one":{"name":""},"some":[{"name":"x","mood":1},{"name":"x","size":1,"mood":2}]}`,
			func(x *tree) { x.Some = []leaf{{"x", 1}, {"x", 5}} },
			`{"v":1,"id":"a","one":{"name":""},"some":[{"name":"x","size":1,"mood":2},{"name":"x","size":5,"mood":1}]}`,
		},
		"of a list that is emptied": {
			`{"id":"a","one":{"name":""},"some":[{"name":"x","mood":1}]}`, func(x *tree) { x.Some = nil },
			`{"v":1,"id":"a","one":{"name":""}}`,
		},
		"of a map": {
			`{"id":"a","one":{"name":""},"by":{"p":{"name":"x","mood":1},"q":{"name":"","mood":2}}}`,
			func(x *tree) { delete(x.By, "q") },
			`{"v":1,"id":"a","one":{"name":""},"by":{"p":{"name":"x","mood":1}}}`,
		},
		"of a list in a list": {
			`{"id":"a","one":{"name":""},"deep":[{"leaves":[{"name":"x","mood":1}],"sun":1}],"top":1}`,
			func(x *tree) { x.ID = "b" },
			`{"v":1,"id":"b","one":{"name":""},"deep":[{"leaves":[{"name":"x","mood":1}],"sun":1}],"top":1}`,
		},
		"of a field in other letters": {
			`{"id":"a","ONE":{"NAME":"x","mood":1}}`, func(x *tree) { x.One.Size = 1 },
			`{"v":1,"id":"a","one":{"name":"x","size":1,"mood":1}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			x, err := records.Decode[tree]([]byte(c.old))
			require.NoError(t, err)
			c.edit(&x)
			got, err := records.Encode(x, []byte(c.old))
			require.NoError(t, err)
			require.Equal(t, c.want, string(got))
			again, err := records.Decode[tree](got)
			require.NoError(t, err)
			require.Equal(t, x, again, "this release reads what it wrote")
		})
	}
}

func TestARecordWithoutAnythingNewIsRewrittenWithoutALook(t *testing.T) {
	old := []byte(`{"v":1,"id":"ses_1","offers":[{"id":"off_1","n":1,"agent":"agt_1"}],"policy":{"grace":1},"contact":{"name":"Ana"}}`)
	s, err := records.Decode[chat.Session](old)
	require.NoError(t, err)
	fresh := testing.AllocsPerRun(500, func() { _, _ = records.Encode(s, nil) })
	over := testing.AllocsPerRun(500, func() { _, _ = records.Encode(s, old) })
	// One more than that is for the race detector, under which the encoder's pool loses some.
	require.LessOrEqual(t, over, fresh+6, "the list of what is unknown at the top, and no more")
}

// FuzzRewriteKeepsWhatIsBelow rewrites whatever may be a record of a newer release.
func FuzzRewriteKeepsWhatIsBelow(f *testing.F) {
	f.Add([]byte(`{"id":"a","one":{"name":"x","mood":1},"rare":{"x":1},"some":[{"name":"x","mood":1},null],"may":{"mood":1}}`), true)
	f.Add([]byte(`{"by":{"a":{"x":[]},"A":{}},"deep":[{"leaves":[{"name":"x","mood":1}]},{}],"ONE":{"n":1},"one":{"N":2}}`), false)
	f.Fuzz(func(t *testing.T, old []byte, shorter bool) {
		x, err := records.Decode[tree](old)
		if err != nil {
			return
		}
		if x.One.Name = "x"; len(x.Some) > 0 && shorter {
			x.Some = x.Some[1:]
		}
		once, err := records.Encode(x, old)
		if err != nil {
			return
		}
		again, err := records.Decode[tree](once)
		require.NoError(t, err, "%s", once)
		plain, err := records.Encode(x, nil)
		require.NoError(t, err)
		y, err := records.Encode(again, nil)
		require.NoError(t, err)
		require.Equal(t, string(plain), string(y), "what this release knows is as it wrote it")
		twice, err := records.Encode(again, once)
		require.NoError(t, err)
		require.Equal(t, string(once), string(twice))
	})
}
