package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
	"github.com/switchboard-go/switchboard/chat/internal/settled"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// defaultTarget is the service level's, where a queue sets none.
const defaultTarget = 20 * time.Second

// maxListed is how many sessions a list of a board names.
const maxListed = 50

// boards adds up boards by what this node knows.
type boards struct {
	store    store.Store
	replica  *replica.Replica
	settings *atomic.Pointer[settled.Settings] // the engine's
	views    views
	now      func() time.Time
}

// knownWithin is how long a board is waited for on a node that has just begun.
const knownWithin = 5 * time.Second

// known waits until this node knows its team. Before, a board would say that nobody waits.
func (x boards) known(ctx context.Context) error {
	if x.replica.Loaded() {
		return nil
	}
	l := x.replica.Hub().Listen(replica.TopicBoard)
	defer l.Close()
	ctx, cancel := context.WithTimeout(ctx, knownWithin)
	defer cancel()
	for !x.replica.Loaded() {
		select {
		case <-l.Wake():
		case <-ctx.Done():
			return fmt.Errorf("%w: this node does not know its team yet", chat.ErrUnavailable)
		}
	}
	return nil
}

// asked is of, for whoever asks once.
func (x boards) asked(ctx context.Context, st staffer) (Board, error) {
	if err := x.known(ctx); err != nil {
		return Board{}, err
	}
	return x.of(ctx, st)
}

// of adds up how a supervisor's queues stand, as far as this node knows. The first board of a day's
// first asker reads that day's sessions from the store, and no others.
func (x boards) of(ctx context.Context, st staffer) (Board, error) {
	shows, now := st.serves, x.now()
	if err := x.replica.CountToday(ctx, x.store, now); err != nil {
		return Board{}, unavailable(err)
	}
	b, set := Board{At: now}, x.settings.Load()
	if set == nil {
		return b, nil
	}
	var shown []settings.Queue
	for _, q := range set.Queues {
		if shows(q.ID) {
			shown = append(shown, q)
		}
	}
	for _, id := range set.Held { // nobody is let in, but some may wait
		if shows(id) {
			shown = append(shown, settings.Queue{ID: id})
		}
	}
	figures := x.replica.Figures(settings.IDs(shown), now)
	b.Outgoing = outgoing(figures.Effects, st)
	for i, f := range figures.Queues {
		q := shown[i]
		b.Queues = append(b.Queues, QueueBoard{
			Queue: q.ID, Name: q.Name, Retired: set.IsRetired(settings.KindQueues, string(q.ID)),
			Open: !slices.Contains(set.Held, q.ID) && set.Opens(q, now), Messages: f.Messages,
			Waiting: f.Waiting, OldestWait: f.OldestWait,
			Active: f.Active, Agents: f.There.People, Free: f.There.Free,
			Unwanted: f.Unwanted, Overdue: f.Overdue, Late: f.Late,
		})
		b.Waiting += f.Waiting
		b.OldestWait = max(b.OldestWait, f.OldestWait)
	}
	for _, x := range figures.Unwanted[:min(len(figures.Unwanted), maxListed)] {
		b.Unwanted = append(b.Unwanted, x.ID)
	}
	for _, x := range figures.Overdue[:min(len(figures.Overdue), maxListed)] {
		b.Overdue = append(b.Overdue, x.ID)
	}
	for _, a := range figures.Agents {
		if st.knows(a) {
			b.Agents = append(b.Agents, x.views.agent(a))
		}
	}
	slices.SortFunc(b.Agents, func(a, b AgentView) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	today := x.replica.Today(shows, targetOf(set))
	b.Today = Today{Started: today.Started, Answered: today.Answered, Abandoned: today.Abandoned, Messaged: today.Messaged}
	b.ServiceLevel = ServiceLevel{Within: today.Within, Of: today.Of}
	if today.Of > 0 {
		b.ServiceLevel.Share = float64(today.Within) / float64(today.Of)
	}
	if len(b.Queues) > 0 {
		b.ServiceLevel.Target = targetOf(set)(b.Queues[0].Queue)
	}
	return b, nil
}

// targetOf returns a queue's target of the service level.
func targetOf(set *settled.Settings) func(chat.QueueID) time.Duration {
	return func(q chat.QueueID) time.Duration {
		x, _ := set.Queue(q)
		return cmp.Or(x.Target, defaultTarget)
	}
}
