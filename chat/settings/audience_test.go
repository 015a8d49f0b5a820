package settings

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

func queueFor(a Audience) Queue {
	q := Queue{ID: "vip"}
	q.For = a
	return q
}

// forTier is an audience of one customer group.
func forTier(tier string) Audience {
	return Audience{When: trigger.Where("visitor.tier", trigger.Eq, trigger.Text(tier))}
}

func visitOf(tier string) trigger.Visit {
	return trigger.Visit{Visitor: "v", Attrs: map[string]trigger.Value{"visitor.tier": trigger.Text(tier)}}
}

func TestAQueueWhoseAudienceCannotBeReadIsForNobodyRatherThanEverybody(t *testing.T) {
	broken := Audience{When: trigger.Where("ltv", trigger.Ge, trigger.Num(500))} // the attribute is gone
	team := Team{
		Queues: []Queue{{ID: "help"}, queueFor(broken)},
		Sites:  []Site{{ID: "main", Queues: []chat.QueueID{"help", "vip"}, For: broken}},
	}
	is := func(s *InForce, k Kind, id string) bool { return s.IsFor(k, id, visitOf("vip"), time.Time{}) }
	first := Load(team.stored(&InForce{}), "", nil, Builders{})
	require.Len(t, first.Degraded, 2)
	require.True(t, is(first, KindQueues, "help"))
	require.False(t, is(first, KindQueues, "vip") || is(first, KindSites, "main"))

	good := Team{
		Queues: []Queue{{ID: "help"}, queueFor(forTier("vip"))},
		Sites:  []Site{{ID: "main", Queues: []chat.QueueID{"help", "vip"}}},
	}
	last := Load(good.stored(&InForce{}), "", nil, Builders{})
	require.True(t, is(last, KindQueues, "vip"))
	again := Load(team.stored(&InForce{}), "", last, Builders{})
	require.True(t, is(again, KindQueues, "vip"), "what was in force before still is")
	require.False(t, again.IsFor(KindQueues, "vip", visitOf("gold"), time.Time{}))
}

func TestARetiredQueueMovesNobodyIntoOneThatMayNotBeForThem(t *testing.T) {
	team := Team{
		Queues:  []Queue{queueFor(forTier("vip")), {ID: "help"}, {ID: "old"}},
		Sites:   []Site{{ID: "main", Queues: []chat.QueueID{"vip", "help"}}},
		Retired: []Retired{{Ref: Ref{Kind: KindQueues, ID: "old"}, At: time.Unix(1, 0)}},
	}
	to, ok := Load(team.stored(&InForce{}), "", nil, Builders{}).Instead("main", "old")
	require.True(t, ok)
	require.EqualValues(t, "help", to)
}

func TestAnAudienceHasTheMembersOfARuleThatItMayHave(t *testing.T) {
	for text, fine := range map[string]bool{
		`{}`: true, ` { } `: true, `{"rollout":{"percent":5}}`: true,
		`{"when":{"attr":"visitor.tier","op":"eq","value":"vip"}}`: true,
		`{"id":"x"}`: false, `{"priority":5}`: false, `{"do":[]}`: false, `{"for":1}`: false, `[]`: false, `"vip"`: false,
		`{"when":{},"when":{}}`: false, `{"rollout":{"percent":5,"per":1}}`: false,
	} {
		var a Audience
		require.Equal(t, fine, json.Unmarshal([]byte(text), &a) == nil, text)
	}
}

func FuzzAnAudienceIsReadAsItIsWritten(f *testing.F) {
	for _, text := range []string{`{}`, `{"rollout":{"percent":5}}`, `{"when":{"all":[{"attr":"a","op":"eq","value":1}]}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var a, b Audience
		if json.Unmarshal(text, &a) != nil {
			return
		}
		again, err := json.Marshal(a)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(again, &b), "%s", again)
		third, err := json.Marshal(b)
		require.NoError(t, err)
		require.Equal(t, string(again), string(third))
		_ = reflect.ValueOf(a).IsZero()
		_ = a.check("for", Team{})
	})
}
