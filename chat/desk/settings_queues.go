package desk

import (
	"reflect"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/routing"
)

// keepQueues takes over the queues, each alone. Without any record there is one implied queue.
func (l *loader) keepQueues() {
	there := func(id chat.QueueID) bool { // every queue that can be read is in force, at least in part
		return slices.ContainsFunc(l.queues, func(x stored[Queue]) bool { return x.id == string(id) && l.readable(x) })
	}
	for _, x := range l.queues {
		if q, ok := l.keepQueue(x, func(v Queue) error { return v.check("queue", l.out.hasSchedule, there) }); ok {
			l.out.queues = append(l.out.queues, q)
		} else {
			l.out.held = append(l.out.held, chat.QueueID(x.id))
		}
	}
	if len(l.queues) == 0 {
		l.out.implied.queue = true
		l.out.queues = []Queue{{ID: defaultQueue}}
	}
}

func (l *loader) queueBefore(id string) (Queue, bool) {
	return find(l.last.queues, id, func(q Queue) string { return string(q.ID) })
}

func (l *loader) readable(x stored[Queue]) bool {
	_, before := l.queueBefore(x.id)
	return x.err == nil || before
}

// keepQueue returns the part of a queue that can be in force, whatever the other queues are.
func (l *loader) keepQueue(x stored[Queue], check func(Queue) error) (Queue, bool) {
	readable := l.readable(x)
	if x.err == nil {
		if x.err = check(x.value); x.err == nil {
			return x.value, true
		}
	}
	l.fault(x.key, x.err)
	if !readable {
		return Queue{}, false
	}
	if before, ok := l.queueBefore(x.id); ok {
		x.value = before
	}
	x.value.Skills = slices.DeleteFunc(slices.Clone(x.value.Skills), func(s chat.Skill) bool { return chat.CheckSkills("skills", []chat.Skill{s}) != nil })
	v := mended(Queue{ID: chat.QueueID(x.id)}, x.value, check)
	v.Revision = x.rev
	return v, true
}

// route finds queues that a Router can be made of. If it cannot be made of all of them, route
// starts with the queues that were in force before, and with the others without what makes them
// depend on each other. Then it adds what goes together.
func (l *loader) route() {
	want, err := l.out.queues, error(nil)
	if l.out.routing, err = l.try(want); err == nil {
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
	if l.out.routing, err = l.try(now); err != nil {
		l.routeNothing(err)
		return
	}
	l.out.queues = now
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
	for _, q := range l.out.queues {
		l.faultOfQueue(q.ID, err)
	}
	l.out.queues = nil
}

func (l *loader) faultOfQueue(id chat.QueueID, err error) {
	if err == nil {
		return
	}
	for _, x := range l.queues {
		if x.id == string(id) {
			l.fault(x.key, err)
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
	c := routerConfig(queues, l.out.held)
	r, err := l.router(c)
	if err != nil {
		return routing.Config{}, err
	}
	return configOf(r, c), nil
}
