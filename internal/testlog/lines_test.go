package testlog_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/internal/testlog"
)

func TestManyWriteWhileOneReads(t *testing.T) {
	const writers, lines = 8, 100
	var log testlog.Lines
	require.Empty(t, log.String())
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			l := log.Logger()
			for range lines {
				l.Info("written")
			}
		})
	}
	for range lines {
		require.LessOrEqual(t, log.Count("written"), writers*lines)
	}
	all.Wait()
	require.Equal(t, writers*lines, log.Count("written\n"))
	require.Equal(t, "written\n", log.Tail(8))
	require.Equal(t, log.String(), log.Tail(1<<20))
}
