package desk_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func TestADeskThatHasLeftLeadsNoMore(t *testing.T) {
	inCrew(t, 1, func(t *testing.T, c *shop) {
		c.begin(c, "s1")
		synctest.Wait()
		require.Same(t, c, c.leader())
		c.node.Stop()
		require.Nil(t, c.leader())
		head := c.head()
		_, err := c.Outbox().Step(t.Context(), c.clock())
		require.NoError(t, err)
		require.Equal(t, head, c.head())
	})
}
