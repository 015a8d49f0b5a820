package etcdtest

import (
	"net/url"
	"testing"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// New starts a cluster of one member for a test, in a directory of the test, and returns the
// address that clients connect to. It is stopped at the test's end.
func New(tb testing.TB) (endpoint string) {
	tb.Helper()
	c := Config(tb.TempDir())
	anywhere := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{anywhere}, []url.URL{anywhere}
	c.InitialCluster = c.InitialClusterFromName(c.Name)
	e, err := embed.StartEtcd(c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(e.Close)
	Ready(tb, e)
	return e.Clients[0].Addr().String()
}

// Config is that of a member which logs nothing and keeps its data in dir.
func Config(dir string) *embed.Config {
	c := embed.NewConfig()
	c.Dir = dir
	c.LogLevel = "panic"
	c.LogOutputs = []string{"/dev/null"}
	return c
}

// Ready waits until a member takes part in its cluster, a minute at most.
func Ready(tb testing.TB, e *embed.Etcd) {
	tb.Helper()
	select {
	case <-e.Server.ReadyNotify():
	case <-time.After(time.Minute):
		tb.Fatal("etcdtest: the member does not get ready")
	}
}
