package settled

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/audit"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/internal/testlog"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// keeper is a node's Keeper on a store; what it logs goes into the buffer.
func keeper(s store.Store, node string, seed settings.Team) (*Keeper, *testlog.Lines) {
	var log testlog.Lines
	return New(Config{
		Store: s, Feed: s, Node: node, Seed: seed, Logger: log.Logger(),
		Lock:  func(context.Context, ...string) (func(), error) { return func() {}, nil },
		Agent: func(context.Context, settings.Agent) error { return nil },
		Trail: trail(s),
	}), &log
}

// trail is an audit trail at a standing clock.
func trail(s store.Store) audit.Trail {
	var n atomic.Int64
	return audit.New(audit.Config{
		Store: s, Keep: time.Hour, Now: func() time.Time { return time.Unix(1e9, 0) },
		Mint: func() string { return fmt.Sprintf("aud_%026d", n.Add(1)) },
	})
}

// host is the host's power with a new line.
func host(k *Keeper) Powers {
	return Powers{Line: k.cfg.Trail.Line(audit.ByHost, chat.AuditPut, "")}
}

func lines(t *testing.T, k *Keeper) []chat.AuditLine {
	ls, _, err := k.cfg.Trail.Page(t.Context(), chat.AuditFilter{})
	require.NoError(t, err)
	return ls
}

func told(l chat.AuditLine) (all []string) {
	for _, c := range l.Changes {
		all = append(all, string(c.Kind)+" "+c.ID)
	}
	return all
}

func rules(n int) (t settings.Team) {
	for i := range n {
		t.Rules = append(t.Rules, settings.Rule{Rule: rule(fmt.Sprint("r", i))})
	}
	return t
}

func rule(id string) trigger.Rule {
	prompt := trigger.Action{Type: trigger.Prompt, Text: map[string]string{"en": "Can I help?"}}
	return trigger.Rule{ID: id, Do: []trigger.Action{prompt}}
}

// pair is two queues, of which one overflows to the other, a site and a rule.
func pair() settings.Team {
	return settings.Team{
		Queues: []settings.Queue{{ID: "a", Overflow: "b"}, {ID: "b"}},
		Sites:  []settings.Site{{ID: "main", Queues: []chat.QueueID{"a", "b"}}},
		Rules:  settings.Rules(rule("r")),
	}
}

func TestASetIsWrittenWholeAndMayNameItsOwn(t *testing.T) {
	s := memstore.New(memstore.Config{})
	a, _ := keeper(s, "a", settings.Team{})
	b, _ := keeper(s, "b", settings.Team{})
	ctx := t.Context()
	before, err := b.InForce(ctx)
	require.NoError(t, err)
	require.True(t, before.Implied.Queue)
	rev, err := a.Put(ctx, pair(), host(a))
	require.NoError(t, err)
	got, err := b.InForce(ctx)
	require.NoError(t, err)
	require.Empty(t, got.Degraded)
	require.True(t, got.HasQueue("a"))
	require.True(t, got.HasQueue(settings.DefaultQueue), "nobody in the implied queue is stranded")
	require.Len(t, got.Rules, 1)
	for _, q := range got.Queues {
		require.Equal(t, rev, q.Revision, "one revision for all: %s", q.ID)
	}
}

func TestASetWithOneFaultWritesNothing(t *testing.T) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{})
	ctx := t.Context()
	for name, c := range map[string]struct {
		edit  func(*settings.Team)
		says  string
		means error
	}{
		"a field":        {func(t *settings.Team) { t.Queues[1].Weight = 65 }, "queues[1].weight", chat.ErrInvalid},
		"a ring":         {func(t *settings.Team) { t.Queues[1].Overflow = "a" }, "queues[0].overflow", chat.ErrInvalid},
		"an unknown one": {func(t *settings.Team) { t.Sites[0].Queues[0] = "x" }, "sites[0].queues", chat.ErrInvalid},
		"a revision":     {func(t *settings.Team) { t.Queues[1].Revision = 999 }, "", chat.ErrRevision},
		"one twice":      {func(t *settings.Team) { t.Queues[1].ID = "a" }, "queues[1].id: it is there twice", chat.ErrInvalid},
		"an agent":       {func(t *settings.Team) { t.Agents = []settings.Agent{{}} }, "agents: ", chat.ErrInvalid},
		"too many":       {func(t *settings.Team) { *t = rules(MaxSet + 1) }, "rules[50]: there are 51 settings, want 1 to 50", chat.ErrInvalid},
		"nothing":        {func(t *settings.Team) { *t = settings.Team{} }, "settings: none", chat.ErrInvalid},
		"too large": {func(t *settings.Team) {
			text := map[string]string{}
			for i := range 5 {
				text[fmt.Sprint("x", i)] = strings.Repeat("x", 3900)
			}
			for i := range 45 {
				t.Canned = append(t.Canned, settings.Canned{ID: fmt.Sprint("c", i), Text: text})
			}
		}, "canned[", chat.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			team := pair()
			c.edit(&team)
			_, err := k.Put(ctx, team, host(k))
			require.ErrorIs(t, err, c.means)
			require.ErrorContains(t, err, c.says)
			rs, err := s.List(ctx, store.Range{Limit: 10})
			require.NoError(t, err)
			require.Empty(t, rs)
		})
	}
}

func TestTheLargestSetFitsWithEverythingThatIsWrittenBesideIt(t *testing.T) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{})
	reads := func(tx *store.Tx, _ []byte) error {
		_, err := tx.Get(records.Agent("agt_1")) // as a supervisor's power does
		return err
	}
	team := rules(MaxSet - 1)
	team.Queues = []settings.Queue{{ID: "vip"}}
	by := host(k)
	by.Whole, by.Queue = reads, func(settings.Queue) May { return reads }
	_, err := k.Put(t.Context(), team, by)
	require.NoError(t, err)
	require.Len(t, lines(t, k)[0].Changes, MaxSet+2)
	got, err := k.InForce(t.Context())
	require.NoError(t, err)
	require.True(t, got.HasQueue(settings.DefaultQueue))

	// and beside more sites than a batch holds
	for i := range store.MaxBatch + 1 {
		x := settings.Site{ID: chat.SiteID(fmt.Sprint("s", i)), Queues: []chat.QueueID{"vip"}}
		_, err := k.PutSite(t.Context(), x, Power{Line: host(k).Line})
		require.NoError(t, err)
	}
	team.Queues[0].ID = "third"
	_, err = k.Put(t.Context(), team, host(k))
	require.NoError(t, err)
}

func TestTheSiteThatTheDeskWroteListsEveryQueueOfASet(t *testing.T) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{})
	for _, ids := range [][]chat.QueueID{{"a", "b"}, {"c", "d", "e"}} {
		var team settings.Team
		for _, id := range ids {
			team.Queues = append(team.Queues, settings.Queue{ID: id})
		}
		_, err := k.Put(t.Context(), team, host(k))
		require.NoError(t, err)
	}
	got, err := k.InForce(t.Context())
	require.NoError(t, err)
	require.Len(t, got.Sites, 1)
	require.Equal(t, []chat.QueueID{settings.DefaultQueue, "a", "b", "c", "d", "e"}, got.Sites[0].Queues)
	require.ElementsMatch(t, []string{"queue c", "queue d", "queue e", "site main"}, told(lines(t, k)[0]))
}

func TestASetIsOneLineOfTheTrail(t *testing.T) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{})
	rev, err := k.Put(t.Context(), pair(), host(k))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"queue a", "queue b", "queue support", "site main", "rule r"},
		told(lines(t, k)[0]))
	again := pair()
	again.Queues[1].Weight, again.Queues[1].Revision = 3, rev
	_, err = k.Put(t.Context(), again, host(k))
	require.NoError(t, err)
	ls := lines(t, k)
	require.Len(t, ls, 2)
	for _, c := range ls[0].Changes {
		require.EqualValues(t, rev, c.From)
		if c.ID == "b" {
			require.JSONEq(t, `{"weight":3}`, string(c.After))
		}
	}
	_, err = k.Put(t.Context(), again, Powers{})
	require.Error(t, err, "no line, no write")
	_, err = k.Put(t.Context(), again, host(k))
	require.ErrorIs(t, err, chat.ErrRevision)
	require.Len(t, lines(t, k), 2, "what was refused is not told of")
}

func TestOfTwoSetsAtOnceOneIsRefusedOrSeesTheOther(t *testing.T) {
	s := memstore.New(memstore.Config{})
	a, _ := keeper(s, "a", settings.Team{})
	b, _ := keeper(s, "b", settings.Team{})
	ctx := t.Context()
	rev, err := a.Put(ctx, pair(), host(a))
	require.NoError(t, err)

	// while a's set is being written, b makes a ring of the overflows impossible to accept
	first := true
	by := host(a)
	by.Queue = func(settings.Queue) May {
		return func(*store.Tx, []byte) error {
			if !first {
				return nil
			}
			first = false
			_, err := b.Put(ctx, settings.Team{Queues: []settings.Queue{{ID: "b", Overflow: "c"}, {ID: "c"}}}, host(b))
			return err
		}
	}
	_, err = a.Put(ctx, settings.Team{Queues: []settings.Queue{{ID: "c", Overflow: "a"}}}, by)
	require.ErrorIs(t, err, chat.ErrInvalid, "it was checked again: a to b to c to a leads back")

	first, by = true, host(a)
	by.Queue = func(settings.Queue) May {
		return func(*store.Tx, []byte) error {
			if !first {
				return nil
			}
			first = false
			_, err := b.Put(ctx, settings.Team{Queues: []settings.Queue{{ID: "a", Revision: rev}}}, host(b))
			return err
		}
	}
	set := settings.Team{Queues: []settings.Queue{{ID: "a", Name: "A", Revision: rev}, {ID: "d"}}}
	_, err = a.Put(ctx, set, by)
	require.ErrorIs(t, err, chat.ErrRevision)
	got, err := a.InForce(ctx)
	require.NoError(t, err)
	require.False(t, got.HasQueue("d"), "none of the set")
}

func TestASetIsRefusedWholeToWhoMayNotWriteOneOfIt(t *testing.T) {
	s := memstore.New(memstore.Config{})
	k, _ := keeper(s, "a", settings.Team{})
	no := func(*store.Tx, []byte) error { return chat.ErrForbidden }
	for name, p := range map[string]Powers{
		"what is everybody's": {Whole: no},
		"a queue": {Queue: func(q settings.Queue) May {
			if q.ID == "b" {
				return no
			}
			return nil
		}},
	} {
		p.Line = host(k).Line
		_, err := k.Put(t.Context(), pair(), p)
		require.ErrorIs(t, err, chat.ErrForbidden, name)
		rs, err := s.List(t.Context(), store.Range{Limit: 10})
		require.NoError(t, err)
		require.Empty(t, rs, name)
	}
}

func TestASeedThatIsIgnoredSaysSoOnce(t *testing.T) {
	s := memstore.New(memstore.Config{})
	ctx := t.Context()
	say := func(seed settings.Team) string {
		k, log := keeper(s, "a", seed)
		for range 3 {
			_, err := k.InForce(ctx)
			require.NoError(t, err)
			k.Forget()
		}
		return log.String()
	}
	require.Empty(t, say(pair()), "it is sown")
	require.Empty(t, say(pair()), "and the same again is nothing to speak of")
	other := pair()
	other.Queues[0].Name = "Help"
	said := say(other)
	require.Equal(t, 1, strings.Count(said, "seed ignored"), said)
	require.Contains(t, said, "settings/queue/a")
}
