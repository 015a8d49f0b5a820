package settings

import (
	"cmp"
	"slices"

	"github.com/switchboard-go/switchboard/chat"
)

// Stored is settings as they were read from their records, without agents, each kind by key. What
// is read is never changed, so that a change costs no copy of what stays: rules are large.
type Stored struct {
	Sites     []*Read[Site]
	Queues    []*Read[Queue]
	Schedules []*Read[Schedule]
	Rules     []*Read[Rule]
	Canned    []*Read[Canned]

	Attributes []*Read[Attribute]
	Retired    []*Read[Retired] // by the keys of what is retired

	Routing []*Read[Routing] // one at most
	Prompts []*Read[Prompts] // one at most
	Damaged []chat.Fault     // of records of which not even the kind is known
}

// Read is a record as it was read: a value, or why there is none.
type Read[T any] struct {
	Key, ID  string
	Revision Revision
	Value    T
	Err      error
	Newer    Newer
}

// Newer says what of a record only a newer release understands. Its zero value is a record that
// this release understands.
type Newer struct {
	Fields  []string // those that this release does not have, as paths
	Version error    // it is of a higher version, and Value may mean something else
}

// With returns the settings as they are when some records have changed: those in changed are there
// with these values, those in gone are not there. The settings it is called on stay as they are.
func (st Stored) With(changed Stored, gone []string) Stored {
	st.Sites = changedIn(st.Sites, changed.Sites, gone)
	st.Queues = changedIn(st.Queues, changed.Queues, gone)
	st.Schedules = changedIn(st.Schedules, changed.Schedules, gone)
	st.Rules = changedIn(st.Rules, changed.Rules, gone)
	st.Canned = changedIn(st.Canned, changed.Canned, gone)
	st.Attributes = changedIn(st.Attributes, changed.Attributes, gone)
	st.Retired = slices.DeleteFunc(slices.Clone(st.Retired), func(x *Read[Retired]) bool {
		return slices.Contains(gone, x.Key) || changed.has(x.Key)
	})
	st.Retired = append(st.Retired, changed.Retired...)
	slices.SortFunc(st.Retired, func(a, b *Read[Retired]) int { return cmp.Compare(a.Key, b.Key) })
	st.Routing = changedIn(st.Routing, changed.Routing, gone)
	st.Prompts = changedIn(st.Prompts, changed.Prompts, gone)
	st.Damaged = slices.DeleteFunc(slices.Clone(st.Damaged), func(f chat.Fault) bool {
		same := func(x chat.Fault) bool { return x.Key == f.Key }
		return slices.Contains(gone, f.Key) || slices.ContainsFunc(changed.Damaged, same)
	})
	st.Damaged = append(st.Damaged, changed.Damaged...)
	return st
}

// has reports whether a setting that can be retired is among the records.
func (st Stored) has(key string) bool {
	return among(st.Sites, key) || among(st.Queues, key) || among(st.Schedules, key) ||
		among(st.Rules, key) || among(st.Canned, key) || among(st.Attributes, key)
}

func among[T any](list []*Read[T], key string) bool {
	return slices.ContainsFunc(list, func(x *Read[T]) bool { return x.Key == key })
}

func changedIn[T any](list, changed []*Read[T], gone []string) []*Read[T] {
	fresh := false
	at := func(key string) (int, bool) {
		byKey := func(x *Read[T], key string) int { return cmp.Compare(x.Key, key) }
		i, found := slices.BinarySearchFunc(list, key, byKey)
		if !fresh && (found || len(changed) > 0) {
			list, fresh = append(make([]*Read[T], 0, len(list)+len(changed)), list...), true
		}
		return i, found
	}
	for _, x := range changed {
		if i, found := at(x.Key); found {
			list[i] = x
		} else {
			list = slices.Insert(list, i, x)
		}
	}
	for _, key := range gone {
		if i, found := at(key); found {
			list = slices.Delete(list, i, i+1)
		}
	}
	return list
}
