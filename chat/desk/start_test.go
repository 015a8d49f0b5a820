package desk_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/store"
)

func weekdays(t *testing.T, lastCall, grace time.Duration) *hours.Schedule {
	h, err := hours.New(hours.Config{Zone: "Europe/Tallinn", Rules: []hours.Rule{hours.Week("Mon-Fri", "09:00-17:00")}, LastCall: lastCall, Grace: grace})
	require.NoError(t, err)
	return h
}

func withHours(t *testing.T) settings.Team {
	seed := twoTeams()
	seed.Schedules = []settings.Schedule{{ID: "office", Hours: weekdays(t, 15*time.Minute, 10*time.Minute)}}
	seed.Sites[0].Schedule = "office"
	return seed
}

func TestOutsideTheHoursNothingBeginsAndTheVisitorHearsWhenItDoes(t *testing.T) {
	s := newShop(t, withHours(t))
	monday := time.Date(2026, 11, 9, 7, 0, 0, 0, time.UTC) // 9 o'clock in Tallinn
	for _, c := range []struct {
		at        time.Time
		phase     hours.Phase
		accepting bool
	}{
		{time.Date(2026, 11, 6, 14, 44, 0, 0, time.UTC), hours.PhaseOpen, true},
		{time.Date(2026, 11, 6, 14, 50, 0, 0, time.UTC), hours.PhaseLastCall, false},
		{time.Date(2026, 11, 6, 15, 5, 0, 0, time.UTC), hours.PhaseGrace, false},
		{time.Date(2026, 11, 7, 12, 0, 0, 0, time.UTC), hours.PhaseClosed, false},
		{monday, hours.PhaseOpen, true},
	} {
		s.setClock(c.at)
		a, err := s.visitor(1).Availability(s.ctx, "", "")
		require.NoError(t, err)
		require.Equal(t, c.phase, a.Phase, "%v", c.at)
		require.Equal(t, c.accepting, a.Accepting, "%v", c.at)
		require.Equal(t, "Europe/Tallinn", a.Zone)
		require.NotEmpty(t, a.Hours)
		if !a.Open {
			require.True(t, a.NextOpen.Equal(monday), "%v", a.NextOpen)
		}
		if c.accepting {
			continue
		}
		_, err = s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.ErrorIs(t, err, chat.ErrOutsideHours)
		var refusal *desk.Refusal
		require.ErrorAs(t, err, &refusal)
		require.True(t, refusal.NextOpen.Equal(monday))
	}
	s.setClock(monday.Add(-time.Hour))
	v, err := s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello", Leave: true})
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, v.State)
	require.Equal(t, chat.OutsideHours, v.Reason)
}

func TestWhoStillWaitsAfterClosingHasLeftAMessage(t *testing.T) {
	s := newShop(t, withHours(t))
	s.setClock(time.Date(2026, 11, 6, 14, 0, 0, 0, time.UTC))
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	s.settle()
	s.pass(70*time.Minute - time.Second)
	s.settle()
	got, err := s.visitor(1).Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Queued, got.State, "the grace is not over")
	s.pass(2 * time.Second)
	s.settle()
	got, err = s.visitor(1).Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, got.State)
	require.Equal(t, chat.Closing, got.Reason)
}

func TestAFullQueueRefusesUntilItHasEmptiedEnough(t *testing.T) {
	seed := twoTeams()
	seed.Queues[0].Limit, seed.Queues[0].Reopen = 4, 2
	s := newShop(t, seed)
	for n := range 4 {
		_, err := s.visitor(n).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		require.NoError(t, err)
	}
	s.settle()
	refused := func() bool {
		_, err := s.visitor(9).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
		if err != nil {
			require.ErrorIs(t, err, chat.ErrQueueFull)
		}
		return err != nil
	}
	leave := func(n int) {
		v, _, err := s.visitor(n).Current(s.ctx)
		require.NoError(t, err)
		require.NoError(t, s.visitor(n).End(s.ctx, v.ID))
		s.settle()
	}
	require.True(t, refused())
	a, err := s.visitor(9).Availability(s.ctx, "main", "support")
	require.NoError(t, err)
	require.Equal(t, chat.QueueFull, a.Reason)
	leave(0)
	require.True(t, refused(), "three wait, it reopens at two")
	leave(1)
	require.False(t, refused())
}

func TestWithNobodyThereTheQueueDecides(t *testing.T) {
	seed := twoTeams()
	seed.Queues[0].NoAgent, seed.Queues[1].NoAgent = settings.NoAgentMessage, settings.NoAgentRefuse
	s := newShop(t, seed)
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, chat.Messaged, v.State)
	_, err = s.visitor(2).Start(s.ctx, desk.StartRequest{Command: "c", Queue: "billing", Text: "hello"})
	require.ErrorIs(t, err, chat.ErrNoAgent)
	s.available("ann", "bob")
	v, err = s.visitor(3).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.Equal(t, chat.Queued, v.State)
}

func TestAVisitorHasOneOpenSession(t *testing.T) {
	s := newShop(t, twoTeams())
	const tabs = 200
	var wg sync.WaitGroup
	ids := make([]chat.SessionID, tabs)
	for i := range tabs {
		wg.Go(func() {
			v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Text: "hello"})
			require.NoError(t, err)
			ids[i] = v.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}
	rs, err := s.store.List(s.ctx, store.Range{Prefix: records.Prefix(records.FamilySession), Limit: 10})
	require.NoError(t, err)
	require.Len(t, rs, 1)
	v, err := s.visitor(1).Session(s.ctx, ids[0])
	require.NoError(t, err)
	es, _, err := s.visitor(1).Timeline(s.ctx, v.ID, 0, 200)
	require.NoError(t, err)
	rest, _, err := s.visitor(1).Timeline(s.ctx, v.ID, 200, 200)
	require.NoError(t, err)
	require.Len(t, texts(append(es, rest...)), tabs, "what was said in each tab is there")
}

func TestTheFormAndTheConsentAreAskedFor(t *testing.T) {
	seed := twoTeams()
	seed.Sites[0].Form = []settings.Field{{Name: "name", Required: true}, {Name: "email"}}
	seed.Sites[0].Consent = settings.Consent{Version: "2026-01"}
	s := newShop(t, seed)
	_, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Text: "hello", Consent: "2026-01"})
	require.ErrorIs(t, err, chat.ErrInvalid)
	require.ErrorContains(t, err, "name")
	_, err = s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Name: "Vera", Text: "hello", Consent: "2025-01"})
	require.ErrorContains(t, err, "consent")
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c", Name: "Vera", Text: "hello", Consent: "2026-01"})
	require.NoError(t, err)
	s.available("ann")
	card, err := s.agent("ann").Session(s.ctx, v.ID)
	require.NoError(t, err)
	require.Equal(t, chat.Consent{Version: "2026-01", At: monday}, card.Session.Contact.Consent)
}

func TestReopeningAsksLikeStarting(t *testing.T) {
	s := newShop(t, twoTeams())
	v, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c1", Text: "hello"})
	require.NoError(t, err)
	require.NoError(t, s.visitor(1).End(s.ctx, v.ID))
	second, err := s.visitor(1).Start(s.ctx, desk.StartRequest{Command: "c2", Text: "again"})
	require.NoError(t, err)
	require.NotEqual(t, v.ID, second.ID)
	require.ErrorIs(t, s.visitor(1).Reopen(s.ctx, v.ID), chat.ErrOtherOpen)
	require.NoError(t, s.visitor(1).End(s.ctx, second.ID))
	require.NoError(t, s.visitor(1).Reopen(s.ctx, v.ID))
	now, ok, err := s.visitor(1).Current(s.ctx)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, v.ID, now.ID)
}
