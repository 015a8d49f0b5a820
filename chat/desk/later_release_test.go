package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// laterRelease is the store as a desk of a later release uses it. That release has more to say of
// settings: a tone of queues and replies, a mood of policies, a nudge of rules, the moon of hours,
// and visitors who are called back. What a setting says of these goes by the beginning of its id;
// that of one whose id begins with "next" is of a higher version. Of everything else the later
// release is as this one, so a desk can be it.
type laterRelease struct{ store.Store }

// object is a JSON object.
type object map[string]json.RawMessage

// at returns the object below a member; an empty one where there is none.
func (o object) at(name string) object {
	inner := object{}
	_ = json.Unmarshal(o[name], &inner)
	return inner
}

func (o object) text() json.RawMessage {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return text
}

// extra says what the later release says of the setting at a key, in a member below another one.
func extra(key string) (below, name string) {
	k, err := records.Parse(key)
	switch {
	case err != nil:
	case k.Family == records.FamilyRule && strings.HasPrefix(k.ID, "nudge"):
		return "rule", "nudge"
	case k.Kind == "schedule" && strings.HasPrefix(k.ID, "moon"):
		return "hours", "moon"
	case k.Kind == "queue" && strings.HasPrefix(k.ID, "mood"):
		return "policy", "mood"
	case strings.HasPrefix(k.ID, "tone"):
		return "", "tone"
	}
	return "", ""
}

const (
	extraValue = `"extra"`
	callBack   = `"call-back"`
	message    = `"message"`
)

// later writes a setting as the later release does.
func later(r store.Record) store.Record {
	var o object
	k, err := records.Parse(r.Key)
	if err != nil || json.Unmarshal(r.Value, &o) != nil {
		return r
	}
	below, name := extra(r.Key)
	switch {
	case name == "" && strings.HasPrefix(k.ID, "next"):
		o["v"] = json.RawMessage("2")
	case name == "" && k.Kind == "queue" && strings.HasPrefix(k.ID, "call"):
		o["no_agent"] = json.RawMessage(callBack)
	case name == "":
		return r
	case below == "":
		o[name] = json.RawMessage(extraValue)
	default:
		inner := o.at(below)
		inner[name] = json.RawMessage(extraValue)
		o[below] = inner.text()
	}
	r.Value = o.text()
	return r
}

// understood is a setting as a desk of the later release reads it.
func understood(r store.Record) store.Record {
	var o object
	k, err := records.Parse(r.Key)
	setting := err == nil && (k.Family == records.FamilySettings || k.Family == records.FamilyRule)
	if !setting || json.Unmarshal(r.Value, &o) != nil {
		return r
	}
	o["v"] = json.RawMessage("1")
	if bytes.Equal(o["no_agent"], []byte(callBack)) {
		o["no_agent"] = json.RawMessage(message)
	}
	if below, name := extra(r.Key); below == "" {
		delete(o, name)
	} else {
		inner := o.at(below)
		delete(inner, name)
		if o[below] = inner.text(); len(inner) == 0 {
			delete(o, below)
		}
	}
	r.Value = o.text()
	return r
}

func eachRecord(rs []store.Record, f func(store.Record) store.Record) []store.Record {
	out := make([]store.Record, len(rs))
	for i, r := range rs {
		out[i] = f(r)
	}
	return out
}

func (l laterRelease) Unwrap() store.Store { return l.Store }

func (l laterRelease) Commit(ctx context.Context, b store.Batch) (store.Rev, error) {
	b.Put = eachRecord(b.Put, later)
	return l.Store.Commit(ctx, b)
}

func (l laterRelease) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	rs, err := l.Store.Get(ctx, keys...)
	return eachRecord(rs, understood), err
}

func (l laterRelease) List(ctx context.Context, r store.Range) ([]store.Record, error) {
	rs, err := l.Store.List(ctx, r)
	return eachRecord(rs, understood), err
}

func (l laterRelease) Changes(
	ctx context.Context, after store.Rev, limit int,
) ([]store.Record, store.Rev, error) {
	rs, upTo, err := l.Store.Changes(ctx, after, limit)
	return eachRecord(rs, understood), upTo, err
}

// twoReleases are a shop of this release, and one of the later release on the same store.
func twoReleases(t *testing.T, seed settings.Team) (this, next *shop) {
	this = newShop(t, seed)
	return this, newShop(t, settings.Team{}, func(c *desk.Config) {
		c.Store, c.Node, c.IDs = laterRelease{this.store}, "node-2", nil
	})
}

func (s *shop) value(key string) string {
	s.t.Helper()
	rs, err := s.store.Get(s.ctx, key)
	require.NoError(s.t, err)
	require.Len(s.t, rs, 1)
	return string(rs[0].Value)
}

// TestWhatALaterReleaseWritesStopsNothingAndIsNotLost has a desk of a later release write each kind
// of setting that this one cannot read whole.
func TestWhatALaterReleaseWritesStopsNothingAndIsNotLost(t *testing.T) {
	prompt := func(id, text string) settings.Rule {
		return settings.Rules(trigger.Rule{ID: id, Do: []trigger.Action{
			{Type: trigger.Prompt, Text: map[string]string{"en": text}},
		}})[0]
	}
	office := withHours(t).Schedules[0]
	queue := func(id chat.QueueID) func(d *desk.Desk, n int) error {
		return func(d *desk.Desk, n int) error {
			return first(d.Host().PutQueue(t.Context(), settings.Queue{ID: id, Limit: n}))
		}
	}
	for name, c := range map[string]struct {
		key     string
		put     func(d *desk.Desk, n int) error
		says    string // why it is not in force as it stands; empty: it is
		carried bool   // this release may write it too
	}{
		"a queue that both know":    {records.Setting("queue", "plain"), queue("plain"), "", true},
		"a queue with a new field":  {records.Setting("queue", "tone"), queue("tone"), "tone", true},
		"a policy with a new field": {records.Setting("queue", "mood"), queue("mood"), "policy.mood", false},
		"a queue with a new word":   {records.Setting("queue", "call"), queue("call"), "no_agent", false},
		"a queue of a new version":  {records.Setting("queue", "next"), queue("next"), "v is 2", false},
		"a reply with a new field": {records.Setting("canned", "tone"), func(d *desk.Desk, n int) error {
			x := settings.Canned{ID: "tone", Title: strings.Repeat("x", n), Text: map[string]string{"en": "Hi"}}
			return first(d.Host().PutCanned(t.Context(), x))
		}, "tone", true},
		"a rule with a new member": {records.Rule("nudge"), func(d *desk.Desk, n int) error {
			return first(d.Host().PutRule(t.Context(), prompt("nudge", strings.Repeat("x", n))))
		}, "nudge", false},
		"a rule of a new version": {records.Rule("next"), func(d *desk.Desk, n int) error {
			return first(d.Host().PutRule(t.Context(), prompt("next", strings.Repeat("x", n))))
		}, "v is 2", false},
		"hours with a new member": {records.Setting("schedule", "moon"), func(d *desk.Desk, _ int) error {
			return first(d.Host().PutSchedule(t.Context(), settings.Schedule{ID: "moon", Hours: office.Hours}))
		}, "moon", false},
	} {
		t.Run(name, func(t *testing.T) {
			this, next := twoReleases(t, withAll(t))
			this.available("ann")
			this.settle()
			next.settle()
			require.NoError(t, c.put(next.Desk, 7))
			wrote := this.value(c.key)
			fresh := newShop(t, settings.Team{}, func(x *desk.Config) {
				x.Store, x.Node, x.IDs = this.store, "node-3", nil
			})
			for _, s := range []*shop{this, fresh} {
				s.settle()
				found, err := s.Ready(s.ctx)
				require.NoError(t, err, "it is ready")
				if c.says == "" {
					require.Empty(t, found)
					continue
				}
				require.Len(t, found, 1)
				require.Equal(t, c.key, found[0].Key)
				require.Contains(t, found[0].Says, c.says)
			}
			next.settle()
			require.Empty(t, next.degraded(), "the later release knows it")
			_, err := this.visitor(1).Start(this.ctx, desk.StartRequest{Command: "c", Text: "hello"})
			require.NoError(t, err)
			_, err = this.Host().PutQueue(this.ctx, settings.Queue{ID: "vip"})
			require.NoError(t, err, "all else can be changed")

			err = c.put(this.Desk, 9)
			if !c.carried {
				require.ErrorIs(t, err, chat.ErrNewer)
				require.Equal(t, wrote, this.value(c.key))
				return
			}
			require.NoError(t, err)
			require.NotEqual(t, wrote, this.value(c.key))
			if c.says != "" {
				require.Contains(t, this.value(c.key), extraValue, "what this release does not know is carried through")
			}
		})
	}
}

func TestAKindOfSettingThatThisReleaseDoesNotKnowIsToldAndLeftAlone(t *testing.T) {
	s := newShop(t, withAll(t))
	s.available("ann")
	theme := records.Setting("theme", "dark")
	s.wrote(map[string]string{theme: `{"v":1,"id":"dark"}`})
	s.settle()
	found, err := s.Ready(s.ctx)
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, theme, found[0].Key)
	require.Contains(t, found[0].Says, "theme")
	_, err = s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip"})
	require.NoError(t, err)
	require.JSONEq(t, `{"v":1,"id":"dark"}`, s.value(theme))
}

func TestAValueOfAHigherVersionLeavesTheOneBeforeInForce(t *testing.T) {
	this, next := twoReleases(t, withAll(t))
	this.available("ann")
	require.NoError(t, first(this.Host().PutQueue(this.ctx, settings.Queue{ID: "next", Limit: 3})))
	limit := func(s *shop) int {
		queues, err := s.supervisor("sue").Queues(s.ctx)
		require.NoError(t, err)
		for _, q := range queues {
			if q.ID == "next" {
				return q.Limit
			}
		}
		return -1
	}
	require.Equal(t, 3, limit(this))
	require.NoError(t, first(next.Host().PutQueue(next.ctx, settings.Queue{ID: "next", Limit: 5})))
	require.Equal(t, 5, limit(next))
	require.Equal(t, 3, limit(this))
	this.wrote(nil)
	require.Equal(t, 3, limit(this), "also after other settings have changed")
}
