package main

import (
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// weekVisitor is somebody with a question.
type weekVisitor struct {
	w      *week
	id     string
	queue  chat.QueueID
	chat   chat.SessionID
	wants  int // messages until the question is answered
	silent bool
	link   *link
	over   bool
}

func (v *weekVisitor) handle() desk.Visitor {
	if !v.link.up() && !v.over {
		n := v.w.node()
		v.link = n.connect(v.on(n).Events(v.w.ctx, ""))
		v.attends()
	}
	if v.link.up() {
		return v.on(v.link.to)
	}
	return v.on(v.w.node())
}

// attends says at the node of the stream that a page is open, until that stream ends.
func (v *weekVisitor) attends() {
	if v.link == nil {
		return
	}
	leave, err := v.on(v.link.to).Attend(v.w.ctx)
	if err != nil {
		return
	}
	hang := v.link.hang
	v.link.hang = func() { leave(); hang() }
	v.link.to.hung = append(v.link.to.hung, leave)
}

// looks opens the stream anew when its node is down, as a page does.
func (v *weekVisitor) looks() {
	if v.over {
		return
	}
	if !v.link.up() {
		v.handle()
	}
	v.w.at(v.w.now.Add(30*time.Second), v.looks)
}

func (v *weekVisitor) on(n *weekNode) desk.Visitor {
	return n.desk.Visitor(chat.Principal{Kind: chat.RoleVisitor, ID: v.id, Verified: true})
}

// asks begins a session, or leaves a message where the door is closed.
func (v *weekVisitor) asks() {
	ask := desk.StartRequest{Site: site, Queue: v.queue, Name: "Vera", Text: "May I ask something?"}
	ask.Email = v.id + "@example.com"
	view, err := v.on(v.w.node()).Start(v.w.ctx, ask)
	if err != nil {
		if errors.Is(err, chat.ErrOutsideHours) {
			v.w.diary.count(v.queue).closed++
		}
		ask.Leave = true
		if view, err = v.on(v.w.node()).Start(v.w.ctx, ask); err != nil {
			v.w.diary.line("a visitor cannot even leave a message: %v", err)
			return
		}
	}
	v.chat = view.ID
	v.w.chats[v.chat] = v
	if view.State.Ended() {
		return
	}
	v.handle()
	v.looks()
	if v.w.chance(0.3) {
		v.w.after(4*time.Minute, 15*time.Minute, v.givesUp)
	}
}

// givesUp leaves the line, if the visitor is in it still.
func (v *weekVisitor) givesUp() {
	view, err := v.handle().Session(v.w.ctx, v.chat)
	if err == nil && view.State.Waiting() {
		v.ends()
	}
}

// hears is an agent's message, which the visitor answers, or thanks for.
func (v *weekVisitor) hears() {
	v.wants--
	if v.over || v.wants < 0 && v.silent {
		return // gone without a word
	}
	v.w.after(15*time.Second, 110*time.Second, func() {
		if v.wants <= 0 {
			v.ends()
		} else if !v.over {
			_, _ = v.handle().Send(v.w.ctx, v.chat, desk.MessageRequest{Text: "And then?"}) // it may have ended
		}
	})
}

func (v *weekVisitor) ends() {
	if v.over || v.silent && v.wants <= 0 {
		return
	}
	_ = v.handle().End(v.w.ctx, v.chat) // it may have ended
	v.leaves()
}

// leaves closes the page.
func (v *weekVisitor) leaves() {
	v.over = true
	if v.link != nil {
		v.link.hang()
		v.link = nil
	}
}
