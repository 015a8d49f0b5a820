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
	stdin   io.Writer
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
	return start(program, environment+"="+string(text), o.Name, log)
}

// start starts a program with a role, and returns when it has told its address.
func start(program, role, name string, log io.Writer) (*process, error) {
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), role)
	cmd.Stderr = log
	stdin, err := cmd.StdinPipe() // it stays open as long as this process lives
	if err != nil {
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
		return nil, errors.Join(fmt.Errorf("fleet: %s did not start: %w", name, err), cmd.Wait())
	}
	p := &process{cmd: cmd, address: strings.TrimSpace(line), stdin: stdin, ended: make(chan struct{})}
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
