package desk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

func TestErasingLeavesNoSkillThatWasAskedFor(t *testing.T) {
	s := newShop(t, twoTeams())
	v := s.visitor(1)
	_, err := v.Start(s.ctx, desk.StartRequest{
		Command: "c", Text: "hello", Skills: []chat.Skill{{Name: marker, Level: 1}},
	})
	require.NoError(t, err)
	s.settle()
	require.NotEmpty(t, s.holding(marker))
	require.NoError(t, v.Erase(s.ctx))
	s.settle()
	require.Empty(t, s.holding(marker), "what somebody needs may say who they are")
}
