package agentlog

import (
	"context"
	"errors"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// worth is how many lines of days that are over there must be before they are put together. So a
// team of whom hardly anybody changes writes nothing for it, and a report reads few lines more.
const worth = 32

// gather puts the lines of an agent's days that are over together, from where it was done last. A
// line that comes late into such a day, from a node whose clock is behind, makes another record
// behind those of its day: numbers and instants of lines never go back.
//
// A report of a month would otherwise read each change of each agent. The lines themselves stay
// until they are too old: pages of the log show more of them than a day keeps.
func (g Log) gather(ctx context.Context, id chat.AgentID, now time.Time) error {
	some, err := g.cfg.Store.List(ctx, store.Range{Prefix: lines(id), Limit: worth})
	if err != nil || len(some) < worth {
		return records.Unavailable(err)
	}
	after, err := g.gathered(ctx, id)
	if err != nil {
		return err
	}
	var run []store.Record // of lines of one day, none missing
	var ls []chat.AgentLine
	// Only days of UTC that are over count: more lines may come into this one.
	end := now.UTC().Truncate(24 * time.Hour)
	r := store.Range{Prefix: lines(id), After: after, Limit: worth}
	for {
		rs, err := g.cfg.Store.List(ctx, r)
		if err != nil {
			return records.Unavailable(err)
		}
		over := len(rs) < r.Limit
		// Too few of the lines that are left belong to days that are over.
		if r.After == after && (over || !tooOld(rs[worth-1], end)) {
			return nil
		}
		for _, r := range rs {
			l, err := Decode(r)
			if err != nil || !l.At.Before(end) { // a newer release knows what the line says
				over = true
				break
			}
			if len(ls) > 0 && !follows(ls, l) {
				if done, err := g.write(ctx, id, run, ls); done || err != nil {
					return err
				}
				run, ls = nil, nil
			}
			run, ls = append(run, r), append(ls, l)
		}
		if over {
			_, err := g.write(ctx, id, run, ls)
			return err
		}
		r.After, r.Limit = rs[len(rs)-1].Key, records.Page
	}
}

// gathered returns the key of the last line that is in a record of a day; empty for none. The
// records themselves say how far gathering has come: there is no other mark that could be wrong.
func (g Log) gathered(ctx context.Context, id chat.AgentID) (string, error) {
	rs, err := g.cfg.Store.List(ctx, store.Range{Prefix: days(id), Desc: true, Limit: 1})
	if err != nil || len(rs) == 0 {
		return "", records.Unavailable(err)
	}
	ls, err := DecodeDay(rs[0])
	if err != nil {
		return "", err
	}
	last := ls[len(ls)-1]
	return records.AgentLog(id, last.At, last.N), nil
}

// follows reports whether a line belongs into the record of those before it.
func follows(ls []chat.AgentLine, l chat.AgentLine) bool {
	last := ls[len(ls)-1]
	day := func(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }
	return len(ls) < maxDay && l.N == last.N+1 && day(l.At).Equal(day(last.At))
}

// write writes the record of a day, on the condition that its last line is still there: whoever
// erases an agent deletes lines first. done says that somebody else wrote the record or erased the
// line meanwhile, so that there is nothing more to do.
func (g Log) write(
	ctx context.Context, id chat.AgentID, run []store.Record, ls []chat.AgentLine,
) (done bool, err error) {
	if len(ls) == 0 {
		return false, nil
	}
	value, err := records.Encode(dayOf(ls), nil)
	if err != nil {
		return false, err
	}
	key, last := records.AgentDay(id, ls[0].At, ls[0].N), run[len(run)-1]
	_, err = g.cfg.Store.Commit(ctx, store.Batch{
		If:  []store.Cond{{Key: key}, {Key: last.Key, Rev: last.Rev}},
		Put: []store.Record{{Key: key, Value: value}},
	})
	if errors.Is(err, store.ErrConflict) {
		return true, nil
	}
	return false, records.Unavailable(err)
}

// byDays reads a span from the records of its days, and line by line behind the last of them. ok is
// false where the records do not reach back to the beginning of the span, or where the lines that
// they were made of were erased; then all of the span is to be read line by line.
func (g Log) byDays(
	ctx context.Context, id chat.AgentID, from, to time.Time,
) (ls []chat.AgentLine, ok bool, err error) {
	// Backwards: mostly the span ends now, and how far back to go shows only on the way.
	prefix := days(id)
	r := store.Range{Prefix: prefix, Desc: true, Limit: records.Page}
	r.After = prefix + records.Instant(to)
	for began := false; !began; {
		rs, err := g.cfg.Store.List(ctx, r)
		if err != nil {
			return nil, false, records.Unavailable(err)
		}
		for _, x := range rs {
			d, err := DecodeDay(x)
			// A number is missing between two days, or a newer release wrote one: the lines
			// themselves count.
			if err != nil || len(ls) > 0 && d[len(d)-1].N+1 != ls[0].N {
				return nil, false, nil
			}
			ls = append(d, ls...)
			// The first line of all has number 1: nothing comes before it.
			if began = !d[0].At.After(from) || d[0].N == 1; began {
				break
			}
		}
		if tooMany := len(ls) > maxSpan+2*maxDay; !began && len(rs) < r.Limit || tooMany {
			return ls, tooMany, nil
		}
		if !began {
			r.After = rs[len(rs)-1].Key
		}
	}
	ls, ok, err = g.rest(ctx, id, ls, to)
	for len(ls) > 1 && !ls[1].At.After(from) {
		ls = ls[1:]
	}
	return ls, ok, err
}

// rest adds the lines behind those of days, before an instant. It is false where the last line of
// the days is not there any more.
func (g Log) rest(
	ctx context.Context, id chat.AgentID, ls []chat.AgentLine, to time.Time,
) ([]chat.AgentLine, bool, error) {
	last := ls[len(ls)-1]
	r := store.Range{
		Prefix: lines(id),
		After:  records.AgentLog(id, last.At, last.N-1), Limit: restPage,
	}
	to = to.Truncate(time.Millisecond) // as keys are
	// The days were read up to the one in which the span ends, and that one may go on behind it.
	for len(ls) > 0 && !ls[len(ls)-1].At.Before(to) {
		ls = ls[:len(ls)-1]
	}
	for first := true; ; {
		rs, err := g.cfg.Store.List(ctx, r)
		if err != nil {
			return nil, false, records.Unavailable(err)
		}
		for _, x := range rs {
			if first && x.Key != records.AgentLog(id, last.At, last.N) {
				return nil, false, nil
			}
			l, err := Decode(x)
			if err == nil && !l.At.Before(to) {
				return ls, true, nil
			}
			if err == nil && !first {
				ls = append(ls, l)
			}
			first = false
		}
		if len(rs) < r.Limit {
			return ls, !first, nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// restPage is how many lines behind the days are read at a time: mostly those of one day.
const restPage = 64
