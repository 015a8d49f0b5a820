package history

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/store"
)

func rec(key, value string, rev store.Rev) store.Record {
	return store.Record{Key: key, Value: []byte(value), Rev: rev}
}

func write(client int, call, ret int64, rev store.Rev, b store.Batch) Op {
	return Op{Client: client, Call: call, Return: ret, Kind: Commit, Batch: b, Outcome: Done, Rev: rev}
}

func put(key, value string) store.Batch {
	return store.Batch{Put: []store.Record{rec(key, value, 0)}}
}

func get(client int, call, ret int64, rs []store.Record, keys ...string) Op {
	return Op{Client: client, Call: call, Return: ret, Kind: Get, Keys: keys, Records: rs}
}

func changes(call, ret int64, after store.Rev, limit int, upTo store.Rev, rs ...store.Record) Op {
	return Op{Client: 9, Call: call, Return: ret, Kind: Changes, After: after, Limit: limit, Rev: upTo, Records: rs}
}

func TestHistoriesThatACorrectStoreGives(t *testing.T) {
	a1, a2, b2 := rec("a", "1", 5), rec("a", "2", 7), rec("b", "2", 7)
	two := store.Batch{If: []store.Cond{{Key: "a", Rev: 5}}, Put: []store.Record{rec("a", "2", 0), rec("b", "2", 0)}}
	unknown := Op{Client: 3, Call: 3, Return: Forever, Kind: Commit, Batch: put("u", "u"), Outcome: Unknown}
	for name, ops := range map[string][]Op{
		"nothing":                {},
		"a read while it is put": {write(1, 1, 4, 5, put("a", "1")), get(2, 2, 3, nil, "a")},
		"the other way":          {write(1, 1, 4, 5, put("a", "1")), get(2, 2, 3, []store.Record{a1}, "a")},
		"a pair at once":         {write(1, 1, 2, 5, put("a", "1")), write(1, 3, 8, 7, two), get(2, 4, 5, []store.Record{b2, a2}, "a", "b"), get(2, 6, 7, []store.Record{a2}, "a")},
		"unknown, not made":      {unknown, get(1, 10, 11, nil, "u")},
		"unknown, made late":     {unknown, get(1, 10, 11, nil, "u"), get(1, 12, 13, []store.Record{rec("u", "u", 9)}, "u")},
		"the feed":               {write(1, 1, 2, 5, put("a", "1")), write(1, 3, 4, 7, two), changes(5, 6, 0, 1, 7, a2, b2), changes(7, 8, 7, 9, 8), changes(9, 10, 0, 0, 7)},
		"an earlier feed":        {write(1, 1, 2, 5, put("a", "1")), changes(3, 6, 0, 9, 5, a1), write(1, 4, 5, 7, two)},
		"a conflict":             {write(1, 1, 2, 5, put("a", "1")), {Client: 2, Call: 3, Return: 4, Kind: Commit, Batch: store.Batch{If: []store.Cond{{Key: "a"}}}, Outcome: Conflict}},
		"a check":                {write(1, 1, 2, 5, put("a", "1")), write(2, 3, 4, 6, store.Batch{If: []store.Cond{{Key: "a", Rev: 5}}, Delete: []string{"x"}})},
	} {
		assert.NoError(t, Check(ops), name)
	}
}

func TestHistoriesThatNoCorrectStoreGives(t *testing.T) {
	a1, a2, b2 := rec("a", "1", 5), rec("a", "2", 7), rec("b", "2", 7)
	one := write(1, 1, 2, 5, put("a", "1"))
	two := write(1, 3, 8, 7, store.Batch{Put: []store.Record{rec("a", "2", 0), rec("b", "2", 0)}})
	gone := write(1, 9, 10, 8, store.Batch{Put: []store.Record{rec("c", "3", 0)}, Delete: []string{"a"}})
	for why, ops := range map[string][]Op{
		"before it was made, this was answered":   {one, get(2, 3, 4, nil, "a")},
		"revision 7 had been seen":                {one, two, get(2, 4, 5, []store.Record{a2}, "a"), get(3, 6, 7, []store.Record{a1}, "a")},
		"b@7=\"2\" instead of a@7":                {one, two, get(2, 4, 5, []store.Record{b2}, "a", "b")},
		"a@6=\"1\" is too much":                   {get(2, 1, 2, []store.Record{rec("a", "1", 6)}, "a")},
		"a@5=\"x\" instead of a@5=\"1\"":          {one, get(2, 3, 4, []store.Record{rec("a", "x", 5)}, "a")},
		"two commits became one revision":         {one, write(2, 3, 4, 5, put("b", "1"))},
		"revisions run against time":              {one, write(2, 3, 4, 4, put("b", "1"))},
		"although a condition did not hold":       {one, write(2, 3, 4, 6, store.Batch{If: []store.Cond{{Key: "a"}}, Put: []store.Record{rec("a", "2", 0)}})},
		"every condition holds":                   {{Client: 2, Call: 3, Return: 4, Kind: Commit, Batch: store.Batch{If: []store.Cond{{Key: "a"}}}, Outcome: Conflict}},
		"the head is 5":                           {one, write(2, 3, 4, 4, store.Batch{})},
		"would have been deleted":                 {one, write(2, 3, 4, 5, store.Batch{Delete: []string{"a"}})},
		"b@7=\"2\" is missing":                    {one, two, changes(9, 10, 0, 1, 7, a2)},
		"a@5=\"1\" instead of a@7=\"2\"":          {one, two, changes(9, 10, 0, 9, 7, a1, a2, b2)},
		"upTo is 5 before the head 7":             {one, two, changes(9, 10, 5, 9, 5)},
		"a@7=\"2\" instead of a@8 deleted":        {one, two, gone, changes(11, 12, 5, 9, 8, a2, b2, rec("c", "3", 8))},
		"not in the order of revisions":           {one, two, gone, changes(11, 12, 5, 9, 8, rec("c", "3", 8), b2, store.Record{Key: "a", Rev: 8, Deleted: true})},
		"as of revision 0: a@5=\"1\" is too much": {write(1, 5, 6, 5, put("a", "1")), get(2, 1, 2, []store.Record{a1}, "a")},
	} {
		assert.ErrorContains(t, Check(ops), why)
	}
}
