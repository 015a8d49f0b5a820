package agentlog

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// Pages and spans are bounded, so that a request costs what it asks for, however long the log is.
const (
	maxPage = 200  // lines on a page
	page    = 50   // where nobody says how many
	maxSpan = 5000 // lines of one span of time
)

// Log is the agents' logs of a store. It holds no state, and is safe for concurrent use.
//
// An agent's log has two kinds of records. A line is written with each change of the agent's
// record, under the agent's id, the instant and the line's number; numbers have no gaps. A day
// holds what the lines of a day that is over come to, and is only made to be read fast: whatever it
// does not say, or says no more, is found in the lines.
type Log struct {
	cfg Config
}

// Config is what a Log is made of. All of it is required.
type Config struct {
	Store store.Store
	Keep  time.Duration // how long lines are kept
}

// New returns a Log.
func New(cfg Config) Log { return Log{cfg} }

// Note puts a line into a batch that changes an agent's record, if the change is one that the log
// tells of. It returns the record to be written. Audit is the id of the line of the audit trail in
// the same batch, if there is one.
func Note(
	tx *store.Tx, before, after chat.Agent, by chat.AuditBy, audit string, at time.Time,
) (chat.Agent, error) {
	if !chat.Logs(before, after) {
		return after, nil
	}
	l, after := after.Line(by, audit, at)
	value, err := records.Encode(l, nil)
	if err != nil {
		return after, err
	}
	tx.Put(records.AgentLog(after.ID, l.At, l.N), value)
	return after, nil
}

// Page returns lines that a filter chooses, the newest first, and the number to go on below: 0
// after the last one.
func (g Log) Page(
	ctx context.Context, id chat.AgentID, f chat.AgentLogFilter,
) ([]chat.AgentLine, int, error) {
	switch {
	case f.Limit < 0 || f.Limit > maxPage:
		return nil, 0, fmt.Errorf("%w: limit: want 1 to %d", chat.ErrInvalid, maxPage)
	case f.After < 0:
		return nil, 0, fmt.Errorf("%w: after: unknown", chat.ErrInvalid)
	case f.Limit == 0:
		f.Limit = page
	}
	// Backwards from the end: people look at what happened last.
	var ls []chat.AgentLine
	more := false
	err := g.back(ctx, id, f.To, func(l chat.AgentLine) bool {
		switch {
		case l.At.Before(f.From):
			return false
		case f.After > 0 && l.N >= f.After:
			return true
		case len(ls) == f.Limit:
			more = true
			return false
		}
		ls = append(ls, l)
		return true
	})
	if err != nil || !more {
		return ls, 0, err
	}
	return ls, ls[len(ls)-1].N, nil
}

// Span returns the lines from an instant to another, the oldest first, with the one before them:
// what it says was so when the time began. Days that are over are read from what they come to,
// whose lines have a number, an instant, a mode and a capacity, and nothing else. More than 5,000
// lines are refused with chat.ErrInvalid.
//
// What a report needs is all that is wanted of a span, so it may come from the records of days.
func (g Log) Span(
	ctx context.Context, id chat.AgentID, from, to time.Time,
) ([]chat.AgentLine, error) {
	ls, ok, err := g.byDays(ctx, id, from, to)
	if err == nil && !ok {
		ls, err = g.byLines(ctx, id, from, to)
	}
	if err == nil && len(ls) > maxSpan {
		err = fmt.Errorf("%w: from, to: more than %d changes", chat.ErrInvalid, maxSpan)
	}
	return ls, err
}

// byLines reads a span line by line.
func (g Log) byLines(
	ctx context.Context, id chat.AgentID, from, to time.Time,
) (ls []chat.AgentLine, err error) {
	err = g.back(ctx, id, to, func(l chat.AgentLine) bool {
		ls = append(ls, l)
		return l.At.After(from) && len(ls) <= maxSpan
	})
	slices.Reverse(ls)
	return ls, err
}

// back calls fn with the lines before an instant, the newest first, until it returns false. The
// zero instant is the end.
func (g Log) back(
	ctx context.Context, id chat.AgentID, to time.Time, fn func(chat.AgentLine) bool,
) error {
	r := store.Range{Prefix: lines(id), Desc: true, Limit: records.Page}
	if !to.IsZero() {
		r.After = r.Prefix + records.Instant(to)
	}
	for {
		rs, err := g.cfg.Store.List(ctx, r)
		if err != nil {
			return records.Unavailable(err)
		}
		for _, x := range rs {
			l, err := Decode(x)
			if err != nil {
				continue // a newer release wrote this line: it is left out
			}
			if !fn(l) {
				return nil
			}
		}
		if len(rs) < r.Limit {
			return nil
		}
		r.After = rs[len(rs)-1].Key
	}
}

// Decode reads a line.
func Decode(r store.Record) (chat.AgentLine, error) {
	l, err := records.Decode[chat.AgentLine](r.Value)
	if err != nil {
		return l, err
	}
	k, err := records.Parse(r.Key)
	if err != nil || k.Family != records.FamilyAgentLog || k.N != l.N {
		return l, fmt.Errorf("%w: it is another line than its key says", records.ErrDecode)
	}
	l.At = k.At
	return l, nil
}
