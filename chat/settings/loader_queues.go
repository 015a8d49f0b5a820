package settings

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/trigger"
)

// keepQueues takes over the queues, each alone. Without any record there is one implied queue.
func (l *loader) keepQueues() {
	there := readable{l} // every queue that can be read is in force, at least in part
	for _, x := range l.Queues {
		if q, ok := l.keepQueue(*x, func(v Queue) error { return v.Check("queue", there) }); ok {
			l.out.Queues = append(l.out.Queues, q)
		} else {
			l.out.Held = append(l.out.Held, chat.QueueID(x.ID))
		}
	}
	if len(l.Queues) == 0 {
		l.out.Implied.Queue = true
		l.out.Queues = []Queue{{ID: DefaultQueue}}
	}
}

// readable is what a queue may name while the queues are loaded.
type readable struct{ l *loader }

// HasSchedule implements Known.
func (r readable) HasSchedule(id string) bool { return r.l.out.HasSchedule(id) }

// HostAttributes implements Known.
func (r readable) HostAttributes() trigger.Schema { return r.l.out.HostAttributes() }

// HasQueue implements Known.
func (r readable) HasQueue(id chat.QueueID) bool {
	return slices.ContainsFunc(r.l.Queues, func(x *Read[Queue]) bool {
		return x.ID == string(id) && r.l.readable(*x)
	})
}

func (l *loader) queueBefore(id string) (Queue, bool) {
	return find(l.last.Queues, id, queueID)
}

func (l *loader) readable(x Read[Queue]) bool {
	_, before := l.queueBefore(x.ID)
	return x.Err == nil || before
}

// keepQueue returns the part of a queue that can be in force, whatever the other queues are.
func (l *loader) keepQueue(x Read[Queue], check func(Queue) error) (Queue, bool) {
	readable := l.readable(x)
	if x.Err == nil {
		if x.Err = check(x.Value); x.Err == nil {
			return x.Value, true
		}
	}
	l.fault(x.Key, x.Err)
	if !readable {
		return Queue{}, false
	}
	if before, ok := l.queueBefore(x.ID); ok {
		x.Value = before
	}
	x.Value.Skills = slices.DeleteFunc(slices.Clone(x.Value.Skills), func(s chat.Skill) bool { return chat.CheckSkills("skills", []chat.Skill{s}) != nil })
	v := mended(Queue{ID: chat.QueueID(x.ID)}, x.Value, check)
	if v.For.IsZero() && !x.Value.For.IsZero() {
		v.For = nobody // rather than everybody
	}
	v.Revision = x.Revision
	return v, true
}

// route finds queues that a Router can be made of. If it cannot be made of all of them, route
// starts with the queues that were in force before, and with the others without what makes them
// depend on each other. Then it adds what goes together.
func (l *loader) route() {
	want, err := l.out.Queues, error(nil)
	if l.out.Router, err = l.try(want); err == nil {
		return
	}
	now := make([]Queue, len(want))
	for i, q := range want {
		now[i] = alone(q)
		if before, ok := l.queueBefore(string(q.ID)); ok {
			now[i], now[i].Revision = before, q.Revision
		}
	}
	if _, err := l.try(now); err != nil {
		for i, q := range want {
			now[i] = alone(q)
		}
	}
	for more := true; more; {
		more = false
		for i := range want {
			if l.letIn(now, i, want[i]) {
				more = true
			}
		}
	}
	if l.out.Router, err = l.try(now); err != nil {
		l.routeNothing(err)
		return
	}
	l.out.Queues = now
	for i := range want {
		if reflect.DeepEqual(now[i], want[i]) {
			continue
		}
		_, why := l.try(with(now, i, want[i]))
		l.faultOfQueue(want[i].ID, why)
	}
}

// routeNothing is for a Router that cannot be made of any queue.
func (l *loader) routeNothing(err error) {
	for _, q := range l.out.Queues {
		l.faultOfQueue(q.ID, err)
	}
	l.out.Queues = nil
}

func (l *loader) faultOfQueue(id chat.QueueID, err error) {
	if err == nil {
		return
	}
	for _, x := range l.Queues {
		if x.ID == string(id) {
			l.fault(x.Key, err)
		}
	}
}

// letIn puts a queue into the list if a Router can be made of the list then. It reports whether it
// did.
func (l *loader) letIn(now []Queue, i int, q Queue) bool {
	if reflect.DeepEqual(now[i], q) {
		return false
	}
	if _, err := l.try(with(now, i, q)); err != nil {
		return false
	}
	now[i] = q
	return true
}

func with(list []Queue, i int, q Queue) []Queue {
	list = slices.Clone(list)
	list[i] = q
	return list
}

// alone returns a queue without what makes it depend on other queues or on an order.
func alone(q Queue) Queue {
	q.Overflow, q.OverflowAfter, q.Rings = "", 0, nil
	return q
}

// try makes a Router of queues and returns its configuration.
func (l *loader) try(queues []Queue) (routing.Config, error) {
	return l.builders.router()(l.asked(queues))
}

// asked is the queues, and how the team routes, in routing's terms. In those that are held
// everybody keeps waiting: nobody knows how they are served.
func (l *loader) asked(queues []Queue) routing.Config {
	var c routing.Config
	if l.out.Routing != nil {
		l.out.Routing.into(&c)
	}
	for _, q := range l.out.Held {
		c.Queues = append(c.Queues, routing.Queue{ID: string(q), Manual: true})
	}
	for _, q := range queues {
		r := routing.Queue{
			ID: string(q.ID), Priority: q.Priority, Manual: q.Manual, AutoAccept: q.AutoAccept,
			Broadcast: q.Broadcast, OfferFor: q.OfferFor,
			Overflow: string(q.Overflow), OverflowAfter: q.OverflowAfter, MaxWait: q.MaxWait,
			Limit: q.Limit, Reopen: q.Reopen,
			HandleTime: q.HandleTime, Strategy: strategies[q.Strategy],
			LanguageFor: max(0, cmp.Or(q.LanguageFor, defaultLanguageFor)),
		}
		for _, ring := range q.Rings {
			r.Rings = append(r.Rings, routing.Ring{After: ring.After, Drop: ring.Drop, Lower: ring.Lower, Anyone: ring.Anyone, Queues: names(ring.Queues)})
		}
		c.Queues = append(c.Queues, r)
		c.Grace = max(c.Grace, q.Policy.Resolved().Grace) // each session's own grace is the dispatcher's; this one ends the agent's
	}
	return c
}

// defaultLanguageFor is how long a session is kept for those who speak its visitor's language.
const defaultLanguageFor = 30 * time.Second

func names(ids []chat.QueueID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
