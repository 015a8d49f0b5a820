package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// barsFit reports whether no bar of a report is higher than there is room.
const barsFit = `el => [...el.querySelectorAll(".stack-of")].every((bar) => {
	const high = [...bar.children].reduce((sum, part) => sum + part.getBoundingClientRect().height, 0);
	return high <= bar.getBoundingClientRect().height + 1;
})`

func TestASupervisorReadsReportsAndSaysHowAHandOffEnded(t *testing.T) {
	seed := team()
	seed.Agents[3].Everything = true
	seed.Queues[0].Outcomes = []string{"solved", "refund"}
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	mari, liis := c.Agent("mari"), meet(t, browser(t), "Liis")
	mari.Available()
	ada := c.Visitor("Ada")
	ada.Start("I am Ada")
	mari.Accept()
	mari.Say("Hello")
	ada.End()
	require.NoError(t, ada.Rate(t.Context(), ada.Session, chat.Rating{Score: 5, Scale: 5}))
	c.Visitor("Bob").Start("I am Bob")
	bob := mari.Accept()
	require.NoError(t, mari.Escalate(t.Context(), bob, desk.EscalateRequest{To: "phone", Address: "+372 5551 2345", Text: "Call him"}))
	c.Visitor("Cleo").Start("I am Cleo")
	cleo := mari.Accept()
	require.NoError(t, mari.Escalate(t.Context(), cleo, desk.EscalateRequest{To: "phone", Address: "+372 5551 2346", Text: "Call her"}))

	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".handoffs li", "Buying advice · by phone")
	liis.see(".handoffs li", "taken")
	liis.click(".handoffs summary", "Say how it ended")
	liis.write(".handoffs input", "Called him")
	d.accessible(liis, "hand-offs on the board")
	liis.press("Enter")
	liis.see(".handoffs summary:focus", "") // that of the other one
	liis.click(".handoffs summary", "Say how it ended")
	liis.write(".handoffs input", "Called her")
	liis.press("Enter")
	liis.notSee(".handoffs li", "")
	liis.see("h2:focus", "") // the focus is still on the board

	liis.click("header a", "Reports")
	liis.see("[data-tile=started] strong", "3")
	liis.see("[data-tile=satisfied] strong", "100 %")
	liis.see("tbody th", "Mari")
	liis.notSee("tbody td", "…")
	liis.click("summary", "The figures as a table")
	liis.see(".wide-table td", "100 %")
	d.accessible(liis, "reports")
	inside, ok := ask[bool](liis, ".bars", "", barsFit)
	assert.True(t, ok && inside, "a chat that was answered and goes on is in its bar once")
	liis.choose("#period", "day")
	liis.see("[role=status]", "Hours are those of your own time zone")
	bars, ok := ask[int](liis, ".bars", "", "el => el.children.length")
	assert.True(t, ok && bars == 24, "an hour each: %d", bars)
	liis.size(390, 844)
	d.accessible(liis, "reports on a phone")

	for _, x := range []struct {
		status        int
		period, shows string
	}{
		{http.StatusTooManyRequests, "week", "not read"},
		{http.StatusNotFound, "month", "–"}, // no log any more, and so no time
		{http.StatusForbidden, "week", "not read"},
	} {
		c.answers(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/attendance") {
				w.WriteHeader(x.status)
				return
			}
			c.api.ServeHTTP(w, r)
		})
		liis.choose("#period", x.period)
		liis.see("[role=status]", "Days begin as in UTC")
		liis.see("[aria-label=Agents] tbody td:last-child", x.shows)
		if x.shows == "not read" {
			liis.see(".bad", "Some working times could not be read")
		} else {
			liis.notSee(".bad", "")
		}
	}
	c.works()
	assert.Empty(t, liis.complaints())
}

func TestASupervisorChangesAnAgentByAForm(t *testing.T) {
	seed := team()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/settings#agents"))
	liis.click(".rules button", "Jaan")
	liis.see(".settings h2", "Jaan")
	liis.notSee(".settings button", "New") // agents are made by the host
	d.accessible(liis, "settings of an agent")
	const capacity = `[data-pointer="/capacity"]`
	liis.write(capacity, "65")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(capacity+`[aria-invalid="true"]`, "")
	liis.write(capacity, "6")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(".settings [role=status]", "Saved")
	all, err := c.Host().Settings().Agents(t.Context())
	require.NoError(t, err)
	for _, a := range all {
		if a.Name == "Jaan" {
			require.Equal(t, 6, a.Capacity)
			require.Equal(t, seed.Agents[1].Queues, a.Queues, "what nobody touched stays")
		}
	}
	liis.click(".settings .acts button", "Retire")
	liis.click("dialog.sure button", "Retire")
	liis.see(".rules .chip", "retired")
	liis.click(".rules button", "Jaan")
	liis.click(".settings .acts button", "Take back into use")
	liis.notSee(".rules .chip", "retired")
	assert.Empty(t, liis.complaints())
}
