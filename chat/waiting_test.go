package chat_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAWaitDoesNotCountTheTimeWithAnAgent(t *testing.T) {
	nine := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }
	for name, c := range map[string]struct {
		session chat.Session
		since   time.Time
	}{
		"new":                        {chat.Session{State: chat.Queued, QueuedAt: at(0), EnteredAt: at(0)}, at(0)},
		"offered":                    {chat.Session{State: chat.Offered, QueuedAt: at(0), EnteredAt: at(0)}, at(0)},
		"overflowed before anybody":  {chat.Session{State: chat.Queued, QueuedAt: at(0), EnteredAt: at(5)}, at(0)},
		"back from an agent":         {chat.Session{State: chat.Queued, QueuedAt: at(0), AssignedAt: at(1), EnteredAt: at(21)}, at(21)},
		"reopened after an end":      {chat.Session{State: chat.Queued, QueuedAt: at(60), AssignedAt: at(1), EnteredAt: at(60)}, at(60)},
		"not in line":                {chat.Session{State: chat.Active, QueuedAt: at(0), AssignedAt: at(1), EnteredAt: at(0)}, time.Time{}},
		"left as a message, no wait": {chat.Session{State: chat.Messaged, QueuedAt: at(0)}, time.Time{}},
	} {
		assert.Equal(t, c.since, c.session.WaitingSince(), name)
	}
}
