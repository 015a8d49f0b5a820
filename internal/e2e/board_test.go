package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
)

func TestEveryClickOnAnAgentsPlacesCounts(t *testing.T) {
	c := openCounter(t, team())
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.see(".status a", "Board")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents li", "0 / 4")
	liis.see(".agents li", "Buying advice, Orders and returns")
	shows := func(load string) {
		t.Helper()
		liis.eventually(func() bool {
			now, ok := ask[string](liis, ".agents li", "Mari", `el => el.querySelector(".num").textContent`)
			return ok && now == load
		}, "sees Mari with %s", load)
	}
	const clicks = `el => { for (let n = 0; n < 4; n++) el.click(); }`
	ask[any](liis, ".less", "One place less for Mari", clicks) // faster than any answer
	shows("0 / 1")                                             // nobody can have less
	me := c.Agent("mari")
	liis.eventually(func() bool {
		view, err := me.Me(t.Context())
		return err == nil && view.Capacity == 1
	}, "has left one place")
	ask[any](liis, ".more", "One place more for Mari", clicks)
	shows("0 / 5")
	liis.eventually(func() bool {
		view, err := me.Me(t.Context())
		return err == nil && view.Capacity == 5
	}, "has given more")

	c.fails(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			c.api.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"status":403,"code":"forbidden","detail":"no"}`))
	})
	ask[any](liis, ".more", "One place more for Mari", `el => el.click()`)
	liis.see(".box .bad", "You are not allowed to do that")
	shows("0 / 5")
	c.works()
	assert.Empty(t, liis.complaints())
}

func TestTheBoardShowsTheTruthAfterALostAnswer(t *testing.T) {
	c := openCounter(t, team())
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".agents li", "0 / 4")
	var lost atomic.Bool
	c.answers(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method != http.MethodPut:
			c.api.ServeHTTP(w, r)
		case !strings.HasSuffix(r.URL.Path, "/capacity") || lost.Load():
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte(`{"status":403,"code":"forbidden","detail":"no"}`))
		default:
			body, err := io.ReadAll(r.Body)
			assert.NoError(t, err)
			r.Body = io.NopCloser(bytes.NewReader(body))
			answer := httptest.NewRecorder()
			c.api.ServeHTTP(answer, r)
			if !bytes.Contains(body, []byte("7")) { // all but the last is answered
				w.WriteHeader(answer.Code)
				return
			}
			lost.Store(true)
			panic(http.ErrAbortHandler)
		}
	})
	ask[any](liis, ".more", "One place more for Mari", `el => { for (let n = 0; n < 3; n++) el.click(); }`)
	liis.see(".box .bad", "") // a browser may send a request again whose connection was cut: it is refused then
	liis.eventually(func() bool {
		now, ok := ask[string](liis, ".agents li", "Mari", `el => el.querySelector(".num").textContent`)
		return ok && now == "0 / 7"
	}, "sees what the shop has")
}

func TestAConsoleOnAPhoneIsAccessible(t *testing.T) {
	c := openCounter(t, team())
	d := &day{t: t, axe: axe(t)}
	mari := meet(t, browser(t), "Mari")
	mari.size(390, 844)
	c.at(mari, "mari")
	mari.choose("select.mode", "available")
	d.accessible(mari, "console list on a phone")
	high, ok := ask[float64](mari, ".top", "", "el => el.getBoundingClientRect().height")
	assert.True(t, ok && high < 64, "the head takes one row: %v", high)
	c.Visitor("Ada").Start("I am Ada")
	mari.see(".offer", "Ada")
	d.accessible(mari, "offer on a phone")
	mari.click(".offer button", "Accept")
	mari.see(".msg", "I am Ada")
	d.accessible(mari, "chat on a phone")
	mari.write(line, "/")
	mari.see(".canned li", "Sizes")
	d.accessible(mari, "canned replies on a phone")
	mari.press("Escape")
	mari.press("Escape")
	mari.press("?")
	mari.see("dialog[open]", "Keys")
	d.accessible(mari, "keys on a phone")
}

// closed is a colleague elsewhere whose door is shut until it is opened.
type closed struct{ open atomic.Bool }

func (c *closed) Take(context.Context, hook.Handover) (string, error) {
	if c.open.Load() {
		return "taken", nil
	}
	return "", errors.New("the door is shut")
}

func TestASupervisorPutsChatsIntoOtherHandsAndSeesWhatDidNotLeave(t *testing.T) {
	long(t)
	seed, away := team(), &closed{}
	seed.Queues[0].Outcomes, seed.Queues[0].OutcomeNeeded = []string{"solved", "refund"}, true
	seed.Agents[0].Capacity, seed.Agents[3].Everything = 1, true
	c := openCounterOn(t, desk.Config{Seed: seed, Handoff: away})
	d := &day{t: t, axe: axe(t)}
	mari, liis := c.Agent("mari"), meet(t, browser(t), "Liis")
	mari.Available()
	c.Visitor("Ada").Start("I am Ada")
	ada := mari.Accept()
	require.NoError(t, mari.Escalate(t.Context(), ada, desk.EscalateRequest{To: "email", Address: "ada@example.com", Text: "Call her"}))
	c.Visitor("Bob").Start("I am Bob")
	mari.Accept()
	c.Visitor("Cleo").Start("I am Cleo")
	c.Visitor("Dan").Start("I am Dan")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.see(".chats li", "Mari · Buying advice · Active · I am Bob")
	liis.see("[data-lane=handoff]", "the door is shut")
	away.open.Store(true)
	liis.click("[data-lane=handoff] button", "Try now")
	liis.notSee("[data-lane=handoff]", "")

	hands := func(who string) {
		liis.eventually(func() bool {
			open, ok := ask[bool](liis, ".lines > li", who, `el => (el.querySelector(".hands").open = true) && el.querySelector(".hands form") !== null`)
			return ok && open
		}, "unfolds what can be done with %s", who)
	}
	pick := func(who, act, value string) {
		hands(who)
		liis.eventually(func() bool {
			done, ok := ask[bool](liis, ".lines > li", who, fmt.Sprintf(`el => {
				const choice = el.querySelector("[data-act=%s] select");
				const option = [...choice.options].find((o) => o.text.startsWith(%q));
				if (option) choice.value = option.value, choice.form.requestSubmit();
				return !!option;
			}`, act, value))
			return ok && done
		}, "chooses %s for %s", value, who)
	}
	pick("Dan", "move", "Orders")
	liis.see(".waiting li", "Orders and returns · Waiting · I am Dan")
	offers, ok := ask[string](liis, ".lines > li", "Dan", `el => el.querySelector("[data-act=move]").textContent`)
	assert.True(t, ok && !strings.Contains(offers, "Orders"), "it is there: %s", offers)
	hands("Cleo")
	d.accessible(liis, "hands on a chat in line")
	pick("Cleo", "assign", "Mari")
	liis.see("dialog.sure", "has no place left")
	liis.see("dialog.sure button:focus", "Cancel")
	d.accessible(liis, "a question on the board")
	liis.click("dialog.sure button", "Assign")
	liis.see(".chats li", "Mari · Buying advice · Active · I am Cleo")
	pick("Bob", "end", "solved")
	liis.see(".undo", "Closing the chat with Bob")
	liis.notSee(".chats li", "Bob")
	liis.click(".wide summary", "Show the trail")
	liis.see(".audit li", "assigned despite full hands")
	liis.see(".audit li", "moved a chat in line")
	d.accessible(liis, "audit trail")
	liis.size(390, 844)
	d.accessible(liis, "board with everything on a phone")
	assert.Empty(t, liis.complaints())
}

func TestASupervisorChangesSettingsByForms(t *testing.T) {
	seed := team()
	seed.Agents[3].Everything = true
	c := openCounter(t, seed)
	d := &day{t: t, axe: axe(t)}
	liis := meet(t, browser(t), "Liis")
	c.at(liis, "liis")
	liis.goTo(c.url("/chat/board"))
	liis.click("a", "Settings")
	liis.click(".tabs button", "Queues")
	liis.click(".rules button", "Buying advice")
	liis.see(".settings h2", "Buying advice")
	d.accessible(liis, "settings of a queue")
	const limit, name = `[data-pointer="/limit"]`, `[data-pointer="/name"]`
	liis.write(name, "Advice")
	liis.write(limit, "-1")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(limit+`[aria-invalid="true"]`, "")
	liis.write(limit, "7")
	liis.write(`[data-pointer="/schedule"]`, "nowhere")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(`[data-pointer="/schedule"][aria-invalid="true"]`, "") // the shop refuses it, and says where
	liis.write(`[data-pointer="/schedule"]`, "")
	liis.press("Delete")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(".settings [role=status]", "Saved")
	liis.see(".rules button", "Advice")
	q, err := c.Host().Queues(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Advice", q[0].Name)
	require.Equal(t, 7, q[0].Limit)
	require.Equal(t, seed.Queues[0].OfferFor, q[0].OfferFor, "what nobody touched stays")

	liis.click(".tabs button", "Canned replies")
	liis.click(".settings button", "New")
	liis.write("#set-id", "thanks")
	liis.click(".settings .group button", "Add one")
	liis.write(".pair-of input", "en")
	liis.write(".pair-of textarea", "Thank you!")
	liis.click(".settings button[type=submit]", "Save")
	liis.see(".settings [role=status]", "Saved")
	liis.click(".settings .acts button", "Retire")
	liis.click("dialog.sure button", "Cancel")
	liis.notSee("dialog.sure", "")
	liis.see(".settings .acts button:focus", "Retire")
	liis.notSee(".rules .chip", "retired")
	liis.click(".settings .acts button", "Retire")
	liis.click("dialog.sure button", "Retire")
	liis.see(".rules .chip", "retired")
	liis.click(".settings .acts button", "Take back into use")
	liis.notSee(".rules .chip", "retired")
	liis.size(390, 844)
	d.accessible(liis, "settings on a phone")
	assert.Empty(t, liis.complaints())
}
