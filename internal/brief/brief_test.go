package brief_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/brief"
)

// failing is a test that notes what it says.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper()                   {}
func (f *failing) Error(args ...any)         { f.said += fmt.Sprint(args...) }
func (f *failing) Errorf(s string, a ...any) { f.said += fmt.Sprintf(s, a...) }
func (f *failing) Fatal(args ...any)         { f.Error(args...); f.FailNow() }
func (f *failing) FailNow()                  { runtime.Goexit() }

// says is what a test says that fails.
func says(t *testing.T, test func(testing.TB)) string {
	t.Helper()
	f := &failing{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(f)
	}()
	<-done
	return f.said
}

// large is what tests compare whole: 100 kB and more.
func large(n int) (all []record) {
	for i := range n {
		at := time.Date(2026, 11, 2, 10, 0, i, 0, time.UTC)
		all = append(all, record{fmt.Sprint("session/", i), []byte(strings.Repeat("x", 400)), at})
	}
	return all
}

type record struct {
	Key   string
	Value []byte
	At    time.Time
}

func TestNoMessageIsLongerThanSomebodyReads(t *testing.T) {
	page := strings.Repeat("<p>Wörter</p>", 20_000)
	for name, test := range map[string]func(testing.TB){
		"a page":     func(t testing.TB) { require.Contains(brief.T(t), page, "parcel") },
		"a log":      func(t testing.TB) { assert.NotContains(brief.T(t), page, "Wörter") },
		"a list":     func(t testing.TB) { require.Equal(brief.T(t), large(300), large(299), "lists") },
		"records":    func(t testing.TB) { brief.Same(t, large(300), large(299)) },
		"long text":  func(t testing.TB) { brief.Same(t, page, page+"!") },
		"unlike":     func(t testing.TB) { brief.Same(t, large(300), page) },
		"what it is": func(t testing.TB) { brief.Same(t, 1, 2, "%s", page) },
		"Fatalf":     func(t testing.TB) { brief.T(t).Fatalf("%s", page) },
		"a record":   func(t testing.TB) { brief.Same(t, record{Key: page}, record{}) },
	} {
		t.Run(name, func(t *testing.T) {
			said := says(t, test)
			require.NotEmpty(t, said)
			require.LessOrEqual(t, len(said), brief.Most+200, "testify says where, besides")
			require.True(t, utf8.ValidString(said))
		})
	}
	said := says(t, func(t testing.TB) {
		require.Equal(brief.T(t), large(300), large(299), "what it is about")
	})
	require.Contains(t, said, "what it is about")
	require.Contains(t, said, "bytes left out")
}

func TestSameSaysWhereValuesFirstDiffer(t *testing.T) {
	other := large(300)
	other[217].Value[333] = 'y'
	said := says(t, func(t testing.TB) { brief.Same(t, large(300), other, "after %d", 7) })
	require.True(t, strings.HasPrefix(said, "after 7: [217].Value: want "), said)

	type tree struct {
		By   map[string]*record
		Deep any
		own  int
	}
	one := func() tree { return tree{By: map[string]*record{"a": {Key: "k"}}, Deep: []int{1}} }
	for want, change := range map[string]func(*tree){
		`.By[a].Key: want "k", got "l"`:   func(x *tree) { x.By["a"].Key = "l" },
		`.By[b]: want nothing, got `:      func(x *tree) { x.By["b"] = &record{} },
		`.By[a]: want `:                   func(x *tree) { x.By["a"] = nil },
		`.Deep[1], of 1 and 2: want noth`: func(x *tree) { x.Deep = []int{1, 2} },
		`.Deep[0]: want 1, got 2`:         func(x *tree) { x.Deep = []int{2} },
		`.Deep: want [1], got 1`:          func(x *tree) { x.Deep = 1 },
		`the values: want {By:map[a:`:     func(x *tree) { x.own = 1 },
	} {
		got := one()
		change(&got)
		said := says(t, func(t testing.TB) { brief.Same(t, one(), got) })
		require.True(t, strings.HasPrefix(said, want), "%s; want %s", said, want)
	}
	require.Empty(t, says(t, func(t testing.TB) { brief.Same(t, large(3), large(3)) }))
}

func TestTextLeavesOutTheMiddle(t *testing.T) {
	require.Equal(t, "100 %", brief.Text(5, "100 %%"))
	require.Equal(t, "as it is", brief.Text(8, "%s is", "as it"))
	s := brief.Text(100, "%s", "begins"+strings.Repeat("ä", 500)+"ends")
	require.LessOrEqual(t, len(s), 100)
	require.True(t, utf8.ValidString(s))
	require.True(t, strings.HasPrefix(s, "begins") && strings.HasSuffix(s, "ends"), s)
	require.Contains(t, s, "bytes left out")
}
