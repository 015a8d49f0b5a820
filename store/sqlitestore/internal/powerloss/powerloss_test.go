package powerloss

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3/vfs"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/sqlitestore"
	"github.com/switchboard-go/switchboard/store/storetest/crash"
)

// rig is a store on a disk, with clients that write to it.
type rig struct {
	t       *testing.T
	name    string
	config  sqlitestore.Config
	cycle   int
	disk    *disk
	clients []*crash.Client
}

func newRig(t *testing.T, seed uint64, c sqlitestore.Config) *rig {
	r := &rig{t: t, name: fmt.Sprintf("%s-%d", t.Name(), seed), config: c}
	r.disk = newDisk(seed, r.shm())
	for _, name := range []string{"a", "b", "c"} {
		r.clients = append(r.clients, &crash.Client{Name: name, Timeline: "1"})
	}
	return r
}

func (r *rig) shm() string {
	r.cycle++
	return filepath.Join(r.t.TempDir(), "shm")
}

func (r *rig) open() (*sqlitestore.Store, error) {
	vfs.Register(r.name, r.disk)
	c := r.config
	c.Path, c.Readers = "file:x.db?vfs="+r.name, 2
	return sqlitestore.Open(r.t.Context(), c)
}

// write lets all clients make commands until the disk stops them, or each has made most.
func (r *rig) write(s *sqlitestore.Store, most int) {
	var wg sync.WaitGroup
	for _, c := range r.clients {
		wg.Go(func() {
			for range most {
				if c.Step(r.t.Context(), s) != nil {
					return
				}
			}
		})
	}
	wg.Wait()
}

// cut takes the power away at some moment of some writing, and tells what is wrong afterwards.
func (r *rig) cut() error {
	r.disk.cutAt = 1 + r.disk.rng.IntN(150)
	if s, err := r.open(); err == nil { // or the power went while it was opened
		r.write(s, 1000)
		_ = s.Close()
	}
	r.disk = r.disk.powerOff(r.shm())
	s, err := r.open()
	if err != nil {
		return fmt.Errorf("open after the power cut: %w", err)
	}
	defer s.Close()
	return crash.Verify(r.t.Context(), s, r.clients)
}

// shipped are the settings of sqlitestore, on a driver that takes another disk.
var shipped = sqlitestore.Config{Driver: "sqlite3"}

func full(t *testing.T) bool { return os.Getenv("SWITCHBOARD_FULL") != "" }

// TestPowerCutsLoseNothing: SWITCHBOARD_FULL=1 cuts 1,000 times.
func TestPowerCutsLoseNothing(t *testing.T) {
	disks, cuts := 3, 10
	if full(t) {
		disks = 100
	}
	confirmed := 0
	for seed := range disks {
		r := newRig(t, uint64(seed), shipped)
		for range cuts {
			require.NoError(t, r.cut())
		}
		for _, c := range r.clients {
			confirmed += c.Acked
		}
	}
	require.Greater(t, confirmed, disks*cuts, "the disk must not be off all the time")
	t.Logf("%d power cuts, %d confirmed commands, none lost", disks*cuts, confirmed)
}

// TestWeakerSettingsAreCaught shows that the disk is as bad as it should be: with weaker settings
// it loses commits. OFF may damage the file as well, and NORMAL must not.
func TestWeakerSettingsAreCaught(t *testing.T) {
	const cuts = 20
	for name, c := range map[string]sqlitestore.Config{
		"NORMAL": {Driver: "sqlite3", Synchronous: "NORMAL"},
		"OFF":    {Driver: unsynced},
	} {
		t.Run(name, func(t *testing.T) {
			lost, damaged := 0, 0
			for seed := range uint64(cuts) {
				switch err := newRig(t, seed, c).cut(); {
				case err == nil:
				case strings.Contains(err.Error(), "lost"):
					lost++
				default:
					require.Equal(t, "OFF", name, err)
					damaged++
				}
			}
			require.Greater(t, lost+damaged, cuts/4, "power cuts that lost a confirmed command")
			t.Logf("synchronous=%s: of %d power cuts, %d lost confirmed commands and %d damaged the file", name, cuts, lost, damaged)
		})
	}
}

// TestFailedOperationsLoseNothing fails the first, second, third … write or sync of a run, and goes
// on; then the power goes as well.
func TestFailedOperationsLoseNothing(t *testing.T) {
	step := 41
	if full(t) {
		step = 1
	}
	for n := 1; ; n += step {
		r := newRig(t, uint64(n), shipped)
		r.disk.failAt = n
		for range 4 { // the failure reaches callers, and the same process goes on
			s, err := r.open()
			if err != nil {
				continue
			}
			r.write(s, 5)
			r.write(s, 5)
			require.NoError(t, s.Close())
		}
		for _, c := range r.clients {
			require.GreaterOrEqual(t, c.Acked, 20, "service resumes after operation %d failed", n)
		}
		failed := r.disk.failed
		r.disk = r.disk.powerOff(r.shm())
		s, err := r.open()
		require.NoError(t, err, "operation %d failed", n)
		require.NoError(t, crash.Verify(t.Context(), s, r.clients), "operation %d failed", n)
		require.NoError(t, s.Close())
		if !failed {
			t.Logf("%d operations, each failed once in %d steps", n, step)
			return
		}
	}
}
