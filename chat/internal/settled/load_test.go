package settled

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// shelved is what a shelf keeps of records at a stamp.
func shelved(rs []store.Record, stamp store.Rev) kept {
	var s shelf
	k := s.fill(slices.Clone(rs), 0, true)
	k.stamp.Rev = stamp
	return k
}

// FuzzLoad loads whatever may stand in records of each kind beside sound ones: whatever comes
// out of it works.
func FuzzLoad(f *testing.F) {
	f.Add(`{"v":1,"id":"a","overflow":"b"}`, `{"v":1,"id":"b","overflow":"a"}`, `{"v":1,"id":"main","queues":["a","b"]}`, `{"v":1,"rule":{"id":"r"}}`, `{"v":1,"id":"h","hours":{"week":{}}}`)
	f.Add(`{"id":"a","rings":[{"after":0}],"skills":[{"name":"","level":99}]}`, `null`, `{"id":"main","queues":["nowhere"],"never":["x"]}`, `{"rule":{"id":"r","when":{"attr":"no","op":"eq"}}}`, `{`)
	f.Add(`[]`, `{"id":"b","offer_for":-1,"policy":{"grace":9223372036854775807}}`, ``, `{}`, `{"id":"h"}`)
	f.Fuzz(func(t *testing.T, a, b, site, rule, hours string) {
		rs := []store.Record{
			{Key: records.Rule("r"), Rev: 2, Value: []byte(rule)},
			{Key: records.Setting(kindQueue, "a"), Rev: 2, Value: []byte(a)},
			{Key: records.Setting(kindQueue, "b"), Rev: 2, Value: []byte(b)},
			{Key: records.Setting(kindQueue, "c"), Rev: 2, Value: []byte(`{"v":1,"id":"c"}`)},
			{Key: records.Setting(kindSchedule, "h"), Rev: 2, Value: []byte(hours)},
			{Key: records.Setting(kindSite, "main"), Rev: 2, Value: []byte(site)},
			{Key: records.Setting(kindSite, "other"), Rev: 2, Value: []byte(`{"v":1,"id":"other","queues":["c"]}`)},
		}
		before := load(shelved(rs[3:4], 0), nil, settings.Builders{})
		for _, last := range []*Settings{nil, before} {
			s := load(shelved(rs, 2), last, settings.Builders{})
			require.True(t, s.HasQueue("c"), "a sound queue is in force")
			_, ok := s.Site("other")
			require.True(t, ok, "and so is a sound site")
			_, err := routing.New(s.Router)
			require.NoError(t, err)
			for _, x := range s.Sites {
				require.NotEmpty(t, x.Queues)
				for _, q := range x.Queues {
					require.True(t, s.HasQueue(q))
				}
			}
			for _, q := range s.Queues {
				require.NoError(t, chat.CheckSkills("skills", q.Skills))
			}
			_, err = settings.Build(s.Team, settings.Builders{})
			require.NoError(t, err, "what is in force could be written")
			again := load(shelved(rs, 3), s, settings.Builders{})
			require.Equal(t, s.QueueIDs(), again.QueueIDs())
		}
	})
}
