package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// In a shop of many colleagues the console lists some of them, and finds the others by their names.
func TestAColleagueAmongManyIsFoundByName(t *testing.T) {
	seed := team()
	for i := range 130 {
		seed.Agents = append(seed.Agents, settings.Agent{
			Login: fmt.Sprintf("helper%d", i), Name: fmt.Sprintf("Aino %03d", i), Capacity: 1, Queues: []chat.Serves{{Queue: "orders"}},
		})
	}
	seed.Agents = append(seed.Agents, settings.Agent{Login: "zoe", Name: "Zoë", Capacity: 1, Queues: []chat.Serves{{Queue: "orders"}}})
	paged := pager{make(chan hook.Notice, 4)}
	c := openCounterOn(t, desk.Config{Seed: seed, Notifier: paged})
	mari := meet(t, browser(t), "Mari")
	c.serve(mari, "mari", "Ada")
	mari.press("Escape")
	mari.press("t")
	mari.see(".transfer .target", "Aino 099")
	assert.False(t, mari.sees(".transfer .target", "Zoë"), "beyond the hundred that are listed")
	mari.write(".transfer input[type=search]", "ZOË")
	mari.see(".transfer .target", "Zoë")
	mari.notSee(".transfer .target", "Aino 099")
	mari.notSee(".transfer .target", "Orders and returns")
	mari.see(".transfer button[type=submit]:disabled", "Transfer") // Zoë is away
	mari.shot(*gallery, "transfer-search")
	mari.click(".transfer button", "Cancel")
	mari.press("n")
	mari.see(".composer.private", "")
	mari.say("@Zoë, where is her parcel?")
	zoe, err := c.Agent("zoe").Me(t.Context())
	require.NoError(t, err)
	select {
	case n := <-paged.mentions:
		assert.Equal(t, zoe.ID, n.Agent)
	case <-time.After(patience):
		t.Fatal("nobody is told")
	}
	assert.Empty(t, mari.complaints())
}
