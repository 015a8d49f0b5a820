package desk

import (
	"errors"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/hours"
)

// topicDoor is rung when the last agent of a queue leaves or the first one comes.
const topicDoor = "door"

// doorway is what a visitor's stream has told of whether a session can begin at a site.
type doorway struct {
	site   chat.SiteID
	doors  uint64 // the desk's count of changes when it was looked at last
	due    time.Time
	told   standing
	looked bool
}

// standing is what is worth telling at once. How long the line is changes all the time and is not.
type standing struct {
	queue chat.QueueID
	phase hours.Phase
	away  bool
}

// look sends how things stand if they stand otherwise than they did when looked at last, and answers when the hours change
// them next. Nobody is asked between two changes.
func (w *doorway) look(s *stream, site chat.SiteID, now time.Time) (time.Time, error) {
	doors := s.d.room.doors.Load()
	early := w.due.IsZero() || now.Before(w.due)
	if w.looked && w.site == site && w.doors == doors && early {
		return w.due, nil
	}
	dr, err := s.d.door(s.ctx, site, "")
	if errors.Is(err, chat.ErrNotFound) { // a site that is no more
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	a := dr.availability()
	is := standing{a.Queue, a.Phase, a.Staff == chat.StaffAway}
	if w.looked && w.site == site && w.told != is {
		s.send(Event{Type: EventAvailability, Availability: &a})
	}
	*w = doorway{site: site, doors: doors, due: dr.phaseEnds(), told: is, looked: true}
	return w.due, nil
}

// phaseEnds is when the present phase of the hours does; zero if it never does.
func (dr door) phaseEnds() time.Time {
	s, ok := dr.set.schedule(dr.site, dr.queue)
	if !ok {
		return time.Time{}
	}
	return s.Hours.At(dr.now).Until
}

// knock notes that sessions may be able to begin where they could not, or the other way round.
func (r *room) knock(n news) {
	r.doors.Add(1)
	n.add(topicDoor)
}

// recount takes an agent's record into the counts in place of the one before, and rings at the door if that leaves a queue
// without anybody, or a queue without anybody gets somebody.
func (f *Follower) recount(old, next chat.Agent, n news) {
	im := &f.d.room.image
	im.heads.add(old, -1)
	im.heads.add(next, 1)
	var touched []chat.Serves // none while only the load changes, as it does all the time
	if !standsAlike(old, next) {
		touched = slices.Concat(old.Queues, next.Queues)
	}
	before := im.deserted(touched)
	im.people.add(old, -1)
	im.people.add(next, 1)
	if !slices.Equal(before, im.deserted(touched)) {
		f.d.room.knock(n)
	}
}

// standsAlike reports whether an agent is as much somebody as before.
func standsAlike(a, b chat.Agent) bool {
	return a.Mode == b.Mode && a.Removed == b.Removed && a.Bot == b.Bot && a.Capacity == b.Capacity &&
		slices.Equal(a.Queues, b.Queues) && slices.Equal(a.Skills, b.Skills)
}

// deserted tells of each queue that people of some queues may come to serve whether nobody is there for it.
func (im *image) deserted(touched []chat.Serves) (out []bool) {
	if im.settings == nil || len(touched) == 0 {
		return nil
	}
	for _, q := range im.settings.queues {
		d := im.settings.doors[q.ID]
		if slices.ContainsFunc(touched, func(s chat.Serves) bool { return d.leadsTo(s.Queue) }) {
			im.steps++
			found, _ := d.among(im.people)
			out = append(out, found == chat.StaffAway)
		}
	}
	return out
}
