package crowd

import (
	"context"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// agent accepts what is offered and answers what is asked.
type agent struct {
	*client
	ctx     context.Context // of its requests
	running *sync.WaitGroup
	room    int
	hardy   bool

	mu    sync.Mutex
	talks map[string]*talk
	taken map[string]bool // offers
}

// talk is one session of the agent's: its messages are answered one after the other.
type talk struct {
	mu   sync.Mutex
	last int             // entry that was looked at
	done map[string]bool // commands that were answered
}

// reply is the command of the answer to a command: whoever answers, and however often, it is answered once.
func reply(command string) string { return command + ".re" }

// work takes part until ctx ends.
func (a *agent) work(ctx context.Context) error {
	var me struct {
		ID chat.AgentID `json:"id"`
	}
	if err := a.do(ctx, "PUT", "agent/status", "", map[string]any{"mode": "available"}, &me); err != nil {
		return err
	}
	a.books.hasRoom(me.ID, a.room)
	if a.hardy {
		go a.insist(ctx)
	}
	a.listen(ctx, "agent/events", a.hear)
	return nil
}

// insist says again and again that the agent is there: who was taken for lost is brought back by nobody else.
func (a *agent) insist(ctx context.Context) {
	for rest(ctx, 5*time.Second) {
		_ = a.once(ctx, "PUT", "agent/status", "", map[string]any{"mode": "available"}, nil) // it is said again
	}
}

// settling is how old a stream may be that is told what was before it.
const settling = 2 * time.Second

func (a *agent) hear(e event) {
	switch {
	case e.Type == "agent.status_changed": // the desk did that
		if open := time.Since(a.opened); open > settling {
			a.books.setOffline(a.login, open)
		}
	case e.Data.Inbox != nil:
		for _, o := range e.Data.Inbox.Offers {
			a.accept(o.ID)
		}
		for _, s := range e.Data.Inbox.Sessions {
			a.look(s.ID, false)
		}
	case e.Data.Typing != nil && e.Data.Typing.By == "visitor":
		a.books.sawTyping()
	case e.Data.Entry != nil && e.Data.Entry.Kind == "message.created" && e.Data.Entry.Author.Kind == "visitor":
		a.books.has(e.Data.Entry.Command)
		a.look(e.Data.Session, true)
	}
}

// accept takes an offer, once.
func (a *agent) accept(offer string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken[offer] {
		return
	}
	a.taken[offer] = true
	a.running.Go(func() {
		_ = a.do(a.ctx, "POST", "agent/offers/"+offer+"/accept", "", nil, nil) // if it is gone, another has it
	})
}

// look reads on in a session, and answers. Without news it looks at one it does not know only: every snapshot names all.
func (a *agent) look(session string, news bool) {
	a.mu.Lock()
	t := a.talks[session]
	known := t != nil
	if !known {
		t = &talk{done: map[string]bool{}}
		a.talks[session] = t
	}
	a.mu.Unlock()
	if known && !news {
		return
	}
	a.running.Go(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		a.catchUp(session, t)
	})
}

func (a *agent) catchUp(session string, t *talk) {
	es, err := a.timeline(a.ctx, "agent/sessions/"+session, t.last)
	if err != nil {
		return // the session is another's by now
	}
	for _, e := range es {
		t.last = e.N
		if e.Kind == "message.created" && e.Author.Kind == "visitor" {
			a.books.has(e.Command)
			a.answer(session, e, t)
		}
	}
}

func (a *agent) answer(session string, e entry, t *talk) {
	if t.done[e.Command] {
		return
	}
	t.done[e.Command] = true
	command := reply(e.Command)
	if a.books.knows(command) {
		return // answered by whom the session was taken from
	}
	_ = a.message(a.ctx, "agent/sessions/"+session, session, command, text(number(e.Text), "It is.")) // a refusal is in the books
}
