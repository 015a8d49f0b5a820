package main

import (
	"fmt"
	"iter"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/hours"
)

// link is somebody's stream to a node.
type link struct {
	to   *weekNode
	hang func()
}

// up reports whether the stream is open.
func (l *link) up() bool { return l != nil && l.to.desk != nil }

// connect opens a stream, which is what makes somebody present.
func (n *weekNode) connect(events iter.Seq2[desk.Event, error]) *link {
	next, stop := iter.Pull2(events)
	if _, err, ok := next(); err != nil || !ok {
		stop()
		return nil
	}
	open := true
	l := &link{n, func() {
		if open {
			open = false
			stop()
		}
	}}
	n.hung = append(n.hung, l.hang)
	return l
}

// weekAgent is a colleague of that week.
type weekAgent struct {
	w     *week
	id    chat.AgentID
	login string
	name  string
	here  bool // at the desk, with the console open
	link  *link
	last  desk.AgentView
}

func (a *weekAgent) handle() desk.Agent {
	if !a.link.up() {
		n := a.w.node()
		a.link = n.connect(a.on(n).Events(a.w.ctx, ""))
		if a.link == nil {
			return a.on(n)
		}
	}
	return a.on(a.link.to)
}

func (a *weekAgent) on(n *weekNode) desk.Agent {
	return n.desk.Agent(chat.Principal{Kind: chat.RoleAgent, ID: a.login, Verified: true})
}

// comes opens the console and takes chats.
func (a *weekAgent) comes() {
	a.here, a.last = true, desk.AgentView{}
	a.becomes(chat.Available)
	a.w.diary.line("%s comes", a.name)
	a.look()
	a.w.after(2*time.Minute, 6*time.Minute, a.answers)
}

func (a *weekAgent) becomes(m chat.AgentMode) {
	if _, err := a.handle().SetStatus(a.w.ctx, m, ""); err != nil {
		a.w.diary.line("%s cannot be %s: %v", a.name, m, err)
	}
}

// goes closes the console.
func (a *weekAgent) goes() {
	a.here = false
	if a.link != nil {
		a.link.hang()
		a.link = nil
	}
}

// look is what the agent sees on the console, now and again.
func (a *weekAgent) look() {
	if !a.here {
		return
	}
	me, err := a.handle().Me(a.w.ctx)
	if err == nil {
		a.sees(me)
	}
	if a.here {
		a.w.after(50*time.Second, time.Minute, a.look)
	}
}

// sees tells the diary what has changed, and does what a person would.
func (a *weekAgent) sees(me desk.AgentView) {
	was := a.last
	a.last = me
	if was.Mode == me.Mode && was.Reason == me.Reason && was.Shift.Phase == me.Shift.Phase {
		return
	}
	w := a.w
	left := fmt.Sprintf("%d chats left", me.Sessions)
	if me.Sessions == 1 {
		left = "1 chat left"
	}
	switch {
	case me.Mode == chat.Offline && me.Reason == chat.ShiftOver:
		w.diary.line("%s goes home", a.name)
		a.goes()
	case me.Mode == chat.Offline && me.Reason == "":
		w.diary.line("%s goes home", a.name)
		a.goes()
	case me.Mode == chat.Offline:
		a.becomes(chat.Available) // the connection was lost for too long
	case me.Reason == chat.ShiftEnding && was.Reason != me.Reason:
		w.diary.line("%s drains: %s, %.0f minutes", a.name, left, me.Shift.To.Sub(w.now).Minutes())
	case me.Reason == chat.ShiftOver && was.Reason != me.Reason:
		w.diary.line("%s's shift is over: %s", a.name, left)
	case me.Shift.Phase == chat.ShiftNotice && me.Mode == chat.Available:
		w.diary.line("%s is told of the break at %s", a.name, w.diary.clock(me.Shift.BreakFrom))
	case me.Reason == chat.PlannedBreak && was.Reason != me.Reason:
		w.diary.line("%s is on a break: %s", a.name, left)
	case me.Reason == chat.BreakOver && was.Reason != me.Reason:
		w.diary.line("%s is back from the break", a.name)
	case me.Reason == chat.AwayMissed && me.Mode == chat.Break:
		w.diary.line("%s has missed two offers", a.name)
		w.after(time.Minute, 3*time.Minute, func() { a.becomes(chat.Available) })
	case me.Shift.Outside && !was.Shift.Outside && me.Mode == chat.Available && was.ID != "":
		w.diary.line("%s works outside the shift", a.name)
	}
}

// offered is an offer that the agent decides on.
func (a *weekAgent) offered(o chat.OfferID) {
	a.w.after(3*time.Second, 14*time.Second, func() {
		switch {
		case !a.here || a.w.chance(0.02): // looks away
		case a.w.chance(0.03):
			_ = a.handle().Decline(a.w.ctx, o) // it may be gone
		default:
			_, _ = a.handle().Accept(a.w.ctx, o) // likewise
		}
	})
}

// replies writes to a visitor after a while.
func (a *weekAgent) replies(s chat.SessionID) {
	a.w.after(12*time.Second, 55*time.Second, func() {
		if a.here {
			_, _ = a.handle().Send(a.w.ctx, s, desk.MessageRequest{Text: "Let me see."}) // it may be a colleague's by now
		}
	})
}

// answers takes up a message that was left, when there is nothing else to do.
func (a *weekAgent) answers() {
	if !a.here {
		return
	}
	in, err := a.handle().Inbox(a.w.ctx)
	if err == nil && in.Me.Mode == chat.Available && len(in.Sessions) == 0 && len(in.Messages) > 0 {
		id := in.Messages[0].Session.ID
		if _, err := a.handle().Answer(a.w.ctx, id); err == nil {
			a.w.after(time.Minute, 3*time.Minute, func() {
				_, _ = a.handle().Send(a.w.ctx, id, desk.MessageRequest{Text: "Here is your answer."})
				_ = a.handle().Close(a.w.ctx, id)
			})
		}
	}
	a.w.after(3*time.Minute, 5*time.Minute, a.answers)
}

// populate plans everything that people do.
func (w *week) populate() error {
	if _, err := w.settle(); err != nil {
		return err
	}
	team, err := weekTeam()
	if err != nil {
		return err
	}
	plans := map[string]*hours.Schedule{}
	for _, s := range team.Schedules {
		plans[s.ID] = s.Hours
	}
	for _, c := range crew {
		a := &weekAgent{w: w, login: c.login, name: c.name}
		me, err := a.on(w.nodes[0]).Me(w.ctx)
		if err != nil {
			return err
		}
		a.id = me.ID
		w.agents[a.id] = a
		w.shifts(a, plans[c.schedule])
	}
	w.staysOn("jaan", time.Date(2026, 10, 20, 15, 6, 0, 0, time.UTC))
	w.outage()
	w.arrivals(advice, plans[opening], 45)
	w.arrivals(orders, plans[opening], 35)
	w.arrivals(asia, plans["office"], 25)
	return nil
}

// staysOn has an agent work on from an instant within the handover, and for an hour after the shift.
func (w *week) staysOn(login string, at time.Time) {
	for _, a := range w.agents {
		if a.login != login {
			continue
		}
		w.at(at, func() {
			if !a.here {
				a.comes()
			}
			a.becomes(chat.Available)
			w.diary.line("%s stays on after the shift", a.name)
			w.after(65*time.Minute, 70*time.Minute, func() { a.becomes(chat.Draining) })
		})
	}
}

// shifts plans when an agent comes. Going home is the desk's to say.
func (w *week) shifts(a *weekAgent, plan *hours.Schedule) {
	var last time.Time
	for p := range plan.Whole(weekBegins, weekEnds) {
		if last.IsZero() || p.Start.Sub(last) > 2*time.Hour { // else it is the end of a break
			at := p.Start.Add(w.between(-6*time.Minute, 7*time.Minute))
			w.at(at, func() {
				if !a.here {
					a.comes()
				}
			})
		}
		last = p.End
	}
}

// arrivals plans the visitors of a queue: so many in ten hours while it is open, and few else.
func (w *week) arrivals(q chat.QueueID, open *hours.Schedule, each int) {
	mean := float64(10*time.Hour) / float64(each)
	for at := weekBegins; at.Before(weekEnds); {
		at = at.Add(time.Duration(w.r.ExpFloat64() * mean)).Truncate(time.Second)
		if !open.Open(at) && !w.chance(0.04) {
			continue
		}
		w.minted++
		v := &weekVisitor{w: w, id: fmt.Sprintf("v%d", w.minted), queue: q, wants: 2 + w.r.IntN(11)}
		v.silent = w.chance(0.12)
		w.at(at, v.asks)
	}
}

// outage takes two of the three nodes down on Friday afternoon.
func (w *week) outage() {
	down := time.Date(2026, 10, 23, 11, 20, 0, 0, time.UTC)
	w.at(down, func() {
		w.diary.line("node1 and node2 go down; node3 has them all")
		w.nodes[0].die()
		w.nodes[1].die()
		for _, id := range w.ids() {
			if a := w.agents[id]; a.here {
				w.after(2*time.Second, 9*time.Second, func() { a.handle() }) // the page connects again
			}
		}
	})
	w.at(down.Add(43*time.Minute), func() {
		for _, n := range w.nodes[:2] {
			if err := n.boot(); err != nil {
				w.diary.line("%s does not come up: %v", n.name, err)
			}
		}
		w.diary.line("node1 and node2 are up again")
	})
}
