package e2e

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
)

const setOffline = "You were set offline because the connection was lost"

func TestAnAgentWhoIsSetOfflineWhileTheConsoleIsOpenIsToldSo(t *testing.T) {
	c := openCounter(t, team())
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari")
	elsewhere := c.Agent("mari").Agent
	set := func(mode chat.AgentMode, reason string) {
		_, err := elsewhere.SetStatus(t.Context(), mode, reason)
		require.NoError(t, err)
	}

	set(chat.Offline, assign.LostReason) // what the desk writes for one whose connection was lost
	mari.see(".mode[data-mode=offline]", "")
	mari.see(".status .note.lost[role=status]", setOffline)

	mari.choose("select.mode", "available") // only she can come back
	mari.see(".mode[data-mode=available]", "")
	mari.notSee(".status .note", setOffline)
	c.heard(mari)

	set(chat.Offline, "home") // her own choice needs no note
	mari.see(".mode[data-mode=offline]", "")
	mari.notSee(".status .note", setOffline)
	assert.Empty(t, mari.complaints())
}

// answersLate holds back the answers to what is put, until they are let go.
func (c *counter) answersLate() (letGo func()) {
	held := make(chan struct{})
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			c.api.ServeHTTP(w, r)
			return
		}
		late := httptest.NewRecorder()
		c.api.ServeHTTP(late, r)
		<-held
		maps.Copy(w.Header(), late.Header())
		w.WriteHeader(late.Code)
		_, _ = w.Write(late.Body.Bytes())
	})
	letGo = sync.OnceFunc(func() { close(held) })
	c.t.Cleanup(letGo)
	return letGo
}

// undone is an agent whose choice to accept chats the desk has undone before its answer came.
func undone(t *testing.T) (c *counter, mari *person, answer func()) {
	c = openCounter(t, team())
	mari = meet(t, browser(t), "Mari")
	c.at(mari, "mari")
	answer = c.answersLate()
	mari.choose("select.mode", "available")
	c.heard(mari)
	_, err := c.Agent("mari").Agent.SetStatus(t.Context(), chat.Offline, assign.LostReason)
	require.NoError(t, err)
	return c, mari, answer
}

// TestALateAnswerDoesNotUndoWhatTheDeskSaidSince: the answer to an agent's own choice is on its way while the desk sets them
// offline.
func TestALateAnswerDoesNotUndoWhatTheDeskSaidSince(t *testing.T) {
	_, mari, answer := undone(t)
	mari.see(".mode[data-mode=offline]", "")
	answer()
	mari.see("select.mode:not([aria-busy=true])", "")
	mari.see(".mode[data-mode=offline]", "")
	mari.see(".status .note.lost[role=status]", setOffline)
	assert.Empty(t, mari.complaints())
}

// TestAChoiceThatIsMadeAgainIsToldAgain: the desk undid the first one while its answer was on its way.
func TestAChoiceThatIsMadeAgainIsToldAgain(t *testing.T) {
	c, mari, answer := undone(t)
	mari.see(".status .note.lost[role=status]", setOffline)
	mari.choose("select.mode", "available")
	answer()
	c.heard(mari)
	mari.see(".mode[data-mode=available]", "")
	mari.notSee(".status .note", setOffline)
	assert.Empty(t, mari.complaints())
}
