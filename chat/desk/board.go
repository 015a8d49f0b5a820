package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
)

// defaultTarget is the service level's, where a queue sets none.
const defaultTarget = 20 * time.Second

// board adds up how a supervisor's queues stand, as far as this node knows. The first board of a day's first asker reads
// that day's sessions from the store, and no others.
func (d *Desk) board(ctx context.Context, st seat) (Board, error) {
	shows, now := st.serves, d.now()
	if err := d.engine.replica.CountToday(ctx, d.cfg.Store, now); err != nil {
		return Board{}, unavailable(err)
	}
	b, set := Board{At: now}, d.engine.settings.Load()
	if set == nil {
		return b, nil
	}
	var shown []Queue
	for _, q := range set.queues {
		if shows(q.ID) {
			shown = append(shown, q)
		}
	}
	figures := d.engine.replica.Figures(queueIDs(shown), now)
	for i, x := range figures.Queues {
		q := shown[i]
		b.Queues = append(b.Queues, QueueBoard{
			Queue: q.ID, Name: q.Name, Open: set.opens(q, now), Messages: x.Messages, Waiting: x.Waiting, OldestWait: x.OldestWait,
			Active: x.Active, Agents: x.People.Available, Free: x.People.Free,
		})
		b.Waiting += x.Waiting
		b.OldestWait = max(b.OldestWait, x.OldestWait)
	}
	for _, a := range figures.Agents {
		if st.knows(a) {
			b.Agents = append(b.Agents, viewAgent(a))
		}
	}
	slices.SortFunc(b.Agents, func(x, y AgentView) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID)) })
	today := d.engine.replica.Today(shows, set.target)
	b.Today = Today{Started: today.Started, Answered: today.Answered, Abandoned: today.Abandoned, Messaged: today.Messaged}
	b.ServiceLevel = ServiceLevel{Within: today.Within, Of: today.Of}
	if today.Of > 0 {
		b.ServiceLevel.Share = float64(today.Within) / float64(today.Of)
	}
	if len(b.Queues) > 0 {
		b.ServiceLevel.Target = set.target(b.Queues[0].Queue)
	}
	return b, nil
}

// target is a queue's target of the service level.
func (s *settings) target(q chat.QueueID) time.Duration {
	x, _ := s.queue(q)
	return cmp.Or(x.Target, defaultTarget)
}

// opens reports whether a queue is open at the first site that offers it.
func (s *settings) opens(q Queue, now time.Time) bool {
	for _, site := range s.sites {
		if !slices.Contains(site.Queues, q.ID) {
			continue
		}
		schedule, ok := s.schedule(site, q)
		return !ok || schedule.Hours.Open(now)
	}
	return true
}
