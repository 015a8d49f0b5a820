package desk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/internal/testlog"
)

func TestAHookThatPanicsLeavesItsStackInTheLog(t *testing.T) {
	var log testlog.Lines
	s := newShop(t, twoTeams(), func(cfg *desk.Config) {
		cfg.Profile, cfg.HookTimeout, cfg.Logger = &crm{mood: "panics"}, time.Minute, log.Logger()
	})
	_, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Contains(t, log.String(), "nil map")
	require.Contains(t, log.String(), "hooks_test.go")
}
