package desk_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/store/memstore"
	"github.com/switchboard-go/switchboard/trigger"
)

// funnel is what became of the prompts of the days that a supervisor sees, by rule and variant.
func (s *shop) funnel(from, to time.Time) []desk.PromptCount {
	sums := map[string]desk.PromptCount{}
	for c, err := range desk.PromptsBetween(s.ctx, s.supervisor("sue"), from, to) {
		require.NoError(s.t, err)
		x := sums[c.Day.String()+c.Rule+c.Variant]
		x.Day, x.Rule, x.Variant = c.Day, c.Rule, c.Variant
		x.Shown, x.Held, x.Accepted = x.Shown+c.Shown, x.Held+c.Held, x.Accepted+c.Accepted
		x.Dismissed, x.Expired = x.Dismissed+c.Dismissed, x.Expired+c.Expired
		x.Withdrawn, x.Chats = x.Withdrawn+c.Withdrawn, x.Chats+c.Chats
		sums[c.Day.String()+c.Rule+c.Variant] = x
	}
	var all []desk.PromptCount
	for _, at := range slices.Sorted(maps.Keys(sums)) {
		all = append(all, sums[at])
	}
	return all
}

// today is the day of UTC that the shop's clock says.
func (s *shop) today() time.Time { return s.clock().UTC().Truncate(24 * time.Hour) }

// shownTo shows the prompt to a visitor and returns its id.
func (s *shop) shownTo(n int) string {
	s.t.Helper()
	a, err := s.visitor(n).Visit(s.ctx, looking("/shoes"))
	require.NoError(s.t, err)
	require.NotNil(s.t, a.Prompt)
	return a.Prompt.UID
}

func TestTheFunnelOfPromptsIsKeptFromShownToChat(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	uid := s.shownTo(1)
	for range 2 {
		require.NoError(t, s.visitor(1).Prompt(s.ctx, uid, desk.PromptAccepted))
	}
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: uid})
	require.NoError(t, err)
	_, err = s.visitor(2).Start(s.ctx, desk.StartRequest{Text: "Hello", Prompt: s.shownTo(2)})
	require.NoError(t, err)
	require.NoError(t, s.visitor(3).Prompt(s.ctx, s.shownTo(3), desk.PromptDismissed))
	s.shownTo(4)
	want := []desk.PromptCount{{
		Day: s.today(), Rule: "shoes", Shown: 4, Accepted: 2, Dismissed: 1, Chats: 2,
	}}
	require.Equal(t, want, s.funnel(s.clock(), s.clock().Add(time.Hour)))
	other := s.join("node-2")
	require.Equal(t, want, other.funnel(s.clock(), s.clock().Add(time.Hour)), "another node, later")

	for _, r := range s.counts() {
		require.NotContains(t, r.Key+string(r.Value), "vis_")
	}
	require.NoError(t, s.visitor(2).Erase(s.ctx))
	require.Equal(t, want, s.funnel(s.clock(), s.clock().Add(time.Hour)), "nobody is in it")
}

// counts are the records of what became of prompts.
func (s *shop) counts() []store.Record {
	rs, err := records.List(s.ctx, s.store, records.Prefix(records.FamilyFunnel))
	require.NoError(s.t, err)
	return rs
}

func TestTheFunnelTellsVariantsAndWhoIsHeldBackApart(t *testing.T) {
	says := func(text string) []trigger.Action {
		return []trigger.Action{{Type: trigger.Prompt, Text: map[string]string{"en": text}}}
	}
	rule := trigger.Rule{ID: "ab", Limits: []trigger.Limit{{Max: 1}}, Variants: []trigger.Variant{
		{ID: "a", Weight: 1, Do: says("May I help?")}, {ID: "b", Weight: 1, Do: says("Need help?")},
	}}
	for _, holdout := range []float64{0, 100} {
		seed := withPrompt()
		seed.Prompts, seed.Rules = &settings.Prompts{Holdout: holdout}, settings.Rules(rule)
		seed.Agents[0].Capacity = 64
		s := newShop(t, seed)
		s.available("ann")
		s.invites()
		for n := range 40 {
			_, err := s.visitor(n+1).Visit(s.ctx, looking("/shoes"))
			require.NoError(t, err)
		}
		got := map[string]int{}
		for _, c := range s.funnel(s.clock(), s.clock().Add(time.Hour)) {
			got[c.Variant+" shown"] += c.Shown
			got[c.Variant+" held"] += c.Held
		}
		if holdout == 0 {
			require.Equal(t, 41, got["a shown"]+got["b shown"], got)
			require.Positive(t, got["a shown"]*got["b shown"], "both")
			continue
		}
		require.Equal(t, 0, got["a shown"]+got["b shown"], got)
		require.Equal(t, 41, got["a held"]+got["b held"]+got[" held"], got)
	}
}

func TestTheFunnelCountsPromptsThatEndByThemselvesForTheirDay(t *testing.T) {
	seed := withPrompt()
	seed.Rules[0].Rule.Do[0].Expire = time.Hour
	s := newShop(t, seed)
	seen := s.today()
	s.available("ann")
	s.invites()
	s.shownTo(1)
	s.shownTo(2)
	s.become("ann", chat.Offline)
	_, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
	require.NoError(t, err)
	s.pass(24 * time.Hour)
	for range 2 {
		_, err = s.visitor(2).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	want := []desk.PromptCount{{Day: seen, Rule: "shoes", Shown: 3, Withdrawn: 1, Expired: 1}}
	require.Equal(t, want, s.funnel(seen, s.clock()))
	require.Empty(t, s.funnel(seen.AddDate(0, 0, 1), s.clock()), "the day they were shown on is over")
	require.Equal(t, want, s.funnel(seen.Add(23*time.Hour), s.clock()), "a day counts whole")
}

func TestCountsOfPromptsAreForgottenAfter400Days(t *testing.T) {
	s := newShop(t, withPrompt())
	s.available("ann")
	s.shownTo(1)
	s.funnel(s.clock(), s.clock().Add(time.Hour))
	old := s.counts()
	require.Len(t, old, 1)
	s.pass(401 * 24 * time.Hour)
	s.shownTo(2)
	s.funnel(s.clock(), s.clock().Add(time.Hour))
	rs := s.counts()
	require.Len(t, rs, 1)
	require.NotEqual(t, old[0].Key, rs[0].Key)
}

func TestCountsOfPromptsAreForSupervisorsOfEverything(t *testing.T) {
	s := newShop(t, withPrompt())
	ask := func(by string, from, to time.Time) (err error) {
		for _, err = range desk.PromptsBetween(s.ctx, s.supervisor(by), from, to) {
			require.Error(t, err)
		}
		return err
	}
	require.ErrorIs(t, ask("sam", s.clock(), s.clock().Add(time.Hour)), chat.ErrForbidden)
	require.ErrorIs(t, ask("ann", s.clock(), s.clock().Add(time.Hour)), chat.ErrForbidden)
	require.ErrorIs(t, ask("sue", s.clock(), s.clock()), chat.ErrInvalid)
	require.ErrorIs(t, ask("sue", s.clock(), s.clock().AddDate(0, 0, 94)), chat.ErrInvalid)
}

func TestALookThatShowsAndEndsNothingReadsNoCounts(t *testing.T) {
	on := &readStore{Store: memstore.New(memstore.Config{})}
	s := newShop(t, withPrompt(), func(c *desk.Config) { c.Store = on })
	s.available("ann")
	s.shownTo(1)
	before := s.head()
	on.of = nil
	for range 3 {
		s.pass(time.Minute)
		_, err := s.visitor(1).Visit(s.ctx, looking("/shoes"))
		require.NoError(t, err)
	}
	require.Equal(t, before, s.head(), "nothing is written")
	for _, key := range on.of {
		require.False(t, strings.HasPrefix(key, "funnel"), key)
	}
}

// readStore is a store that says which keys and prefixes were read.
type readStore struct {
	store.Store
	of []string
}

// Get implements store.Store.
func (r *readStore) Get(ctx context.Context, keys ...string) ([]store.Record, error) {
	r.of = append(r.of, keys...)
	return r.Store.Get(ctx, keys...)
}

// List implements store.Store.
func (r *readStore) List(ctx context.Context, of store.Range) ([]store.Record, error) {
	r.of = append(r.of, of.Prefix)
	return r.Store.List(ctx, of)
}

func TestNoPromptIsCountedTwiceOrNotAtAllOnManyNodes(t *testing.T) {
	s := newShop(t, withPrompt())
	desks := []*desk.Desk{s.Desk}
	for _, node := range []string{"node-2", "node-3"} {
		desks = append(desks, s.join(node).Desk)
	}
	s.available("ann")
	var shown atomic.Int64
	var all errgroup.Group
	for n := range 90 {
		all.Go(func() error {
			p := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("vis_%026d", n/2)}
			v := desks[n%3].Visitor(p)
			a, err := v.Visit(t.Context(), looking("/shoes"))
			if err == nil && a.Prompt != nil {
				shown.Add(1)
				err = v.Prompt(t.Context(), a.Prompt.UID, desk.PromptDismissed)
			}
			return err
		})
	}
	require.NoError(t, all.Wait())
	require.Positive(t, shown.Load())
	var counting errgroup.Group // all at once, and each another time
	for n := range 2 * len(desks) {
		counting.Go(func() error {
			boss := desks[n/2].Supervisor(chat.Principal{
				Kind: chat.RoleSupervisor, ID: "sue", Verified: true,
			})
			for _, err := range desk.PromptsBetween(t.Context(), boss, s.clock(), s.clock().Add(time.Hour)) {
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	require.NoError(t, counting.Wait())
	got := s.funnel(s.clock(), s.clock().Add(time.Hour))
	require.Len(t, got, 1)
	require.EqualValues(t, shown.Load(), got[0].Shown)
	require.EqualValues(t, shown.Load(), got[0].Dismissed)
}
