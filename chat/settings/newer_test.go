package settings_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/trigger"
)

var errHigher = errors.New("it is of version 9")

// read is a record as this release reads it.
func read[T any](kind, id string, v T, n settings.Newer) []*settings.Read[T] {
	x := &settings.Read[T]{Key: kind + "/" + id, ID: id, Revision: 2, Newer: n}
	x.Value = v
	return []*settings.Read[T]{x}
}

// every is one record of each kind that a release may meet, with a mark in it.
func every(mark string, n settings.Newer) (st settings.Stored) {
	st.Queues = append(read("queue", "q", settings.Queue{ID: "q", Name: mark}, n), queueRead("a"))
	s := settings.Site{ID: "s", Name: mark, Queues: []chat.QueueID{"q"}}
	st.Sites = read("site", "s", s, n)
	on := map[string]bool{"old": true}[mark]
	st.Prompts = read("prompts", settings.TeamID, settings.Prompts{Off: on}, n)
	ageing := map[string]time.Duration{"old": time.Minute, "new": time.Hour}[mark]
	st.Routing = read("routing", settings.TeamID, settings.Routing{Ageing: ageing}, n)
	say := trigger.Action{Type: trigger.Prompt, Text: map[string]string{"en": mark}}
	r := settings.Rule{Rule: trigger.Rule{ID: "r", Do: []trigger.Action{say}}}
	st.Rules = read("rule", "r", r, n)
	c := settings.Canned{ID: "c", Title: mark, Text: map[string]string{"en": mark}}
	st.Canned = read("canned", "c", c, n)
	return st
}

func TestOneUnknownWordOfAListIsTold(t *testing.T) {
	for want, channels := range map[string][]settings.Channel{
		"":         {"widget", "mail"},
		"channels": {"widget", "pigeon", "mail"},
	} {
		q := settings.Site{ID: "s", Channels: channels}
		require.Equal(t, want, settings.UnknownWord(reflect.ValueOf(q)), channels)
	}
	alone := settings.Site{ID: "s", Channels: []settings.Channel{"pigeon"}}
	require.Equal(t, "channels", settings.UnknownWord(reflect.ValueOf(alone)))
}

// marks are the marks that are in force, by kind.
func marks(f *settings.InForce) map[string]string {
	q, _ := f.Queue("q")
	s, _ := f.Site("s")
	out := map[string]string{"queue": q.Name, "site": s.Name}
	if f.Prompts != nil {
		out["prompts"] = map[bool]string{true: "old", false: "new"}[f.Prompts.Off]
	}
	if f.Routing != nil {
		was := f.Routing.Ageing == time.Minute
		out["routing"] = map[bool]string{true: "old", false: "new"}[was]
	}
	for _, x := range f.Rules {
		out["rule"] = x.Rule.Do[0].Text["en"]
	}
	for _, x := range f.Canned {
		out["canned"] = x.Title
	}
	return out
}

func all(mark string) map[string]string {
	out := map[string]string{}
	for _, k := range []string{"queue", "site", "prompts", "routing", "rule", "canned"} {
		out[k] = mark
	}
	return out
}

func TestOfARecordOfAHigherVersionTheValueBeforeStays(t *testing.T) {
	was := settings.Load(every("old", settings.Newer{}), "", nil, settings.Builders{})
	require.Equal(t, all("old"), marks(was))
	require.Empty(t, was.Degraded)

	higher := every("new", settings.Newer{Version: errHigher})
	now := settings.Load(higher, "", was, settings.Builders{})
	require.Equal(t, all("old"), marks(now))
	require.Len(t, now.Degraded, len(all("")))
	for _, x := range now.Degraded {
		require.Contains(t, x.Says, errHigher.Error())
	}
	q, _ := now.Queue("q")
	require.EqualValues(t, 2, q.Revision, "whoever changes it meets the newer one")

	first := settings.Load(higher, "", nil, settings.Builders{})
	require.Equal(t, all("new"), marks(first), "without one before it is taken as it reads")
	require.Len(t, first.Degraded, len(all("")))
}

func TestOfARecordWithNewFieldsTheOnesThatAreKnownAreInForce(t *testing.T) {
	was := settings.Load(every("old", settings.Newer{}), "", nil, settings.Builders{})
	fields := every("new", settings.Newer{Fields: []string{"colour", "sound"}})
	now := settings.Load(fields, "", was, settings.Builders{})
	require.Equal(t, all("new"), marks(now))
	require.Len(t, now.Degraded, len(all("")))
	for _, x := range now.Degraded {
		require.Contains(t, x.Says, "colour, sound")
	}
}

func TestARecordWithAFaultIsToldOfOnce(t *testing.T) {
	st := every("new", settings.Newer{Fields: []string{"colour"}})
	st.Canned[0].Err = errors.New("damaged")
	now := settings.Load(st, "", nil, settings.Builders{})
	var says []string
	for _, x := range now.Degraded {
		if strings.HasPrefix(x.Key, "canned/") {
			says = append(says, x.Says)
		}
	}
	require.Len(t, says, 1)
	require.Contains(t, says[0], "damaged")
}

func TestAnOverflowThatLeadsBackIsRefused(t *testing.T) {
	for name, x := range map[string]struct {
		to map[chat.QueueID]chat.QueueID
		ok bool
	}{
		"nowhere":           {map[chat.QueueID]chat.QueueID{}, true},
		"once":              {map[chat.QueueID]chat.QueueID{"a": "b"}, true},
		"along":             {map[chat.QueueID]chat.QueueID{"a": "b", "b": "c"}, true},
		"back":              {map[chat.QueueID]chat.QueueID{"a": "b", "b": "a"}, false},
		"back by a third":   {map[chat.QueueID]chat.QueueID{"a": "b", "b": "c", "c": "a"}, false},
		"a ring without it": {map[chat.QueueID]chat.QueueID{"a": "b", "b": "c", "c": "b"}, true},
	} {
		team := settings.Team{}
		for _, id := range []chat.QueueID{"a", "b", "c"} {
			team.Queues = append(team.Queues, settings.Queue{ID: id, Overflow: x.to[id]})
		}
		err := team.CheckOverflow(team.Queues[0], "queues[0]")
		require.Equal(t, x.ok, err == nil, "%s: %v", name, err)
		if err != nil {
			require.ErrorContains(t, err, "queues[0].overflow")
		}
	}
}

func TestNothingInForceNamesWhatIsRetired(t *testing.T) {
	retire := func(t *settings.Team, kind settings.Kind, ids ...string) {
		for _, id := range ids {
			r := settings.Retired{Ref: settings.Ref{Kind: kind, ID: id}, At: time.Unix(1, 0)}
			t.Retired = append(t.Retired, r)
		}
	}
	for want, change := range map[string]func(*settings.Team){
		"": func(*settings.Team) {},
		"is retired, and": func(t *settings.Team) {
			t.Sites[0].Queues = []chat.QueueID{"a"}
			retire(t, settings.KindQueues, "a")
		},
		"sites: the last one cannot be retired": func(t *settings.Team) {
			retire(t, settings.KindSites, "s")
		},
		"queues: the last one cannot be retired": func(t *settings.Team) {
			retire(t, settings.KindQueues, "a", "b")
		},
	} {
		team := settings.Team{Sites: []settings.Site{{ID: "s"}}}
		team.Queues = []settings.Queue{{ID: "a"}, {ID: "b"}}
		change(&team)
		err := team.CheckRetired()
		require.Equal(t, want == "", err == nil, "%v", err)
		if want != "" {
			require.ErrorContains(t, err, want)
		}
	}
}
