package chathttp

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAReconnectingEventSourceKnowsBetterThanItsPage(t *testing.T) {
	r := httptest.NewRequest("GET", "/v1/events?after=old", nil)
	c, err := cursorOf(r)
	require.NoError(t, err)
	assert.Equal(t, "old", c)
	r.Header.Set("Last-Event-ID", "new")
	c, err = cursorOf(r)
	require.NoError(t, err)
	assert.Equal(t, "new", c)
}

func TestACursorThatIsNotYoursIsAnsweredByAReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		eve, other := h.person(), h.person()
		eve.starts("mine")
		foreign := other.starts("theirs")
		for _, cursor := range []string{foreign + ".1", "rubbish", "ses_00000000000000000000000000.3", "-1"} {
			s := eve.stream("v1/events", "Last-Event-ID", cursor)
			_, e := s.until("stream.reset")
			assert.NotEmpty(t, e.Reason)
			_, e = s.until("message.created")
			assert.Equal(t, "mine", e.Entry.Text, "what follows is the state, from its beginning")
		}
		eve.do("GET", "v1/events?after="+strings.Repeat("x", maxCursor+1), "").refused(400, codeInvalid)
		eve.do("GET", "v1/events?after="+url.QueryEscape("a\nb"), "").refused(400, codeInvalid)
		eve.do("GET", "v1/events", "", "Accept", "application/json").into(200, nil)
		eve.do("GET", "v1/events", "", "Accept", "image/png").refused(406, codeNotAcceptable)
		eve.do("GET", "v1/events?wait=99", "", "Accept", "application/json").refused(400, codeInvalid)
		eve.do("HEAD", "v1/events", "", "Accept", "text/event-stream").into(405, nil)
	})
}

// FuzzCursor checks that a cursor is read or refused, and that what a poll remembers beside it survives the way there and back.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", "ses_x.3", "ses_x.3!aabbccdd00112233", "!", "!!", "a!.", "\x00", "12-3!" + strings.Repeat("x.", 20)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		r := httptest.NewRequest("GET", "/v1/events", nil)
		r.Header["Last-Event-Id"] = []string{in}
		c, err := cursorOf(r)
		if err != nil {
			problemOf(t, err)
			return
		}
		plain, s := cutSeen(c)
		if strings.Contains(plain, seenMark) || len(s.prints) > seenMost {
			t.Fatalf("%q: %q %q", in, plain, s.prints)
		}
		again, s2 := cutSeen(s.onto(plain))
		if again != plain || len(s2.prints) != len(s.prints) {
			t.Fatalf("%q does not come back: %q %q", in, again, s2.prints)
		}
	})
}
