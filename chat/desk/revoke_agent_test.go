package desk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestRevokingAnAgentReachesTheRecordThatStreamsWatch(t *testing.T) {
	w := newWorld(t)
	require.NoError(t, w.Host().Revoke(w.ctx, chat.RoleAgent, "ann", 7))
	var families []string
	for _, key := range w.holding(`"version":7`) {
		families = append(families, strings.Split(key, "/")[0])
	}
	require.Equal(t, []string{"agent", "extern"}, families)
	require.NoError(t, w.Host().Revoke(w.ctx, chat.RoleAgent, "ann", 3), "an older one changes nothing")
	require.Len(t, w.holding(`"version":7`), 2)
}

func TestALoginIsRevokedBeforeItsAgentIsMade(t *testing.T) {
	s := newShop(t, twoTeams())
	require.NoError(t, s.Host().Revoke(s.ctx, chat.RoleAgent, "zoe", 2))
	_, err := s.Host().PutAgent(s.ctx, settings.Agent{Login: "zoe", Name: "Zoe"})
	require.NoError(t, err)
	_, err = s.agent("zoe").Me(s.ctx)
	require.ErrorIs(t, err, chat.ErrUnauthenticated)
	newer := s.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "zoe", Verified: true, Version: 2})
	_, err = newer.Me(s.ctx)
	require.NoError(t, err)
}
