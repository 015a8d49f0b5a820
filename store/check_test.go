package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKeysOutsideTheLimitsAreRefusedByField(t *testing.T) {
	assert.NoError(t, CheckKeys("a", "session/0-9_.~:", strings.Repeat("k", MaxKey)))
	for key, says := range map[string]string{
		"":                            "keys[1]: empty",
		strings.Repeat("k", MaxKey+1): "keys[1]: 256 bytes",
		"a b":                         `byte 1 is ' '`,
		"é":                           "byte 0",
		"a\x00":                       "byte 1",
		"a%":                          "byte 1",
	} {
		err := CheckKeys("fine", key)
		assert.ErrorIs(t, err, ErrInvalid)
		assert.ErrorContains(t, err, says)
		assert.ErrorContains(t, err, "keys[1]")
	}
}

func TestNamespacesAreKeysWithoutASlash(t *testing.T) {
	assert.NoError(t, CheckNamespace("shop-1.eu"))
	for _, name := range []string{"", "a/b", strings.Repeat("n", MaxNamespace+1), "é"} {
		assert.ErrorIs(t, CheckNamespace(name), ErrInvalid, name)
		assert.ErrorContains(t, CheckNamespace(name), "namespace")
	}
}

func TestBatchesOutsideTheLimitsAreRefusedByField(t *testing.T) {
	key := func(i int) string { return fmt.Sprintf("k/%d", i) }
	var full, over Batch
	for i := range MaxBatch {
		full.Put = append(full.Put, Record{Key: key(i)})
		full.If = append(full.If, Cond{Key: key(i)})
		over.If = append(over.If, Cond{Key: key(i)})
	}
	over.Delete = []string{"one/more"}
	assert.NoError(t, CheckBatch(full))
	assert.NoError(t, CheckBatch(Batch{}))
	for says, b := range map[string]Batch{
		"store: invalid: If[0].Key: empty":   {If: []Cond{{}}},
		"Put[1].Key: \"a b\": byte 1":        {Put: []Record{{Key: "a"}, {Key: "a b"}}},
		"Put[1].Key: \"a\" is written twice": {Put: []Record{{Key: "a"}, {Key: "a"}}},
		"Delete[0]: \"a\" is written twice":  {Put: []Record{{Key: "a"}}, Delete: []string{"a"}},
		"Put[0].Value: 262145 bytes":         {Put: []Record{{Key: "a", Value: make([]byte, MaxValue+1)}}},
		"batch: 65 keys":                     over,
		"If: 65 conditions":                  {If: make([]Cond, MaxBatch+1)},
		"batch: 1048581 bytes": {Put: []Record{
			{Key: "a", Value: make([]byte, MaxValue)}, {Key: "b", Value: make([]byte, MaxValue)},
			{Key: "c", Value: make([]byte, MaxValue)}, {Key: "d", Value: make([]byte, MaxValue)},
		}, Delete: []string{"e"}},
	} {
		err := CheckBatch(b)
		assert.ErrorIs(t, err, ErrInvalid)
		assert.ErrorContains(t, err, says)
	}
}

func TestRangesOutsideTheRulesAreRefusedByField(t *testing.T) {
	assert.NoError(t, CheckRange(Range{Limit: 1}))
	assert.NoError(t, CheckRange(Range{Prefix: "a/", After: "z", Limit: 1, Desc: true}))
	for says, r := range map[string]Range{
		"Limit: 0":       {},
		"Limit: -1":      {Limit: -1},
		"does not end":   {Limit: 1, Prefix: "a"},
		"Prefix: \"a b/": {Limit: 1, Prefix: "a b/"},
		"After":          {Limit: 1, After: "é"},
	} {
		assert.ErrorIs(t, CheckRange(r), ErrInvalid)
		assert.ErrorContains(t, CheckRange(r), says)
	}
}

func TestBoundsHoldExactlyTheKeysOfTheRange(t *testing.T) {
	keys := []string{"-", "A", "a", "a-", "a/", "a/-", "a/1", "a/1-", "a/1/2", "a/~", "a0", "a:", "b/", "~", "~~"}
	for _, prefix := range []string{"", "a/", "a/1/", "b/"} {
		for _, after := range append(keys, "") {
			for _, desc := range []bool{false, true} {
				from, to := Range{Prefix: prefix, After: after, Desc: desc, Limit: 1}.Bounds()
				for _, k := range keys {
					want := strings.HasPrefix(k, prefix) && (after == "" || (k > after && !desc) || (k < after && desc))
					assert.Equal(t, want, from <= k && k < to, "%q in prefix %q after %q desc %v", k, prefix, after, desc)
				}
			}
		}
	}
}

func TestCloneSharesNoMemory(t *testing.T) {
	b := Batch{If: []Cond{{Key: "a", Rev: 1}}, Put: []Record{{Key: "b", Value: []byte("value")}, {Key: "c"}}, Delete: []string{"d"}}
	c := b.Clone()
	b.If[0].Rev, b.Put[0].Value[0], b.Put[1].Key, b.Delete[0] = 2, 'X', "X", "X"
	assert.Equal(t, Batch{
		If:     []Cond{{Key: "a", Rev: 1}},
		Put:    []Record{{Key: "b", Value: []byte("value")}, {Key: "c", Value: []byte{}}},
		Delete: []string{"d"},
	}, c)
}
