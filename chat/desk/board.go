package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// defaultTarget is the service level's, where a queue sets none.
const defaultTarget = 20 * time.Second

// board adds up how a supervisor's queues stand, as far as this node knows. The first board of a day's first asker reads
// that day's sessions from the store, and no others.
func (d *Desk) board(ctx context.Context, st seat) (Board, error) {
	shows, now := st.serves, d.now()
	if err := d.countToday(ctx, now); err != nil {
		return Board{}, err
	}
	im := &d.room.image
	im.mu.Lock()
	defer im.mu.Unlock()
	b := Board{At: now}
	if im.settings == nil {
		return b, nil
	}
	active := im.active()
	for _, q := range im.settings.queues {
		if shows(q.ID) {
			b.Queues = append(b.Queues, im.queueBoard(q, active[q.ID], now))
		}
	}
	for _, q := range b.Queues {
		b.Waiting += q.Waiting
		b.OldestWait = max(b.OldestWait, q.OldestWait)
	}
	for _, k := range im.agents {
		if !k.value.Removed && st.knows(k.value) {
			b.Agents = append(b.Agents, viewAgent(k.value))
		}
	}
	slices.SortFunc(b.Agents, func(x, y AgentView) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	b.Today, b.ServiceLevel = im.today.sum(shows, im.target)
	if len(b.Queues) > 0 {
		b.ServiceLevel.Target = im.target(b.Queues[0].Queue)
	}
	return b, nil
}

func (im *image) target(q chat.QueueID) time.Duration {
	set, _ := im.settings.queue(q)
	return def(set.Target, defaultTarget)
}

// active counts the sessions of each queue that an agent has.
func (im *image) active() map[chat.QueueID]int {
	n := map[chat.QueueID]int{}
	for _, ids := range im.owned {
		for id := range ids {
			if s := im.open[id].value; s.State == chat.Active || s.State == chat.Held {
				n[s.Queue]++
			}
		}
	}
	return n
}

func (im *image) queueBoard(q Queue, active int, now time.Time) QueueBoard {
	people, line := im.heads[q.ID].people, im.line[q.ID]
	b := QueueBoard{
		Queue: q.ID, Name: q.Name, Open: im.opens(q, now), Messages: len(im.left[q.ID]),
		Waiting: len(line), Active: active, Agents: people.available, Free: people.free,
	}
	for id := range line {
		b.OldestWait = max(b.OldestWait, now.Sub(im.open[id].value.WaitingSince()))
	}
	return b
}

// opens reports whether a queue is open at the first site that offers it.
func (im *image) opens(q Queue, now time.Time) bool {
	for _, site := range im.settings.sites {
		if !slices.Contains(site.Queues, q.ID) {
			continue
		}
		schedule, ok := im.settings.schedule(site, q)
		return !ok || schedule.Hours.Open(now)
	}
	return true
}

// midnight is when the day began in the zone of the first site's schedule, or in UTC.
func (im *image) midnight(now time.Time) time.Time {
	zone := time.UTC
	site, _ := im.settings.site("")
	if schedule, ok := im.settings.schedule(site, Queue{}); ok {
		zone = location(schedule.Hours)
	}
	from, _ := hours.DayOf(now, zone)
	return from
}

func location(s *hours.Schedule) *time.Location {
	if l := s.Location(); l != nil {
		return l
	}
	return time.UTC
}
