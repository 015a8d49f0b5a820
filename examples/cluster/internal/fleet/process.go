package fleet

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// process is one life of a node.
type process struct {
	cmd     *exec.Cmd
	address string
	ended   chan struct{} // closed when it has
}

// launch starts a node and returns when it takes requests.
func launch(o order, log io.Writer) (*process, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), environment+"="+string(text))
	cmd.Stderr = log
	if _, err := cmd.StdinPipe(); err != nil { // it stays open as long as this process lives
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("fleet: node %s did not start: %w", o.Name, err), cmd.Wait())
	}
	p := &process{cmd: cmd, address: strings.TrimSpace(line), ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended shows in its log
		close(p.ended)
	}()
	return p, nil
}

func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// end sends a signal that ends the process, and waits for that.
func (p *process) end(s syscall.Signal) error {
	if err := p.cmd.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.ended:
		return nil
	case <-time.After(20 * time.Second):
		return errors.Join(fmt.Errorf("fleet: process %d does not end", p.cmd.Process.Pid), p.cmd.Process.Kill())
	}
}
