package check

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// sessions audits the indexes and the timeline of each session. A session without an index record
// is one that nobody finds: it waits for ever.
func (a *Audit) sessions(ctx context.Context) error {
	return a.each(ctx, records.FamilySession, func(k records.Key, _ store.Record) error {
		return a.unchanged(ctx, k.Session, a.session)
	})
}

// session returns what is wrong with one session's index records and timeline.
func (a *Audit) session(ctx context.Context, s chat.Session) ([]chat.Fault, error) {
	keys := slices.Sorted(maps.Keys(indexes(s)))
	rs, err := a.store.Get(ctx, keys...)
	if err != nil {
		return nil, err
	}
	have := records.ByKey(rs)
	var fs []chat.Fault
	for _, k := range keys {
		r, ok := have[k]
		to := records.PointsTo(r)
		switch {
		case !ok:
			fs = append(fs, chat.Fault{Kind: chat.FaultMissing, Key: k, Session: s.ID, Says: "the session is " + string(s.State)})
		case to != s.ID:
			fs = append(fs, chat.Fault{Kind: chat.FaultWrong, Key: k, Session: s.ID, Says: "leads to " + string(to)})
		}
	}
	gaps, err := a.timeline(ctx, s)
	return append(fs, gaps...), err
}

// timeline returns a Fault for each number from 1 to n that has no entry, and for each entry that
// is not its number. Clients count on both: they ask for what comes after a number.
func (a *Audit) timeline(ctx context.Context, s chat.Session) ([]chat.Fault, error) {
	rs, err := records.List(ctx, a.store, records.Prefix(records.FamilyTimeline, string(s.ID)))
	if err != nil {
		return nil, err
	}
	var fs []chat.Fault
	fault := func(n int, says string) {
		fs = append(fs, chat.Fault{Kind: chat.FaultTimeline, Key: records.Timeline(s.ID, n), Session: s.ID, Says: says})
	}
	next := 1
	for _, r := range rs {
		k, _ := records.Parse(r.Key)
		for ; next < k.N; next++ {
			fault(next, "is not there")
		}
		next = k.N + 1
		e, err := records.Decode[chat.Entry](r.Value)
		switch {
		case err != nil:
			fault(k.N, err.Error())
		case e.N != k.N:
			fault(k.N, fmt.Sprintf("says it is %d", e.N))
		// An entry and the session that counts it are one batch, so neither is there alone.
		case k.N > s.Entries:
			fault(k.N, fmt.Sprintf("the session has %d entries", s.Entries))
		}
	}
	for ; next <= s.Entries; next++ {
		fault(next, "is not there")
	}
	return fs, nil
}
