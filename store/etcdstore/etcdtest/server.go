package etcdtest

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/etcd/server/v3/embed"
)

// Server is a cluster of one member that can go back to an earlier state.
type Server struct {
	Endpoint string
	config   *embed.Config
	running  *embed.Etcd
}

// NewServer starts a server at a fixed address, and stops it at the test's end.
func NewServer(tb testing.TB) *Server {
	tb.Helper()
	c := Config(filepath.Join(tb.TempDir(), "data"))
	peer, client := pair(tb)
	c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
	c.InitialCluster = c.InitialClusterFromName(c.Name)
	s := &Server{Endpoint: client.Host, config: c}
	s.start(tb)
	tb.Cleanup(func() { s.running.Close() })
	return s
}

func (s *Server) start(tb testing.TB) {
	tb.Helper()
	e, err := embed.StartEtcd(s.config)
	if err != nil {
		tb.Fatal(err)
	}
	s.running = e
	Ready(tb, e)
}

// Copy stops the server, copies its data and starts it again. What it returns puts the copy in the
// place of the data, as one does who restores a cluster from a snapshot and does not raise its
// revision.
func (s *Server) Copy(tb testing.TB) (back func()) {
	tb.Helper()
	copied := filepath.Join(tb.TempDir(), "copied")
	s.exchange(tb, s.config.Dir, copied)
	return func() {
		tb.Helper()
		s.exchange(tb, copied, s.config.Dir)
	}
}

// exchange copies data while the server is stopped.
func (s *Server) exchange(tb testing.TB, from, to string) {
	tb.Helper()
	s.running.Close()
	if err := os.RemoveAll(to); err != nil {
		tb.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		tb.Fatal(err)
	}
	if err := os.Chmod(to, 0o700); err != nil {
		tb.Fatal(err)
	}
	s.start(tb)
}

// pair returns two addresses that nobody listens on now, not the same.
func pair(tb testing.TB) (a, b url.URL) {
	tb.Helper()
	for _, to := range []*url.URL{&a, &b} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			tb.Fatal(err)
		}
		defer l.Close()
		*to = url.URL{Scheme: "http", Host: l.Addr().String()}
	}
	return a, b
}
