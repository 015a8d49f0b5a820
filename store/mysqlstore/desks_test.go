package mysqlstore_test

import (
	"testing"

	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/store"
)

func TestDesksOnAServerOverfillNobody(t *testing.T) {
	shared(t)
	n := node{table: freshTable()}
	chattest.Rush(t, func() store.Store { return n.open(t, "shop") }, chattest.Crowd{Visitors: 200, Agents: 20})
}

func TestAServerThatGoesBackUnderTwoDesksCorruptsNothing(t *testing.T) {
	shared(t)
	n := node{table: freshTable()}
	chattest.Rewind(t, func() store.Store { return n.open(t, "shop") }, func() func() { return n.rewind(t, "shop") })
}
