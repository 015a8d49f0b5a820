package chat

import (
	"fmt"
	"slices"
	"time"
)

// MaxBeside is how many colleagues may stand beside a session.
const MaxBeside = 8

// Companion is a colleague who stands beside a session that another agent owns, or that waits:
// they are told of all that happens in it, and it takes none of their capacity. With Joined they
// speak in it too. The time beside a session ends when it ends, when its owner hands it on, and when
// it goes to another queue while nobody has it.
type Companion struct {
	Agent  AgentID   `json:"agent"`
	Name   string    `json:"name"`
	Joined bool      `json:"joined,omitempty"` // the visitor was told, and they may speak
	At     time.Time `json:"at"`               // since when
	// Mentioned says that a note was for them: a colleague let them see it. Without it they came by
	// themselves, which lasts no longer than they serve its queue.
	Mentioned bool `json:"mentioned,omitempty"`
}

// With reports whether an agent stands beside the session. Nobody stands beside one that is over.
func (s Session) With(a AgentID) bool { return s.companion(a) >= 0 }

// Speaks reports whether an agent may write to the visitor: the owner, and colleagues who joined.
func (s Session) Speaks(a AgentID) bool {
	if !s.State.Owned() || a == "" {
		return false
	}
	i := s.companion(a)
	return s.Agent == a || i >= 0 && s.Beside[i].Joined
}

// Mentions reports whether an agent stands beside the session because a note was for them.
func (s Session) Mentions(a AgentID) bool {
	i := s.companion(a)
	return i >= 0 && s.Beside[i].Mentioned
}

// companion is the place of an agent among those beside the session, -1 for none. An older node
// does not know of them, and leaves them at a session that it ends.
func (s Session) companion(a AgentID) int {
	if !s.State.Running() {
		return -1
	}
	return slices.IndexFunc(s.Beside, func(c Companion) bool { return c.Agent == a })
}

// Follow puts an agent beside a session that goes on. The visitor is not told. The owner follows it
// already.
type Follow struct {
	Agent AgentID
	Name  string
}

func (c Follow) apply(t *step) error {
	return t.beside(c.Agent, c.Name, false)
}

// Join puts an agent beside a session that another one owns, and lets them speak in it: the visitor
// is told.
type Join struct {
	Agent AgentID
	Name  string
}

func (c Join) apply(t *step) error {
	if t.State != Active && t.State != Held {
		return notIn(t.State)
	}
	return t.beside(c.Agent, c.Name, true)
}

// beside puts an agent beside the session, or lets one who is there speak. It changes nothing for
// its owner, and for who is there already.
func (t *step) beside(a AgentID, name string, speaks bool) error {
	if a == "" {
		return invalid("agent", "missing")
	}
	if !t.State.Running() {
		return notIn(Closed)
	}
	i := t.companion(a)
	if t.holder() == a || i >= 0 && (t.Beside[i].Joined || !speaks) {
		return nil
	}
	if i < 0 && len(t.Beside) >= MaxBeside {
		return fmt.Errorf("%w: %d colleagues are there already", ErrState, MaxBeside)
	}
	t.Beside = slices.Clone(t.Beside)
	if i < 0 {
		i, t.Beside = len(t.Beside), append(t.Beside, Companion{Agent: a})
	}
	asked := t.Beside[i].Mentioned
	t.Beside[i] = Companion{Agent: a, Name: name, Joined: speaks, At: t.now, Mentioned: asked}
	e := Entry{Kind: KindUpdated, Author: agentAuthor(a, name), Agent: a, Reason: Followed}
	if speaks {
		e.Kind, e.Reason = KindJoined, ByAgent
	}
	t.add(e)
	return nil
}

// mention puts a colleague beside the session whom a note is for.
func (t *step) mention(m Mention) error {
	if err := t.beside(m.Agent, m.Name, false); err != nil {
		return err
	}
	if i := t.companion(m.Agent); i >= 0 && !t.Beside[i].Mentioned {
		t.Beside = slices.Clone(t.Beside)
		t.Beside[i].Mentioned = true
	}
	return nil
}

// Part takes an agent from beside a session: the visitor is told of one who had joined.
type Part struct {
	Agent AgentID
}

func (c Part) apply(t *step) error {
	if i := t.companion(c.Agent); i >= 0 {
		t.part(i, ByAgent)
	}
	return nil
}

// part takes away who stands at a place beside the session.
func (t *step) part(i int, why Reason) {
	gone := t.Beside[i]
	t.Beside = slices.Delete(slices.Clone(t.Beside), i, i+1)
	e := Entry{Kind: KindUpdated, Author: agentAuthor(gone.Agent, gone.Name), Reason: Parted}
	e.Agent = gone.Agent
	if gone.Joined {
		e.Kind, e.Reason = KindParted, why
	}
	t.add(e)
}

// TakeOver makes an agent the owner of a session that another one owns, by the agent's own act. The
// former owner is out of it; everything that counts from when an agent took it begins anew.
// Colleagues who stand beside it stay.
type TakeOver struct {
	Agent    AgentID
	Name     string
	Bot      bool
	Override bool // the agent's load may rise above the capacity, knowingly
}

func (c TakeOver) apply(t *step) error {
	switch {
	case c.Agent == "":
		return invalid("agent", "missing")
	case t.State != Active && t.State != Held:
		return notIn(t.State)
	case t.Agent == c.Agent:
		return nil
	}
	t.rescind(TakenOver)
	by := agentAuthor(c.Agent, c.Name)
	t.add(Entry{
		Kind: KindTransferred, Author: by, Agent: c.Agent, Queue: t.Queue, Reason: TakenOver,
	})
	t.Offered++
	t.assign(c.Agent, c.Bot, c.Name, TakenOver, Entry{Override: c.Override})
	return nil
}

// settleBeside ends the time of those beside a session that has ended, that its owner handed on, or
// that went to another queue while nobody had it. Who has become the owner stands beside it no more.
func (t *step) settleBeside(was Session) {
	if len(t.Beside) == 0 {
		return
	}
	if !t.State.Running() {
		t.Beside = nil
		return
	}
	before, after := was.holder(), t.holder()
	gone := before != "" && after != before || before == "" && t.Queue != was.Queue
	taken := t.Reason == TakenOver && t.State == Active
	for i := len(t.Beside) - 1; i >= 0; i-- {
		switch c := t.Beside[i]; {
		case c.Agent == after:
			t.Beside = slices.Delete(slices.Clone(t.Beside), i, i+1)
		case gone && !taken:
			t.part(i, Transferred)
		}
	}
	if len(t.Beside) == 0 {
		t.Beside = nil
	}
}

// parted remembers who spoke beside the session's owner before and is there no more.
func (a *Attempts) parted(before []Companion) {
	for _, c := range before {
		there := slices.ContainsFunc(a.Beside, func(x Companion) bool { return x.Agent == c.Agent })
		if !c.Joined || there || slices.Contains(a.Spoke, c.Agent) {
			continue
		}
		all := append(slices.Clone(a.Spoke), c.Agent)
		a.Spoke = all[max(0, len(all)-MaxBeside):]
	}
}
