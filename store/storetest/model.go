package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/switchboard-go/switchboard/store"
)

// model is what a store must answer when it is alone.
//
// It is three maps and no concurrency, so short that one can see it is right. gone has the
// deletions, which only the feed tells of.
type model struct {
	rows map[string]store.Record
	gone map[string]store.Record
}

// agreesWithAModel makes random calls, one after the other, and compares every answer.
func agreesWithAModel(tb testing.TB, c Config) {
	steps := 300
	if c.Full {
		steps = 5000
	}
	f := open(tb, c)
	rng := rand.New(rand.NewPCG(11, 22))
	m := model{rows: map[string]store.Record{}, gone: map[string]store.Record{}}
	revs := []store.Rev{f.head()}
	for range steps {
		switch rng.IntN(5) {
		case 0, 1:
			revs = append(revs, f.modelCommit(m, rng))
		case 2:
			r := store.Range{Prefix: []string{"", "a/", "b/", "b/c/"}[rng.IntN(4)], Limit: 1 + rng.IntN(9), Desc: rng.IntN(2) == 0}
			if rng.IntN(2) == 0 {
				r.After = modelKey(rng)
			}
			f.same(fmt.Sprintf("List(%+v)", r), f.list(r), m.list(r))
		case 3:
			k := modelKey(rng)
			f.same("Get "+k, f.get(k), m.get(k))
		case 4:
			after := revs[rng.IntN(len(revs))]
			f.same(fmt.Sprintf("Changes(after %d)", after), f.feed(after, 1+rng.IntN(9)), m.changes(after))
		}
	}
}

// modelKey draws one of 20 keys. They are few, so that calls meet, and some begin like others,
// because prefixes are where stores go wrong.
func modelKey(rng *rand.Rand) string {
	return []string{"a/", "a", "b/c/", "b/", "c"}[rng.IntN(5)] + fmt.Sprint(rng.IntN(4))
}

// modelCommit makes a random commit, and answers the head after it.
func (f fixture) modelCommit(m model, rng *rand.Rand) store.Rev {
	var b store.Batch
	holds, written := true, map[string]bool{}
	for range rng.IntN(4) {
		k := modelKey(rng)
		rev := m.rows[k].Rev
		if rng.IntN(6) == 0 {
			// One condition in six may be off by one, which must be refused.
			rev += store.Rev(rng.IntN(3)) - 1
		}
		holds = holds && rev == m.rows[k].Rev
		b.If = append(b.If, store.Cond{Key: k, Rev: rev})
	}
	for range rng.IntN(4) {
		k := modelKey(rng)
		if written[k] {
			continue
		}
		written[k] = true
		if rng.IntN(3) == 0 {
			b.Delete = append(b.Delete, k)
		} else {
			b.Put = append(b.Put, rec(k, fmt.Sprint(rng.IntN(1000))))
		}
	}
	rev, err := f.s.Commit(f.ctx(), b)
	if errors.Is(err, store.ErrConflict) == holds || (err != nil && holds) {
		f.tb.Fatalf("Commit(%s) = %d, %v although the conditions hold is %v; the records are %s",
			describe(b), rev, err, holds, describeAll(m.list(store.Range{Limit: 99})))
	}
	if !holds {
		return f.head()
	}
	m.apply(b, rev)
	return rev
}

// apply makes a commit whose conditions hold.
func (m model) apply(b store.Batch, rev store.Rev) {
	for _, r := range b.Put {
		m.rows[r.Key] = store.Record{Key: r.Key, Rev: rev, Value: r.Value}
		delete(m.gone, r.Key)
	}
	for _, k := range b.Delete {
		if _, ok := m.rows[k]; ok {
			delete(m.rows, k)
			// Deleting what is not there is no change, and the feed says nothing of it.
			m.gone[k] = store.Record{Key: k, Rev: rev, Deleted: true}
		}
	}
}

// get, list and changes are what the store must answer.
func (m model) get(key string) []store.Record {
	if r, ok := m.rows[key]; ok {
		return []store.Record{r}
	}
	return nil
}

func (m model) list(r store.Range) []store.Record {
	var rs []store.Record
	for k, row := range m.rows {
		if strings.HasPrefix(k, r.Prefix) && (r.After == "" || (k > r.After) == !r.Desc && k != r.After) {
			rs = append(rs, row)
		}
	}
	slices.SortFunc(rs, func(a, b store.Record) int { return strings.Compare(a.Key, b.Key) })
	if r.Desc {
		slices.Reverse(rs)
	}
	return rs[:min(len(rs), r.Limit)]
}

func (m model) changes(after store.Rev) []store.Record {
	var rs []store.Record
	for _, rows := range []map[string]store.Record{m.rows, m.gone} {
		for _, r := range rows {
			if r.Rev > after {
				rs = append(rs, r)
			}
		}
	}
	slices.SortFunc(rs, inFeed)
	return rs
}

// inFeed returns the order of the feed: by commit, within one by key.
func inFeed(a, b store.Record) int {
	return cmp.Or(cmp.Compare(a.Rev, b.Rev), strings.Compare(a.Key, b.Key))
}
