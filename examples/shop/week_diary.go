package main

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// diary writes what happens, a day under its date.
type diary struct {
	out    io.Writer
	w      *week
	zone   *time.Location
	day    string
	counts map[chat.QueueID]*counts
	talked map[chat.SessionID]bool // to whom somebody has talked: each counts once
}

// counts are a queue's of a day. Whoever began was talked to, left a message or gave up; messages
// may be answered on another day.
type counts struct{ began, closed, talked, messages, gaveUp, answered, handed int }

func (d *diary) clock(t time.Time) string { return t.In(d.zone).Format("15:04") }

// line writes what happens now.
func (d *diary) line(format string, args ...any) {
	d.turn()
	fmt.Fprintf(d.out, "  %s  %s\n", d.w.now.In(d.zone).Format("15:04:05"), fmt.Sprintf(format, args...))
}

// turn begins the page of a new day, below the sum of the last one.
func (d *diary) turn() {
	day := d.w.now.In(d.zone).Format("Monday 2 January 2006")
	if day == d.day {
		return
	}
	d.sum()
	d.day, d.counts = day, map[chat.QueueID]*counts{}
	fmt.Fprintf(d.out, "\n%s\n", day)
	if day == "Wednesday 21 October 2026" {
		fmt.Fprintln(d.out, "            inventory day: closed in Tallinn")
	}
}

func (d *diary) sum() {
	for _, q := range []chat.QueueID{advice, orders, asia} {
		if c := d.counts[q]; c != nil {
			fmt.Fprintf(d.out, "            %-7s %3d began: %d were talked to, "+
				"%d left a message (%d after hours), %d gave up; messages answered: %d, handed on at a shift's end: %d\n",
				q, c.began, c.talked, c.messages, c.closed, c.gaveUp, c.answered, c.handed)
		}
	}
}

func (d *diary) count(q chat.QueueID) *counts {
	d.turn()
	if d.counts[q] == nil {
		d.counts[q] = &counts{}
	}
	return d.counts[q]
}

// watcher is told of every entry by the node that commits it. What people do about it comes later:
// nothing is asked of the desk from here.
type watcher struct{ w *week }

// Entry implements hook.Observer.
func (o watcher) Entry(s chat.Session, e chat.Entry) {
	w, c := o.w, o.w.diary.count(s.Queue)
	switch e.Kind {
	case chat.KindCreated:
		c.began++
	case chat.KindMessaged:
		c.messages++
	case chat.KindAbandoned:
		c.gaveUp++
	case chat.KindOffer:
		if a := w.agents[e.Agent]; a != nil {
			a.offered(e.Offer)
		}
	case chat.KindAssigned:
		switch d := w.diary; {
		case e.Reason == chat.Answered:
			c.answered++
		case !d.talked[s.ID]:
			c.talked++
			d.talked[s.ID] = true
		}
		if a := w.agents[e.Agent]; a != nil && e.Reason != chat.Answered {
			a.replies(s.ID)
		}
	case chat.KindTransferred:
		if e.Reason == chat.OffShift {
			c.handed++
			w.diary.line("%s hands a chat of %s to colleagues", w.agents[e.Agent].name, s.Queue)
		}
	case chat.KindMessage:
		o.message(s, e)
	case chat.KindClosed:
		if v := w.chats[s.ID]; v != nil {
			w.at(w.now, v.leaves)
		}
	}
}

func (o watcher) message(s chat.Session, e chat.Entry) {
	if e.Author.Kind == chat.AuthorAgent {
		if v := o.w.chats[s.ID]; v != nil && v.link != nil {
			v.hears()
		}
		return
	}
	if a := o.w.agents[s.Agent]; a != nil && s.State == chat.Active {
		a.replies(s.ID)
	}
}

// Commit implements hook.Observer.
func (watcher) Commit(string, time.Duration) {}

// Prompt implements hook.Observer.
func (watcher) Prompt(string, string) {}

// ids are the agents' in the order in which they are told of.
func (w *week) ids() (all []chat.AgentID) {
	for id := range w.agents {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

// reckon looks at every session at the end of the week: each has ended, or somebody who is there owes
// it an answer. Nobody was put out in the middle of a conversation.
func (w *week) reckon() error {
	w.diary.turn()
	w.diary.sum()
	boss := w.nodes[0].desk.Supervisor(chat.Principal{Kind: chat.RoleSupervisor, ID: "liis", Verified: true})
	team, err := boss.Agents(w.ctx)
	if err != nil {
		return err
	}
	var all, ended, owed, left, forgotten, putOut int
	for next := ""; ; {
		cards, more, err := boss.Sessions(w.ctx, desk.SessionFilter{After: next, Limit: 100})
		if err != nil {
			return err
		}
		for _, c := range cards {
			all++
			s := c.Session
			switch {
			case s.State == chat.Closed || s.State == chat.Abandoned:
				ended++
			case !there(team, s):
				forgotten++
			case s.State == chat.Messaged:
				left++
			default:
				owed++
			}
			out, err := w.wasPutOut(boss, s.ID)
			if err != nil {
				return err
			}
			if out {
				putOut++
			}
		}
		if next = more; next == "" {
			break
		}
	}
	fmt.Fprintf(w.diary.out, "\nIn all %d chats: %d have ended, %d are being talked about, %d left a message that somebody who is there will answer.\n"+
		"Forgotten: %d. Put out in the middle of a conversation: %d.\n", all, ended, owed, left, forgotten, putOut)
	faults, err := w.nodes[0].desk.Check(w.ctx)
	if err != nil {
		return err
	}
	if forgotten+putOut+len(faults) > 0 {
		return fmt.Errorf("shop: the week ends with %d forgotten, %d put out and %d faults: %v", forgotten, putOut, len(faults), faults)
	}
	return nil
}

// there reports whether somebody is there who owes a session an answer: its agent, or one of its
// queue.
func there(team []desk.AgentView, s chat.Session) bool {
	return slices.ContainsFunc(team, func(a desk.AgentView) bool {
		if a.Mode == chat.Offline || a.Mode == chat.Lost {
			return false
		}
		return a.ID == s.Agent || !s.State.Owned() && slices.Contains(a.Queues, s.Queue)
	})
}

// wasPutOut reports whether the desk turned a session into a message that an agent had talked to.
func (w *week) wasPutOut(boss desk.Supervisor, id chat.SessionID) (bool, error) {
	talked := false
	for after := 0; ; {
		es, next, err := desk.Agent(boss).Timeline(w.ctx, id, after, 200)
		if err != nil {
			return false, err
		}
		for _, e := range es {
			if e.Kind == chat.KindMessage && e.Author.Kind == chat.AuthorAgent {
				talked = true
			}
			if e.Kind == chat.KindMessaged && talked && e.Reason != chat.Choice {
				return true, nil
			}
		}
		if len(es) < 200 {
			return false, nil
		}
		after = next
	}
}
