package hours_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// peer is a running npm opening_hours.
type peer struct {
	in  io.WriteCloser
	out *bufio.Reader
}

type question struct {
	Expression string  `json:"expression"`
	At         []int64 `json:"at"`
}

type answer struct {
	States   []bool
	Holidays []string
	Error    string
}

// startPeer starts it. Where it is not installed the test says so and ends, or fails if SWITCHBOARD_REQUIRE asks for npm.
func startPeer(t *testing.T) *peer {
	_, noNode := exec.LookPath("node")
	_, noPackage := os.Stat("node_modules/opening_hours")
	if noNode != nil || noPackage != nil {
		const missing = "opening_hours is missing: install node, and run npm ci in this folder"
		if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "npm") {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	command := exec.Command("node", "peer.js")
	command.Env = append(os.Environ(), "TZ=UTC")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	require.NoError(t, err)
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		in.Close()
		command.Wait()
	})
	return &peer{in, bufio.NewReaderSize(out, 1<<20)}
}

func (p *peer) ask(t *testing.T, q question) (a answer) {
	data, err := json.Marshal(q)
	require.NoError(t, err)
	_, err = p.in.Write(append(data, '\n'))
	require.NoError(t, err)
	line, err := p.out.ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &a))
	return a
}
