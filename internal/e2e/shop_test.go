package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// shop is the example's process, built from source and kept on one address over every start.
type shop struct {
	t             *testing.T
	binary, data  string
	address       string
	flags         []string
	process       *exec.Cmd
	firstAnswered time.Duration // from the start of the process to its three links
}

// built is the example's program, built once for all tests.
var built struct {
	once sync.Once
	dir  string
	err  error
}

func build() {
	if built.dir, built.err = os.MkdirTemp("", "e2e-shop"); built.err != nil {
		return
	}
	build := exec.Command("go", "build", "-o", filepath.Join(built.dir, "shop"), "./shop")
	build.Dir = "../../examples"
	if out, err := build.CombinedOutput(); err != nil {
		built.err = fmt.Errorf("%w: %s", err, out)
	}
}

// openShop starts it without its phrasebook, unless the flags say otherwise.
func openShop(t *testing.T, flags ...string) *shop {
	address, err := boothOf(t).door()
	require.NoError(t, err)
	built.once.Do(build)
	require.NoError(t, built.err)
	s := &shop{t: t, binary: filepath.Join(built.dir, "shop"), address: address, data: t.TempDir()}
	s.flags = append([]string{"-phrasebook=false"}, flags...)
	s.start()
	t.Cleanup(s.kill)
	return s
}

// start runs the process until it has printed its three links.
func (s *shop) start() {
	s.t.Helper()
	began := time.Now()
	args := []string{"-addr", s.address, "-data", s.data}
	args = append(args, "-offer", "3m") // as slow as the slowest machine
	s.process = exec.Command(s.binary, append(args, s.flags...)...)
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, s.process.Start())
	links := 0
	for lines := bufio.NewScanner(out); links < 3 && lines.Scan(); {
		if strings.Contains(lines.Text(), "http://"+s.address+"/") {
			links++
		}
	}
	require.Equal(s.t, 3, links, "links printed")
	s.firstAnswered = time.Since(began)
}

// kill ends the process as a power cut would, without a word.
func (s *shop) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

func (s *shop) url(path string) string { return "http://" + s.address + path }
