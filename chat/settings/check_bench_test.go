package settings_test

import (
	"fmt"
	"testing"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// BenchmarkATeamIsChecked is of ten queues and fifty agents: what a desk does with its seed, and
// with what it reads at its start.
func BenchmarkATeamIsChecked(b *testing.B) {
	var team settings.Team
	for i := range 10 {
		id := chat.QueueID(fmt.Sprint("queue-", i))
		team.Queues = append(team.Queues, settings.Queue{ID: id, Name: "Queue"})
	}
	for i := range 50 {
		login := fmt.Sprint("agent-", i)
		team.Agents = append(team.Agents, settings.Agent{Login: login, Name: "Agent"})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := settings.Check(team, settings.Builders{}); err != nil {
			b.Fatal(err)
		}
	}
}
