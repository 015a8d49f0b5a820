package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store"
	"github.com/switchboard-go/switchboard/trigger"
)

// everything is all records of the store.
func (s *shop) everything() (all []store.Record) {
	r := store.Range{Limit: 1000}
	for {
		rs, err := s.store.List(s.ctx, r)
		require.NoError(s.t, err)
		all = append(all, rs...)
		if len(rs) < r.Limit {
			return all
		}
		r.After = rs[len(rs)-1].Key
	}
}

// unchanged requires the store to be as it was, and names the records that are not.
func (s *shop) unchanged(before []store.Record, of ...any) {
	s.t.Helper()
	lines := func(rs []store.Record) (all []string) {
		for _, r := range rs {
			all = append(all, fmt.Sprintf("%s at %d: %s", r.Key, r.Rev, r.Value))
		}
		return all
	}
	was, is := lines(before), lines(s.everything())
	require.Empty(s.t, without(was, is), of...)
	require.Empty(s.t, without(is, was), of...)
}

// without is what of some lines is not among others.
func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(others, l) })
}

func TestBadInputIsRefusedAndTheStoreIsAsBefore(t *testing.T) {
	w := newWorld(t)
	ended, err := w.visitor(5).Start(w.ctx, desk.StartRequest{Command: "c", Text: "hello"})
	require.NoError(t, err)
	require.NoError(t, w.visitor(5).End(w.ctx, ended.ID))
	w.settle()
	v, a, boss := w.visitor(1), w.agent("ann"), w.supervisor("sue")
	fresh := w.visitor(6)
	long := strings.Repeat("x", chat.MaxText+1)
	send := func(r desk.MessageRequest) func() error {
		return func() error { return first(v.Send(w.ctx, w.session, r)) }
	}
	start := func(r desk.StartRequest) func() error { return func() error { return first(fresh.Start(w.ctx, r)) } }
	for name, c := range map[string]struct {
		call func() error
		want error
	}{
		"an empty message":         {send(desk.MessageRequest{Text: "  "}), chat.ErrInvalid},
		"a long message":           {send(desk.MessageRequest{Text: long}), chat.ErrInvalid},
		"a message not UTF-8":      {send(desk.MessageRequest{Text: "a\xff"}), chat.ErrInvalid},
		"a message with a NUL":     {send(desk.MessageRequest{Text: "a\x00b"}), chat.ErrInvalid},
		"a command's id with /":    {send(desk.MessageRequest{Command: "a/b", Text: "x"}), chat.ErrInvalid},
		"a long command's id":      {send(desk.MessageRequest{Command: chat.CommandID(strings.Repeat("x", 65)), Text: "x"}), chat.ErrInvalid},
		"a message to the closed":  {func() error { return first(w.visitor(5).Send(w.ctx, ended.ID, desk.MessageRequest{Text: "x"})) }, chat.ErrClosed},
		"an id that is no id":      {func() error { return first(v.Session(w.ctx, "../agent/x")) }, chat.ErrNotFound},
		"an empty id":              {func() error { return v.End(w.ctx, "") }, chat.ErrNotFound},
		"a start without text":     {start(desk.StartRequest{Leave: true}), chat.ErrInvalid},
		"a start at no site":       {start(desk.StartRequest{Site: "nowhere", Text: "x"}), chat.ErrInvalid},
		"a start in no queue":      {start(desk.StartRequest{Queue: "../x", Text: "x"}), chat.ErrInvalid},
		"a name that turns around": {start(desk.StartRequest{Name: "Bob\u202e", Text: "x"}), chat.ErrInvalid},
		"a long address":           {start(desk.StartRequest{Email: strings.Repeat("x", 121), Text: "x"}), chat.ErrInvalid},
		"too many skills":          {start(desk.StartRequest{Skills: make([]chat.Skill, 1, 17), Text: "x"}), chat.ErrInvalid},
		"a rating out of scale":    {func() error { return v.Rate(w.ctx, w.session, chat.Rating{Score: 6, Scale: 5}) }, chat.ErrState},
		"a beacon of the past":     {func() error { return first(v.Visit(w.ctx, desk.VisitFacts{OnPage: -1})) }, chat.ErrInvalid},
		"a beacon of a file":       {func() error { return first(v.Visit(w.ctx, desk.VisitFacts{URL: "javascript:alert(1)"})) }, chat.ErrInvalid},
		"a beacon of many pages":   {func() error { return first(v.Visit(w.ctx, desk.VisitFacts{Pages: make([]desk.PageView, 31)})) }, chat.ErrInvalid},
		"a prompt nobody showed":   {func() error { return v.Prompt(w.ctx, "prm_x", desk.PromptAccepted) }, chat.ErrNotFound},
		"an outcome of no kind":    {func() error { return v.Prompt(w.ctx, "prm_x", "eaten") }, chat.ErrInvalid},
		"a stale offer":            {func() error { return first(a.Accept(w.ctx, "off_00000000000000000000000000")) }, chat.ErrOfferGone},
		"an offer that is none":    {func() error { return a.Decline(w.ctx, "../session") }, chat.ErrOfferGone},
		"a mode of no kind":        {func() error { return first(a.SetStatus(w.ctx, "asleep", "")) }, chat.ErrInvalid},
		"lost by hand":             {func() error { return first(a.SetStatus(w.ctx, chat.Lost, "")) }, chat.ErrInvalid},
		"a hold into the past":     {func() error { return a.Hold(w.ctx, w.session, -time.Second) }, chat.ErrInvalid},
		"a hold for a year":        {func() error { return a.Hold(w.ctx, w.session, 365*24*time.Hour) }, chat.ErrInvalid},
		"a transfer to nowhere":    {func() error { return a.Transfer(w.ctx, w.session, desk.TransferRequest{}) }, chat.ErrInvalid},
		"a transfer to no queue":   {func() error { return a.Transfer(w.ctx, w.session, desk.TransferRequest{Queue: "x"}) }, chat.ErrInvalid},
		"a transfer to no agent":   {func() error { return a.Transfer(w.ctx, w.session, desk.TransferRequest{Agent: "x"}) }, chat.ErrInvalid},
		"an escalation to nobody":  {func() error { return a.Escalate(w.ctx, w.session, desk.EscalateRequest{}) }, chat.ErrInvalid},
		"seventeen tags":           {func() error { return a.Tag(w.ctx, w.session, strings.Split("abcdefghijklmnopq", ""), nil) }, chat.ErrInvalid},
		"no capacity":              {func() error { return boss.SetCapacity(w.ctx, w.ann, 0) }, chat.ErrInvalid},
		"too much capacity":        {func() error { return boss.SetCapacity(w.ctx, w.ann, 65) }, chat.ErrInvalid},
		"a site of no queue":       {func() error { return first(boss.PutSite(w.ctx, settings.Site{ID: "x"})) }, chat.ErrInvalid},
		"a queue of a bad name":    {func() error { return first(boss.PutQueue(w.ctx, settings.Queue{ID: "A/B"})) }, chat.ErrInvalid},
		"a queue of no hours":      {func() error { return first(boss.PutQueue(w.ctx, settings.Queue{ID: "x", Schedule: "none"})) }, chat.ErrInvalid},
		"hours that are none":      {func() error { return first(boss.PutSchedule(w.ctx, settings.Schedule{ID: "x"})) }, chat.ErrInvalid},
		"a rule that is none": {func() error {
			return first(boss.PutRule(w.ctx, settings.Rule{Rule: trigger.Rule{ID: "x", When: trigger.Where("no.such", trigger.Eq, trigger.Text("x"))}}))
		}, chat.ErrInvalid},
		"a reply of nothing":   {func() error { return first(boss.PutCanned(w.ctx, settings.Canned{ID: "x"})) }, chat.ErrInvalid},
		"an event of no name":  {func() error { return w.Host().Raise(w.ctx, "vis_00000000000000000000000001", "A B") }, chat.ErrInvalid},
		"a revocation of none": {func() error { return w.Host().Revoke(w.ctx, "king", "x", 1) }, chat.ErrInvalid},
	} {
		before := w.everything()
		err := c.call()
		require.Error(t, err, name)
		require.True(t, errors.Is(err, c.want), "%s: %v", name, err)
		w.unchanged(before, name)
	}
}

func TestAWrongConfigurationIsReportedWhole(t *testing.T) {
	_, err := desk.New(desk.Config{Key: []byte("secret"), Node: "a/b", Lease: -1, Seed: settings.Team{
		Queues: []settings.Queue{{ID: "Support"}}, Agents: []settings.Agent{{Capacity: 100}},
	}})
	require.Error(t, err)
	for _, field := range []string{"Store", "Key", "Node", "Lease", "queues[0].id", "agents[0].login", "agents[0].name", "agents[0].capacity"} {
		require.ErrorContains(t, err, field)
	}
}
