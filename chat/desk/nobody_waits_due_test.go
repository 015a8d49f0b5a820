package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/chattest"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
)

// soon is within how long of its own time a shop does what is due, while nobody sets a clock.
const soon = 3 * time.Second

// idle is within how long a shop in which nothing is open sees that somebody set a clock.
const idle = time.Minute + soon

// leaves says for each command that chat.Next may give which entries show that it came.
var leaves = map[string][]chat.Kind{
	"Expire":      {chat.KindExpired},
	"TakeMessage": {chat.KindMessaged},
	"Requeue":     {chat.KindQueued, chat.KindClosed},
	"End":         {chat.KindClosed, chat.KindWrapping, chat.KindAbandoned},
	"Remind":      {chat.KindOverdue},
	"Warn":        {chat.KindWarned},
	"SetIdle":     {chat.KindIdle},
	"Resume":      {chat.KindResumed},
	"EndWrap":     {chat.KindUpdated},
	"Rescind":     {chat.KindRescinded},
}

// dues is what each session was due to do by itself when it was looked at last.
type dues map[chat.SessionID]due

// due is one of them.
type due struct {
	at      time.Time // in the session's own time; zero: nothing is due
	what    string    // the command's name
	entries int
	own     time.Time // its own time by then, at least
	last    time.Time // when something happened to it last, in its own time
	seen    time.Time // when that was seen first, by a clock that nobody sets
	skew    int64     // how far the desk's clock was ahead
	// that somebody comes and goes again begins its time anew, and leaves no entry
	deserted bool
}

// inTime holds that of what a session was due to do nothing stands undone, and that each deadline
// which is over has left its entry, but where something else came before it.
func (b *bustle) inTime(v *chattest.Visitor, x chat.Session, staff crowd) {
	was := b.dues[x.ID]
	n := due{entries: x.Entries, last: x.Now(time.Time{}), skew: b.skew.Load(), seen: time.Now()}
	if was.last.Equal(n.last) && was.entries == n.entries {
		n.seen = was.seen // else its time began anew: it had ended, and goes on
	}
	n.own = x.Now(b.now())
	if goes := n.last.Add(time.Since(n.seen)); goes.After(n.own) {
		n.own = goes // a clock was put back
	}
	n.deserted = x.Reason == chat.NoAgent
	around := chat.Around{Team: staff, Deserted: n.deserted}
	if b.queue(x.Queue).NoAgent != settings.NoAgentWait {
		around.AwayAfter = 2 * time.Minute
	}
	at, c := chat.Next(x, around, n.own)
	if c != nil {
		n.at, n.what = at, fmt.Sprintf("%T", c)[len("chat."):]
		require.NotEmpty(b.t, leaves[n.what], "a deadline of which nobody knows what it leaves")
		require.Less(b.t, n.own.Sub(at), soon, "%s is %s, and %s is late", x.ID, x.State, n.what)
	}
	b.dues[x.ID] = n
	if was.at.IsZero() || n.own.Before(was.at.Add(soon)) {
		return
	}
	es, _, err := b.eyes.Timeline(b.t.Context(), v.Session, was.entries, 0)
	require.NoError(b.t, err)
	require.True(b.t, was.deserted || len(es) > 0, "%s: %s left no entry", x.ID, was.what)
	if len(es) == 0 || es[0].At.Before(was.at) {
		return // something came before it
	}
	came := slices.ContainsFunc(es, func(e chat.Entry) bool {
		return slices.Contains(leaves[was.what], e.Kind)
	})
	if came {
		b.count["due "+was.what]++
	}
	if was.skew != n.skew || was.deserted {
		return // the clock was put past several deadlines at once: one may undo another
	}
	require.Less(b.t, es[0].At.Sub(was.at), soon, "%s: %s came late", x.ID, was.what)
	byHand := es[0].Author.Kind != chat.AuthorSystem
	require.True(b.t, came || byHand, "%s: %s came to nothing: %+v", x.ID, was.what, es[0])
}

// crowd is the agents as they are now.
type crowd map[chat.AgentID]chat.Agent

// Agent implements chat.Team.
func (c crowd) Agent(id chat.AgentID) (chat.Agent, bool) {
	a, ok := c[id]
	return a, ok
}

// crowdOf is agents by what is shown of them.
func crowdOf(agents []desk.AgentView) crowd {
	c := crowd{}
	for _, a := range agents {
		x := chat.Agent{
			ID: a.ID, Mode: a.Mode, ModeAt: a.Since, Load: a.Load, Capacity: a.Capacity,
		}
		x.LostAt = a.Since
		c[a.ID] = x
	}
	return c
}

// hurry gives the queues of a shop short times of a kind each.
func hurry(r *rand.Rand, s settings.Team) {
	some := func(d time.Duration) time.Duration { return time.Duration(r.IntN(2)) * d }
	for i := range s.Queues {
		q := &s.Queues[i]
		p := &q.Policy
		p.WarnAfter, p.CloseAfter = some(time.Minute), some(30*time.Second)
		p.IdleAfter, p.WrapUp = some(40*time.Second), some(20*time.Second)
		p.AnswerWithin, p.TakeBackAfter = some(50*time.Second), some(90*time.Second)
		q.MaxWait, q.ReplyWithin = some(5*time.Minute), some(3*time.Minute)
	}
}

// replied holds that an answer that was promised to who left a message is kept or broken once the
// session has ended otherwise. While it is a message, or is in line again, the answer is to come.
func (b *bustle) replied(x chat.Session) {
	r := x.Reply
	if r == nil {
		return
	}
	require.False(b.t, r.Kept && r.Broken)
	over, ended := r.Kept || r.Broken, x.State == chat.Closed || x.State == chat.Abandoned
	if over {
		b.count["replies"]++
	}
	require.True(b.t, over || !ended, "%s was promised an answer by %v, %s", x.ID, r.By, x.State)
}

// left is a message that is promised an answer, as it was seen first.
type left struct {
	since   time.Time // by a clock that nobody sets
	entries int
}

// untouched holds that where nobody answers a left message, it is on record as soon as its promise
// is over that it was broken, and the agents see it.
func (b *bustle) untouched(v *chattest.Visitor, x chat.Session) {
	if !x.ReplyPromised() {
		delete(b.left, x.ID)
		return
	}
	was, known := b.left[x.ID]
	if !known || was.entries != x.Entries {
		b.left[x.ID] = left{time.Now(), x.Entries}
		return
	}
	own := x.Now(b.now())
	if goes := x.LastAt.Add(time.Since(was.since)); goes.After(own) {
		own = goes // a clock was put back
	}
	if time.Since(b.clockSet) < idle {
		return
	}
	b.count["left"]++
	late := own.Sub(x.Reply.By)
	require.Less(b.t, late, soon, "nobody says that the answer to %s is late", v.Session)
}

// recorded holds that the wait that a visitor in line is told is on record.
func (b *bustle) recorded(v *chattest.Visitor) {
	told := b.view(v)
	x := b.card(v)
	if !told.Wait.Known || !x.State.Waiting() {
		return
	}
	b.count["told"]++
	require.NotNil(b.t, x.Promise, "%s is told of a wait of %v", x.ID, told.Wait.P90)
	require.Positive(b.t, x.Promise.Wait)
}
