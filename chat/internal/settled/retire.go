package settled

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

// A setting that is retired has that instant in its record, beside its own fields. Whoever writes
// the setting leaves it there, an older release too.

// mark is the part of a record that says so.
type mark struct {
	Retired time.Time `json:"retired,omitzero"`
}

// retired returns since when a record's setting is retired, if it is.
func retired(r store.Record, k records.Key) (settings.Retired, bool) {
	// Few settings are retired, so most records are not decoded a second time.
	kind, ok := kindOf(k)
	if !ok || !bytes.Contains(r.Value, []byte(`"retired"`)) {
		return settings.Retired{}, false
	}
	m, err := records.Decode[mark](r.Value)
	ref := settings.Ref{Kind: kind, ID: k.ID, Revision: settings.Revision(r.Rev)}
	return settings.Retired{Ref: ref, At: m.Retired}, err == nil && !m.Retired.IsZero()
}

// kinds are the kinds of records that can be retired, by what they are called outside.
var kinds = map[string]settings.Kind{
	kindSite: settings.KindSites, kindQueue: settings.KindQueues, kindSchedule: settings.KindHours,
	kindCanned: settings.KindCanned, kindAttribute: settings.KindAttributes,
}

// kindOf returns the kind of settings that a key is of.
func kindOf(k records.Key) (settings.Kind, bool) {
	if k.Family == records.FamilyRule {
		return settings.KindRules, true
	}
	kind, ok := kinds[k.Kind]
	return kind, ok
}

// keyOf returns the key of a setting that can be retired.
func keyOf(r settings.Ref) (string, bool) {
	if r.Kind == settings.KindRules {
		return records.Rule(r.ID), true
	}
	for kind, of := range kinds {
		if of == r.Kind {
			return records.Setting(kind, r.ID), true
		}
	}
	return "", false
}

// marking makes a change that retires a setting at an instant, or, at the zero instant, takes it
// back.
func marking(r settings.Ref, at string, now time.Time, may May) change {
	key, _ := keyOf(r)
	return change{
		key: key, at: at, was: r.Revision, may: may, marks: &settings.Retired{Ref: r, At: now},
		encode: func(old []byte) ([]byte, error) {
			if old == nil {
				return nil, chat.ErrNotFound
			}
			// All other fields are unknown to a mark, so they are carried over as they are.
			return records.Encode(mark{now}, old)
		},
		check: func(settings.Team) error { return nil },
	}
}

// marked returns the settings with those retired that changes retire. A setting that is not there,
// or is so already, is refused.
func marked(all, before settings.Team, cs []change) (settings.Team, error) {
	all.Retired = slices.Clone(before.Retired)
	for _, c := range cs {
		if c.marks == nil {
			continue
		}
		// was says that it is retired, and r.At that it is to be: the zero instant takes it back.
		r, was := *c.marks, before.IsRetired(c.marks.Kind, c.marks.ID)
		name := r.String()
		if c.at != "" {
			name = c.at + ": " + name
		}
		switch {
		case !before.Has(r.Ref):
			return all, fmt.Errorf("%w: %s", chat.ErrNotFound, name)
		case was == !r.At.IsZero() && was:
			return all, fmt.Errorf("%w: %s is retired already", chat.ErrState, name)
		case was == !r.At.IsZero():
			return all, fmt.Errorf("%w: %s is not retired", chat.ErrState, name)
		}
		// It stands in the list once at most, with the instant of the last change.
		all.Retired = slices.DeleteFunc(all.Retired, func(x settings.Retired) bool {
			return x.Kind == r.Kind && x.ID == r.ID
		})
		if !r.At.IsZero() {
			all.Retired = append(all.Retired, r)
		}
	}
	return all, nil
}

// Drop deletes retired settings, on the conditions of a fence and of these settings. It tells of it
// by the line. The error is ErrStale when the settings were changed meanwhile.
func (s *Settings) Drop(tx *store.Tx, node string, line *audit.Line, gone []settings.Ref) error {
	keys := []string{StampKey}
	for _, r := range gone {
		key, _ := keyOf(r)
		keys = append(keys, key)
	}
	rs, err := tx.Get(keys...)
	if err != nil {
		return records.Unavailable(err)
	}
	found := records.ByKey(rs)
	if found[StampKey].Rev != s.stamp {
		return ErrStale
	}
	to := line.Draft(tx)
	for _, key := range keys[1:] {
		// It may be gone already: an earlier try of the job deleted it.
		if old, ok := found[key]; ok {
			to.Delete(key, old)
		}
	}
	if err := to.Close(); err != nil {
		return err
	}
	return put(tx, StampKey, stamp{Node: node, Site: s.Default()}, found[StampKey].Value)
}
