// Command byhand runs a shop's chat without package desk and without a store: hours, rules, routing and chat are wired by hand,
// and all records are in two maps. It is a start for a host that has a way of its own to keep records.
package main

import (
	"fmt"
	"log"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/assign"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/trigger"
)

const rules = `[{"id":"boots","when":{"all":[{"attr":"page.path","op":"prefix","value":"/boots"},{"attr":"agents.free","op":"ge","value":1}]},
	"do":[{"type":"prompt","text":{"en":"Shall I help you find your size?"}}]}]`

// team is all there is: the records, and a Router that is told of each change.
type team struct {
	now      time.Time
	sessions map[chat.SessionID]chat.Session
	agents   map[chat.AgentID]chat.Agent
	rev      uint64 // of the latest change of any record
	offers   int
	router   *routing.Router
}

func main() {
	shop := must(hours.New(hours.Config{Zone: "UTC", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}}))
	set := must(trigger.CompileJSON([]byte(rules), trigger.Config{}))
	t := &team{now: time.Date(2026, 11, 2, 16, 30, 0, 0, time.UTC), sessions: map[chat.SessionID]chat.Session{},
		agents: map[chat.AgentID]chat.Agent{}, router: must(routing.New(routing.Config{}))}
	for _, id := range []chat.AgentID{"ana", "ben"} {
		a := chat.Agent{ID: id, Name: string(id), Capacity: 2, Mode: chat.Offline, Queues: []chat.Serves{{Queue: "advice"}}}
		t.put(must(a.SetMode(chat.Available, "", t.now)))
	}

	visit := trigger.Visit{Visitor: "eve", URL: "/boots/scree", Attrs: map[string]trigger.Value{"agents.free": trigger.Num(2)}}
	fire := set.Eval(visit, trigger.History{}, t.now).Fires[0]
	start := chat.Start{ID: "first", Site: "shop", Visitor: "eve", Queue: "advice", Text: "Yes: I wear 42.", Rule: fire.Rule(), Greeting: fire.Do()[0].Text["en"]}
	t.arrive(shop, start)
	t.wait(30 * time.Second) // one agent lets the offer expire; the other one is asked
	o := t.sessions["first"].Offers[0]
	by := chat.Author{Kind: chat.AuthorAgent, ID: string(o.Agent), Name: string(o.Agent)}
	t.do("first", chat.Accept{Offer: o.ID, Agent: o.Agent, Name: by.Name})
	t.do("first", chat.Send{Author: by, Text: "Then take the 43."})
	t.wait(20 * time.Minute) // the visitor is gone: a warning, and the end
	t.now = t.now.Add(time.Hour)
	t.arrive(shop, chat.Start{ID: "second", Site: "shop", Visitor: "max", Queue: "advice", Text: "Do you ship to Tartu?"})
}

// arrive begins a session in line, or as a message left for later when the shop is closed.
func (t *team) arrive(shop *hours.Schedule, c chat.Start) {
	if shop.At(t.now).Phase != hours.PhaseOpen {
		c.Leave = chat.OutsideHours
	}
	t.do(c.ID, c)
	t.route()
}

// do applies a command to a session and tells the Router what came of it.
func (t *team) do(id chat.SessionID, c chat.Command) {
	s, entries, err := chat.Decide(t.sessions[id], c, t.now)
	check(err)
	for _, e := range entries {
		line := fmt.Sprintf("%s %-6s %-16s %-3s %s %s", e.At.Format(time.TimeOnly), id, e.Kind, e.Agent, e.Reason, e.Text)
		fmt.Println(strings.TrimRight(line, " "))
	}
	t.sessions[id] = s
	t.rev++
	t.router.Set(t.now, assign.Session(s, t.rev))
	load := map[chat.AgentID]int{} // a store would change it by the difference, in the session's own batch
	for _, s := range t.sessions {
		for _, charge := range s.Charges() {
			load[charge.Agent] += charge.Weight
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.agents)) {
		if a := t.agents[id]; a.Load != load[id] {
			a.Load, a.IdleSince = load[id], t.now
			t.put(a)
		}
	}
}

func (t *team) put(a chat.Agent) {
	t.rev++
	t.agents[a.ID] = a
	t.router.Set(t.now, assign.Agent(a, t.rev))
}

// route carries out what the Router decides, until it has nothing more to decide.
func (t *team) route() {
	for ds := slices.Clone(t.router.Advance(t.now)); len(ds) > 0; ds = slices.Clone(t.router.Advance(t.now)) {
		for batch := range assign.Batches(ds) {
			for _, d := range batch {
				if d.Agent != "" {
					t.put(must(assign.Applied(t.agents[chat.AgentID(d.Agent)], d, t.now)))
				}
			}
			if id := chat.SessionID(batch[0].Request); !assign.OfAgent(batch[0]) {
				t.do(id, must(assign.Command(t.sessions[id], batch, t, t.offer))) // nobody else changes them: it has not moved
			}
		}
	}
}

// Agent makes the team a chat.Team.
func (t *team) Agent(id chat.AgentID) (chat.Agent, bool) { a, ok := t.agents[id]; return a, ok }

func (t *team) offer() chat.OfferID { t.offers++; return chat.OfferID(fmt.Sprint("offer-", t.offers)) }

// wait lets time pass, from deadline to deadline: those of the Router, and those of each session.
func (t *team) wait(d time.Duration) {
	for end := t.now.Add(d); t.now.Before(end); t.route() {
		at, due := end, func() {}
		if next, ok := t.router.NextDeadline(); ok && next.Before(at) {
			at = next
		}
		for _, id := range slices.Sorted(maps.Keys(t.sessions)) {
			if next, c := chat.Next(t.sessions[id], chat.Around{Team: t}, t.now); c != nil && next.Before(at) {
				at, due = next, func() { t.do(id, c) }
			}
		}
		if at.After(t.now) {
			t.now = at
		}
		due()
	}
}

func must[T any](v T, err error) T { check(err); return v }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
