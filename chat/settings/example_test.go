package settings_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// A whole team is checked at once. Every fault names its field.
func ExampleCheck() {
	team := settings.Team{
		Sites: []settings.Site{{ID: "main", Queues: []chat.QueueID{"help", "returns"}}},
		Queues: []settings.Queue{
			{ID: "help", Overflow: "backup"},
			{ID: "backup", Weight: 65, Schedule: "night"},
		},
	}
	fmt.Println(settings.Check(team, settings.Builders{}))
	// Output:
	// chat: invalid: queues[1].schedule: there is no schedule "night"
	// chat: invalid: queues[1].weight: want 1 to 64
	// chat: invalid: sites[0].queues: there is no queue "returns"
}
