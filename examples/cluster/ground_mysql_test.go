package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
)

// mariadb is a throw-away server. It can be killed.
func mariadb(t *testing.T) *ground {
	s := mysqltest.New(t)
	g := &ground{url: mariadbAt(s.Address()), deaf: true, hurt: func() {
		require.NoError(t, s.Kill())
		require.NoError(t, s.Restart())
	}}
	g.through(t, "tcp", s.Address(), mariadbAt)
	return g
}

func mariadbAt(address string) string { return "mysql://root@" + address + "/test" }

// TestMariaDBCarriesACluster is the sample of what SWITCHBOARD_FULL=1 has happen to nodes on MariaDB as on the other stores.
func TestMariaDBCarriesACluster(t *testing.T) {
	t.Parallel()
	if size(0, 1) == 1 {
		t.Skip("the other tests do so")
	}
	rush(t, mariadb(t))
}

// TestAMariaDBThatIsKilledLosesNothing kills the server under people who talk, 100 times, with SWITCHBOARD_FULL=1.
func TestAMariaDBThatIsKilledLosesNothing(t *testing.T) {
	t.Parallel()
	if size(0, 1) == 0 {
		t.Skip("mysqlstore's own tests kill it twice")
	}
	hurt(t, mariadb(t), 100)
}
