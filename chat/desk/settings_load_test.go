package desk

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/routing"
	"github.com/switchboard-go/switchboard/store"
)

// FuzzLoad loads whatever may stand in records of each kind beside sound ones: whatever comes out of it works.
func FuzzLoad(f *testing.F) {
	f.Add(`{"v":1,"id":"a","overflow":"b"}`, `{"v":1,"id":"b","overflow":"a"}`, `{"v":1,"id":"main","queues":["a","b"]}`, `{"v":1,"rule":{"id":"r"}}`, `{"v":1,"id":"h","hours":{"week":{}}}`)
	f.Add(`{"id":"a","rings":[{"after":0}],"skills":[{"name":"","level":99}]}`, `null`, `{"id":"main","queues":["nowhere"],"never":["x"]}`, `{"rule":{"id":"r","when":{"attr":"no","op":"eq"}}}`, `{`)
	f.Add(`[]`, `{"id":"b","offer_for":-1,"policy":{"grace":9223372036854775807}}`, ``, `{}`, `{"id":"h"}`)
	f.Fuzz(func(t *testing.T, a, b, site, rule, hours string) {
		rs := []store.Record{
			{Key: records.Rule("r"), Rev: 2, Value: []byte(rule)},
			{Key: records.Setting(settingQueue, "a"), Rev: 2, Value: []byte(a)},
			{Key: records.Setting(settingQueue, "b"), Rev: 2, Value: []byte(b)},
			{Key: records.Setting(settingQueue, "c"), Rev: 2, Value: []byte(`{"v":1,"id":"c"}`)},
			{Key: records.Setting(settingSchedule, "h"), Rev: 2, Value: []byte(hours)},
			{Key: records.Setting(settingSite, "main"), Rev: 2, Value: []byte(site)},
			{Key: records.Setting(settingSite, "other"), Rev: 2, Value: []byte(`{"v":1,"id":"other","queues":["c"]}`)},
		}
		router := func(c routing.Config) (Router, error) { return routing.New(c) }
		before := load(rs[3:4], store.Record{}, nil, router)
		for _, last := range []*settings{nil, before} {
			s := load(rs, store.Record{Rev: 2}, last, router)
			require.True(t, s.hasQueue("c"), "a sound queue is in force")
			_, ok := s.site("other")
			require.True(t, ok, "and so is a sound site")
			_, err := routing.New(s.routing)
			require.NoError(t, err)
			for _, x := range s.sites {
				require.NotEmpty(t, x.Queues)
				for _, q := range x.Queues {
					require.True(t, s.hasQueue(q))
				}
			}
			for _, q := range s.queues {
				require.NoError(t, chat.CheckSkills("skills", q.Skills))
			}
			require.NoError(t, s.all().build(router), "what is in force could be written")
			again := load(rs, store.Record{Rev: 3}, s, router)
			require.Equal(t, queueIDs(s.queues), queueIDs(again.queues))
		}
	})
}
