package chatclient_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/chatclient"
)

// listenTo starts a chat, and returns the texts of messages as a stream of its visitor brings them,
// while next says one after the other.
func (s *shop) listenTo(say int, between func(n int)) (texts []string) {
	ctx := s.t.Context()
	eve := s.as("").Visitor()
	begun, err := eve.Start(ctx, "", chatclient.Start{Name: "Eve", Text: "text 0"})
	require.NoError(s.t, err)
	seen := map[int]bool{}
	next := func() {
		if len(texts) <= say {
			_, err := eve.Session(begun.ID).Send(ctx, "", chatclient.Message{Text: "text"})
			require.NoError(s.t, err)
		}
	}
	for e, err := range eve.Events(ctx, "") {
		require.NoError(s.t, err)
		if e.Type == "stream.hello" && len(texts) == 0 {
			page, err := eve.Session(begun.ID).Messages(ctx, chatclient.MessagesQuery{})
			require.NoError(s.t, err)
			for _, x := range page.Entries {
				seen[x.N] = true
			}
			next()
		}
		if x := e.Data.Entry; x != nil && x.Kind == "message.created" && !seen[x.N] {
			require.NotEmpty(s.t, e.Cursor)
			seen[x.N] = true
			texts = append(texts, x.Text)
			between(len(texts))
			if len(texts) == say {
				return texts
			}
			next()
		}
	}
	return texts
}

func TestAStreamThatIsCutGoesOnWhereItWas(t *testing.T) {
	s := open(t)
	got := s.listenTo(5, func(int) { s.server.CloseClientConnections() })
	require.Len(t, got, 5)
}

func TestWhereNoStreamIsServedTheClientAsksAgainAndAgain(t *testing.T) {
	s := open(t)
	polls := func(h http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") == "text/event-stream" {
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		h.ServeHTTP(w, r)
	}
	s.amid.Store(&polls)
	require.Len(t, s.listenTo(3, func(int) {}), 3)
}

func TestAStreamThatIsRefusedEnds(t *testing.T) {
	s := open(t)
	n := 0
	for _, err := range s.as("nobody").Agent().Events(t.Context(), "") {
		n++
		var p *chatclient.Problem
		require.ErrorAs(t, err, &p)
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusForbidden}, p.Status)
	}
	require.Equal(t, 1, n)
}

func TestABoardIsHeardAndLeft(t *testing.T) {
	s := open(t)
	for e, err := range s.as("liis").Supervisor().Events(t.Context()) {
		require.NoError(t, err)
		if e.Data.Board != nil {
			require.True(t, strings.HasPrefix(string(e.Type), "board."))
			return
		}
	}
	require.Fail(t, "no board came")
}
