package desk

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestATrailThatIsSentAgainIsNotedOnce(t *testing.T) {
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	at := func(seconds int, url string) PageView {
		return PageView{URL: url, At: now.Add(time.Duration(seconds-60) * time.Second)}
	}
	trail := []PageView{at(0, "/a"), at(5, "/b"), at(9, "/a")}
	var m visitorRecord
	require.True(t, m.remember(trail, nil, now))
	require.Len(t, m.Pages, 3)
	require.False(t, m.remember(trail, nil, now.Add(time.Second)), "nothing is new")
	require.True(t, m.remember(append(trail, at(20, "/b")), nil, now.Add(time.Minute)))
	want := []PageView{at(20, "/b"), at(9, "/a"), at(5, "/b"), at(0, "/a")}
	require.Equal(t, want, m.Pages, "a page seen again later is a page of its own")
}
