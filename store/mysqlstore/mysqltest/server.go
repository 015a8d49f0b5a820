package mysqltest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a server may take to begin, or to end.
const patience = 3 * time.Minute

// logSize is as small as is quick: a server that is installed with another size changes it when it
// starts.
const logSize = "--innodb-log-file-size=48M"

// Server is a running server with its data. Make one with New or Start.
type Server struct {
	dir      string // holds data, socket and log
	bin      string
	port     int
	settings []string
	process  *exec.Cmd
	ended    chan struct{} // closed when process has
}

// New starts a server for one test and stops it at its end. A setting is "name=value" as in my.cnf.
func New(tb testing.TB, settings ...string) *Server {
	tb.Helper()
	s, err := Start(settings...)
	if Missing(tb, err) {
		tb.SkipNow()
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Missing tells that err is ErrMissing and may be, and says so in one line. Where a server is
// required, it is not told.
func Missing(tb testing.TB, err error) bool {
	tb.Helper()
	if !errors.Is(err, ErrMissing) || Required() {
		return false
	}
	tb.Log("not run: " + err.Error())
	return true
}

// Required tells whether the absence of a server is a failure.
func Required() bool { return strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "mariadb") }

// Start makes a new server with an empty database "test" and starts it. Close it when done.
func Start(settings ...string) (*Server, error) {
	bin, install, err := binaries()
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "mysqltest")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, port: port, settings: settings}
	if err := errors.Join(own(dir), installed.into(s, install)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.Restart(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// DSN is a data source name for the database test over the unix socket, as root, with the given
// parameters ("clientFoundRows=true") added.
func (s *Server) DSN(parameters ...string) string {
	return "root@unix(" + s.socket() + ")/test?" + strings.Join(parameters, "&")
}

// Address is the server's host and port.
func (s *Server) Address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// Restart starts the server, after Kill or Stop, and returns when it takes connections.
func (s *Server) Restart() error {
	args := append([]string{
		"--no-defaults", "--datadir=" + s.data(), "--tmpdir=" + s.dir, "--socket=" + s.socket(), "--bind-address=127.0.0.1", fmt.Sprintf("--port=%d", s.port),
		"--pid-file=" + filepath.Join(s.dir, "pid"), "--skip-name-resolve", "--max-connections=200", "--innodb-buffer-pool-size=64M", logSize,
		"--log-bin=binlog", "--sync-binlog=1", "--binlog-format=ROW", // as mysqlstore demands
	}, flags(s.settings)...)
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := s.command(s.bin, args...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	s.process, s.ended = cmd, ended
	return s.ready()
}

func flags(settings []string) []string {
	var args []string
	for _, name := range settings {
		args = append(args, "--"+name)
	}
	return args
}

// ready waits for the server to greet a client, or to end.
func (s *Server) ready() error {
	deadline := time.After(patience)
	for {
		if s.greets() {
			return nil
		}
		select {
		case <-s.ended:
			text, _ := os.ReadFile(filepath.Join(s.dir, "log"))
			return fmt.Errorf("mysqltest: the server ended:\n%s", text[max(0, len(text)-2000):])
		case <-deadline:
			return errors.New("mysqltest: the server does not begin")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// greets reads the first byte of the server's greeting.
func (s *Server) greets() bool {
	conn, err := net.DialTimeout("unix", s.socket(), time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	n, _ := conn.Read(make([]byte, 1))
	return n == 1
}

// Kill ends the server as kill -9 does.
func (s *Server) Kill() error { return s.signal(syscall.SIGKILL) }

// Stop ends the server and its sessions in good order.
func (s *Server) Stop() error { return s.signal(syscall.SIGTERM) }

func (s *Server) signal(sig syscall.Signal) error {
	if s.process == nil {
		return nil
	}
	if err := s.process.Process.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-s.ended:
		return nil
	case <-time.After(patience):
		return errors.New("mysqltest: the server does not end")
	}
}

// Close ends the server and removes its data.
func (s *Server) Close() error {
	return errors.Join(s.signal(syscall.SIGKILL), os.RemoveAll(s.dir), installed.leave(s))
}

func (s *Server) data() string   { return filepath.Join(s.dir, "data") }
func (s *Server) socket() string { return filepath.Join(s.dir, "sock") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = identity()
	return cmd
}
