package e2e

import (
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
