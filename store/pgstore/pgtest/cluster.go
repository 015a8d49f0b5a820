package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ErrMissing says that this machine has no PostgreSQL server.
var ErrMissing = errors.New("pgtest: no PostgreSQL server: pg_config --bindir names no initdb")

// Cluster is a running server with its data. Make one with New or Start.
type Cluster struct {
	dir      string // holds data, socket and log
	bin      string
	settings []string
	server   *exec.Cmd
	ended    chan struct{} // closed when server has
}

// New starts a cluster for one test and stops it at its end. A setting is "name=value" of
// postgresql.conf.
func New(tb testing.TB, settings ...string) *Cluster {
	tb.Helper()
	c, err := Start(settings...)
	if Missing(tb, err) {
		tb.SkipNow()
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(); err != nil {
			tb.Error(err)
		}
	})
	return c
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
func Required() bool { return strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "postgres") }

// Start makes a new cluster and starts it. Close it when done.
func Start(settings ...string) (*Cluster, error) {
	bin, err := bindir()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin, settings: settings}
	if err := errors.Join(own(dir), installed.into(c)); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	if err := c.Restart(); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// URL is a connection string for the database postgres, as its superuser, with the given parameters
// added. A parameter "host=…" leads elsewhere.
func (c *Cluster) URL(parameters ...string) string {
	u := url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres"}
	if !slices.ContainsFunc(parameters, func(p string) bool { return strings.HasPrefix(p, "host=") }) {
		parameters = append([]string{"host=" + url.QueryEscape(c.dir)}, parameters...)
	}
	u.RawQuery = strings.Join(parameters, "&")
	return u.String()
}

// Restart starts the server, after Kill or Stop, and returns when it takes connections.
func (c *Cluster) Restart() error {
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := c.start()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(50 * time.Millisecond) // the killed server's children may still hold its memory
	}
}

func (c *Cluster) start() error {
	args := []string{"-D", c.data(), "-k", c.dir, "-c", "listen_addresses=", "-c", "max_connections=100", "-c", "logging_collector=off"}
	for _, s := range c.settings {
		args = append(args, "-c", s)
	}
	log, err := os.OpenFile(filepath.Join(c.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := c.command("postgres", args...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	c.server, c.ended = cmd, ended
	return c.ready()
}

// ready waits for the server to take connections, or to end.
func (c *Cluster) ready() error {
	for {
		if c.command("pg_isready", "-q", "-h", c.dir).Run() == nil {
			return nil
		}
		select {
		case <-c.ended:
			text, _ := os.ReadFile(filepath.Join(c.dir, "log"))
			return fmt.Errorf("pgtest: the server ended:\n%s", text[max(0, len(text)-2000):])
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Kill ends the server's main process as kill -9 does; its children follow by themselves.
func (c *Cluster) Kill() error { return c.signal(syscall.SIGKILL) }

// Stop ends the server and its sessions in good order.
func (c *Cluster) Stop() error { return c.signal(syscall.SIGINT) }

func (c *Cluster) signal(s syscall.Signal) error {
	if c.server == nil {
		return nil
	}
	if err := c.server.Process.Signal(s); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-c.ended:
		return nil
	case <-time.After(30 * time.Second):
		return errors.New("pgtest: the server does not end")
	}
}

// Close stops the server and removes its data.
func (c *Cluster) Close() error {
	return errors.Join(c.signal(syscall.SIGQUIT), os.RemoveAll(c.dir), installed.leave(c))
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	cmd.SysProcAttr = identity()
	return cmd
}
