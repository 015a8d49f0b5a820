package main

import (
	"testing"

	"github.com/switchboard-go/switchboard/store/mysqlstore/mysqltest"
)

// maria is MariaDB, with a pool at each node as a host has one.
func maria(t *testing.T) *terrain {
	s := mysqltest.New(t)
	x := &terrain{url: mariadbAt(s.Address()), server: s}
	for i := range nodes {
		x.stores = append(x.stores, mariadbAt(x.link(t, i, "tcp", s.Address())))
	}
	return x
}
