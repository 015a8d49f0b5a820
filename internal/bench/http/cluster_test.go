package http

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/pgstore/pgtest"
)

// clusterTime is the processor time that all processes of a database have used, those that have
// ended too.
func clusterTime(tb testing.TB, c *pgtest.Cluster) time.Duration {
	at, err := url.Parse(c.URL())
	require.NoError(tb, err)
	pids, err := os.ReadFile(filepath.Join(at.Query().Get("host"), "data", "postmaster.pid"))
	require.NoError(tb, err)
	main, _, _ := strings.Cut(string(pids), "\n")
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	require.NoError(tb, err)
	ticks := 0
	for _, path := range all {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name of a program may hold anything, so what follows it is looked for from the end.
		of := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
		mine := filepath.Base(filepath.Dir(path)) == main
		if !mine && of[1] != main {
			continue
		}
		use := of[11:13] // utime and stime; of the main process also those of its children that ended
		if mine {
			use = of[11:15]
		}
		for _, text := range use {
			n, err := strconv.Atoi(text)
			require.NoError(tb, err, fmt.Sprint(path))
			ticks += n
		}
	}
	const hertz = 100 // of Linux, for programs
	return time.Duration(ticks) * time.Second / hertz
}
