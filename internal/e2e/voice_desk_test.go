package e2e

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWhatAScreenReaderTellsOfReports: the period, then each part by its name, and tables with
// their captions and headers.
func TestWhatAScreenReaderTellsOfReports(t *testing.T) {
	seed := team()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	mari, liis := c.Agent("mari"), meet(t, browser(t), "Liis")
	mari.Available()
	c.Visitor("Ada").Start("I am Ada")
	require.NoError(t, mari.Agent.Close(t.Context(), mari.Accept()))
	c.at(liis, "liis")
	liis.listens()
	liis.goTo(c.url("/chat/reports"))
	liis.hears("Days begin as in UTC.")
	liis.tells("reports", after(
		each("banner", ""), each("heading", "Reports"), each("link", "Board"),
		each("main", ""), each("combobox", "Period"), each("status", ""), each("region", "Reports"),
		each("region", "Chats over time"), each("heading", "Chats over time"),
		each("image", "Bars of chats by time"), each("region", "Promises"),
		each("region", "Agents"), each("heading", "Agents"), each("table", "Agents"),
		each("columnheader", "Agent"), each("rowheader", "Mari"),
	))
	liis.enters("summary", "The figures as a table")
	liis.tells("figures", after(
		each("DisclosureTriangle", "The figures as a table"), each("table", "Chats over time"),
		each("columnheader", "When", "Chats"), each("row", ""), each("rowheader", ""),
	))
	assert.Empty(t, liis.spoken(), "what is shown at one's own wish is not told")
	liis.choose("#period", "day")
	liis.hears("Hours are those of your own time zone")
	assert.Empty(t, liis.complaints())
}

// TestWhatAScreenReaderTellsOfSettings: kinds, the list, the form in order, and its faults once,
// each at its field.
func TestWhatAScreenReaderTellsOfSettings(t *testing.T) {
	seed := team()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.listens()
	liis.goTo(c.url("/chat/settings#queues"))
	liis.enters(".rules button", "Buying advice")
	liis.tells("settings of a queue", after(
		each("banner", ""), each("heading", "Settings"), each("link", "Board"), each("main", ""),
		each("navigation", "Settings"), each("button", "Sites", "Queues"),
		each("region", "What there is"), each("button", "Buying advice", "Orders and returns", "New"),
		each("region", "One of them"), each("heading", "Buying advice"), each("textbox", "Name"),
		each("button", "Save", "Retire"),
	))
	liis.write(`[data-pointer="/limit"]`, "-1")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(`[data-pointer="/limit"][aria-invalid="true"]:focus`, "")
	described, ok := ask[string](liis, `[data-pointer="/limit"]`, "", `el => el
		.getAttribute("aria-describedby").split(" ")
		.map((id) => document.getElementById(id)?.textContent ?? "missing: " + id).join("|")`)
	require.True(t, ok)
	assert.NotContains(t, described, "missing: ", "what describes it is there")
	assert.NotRegexp(t, `\|$`, described, "its fault is among that")
	liis.write(`[data-pointer="/limit"]`, "7")
	liis.click(".settings button[type=submit]", "Save")
	liis.hears("Saved. It is in force now.")
	assert.Empty(t, liis.complaints())
}
