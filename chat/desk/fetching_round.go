package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/files"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/internal/timing"
)

const (
	fetchedAtOnce = 4           // sessions
	lookEvery     = time.Second // for more to fetch, while some file takes long
)

// step fetches what is due, and what comes to be due meanwhile: a file that takes long keeps back
// none but those of its own session.
func (f fetching) step(ctx context.Context, now time.Time) (next time.Time, err error) {
	r := round{
		fetching: f, dues: map[chat.SessionID]time.Time{}, begun: map[chat.SessionID]time.Time{},
		busy: map[chat.SessionID]bool{}, ended: make(chan fetched, fetchedAtOnce),
	}
	err = r.look(ctx, now)
	for r.begin(ctx, now); len(r.busy) > 0; r.begin(ctx, now) {
		select {
		case x := <-r.ended:
			delete(r.busy, x.session)
			r.dues[x.session] = x.due
			err = errors.Join(err, x.err)
		case <-time.After(lookEvery):
			now = newer(now, f.d.now())
			err = errors.Join(err, r.look(ctx, now))
		}
	}
	if r.unread {
		next = now.Add(elsewhere)
	}
	for _, due := range r.dues {
		next = timing.Earlier(next, due)
	}
	return next, err
}

// round is what is under way in one step.
type round struct {
	fetching
	todo []chat.SessionID
	// dues are when there is something to do next. What a session was begun with is what its mark
	// said then: it is begun again only where it says something else.
	dues, begun map[chat.SessionID]time.Time
	busy        map[chat.SessionID]bool
	ended       chan fetched
	unread      bool // there may be more than was seen
}

// fetched is what came of one session.
type fetched struct {
	session chat.SessionID
	due     time.Time
	err     error
}

// look finds what is due, the oldest first. A mark that cannot be read keeps back no other.
func (r *round) look(ctx context.Context, now time.Time) (err error) {
	rs, err := records.List(ctx, r.d.cfg.Store, records.Prefix(records.FamilyFetching))
	if r.unread = err != nil; r.unread {
		return unavailable(err)
	}
	r.todo = nil
	for _, x := range rs {
		k, wrong := records.Parse(x.Key)
		mark, unread := records.Decode[files.Mark](x.Value)
		if bad := errors.Join(wrong, unread); bad != nil {
			err, r.unread = errors.Join(err, bad), true
			continue
		}
		at, ok := r.begun[k.Session]
		if ok && at.Equal(mark.Due) || r.busy[k.Session] {
			continue
		}
		due := r.d.engine.outbox.pauses.until(k.Session, mark.Due)
		if r.dues[k.Session] = due; !due.After(now) {
			r.todo = append(r.todo, k.Session)
		}
	}
	slices.SortStableFunc(r.todo, func(a, b chat.SessionID) int {
		return r.dues[a].Compare(r.dues[b])
	})
	return err
}

// begin begins as many sessions as there is room for.
func (r *round) begin(ctx context.Context, now time.Time) {
	for ; len(r.todo) > 0 && len(r.busy) < fetchedAtOnce; r.todo = r.todo[1:] {
		id := r.todo[0]
		r.begun[id] = r.dues[id]
		delete(r.dues, id)
		r.busy[id] = true
		go func() {
			due, err := r.session(ctx, id, now)
			r.ended <- fetched{id, due, err}
		}()
	}
}
