package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

func TestARefusedAgentHasNoIDAndIsNoFailureOfTheStore(t *testing.T) {
	r := newRealm(t)
	id, err := r.Host().PutAgent(r.ctx, settings.Agent{ID: "agt_nobody", Name: "x"})
	require.ErrorIs(t, err, chat.ErrNotFound)
	require.NotErrorIs(t, err, chat.ErrUnavailable)
	require.Empty(t, id)
}
