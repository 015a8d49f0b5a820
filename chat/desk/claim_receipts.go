package desk

import (
	"context"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat/internal/commit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// mostReceipts is the number of receipts of commands without a session that go along with a visitor
// who signs in: those of the last commands.
const mostReceipts = 16

// trimReceipts deletes all receipts of a principal but those of the last commands. Nobody would
// delete them later: the principal gives no more commands.
func (vs visitorRecords) trimReceipts(ctx context.Context, of string) error {
	rs, err := records.List(ctx, vs.store, records.Prefix(records.FamilyDone, of))
	if err != nil || len(rs) <= mostReceipts {
		return err
	}
	slices.SortStableFunc(rs, byAge)
	var keys []string
	for _, r := range rs[mostReceipts:] {
		keys = append(keys, r.Key)
	}
	return vs.drop(ctx, keys)
}

// byAge compares receipts, those of the last commands first.
func byAge(a, b store.Record) int { return doneAt(b).Compare(doneAt(a)) }

// doneAt is when a command was done, by its receipt; zero: nobody knows.
func doneAt(r store.Record) time.Time {
	was, err := records.Decode[commit.Receipt](r.Value)
	if err != nil {
		return time.Time{}
	}
	return was.At
}

// moveReceipts moves the receipts of one principal's last commands to another principal, so that a
// repetition is still known as one. trimReceipts has left few of them.
func moveReceipts(tx *store.Tx, from, to string) error {
	prefix := records.Prefix(records.FamilyDone, from)
	rs, err := tx.List(store.Range{Prefix: prefix, Limit: 2 * mostReceipts})
	if err != nil {
		return unavailable(err)
	}
	newest := slices.SortedStableFunc(slices.Values(rs), byAge)
	for i, r := range newest {
		k, err := records.Parse(r.Key)
		if err != nil {
			return err
		}
		if i < mostReceipts {
			tx.Put(records.Done(to, k.Command), r.Value)
		}
		tx.Delete(r.Key)
	}
	return nil
}
