package sim

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/switchboard-go/switchboard/store"
)

// Mutant is a bug planted between the desks and their store.
type Mutant struct {
	Name  string
	Batch func(*rand.Rand, store.Batch) store.Batch       // what becomes of a batch on its way
	Feed  func(*rand.Rand, []store.Record) []store.Record // what becomes of changes on their way back
	Fresh bool                                            // clients try again under a new command id
}

// Mutants are the planted bugs, each of which a sound simulation must find.
var Mutants = []Mutant{
	{Name: "no condition on the agent's ledger", Batch: without("agent/")},
	{Name: "no condition on the session: a sweep by id", Batch: without("session/")},
	{Name: "no condition on the lease's term", Batch: without("lease/dispatcher")},
	{Name: "no condition on the visitor's open session, nor on the history read with it", Batch: without("current/", "history/")},
	{Name: "no conditions at all", Batch: func(_ *rand.Rand, b store.Batch) store.Batch { b.If = nil; return b }},
	{Name: "the command is not remembered", Batch: losing("done/", 1)},
	{Name: "a message is acknowledged and not kept", Batch: losing("timeline/", 50)},
	{Name: "the ledger is not written", Batch: losing("agent/", 20)},
	{Name: "the session is not written", Batch: losing("session/", 50)},
	{Name: "an index entry stays behind", Batch: keeping("waiting/")},
	{Name: "an open session drops out of the index", Batch: losing("open/", 20)},
	{Name: "a batch is torn", Batch: torn},
	{Name: "the feed skips records", Feed: skipping},
	{Name: "clients retry under a new command id", Fresh: true},
}

// without drops the conditions on keys with one of some prefixes.
func without(prefixes ...string) func(*rand.Rand, store.Batch) store.Batch {
	return func(_ *rand.Rand, b store.Batch) store.Batch {
		b.If = slices.DeleteFunc(slices.Clone(b.If), func(c store.Cond) bool {
			return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(c.Key, p) })
		})
		return b
	}
}

// losing drops the puts of keys with a prefix, of one batch in n.
func losing(prefix string, n int) func(*rand.Rand, store.Batch) store.Batch {
	return func(r *rand.Rand, b store.Batch) store.Batch {
		if r.IntN(n) == 0 {
			b.Put = slices.DeleteFunc(slices.Clone(b.Put), func(p store.Record) bool { return strings.HasPrefix(p.Key, prefix) })
		}
		return b
	}
}

// keeping drops the deletes of keys with a prefix, of one batch in ten.
func keeping(prefix string) func(*rand.Rand, store.Batch) store.Batch {
	return func(r *rand.Rand, b store.Batch) store.Batch {
		if r.IntN(10) == 0 {
			b.Delete = slices.DeleteFunc(slices.Clone(b.Delete), func(k string) bool { return strings.HasPrefix(k, prefix) })
		}
		return b
	}
}

// torn applies the first half of one batch in fifty.
func torn(r *rand.Rand, b store.Batch) store.Batch {
	if len(b.Put) > 1 && r.IntN(50) == 0 {
		b.Put = b.Put[:len(b.Put)/2]
	}
	return b
}

// skipping loses every other record. A desk gets over fewer: what it reads besides puts most right.
func skipping(r *rand.Rand, rs []store.Record) []store.Record {
	return slices.DeleteFunc(rs, func(store.Record) bool { return r.IntN(2) == 0 })
}
