package lincheck

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/anishathalye/porcupine"

	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/storetest/history"
)

// state is a whole store: what exists. It is never changed in place.
type state map[string]store.Record

// Linearizable asks porcupine whether some order of the calls fits a correct store. Changes is left out: the model has
// no feed.
func Linearizable(ops []history.Op) bool {
	var calls []porcupine.Operation
	for _, op := range ops {
		if op.Kind != history.Changes {
			calls = append(calls, porcupine.Operation{ClientId: op.Client, Input: op, Call: op.Call, Output: op, Return: op.Return})
		}
	}
	return porcupine.CheckOperations(model, calls)
}

var model = porcupine.Model{
	Init:  func() any { return state{} },
	Equal: func(a, b any) bool { return maps.EqualFunc(a.(state), b.(state), same) },
	Step: func(s, _, output any) (bool, any) {
		return step(s.(state), output.(history.Op))
	},
	DescribeOperation: func(_, output any) string { return fmt.Sprint(output) },
}

func same(a, b store.Record) bool {
	return a.Key == b.Key && a.Rev == b.Rev && string(a.Value) == string(b.Value)
}

// step tells whether a correct store in state s may give this answer, and what it is then.
func step(s state, op history.Op) (bool, state) {
	switch op.Kind {
	case history.Get:
		var want []store.Record
		for k, r := range s {
			if slices.Contains(op.Keys, k) {
				want = append(want, r)
			}
		}
		return equal(sorted(op.Records), sorted(want)), s
	case history.List:
		return equal(op.Records, list(s, op.Range)), s
	}
	if op.Outcome == history.Conflict {
		return !holds(s, op.Batch), s
	}
	return commit(s, op)
}

func holds(s state, b store.Batch) bool {
	return !slices.ContainsFunc(b.If, func(c store.Cond) bool { return s[c.Key].Rev != c.Rev })
}

// commit demands the conditions, and of a write a revision above all that are there.
func commit(s state, op history.Op) (bool, state) {
	if !holds(s, op.Batch) {
		return false, s
	}
	next := maps.Clone(s)
	for _, k := range op.Batch.Delete {
		delete(next, k)
	}
	if len(op.Batch.Put) == 0 {
		return len(next) == len(s), s
	}
	for _, r := range s {
		if r.Rev >= op.Rev {
			return false, s
		}
	}
	for _, p := range op.Batch.Put {
		next[p.Key] = store.Record{Key: p.Key, Rev: op.Rev, Value: p.Value}
	}
	return true, next
}

func list(s state, r store.Range) []store.Record {
	from, to := r.Bounds()
	var rs []store.Record
	for k, rec := range s {
		if from <= k && k < to {
			rs = append(rs, rec)
		}
	}
	rs = sorted(rs)
	if r.Desc {
		slices.Reverse(rs)
	}
	return rs[:min(len(rs), r.Limit)]
}

func sorted(rs []store.Record) []store.Record {
	rs = slices.Clone(rs)
	sort.Slice(rs, func(i, j int) bool { return strings.Compare(rs[i].Key, rs[j].Key) < 0 })
	return rs
}

func equal(a, b []store.Record) bool { return slices.EqualFunc(a, b, same) }
