package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhoIsNoAgentOfTheDeskIsToldSoAndSentNowhere(t *testing.T) {
	c := openCounter(t, team())
	zoe := meet(t, browser(t), "Zoe")
	zoe.goTo(c.url("/as/zoe"))
	zoe.see(".banner", "the shop has not made you an agent")
	zoe.goTo(c.url("/as/zoe?to=/chat/board"))
	zoe.see(".banner", "You are not allowed")

	mari := zoe // nobody else sits at this browser by now
	mari.name = "Mari"
	c.at(mari, "mari")
	assert.False(t, mari.sees(".status a", ""), "only a supervisor is shown the way to the board")
	for _, a := range must(c.Host().Agents(t.Context()))(t) {
		if a.Name == "Mari" {
			require.NoError(t, c.Host().RemoveAgent(t.Context(), a.ID))
		}
	}
	mari.see(".banner", "the shop has not made you an agent")
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		require.NoError(t, err)
		return v
	}
}
