package main

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

func recorder(t *testing.T) (*visits, string) {
	path := filepath.Join(t.TempDir(), "visits.jsonl")
	v, err := newVisits(path, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { _ = v.close() })
	return v, path
}

func lines(t *testing.T, path string) (rs []trigger.Recorded) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	for line := range bytes.Lines(text) {
		var r trigger.Recorded
		require.NoError(t, json.Unmarshal(line, &r))
		rs = append(rs, r)
	}
	return rs
}

// TestWhatTheShopRecordsIsReadByTheBacktest looks at two pages, and asks the rules' own command what would have been shown.
func TestWhatTheShopRecordsIsReadByTheBacktest(t *testing.T) {
	v, path := recorder(t)
	at, browser := open(t, func(c *desk.Config) {
		c.Recorder, c.Observer = v, v
		for i := range c.Seed.Queues {
			c.Seed.Queues[i].NoAgent = settings.NoAgentWait
		}
	})
	send := func(path, text string) string {
		res, err := browser.Post(at+"/chat/v1/"+path, "application/json", strings.NewReader(text))
		answer := body(t, res, err)
		require.Less(t, res.StatusCode, http.StatusBadRequest, answer)
		return answer
	}
	send("visits", `{"url":"/p/ridgeline","on_page_seconds":6,"on_site_seconds":6,"moments":["page"]}`)
	send("sessions", `{"name":"Eve","text":"Does it fit two?","consent":{"version":"2026-11"}}`)
	send("visits", `{"url":"/checkout","on_page_seconds":30,"on_site_seconds":60,"cart":{"value":32900,"currency":"EUR"}}`)

	recorded := lines(t, path)
	require.Len(t, recorded, 2)
	assert.Equal(t, "started", recorded[1].Chat)
	assert.Equal(t, recorded[0].Visit.Visitor, recorded[1].Visit.Visitor)

	command := exec.Command("go", "run", "../rules", "backtest", "-json", "-rules", "rules.json", "-never", "/checkout", path)
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", out)
	var report trigger.Report
	require.NoError(t, json.Unmarshal(out, &report), "%s", out)
	assert.Equal(t, 2, report.Looks)
	require.Len(t, report.Firings, 1)
	assert.Equal(t, "tent-size", report.Firings[0].Rule)
}

func TestWhatAVisitorDidGoesWithTheNextLookAndNamesStayOut(t *testing.T) {
	v, path := recorder(t)
	look := trigger.Recorded{At: time.Unix(100, 0).UTC(), Visit: trigger.Visit{Visitor: "vis_1", URL: "/", Attrs: map[string]trigger.Value{"visitor.name": trigger.Text("Eve")}}}
	v.Record(trigger.Recorded{At: look.At, Visit: trigger.Visit{Visitor: "vis_1"}, Ended: trigger.Dismissed})
	v.Entry(chat.Session{Visitor: "vis_1"}, chat.Entry{Kind: chat.KindClosed})
	v.Record(look)
	early := look
	early.At = look.At.Add(-time.Minute)
	v.Record(early)
	recorded := lines(t, path)
	require.Len(t, recorded, 2)
	assert.Equal(t, trigger.Dismissed, recorded[0].Ended)
	assert.Equal(t, "ended", recorded[0].Chat)
	assert.Empty(t, recorded[1].Ended, "told once")
	assert.Equal(t, look.At, recorded[1].At, "never back in time")
	assert.NotContains(t, recorded[0].Visit.Attrs, "visitor.name")
	assert.Contains(t, look.Visit.Attrs, "visitor.name", "the desk's own is as it was")
}

func TestTheRecordIsBounded(t *testing.T) {
	v, path := recorder(t)
	v.Record(trigger.Recorded{At: time.Unix(1, 0), Visit: trigger.Visit{Visitor: "vis_1", URL: "/old"}})
	v.size = mostBytes + 1
	v.Record(trigger.Recorded{At: time.Unix(2, 0), Visit: trigger.Visit{Visitor: "vis_1", URL: "/new"}})
	assert.Equal(t, "/new", lines(t, path)[0].Visit.URL)
	assert.Equal(t, "/old", lines(t, path+".old")[0].Visit.URL)
}
