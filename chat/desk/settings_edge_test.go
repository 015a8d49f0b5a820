package desk_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
)

func TestOfTwoWhoMakeASettingOneHearsThatItIsThere(t *testing.T) {
	s := newShop(t, twoTeams())
	b := &between{Store: s.store}
	other := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = b; c.Node = "node-2"; c.IDs = nil })
	vip := settings.Queue{ID: "vip", Name: "mine", Revision: settings.Absent}
	b.write = func() {
		_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "vip", Name: "theirs", Revision: settings.Absent})
		require.NoError(t, err)
	}
	_, err := other.Host().PutQueue(s.ctx, vip)
	require.ErrorIs(t, err, chat.ErrRevision)
	queues, err := s.supervisor("sue").Queues(s.ctx)
	require.NoError(t, err)
	require.Equal(t, "theirs", queues[2].Name)
	_, err = other.Host().PutQueue(s.ctx, settings.Queue{ID: "vip", Name: "over it"})
	require.NoError(t, err, "a zero revision writes over whatever is there")
}

func TestASettingOfANewerReleaseIsNotRewritten(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann")
	s.wrote(map[string]string{supportKey: `{"v":2,"id":"support","name":"Tomorrow"}`})
	before := s.everything()
	_, err := s.Host().PutQueue(s.ctx, settings.Queue{ID: "support"})
	require.ErrorIs(t, err, chat.ErrUnavailable, "a node of that release may")
	require.ErrorIs(t, err, chat.ErrNewer)
	s.unchanged(before)
}

func TestAnAgentWhoseRecordCannotBeReadKeepsNobodyElseFromWorking(t *testing.T) {
	s := newShop(t, twoTeams())
	s.available("ann", "bob")
	me, err := s.agent("bob").Me(s.ctx)
	require.NoError(t, err)
	key := records.Agent(me.ID)
	_, err = s.store.Commit(s.ctx, store.Batch{Put: []store.Record{{Key: key, Value: []byte(`{"capacity":"many"}`)}}})
	require.NoError(t, err)
	fresh := newShop(t, settings.Team{}, func(c *desk.Config) { c.Store = s.store; c.Node = "node-2"; c.IDs = nil })
	for _, on := range []*shop{s, fresh} {
		on.settle()
		found, err := on.Ready(s.ctx)
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, key, found[0].Key)
		audit, err := on.Check(s.ctx)
		require.NoError(t, err)
		require.Contains(t, audit, found[0])
		_, err = on.agent("ann").TransferTargets(s.ctx)
		require.NoError(t, err)
		team, err := on.supervisor("sue").Agents(s.ctx)
		require.NoError(t, err)
		require.Len(t, team, 4)
	}
	s.chatting(1, "ann")
}

// namesSkills is a Profile that knows what its customers need.
type namesSkills []chat.Skill

func (n namesSkills) Visitor(context.Context, chat.Principal) (hook.Customer, error) {
	return hook.Customer{Skills: n}, nil
}

func TestSkillsThatTheVisitorNeverNamedRefuseNobody(t *testing.T) {
	for name, c := range map[string]struct {
		queue, profile []chat.Skill
		want           int
	}{
		"the queue's and one more": {skills(16), []chat.Skill{{Name: "vip", Level: 1}}, 16},
		"seventeen of the host's":  {nil, skills(17), 16},
		"the host's that are none": {skills(1), []chat.Skill{{}, {Name: "pl"}, {Name: "fr", Level: 11}, {Name: "vip", Level: 1}}, 2},
	} {
		seed := twoTeams()
		seed.Queues[0].Skills = c.queue
		s := newShop(t, seed, func(cfg *desk.Config) { cfg.Profile = namesSkills(c.profile) })
		s.hire("boss")
		require.Len(t, s.card(s.ask(1, desk.StartRequest{})).Skills, c.want, name)
		_, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Text: "hello", Skills: []chat.Skill{{Name: "x"}}})
		require.ErrorIs(t, err, chat.ErrInvalid, "what the visitor names is checked")
	}
}

func TestNoTimeOfAQueueIsTooLongToReckonWith(t *testing.T) {
	var all func(v reflect.Value, try func(field string))
	all = func(v reflect.Value, try func(field string)) {
		for i := range v.NumField() {
			f := v.Field(i)
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			switch {
			case f.Type() == reflect.TypeFor[time.Duration]():
				f.SetInt(1<<63 - 1)
				try(name)
				f.SetInt(0)
			case f.Kind() == reflect.Struct:
				all(f, try)
			}
		}
	}
	s := newShop(t, twoTeams())
	q := settings.Queue{ID: "support"}
	tried := 0
	all(reflect.ValueOf(&q).Elem(), func(field string) {
		tried++
		_, err := s.Host().PutQueue(s.ctx, q)
		require.ErrorIs(t, err, chat.ErrInvalid, field)
		require.ErrorContains(t, err, field)
	})
	require.Greater(t, tried, 12)
}
