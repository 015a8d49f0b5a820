package storetest

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/switchboard-go/switchboard/store"
)

// rewound is a namespace that went back: what was lost by it, and what its handles remember.
type rewound struct {
	hs     []fixture
	before []store.Rev    // commits that are still there
	lost   []store.Record // as they were written, or read, by some handle
	tops   []store.Rev    // cursors that were given in the lost past
}

// rewind writes a little, takes a copy, writes more by the first two of three handles, and puts the
// copy back.
func rewind(tb testing.TB, c Config) *rewound {
	r := &rewound{}
	for _, s := range handles(tb, c, 3) {
		r.hs = append(r.hs, fixture{tb, s})
	}
	for i := range 6 {
		r.before = append(r.before, r.hs[i%3].put(fmt.Sprint("k/", i), "before"))
	}
	r.before = append(r.before, r.hs[0].put("gone", "before"))
	r.lose(c, 8)
	return r
}

func (r *rewound) lose(c Config, commits int) {
	back := c.Rewind(r.hs[0].tb, namespace(0))
	start := r.hs[2].head()
	for i := range commits {
		r.hs[i%2].commit(store.Batch{Put: []store.Record{rec(fmt.Sprint("k/", i), "lost"), rec(fmt.Sprint("new/", i), "lost")}, Delete: []string{"gone"}})
		r.tops = append(r.tops, r.hs[0].head())
		_, upTo := r.hs[2].changes(start, 99)
		r.tops = append(r.tops, upTo)
	}
	for _, rec := range r.hs[2].list(store.Range{Limit: 99}) {
		if string(rec.Value) == "lost" {
			r.lost = append(r.lost, rec)
		}
	}
	back()
}

// rewoundConditionDoesNotHold: a revision that was lost is never another commit's, whoever writes
// next.
func rewoundConditionDoesNotHold(tb testing.TB, c Config) {
	if c.Rewind == nil {
		tb.Log("not checked: no Rewind")
		return
	}
	r := rewind(tb, c)
	for round, writer := range []int{1, 0, 2} {
		for i := range 10 {
			rev := r.hs[writer].commit(store.Batch{Put: []store.Record{rec(fmt.Sprint("k/", i), "after"), rec(fmt.Sprint("new/", i), "after")}})
			r.outdated(rev)
		}
		for i, f := range r.hs { // what is there can be built on, from everywhere
			now := f.get("k/1")[0].Rev
			f.commit(store.Batch{If: []store.Cond{{Key: "k/1", Rev: now}}, Put: []store.Record{rec("k/1", fmt.Sprint("built on by ", i))}})
		}
		r.lose(c, 3+round)
	}
}

// outdated demands that a revision is none of the lost ones, and that no condition on one of those
// holds.
func (r *rewound) outdated(rev store.Rev) {
	for i, x := range r.lost {
		if x.Rev == rev {
			r.hs[0].tb.Fatalf("revision %d was given to %s, lost, and given again", rev, show(x))
		}
		r.hs[i%len(r.hs)].conflict(store.Batch{If: []store.Cond{{Key: x.Key, Rev: x.Rev}}, Put: []store.Record{rec(x.Key, "from the lost past")}})
	}
}

// rewoundCursorIsRefused: a reader of the lost past is told so, however far the new one has come;
// others go on.
func rewoundCursorIsRefused(tb testing.TB, c Config) {
	if c.Rewind == nil {
		tb.Log("not checked: no Rewind")
		return
	}
	r := rewind(tb, c)
	check := func() {
		tb.Helper()
		for i, top := range r.tops {
			f := r.hs[i%len(r.hs)]
			rs, upTo, err := f.s.Changes(f.ctx(), top, 10)
			if !errors.Is(err, store.ErrCursor) || !errors.Is(err, store.ErrRewound) {
				tb.Fatalf("Changes(after %d), which was lost: %s, %d, %v; want an ErrCursor that is ErrRewound", top, describeAll(rs), upTo, err)
			}
		}
	}
	check()
	r.wakes()
	var want []store.Record
	for i := range 12 {
		key := fmt.Sprint("after/", i)
		rev := r.hs[(i+1)%3].put(key, "1")
		want = append(want, store.Record{Key: key, Rev: rev, Value: []byte("1")})
		check()
	}
	for i, f := range r.hs {
		for n, after := range r.before {
			if _, _, err := f.s.Changes(f.ctx(), after, 3); errors.Is(err, store.ErrRewound) {
				continue // a store may number everything anew
			}
			got := f.feed(after, 3)
			rest := got[max(0, len(got)-len(want)):]
			f.same(fmt.Sprintf("the feed after %d, at handle %d, of commits since the store went back", after, i), rest, want)
			if len(got) != len(want)+len(r.before)-1-n {
				tb.Fatalf("the feed after %d is %s", after, describeAll(got))
			}
		}
		if _, upTo := f.changes(want[3].Rev, 99); upTo < want[len(want)-1].Rev {
			tb.Fatalf("upTo is %d after everything was read", upTo)
		}
	}
}

// wakes demands that who waits for news in the lost past is woken, or would wait until the new one
// has come as far.
func (r *rewound) wakes() {
	for _, f := range r.hs {
		w, ok := f.s.(store.Waiter)
		if !ok {
			return
		}
		ctx, cancel := context.WithTimeout(f.ctx(), 5*time.Second)
		err := w.Wait(ctx, r.tops[len(r.tops)-1])
		cancel()
		if err != nil {
			f.tb.Fatalf("Wait(after %d), which was lost: %v", r.tops[len(r.tops)-1], err)
		}
	}
}

// rewoundStoreGoesOn: what was there is there again and all else is gone, for every handle, and
// nothing is lost after that.
func rewoundStoreGoesOn(tb testing.TB, c Config) {
	if c.Rewind == nil {
		tb.Log("not checked: no Rewind")
		return
	}
	const rounds = 6
	hs := handles(tb, c, 3)
	f := fixture{tb, hs[0]}
	for round := range rounds {
		if c.Join != nil {
			hs[1+round%2] = opened(tb, c.Join(tb, namespace(0))).s
		}
		want := f.list(store.Range{Limit: 999})
		head := f.head()
		back := c.Rewind(tb, namespace(0))
		for i, s := range hs {
			fixture{tb, s}.put(fmt.Sprintf("lost/%d", i), "")
			fixture{tb, s}.delete("count", fmt.Sprintf("round/%d/0", round-1))
		}
		back()
		for i, s := range hs {
			h := fixture{tb, s}
			h.same(fmt.Sprintf("List at handle %d after the store went back", i), unnumbered(h.list(store.Range{Limit: 999})), unnumbered(want))
		}
		if now := f.head(); now < head {
			tb.Fatalf("the head was %d when the copy was made and is %d", head, now)
		}
		for i, s := range hs {
			_, err := store.Do(f.ctx(), s, func(tx *store.Tx) error {
				n, err := number(tx, "count")
				tx.Put("count", strconv.AppendInt(nil, int64(n)+1, 10))
				tx.Put(fmt.Sprintf("round/%d/%d", round, i), nil)
				return err
			})
			if err != nil {
				tb.Fatalf("after the store went back: %v", err)
			}
		}
		if rs := f.get("count"); len(rs) != 1 || string(rs[0].Value) != strconv.Itoa(3*(round+1)) {
			tb.Fatalf("three increments in each of %d rounds gave %s", round+1, describeAll(rs))
		}
	}
	if n := len(f.list(store.Range{Prefix: "round/", Limit: 999})); n != 3*rounds {
		tb.Errorf("%d records of %d are there", n, 3*rounds)
	}
}

// unnumbered are records without their revisions: a store may number everything anew.
func unnumbered(rs []store.Record) []store.Record {
	for i := range rs {
		rs[i].Rev = 0
	}
	return rs
}
