package desk_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/store/memstore"
)

func TestManyDesksRunAsOneAndOneMayLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all desk.Desks
		runs := func(d *desk.Desk) bool { return d.Host().Stats().Loaded }
		opened := func() *desk.Desk {
			d, err := desk.New(desk.Config{Store: memstore.New(memstore.Config{})})
			require.NoError(t, err)
			return d
		}
		early, late := opened(), opened()
		all.Add(early)
		all.Add(early)
		all.Remove(opened()) // nobody knows it
		synctest.Wait()
		assert.False(t, runs(early), "nothing runs before Run")

		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- all.Run(ctx) }()
		synctest.Wait()
		all.Add(late)
		synctest.Wait()
		assert.True(t, runs(early) && runs(late))

		all.Remove(early)
		again := make(chan error, 1)
		alone, hangUp := context.WithCancel(t.Context())
		go func() { again <- early.Run(alone) }() // it may be run by itself: it had ended
		time.Sleep(time.Minute)
		stop()
		require.NoError(t, <-ended)
		hangUp()
		require.NoError(t, <-again)
		after := opened()
		all.Add(after)
		synctest.Wait()
		assert.False(t, runs(after), "it waits for the next Run")
	})
}
