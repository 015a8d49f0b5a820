package fleet

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"golang.org/x/sync/errgroup"
)

// Members is an etcd cluster in this process, each member of which can be stopped and started again.
type Members struct {
	configs []*embed.Config
	running []*embed.Etcd
}

// NewMembers starts a cluster of n members that keeps its data in dir. Close it when done.
func NewMembers(dir string, n int) (m *Members, err error) {
	for try := range 5 { // another program may take an address that was free
		if m, err = newMembers(filepath.Join(dir, fmt.Sprint(try)), n); err == nil {
			return m, nil
		}
	}
	return nil, err
}

func newMembers(dir string, n int) (*Members, error) {
	m := &Members{running: make([]*embed.Etcd, n)}
	var initial []string
	for i := range n {
		c := embed.NewConfig()
		c.Name = fmt.Sprintf("member-%d", i+1)
		c.Dir = filepath.Join(dir, c.Name)
		c.LogLevel, c.LogOutputs = "panic", []string{"/dev/null"}
		c.TickMs, c.ElectionMs = 50, 500 // one machine: no long way between them
		peer, client, err := two()
		if err != nil {
			return nil, err
		}
		c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
		c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
		initial = append(initial, c.Name+"="+peer.String())
		m.configs = append(m.configs, c)
	}
	var group errgroup.Group
	for i, c := range m.configs {
		c.InitialCluster = strings.Join(initial, ",")
		group.Go(func() error { return m.Start(i) }) // none is ready before most of them are
	}
	if err := group.Wait(); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

// two are addresses that nobody listens on now.
func two() (a, b url.URL, err error) {
	for _, u := range []*url.URL{&a, &b} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return a, b, err
		}
		defer l.Close()
		*u = url.URL{Scheme: "http", Host: l.Addr().String()}
	}
	return a, b, nil
}

// Start starts a member that is stopped, and returns when it is ready.
func (m *Members) Start(i int) error {
	e, err := embed.StartEtcd(m.configs[i])
	if err != nil {
		return err
	}
	m.running[i] = e
	select {
	case <-e.Server.ReadyNotify():
		return nil
	case <-time.After(time.Minute):
		return errors.New("fleet: etcd does not get ready")
	}
}

// Stop stops a member.
func (m *Members) Stop(i int) {
	if e := m.running[i]; e != nil {
		e.Close()
		m.running[i] = nil
	}
}

// Close stops all members.
func (m *Members) Close() {
	for i := range m.running {
		m.Stop(i)
	}
}

// Addresses are the members', where clients reach them.
func (m *Members) Addresses() []string {
	var all []string
	for _, c := range m.configs {
		all = append(all, c.ListenClientUrls[0].Host)
	}
	return all
}

// URL is the cluster for Open.
func (m *Members) URL() string { return "etcd://" + strings.Join(m.Addresses(), ",") }
