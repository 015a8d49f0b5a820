package chathttp

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

// A bubble's clock begins on Saturday, 1 January 2000, at midnight UTC.
func TestOutsideHoursAVisitorHearsWhenTheShopOpensAndLeavesAMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{})
		sue := h.person("X-Staff", "sue")
		sue.do("PUT", "v1/settings/hours/shop", `{"zone":"UTC","week":{"mon":["09:00-17:00"]}}`).into(200, nil)
		var sites struct {
			Items []struct{ ID, Revision string }
		}
		sue.do("GET", "v1/settings/sites", "").into(200, &sites)
		require.Len(t, sites.Items, 1)
		sue.do("PUT", "v1/settings/sites/main", `{"schedule":"shop","queues":["orders","returns"]}`, "If-Match", `"`+sites.Items[0].Revision+`"`).into(200, nil)

		monday := time.Date(2000, 1, 3, 9, 0, 0, 0, time.UTC)
		eve := h.person()
		var a availabilityView
		got := eve.do("GET", "v1/config", "")
		got.into(200, &a)
		assert.Equal(t, "public, max-age=30", got.header.Get("Cache-Control"))
		assert.False(t, a.Open || a.Accepting)
		assert.Equal(t, "closed", a.Phase)
		assert.Equal(t, chat.OutsideHours, a.Reason)
		assert.True(t, a.NextOpenAt.Equal(monday))
		require.Len(t, a.Hours, 1)
		assert.True(t, a.Hours[0].From.Equal(monday))

		p := eve.do("POST", "v1/sessions", `{"text":"hello"}`).refused(409, codeClosedHours)
		assert.True(t, p.NextOpenAt.Equal(monday))
		var s sessionView
		eve.do("POST", "v1/sessions", `{"text":"hello","email":"eve@example.com","leave_message":true}`).into(201, &s)
		assert.Equal(t, chat.Messaged, s.State)
		assert.Equal(t, "ended", s.Status)

		ana := h.person("X-Staff", "ana")
		ana.stream("v1/agent/events").until("inbox.updated")
		ana.do("PUT", "v1/agent/status", `{"mode":"available"}`).into(200, nil)
		var in inboxView
		ana.do("GET", "v1/agent/inbox", "").into(200, &in)
		require.Len(t, in.Messages, 1)
		assert.Equal(t, "eve@example.com", in.Messages[0].Contact.Email)
		var c cardView
		ana.do("POST", "v1/agent/sessions/"+string(s.ID)+"/answer", "").into(200, &c)
		assert.Equal(t, chat.Active, c.State)
	})
}
