package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// The week that is played: the clocks of Tallinn go back on its Sunday.
var (
	weekBegins = time.Date(2026, 10, 18, 21, 0, 0, 0, time.UTC) // Monday, midnight in Tallinn
	weekEnds   = weekBegins.Add(7*24*time.Hour + 12*time.Hour)  // the next Monday, before noon there
)

// asia is the queue that is served from Shanghai.
const asia = chat.QueueID("asia")

// playWeek plays a week of the shop in a moment and writes its diary: the same seed, the same diary.
// Its desks are real, on one store in memory; the clock and the people are not. The error says what
// was left undone at the end.
func playWeek(ctx context.Context, out io.Writer, seed uint64) error {
	w, err := newWeek(ctx, out, seed)
	if err != nil {
		return err
	}
	defer w.close()
	if err := w.populate(); err != nil {
		return err
	}
	if err := w.run(); err != nil {
		return err
	}
	return w.reckon()
}

// crew is who works that week.
var crew = []struct {
	login, name, schedule string
	queues                []chat.QueueID
	capacity              int
}{
	{"mari", "Mari", "early", []chat.QueueID{advice, orders}, 3},
	{"peeter", "Peeter", "early", []chat.QueueID{orders, advice}, 2},
	{"jaan", "Jaan", "late", []chat.QueueID{orders, advice}, 3},
	{"kati", "Kati", "late", []chat.QueueID{advice, orders}, 2},
	{"wei", "Wei", "shanghai", []chat.QueueID{asia, orders}, 3},
	{"lin", "Lin", "shanghai", []chat.QueueID{asia}, 2},
}

const (
	tallinn  = "Europe/Tallinn"
	shanghai = "Asia/Shanghai"
)

// weekTeam is what the team of that week works by.
func weekTeam() (settings.Team, error) {
	inventory := hours.Closed("2026-10-21").Named("inventory day")
	plans := []struct {
		id     string
		config hours.Config
	}{
		{opening, hours.Config{
			Zone: tallinn, LastCall: 10 * time.Minute, Grace: 30 * time.Minute,
			Rules: []hours.Rule{
				hours.Week("Mon-Fri", "09:00-18:00"), hours.Week("Sat-Sun", "10:00-15:00"), inventory,
			},
		}},
		{"office", hours.Config{
			Zone: shanghai, LastCall: 10 * time.Minute, Grace: 20 * time.Minute,
			Rules: []hours.Rule{hours.Week("Mon-Sat", "09:00-17:00")},
		}},
		{"early", hours.Config{Zone: tallinn, Rules: []hours.Rule{
			hours.Week("Mon-Fri", "08:50-11:00", "11:15-13:30"), hours.Week("Sat", "09:50-15:10"), inventory,
		}}},
		{"late", hours.Config{Zone: tallinn, Rules: []hours.Rule{
			hours.Week("Mon-Fri", "13:00-15:30", "15:45-18:15"), hours.Week("Sun", "09:50-15:10"), inventory,
		}}},
		{"shanghai", hours.Config{Zone: shanghai, Rules: []hours.Rule{
			hours.Week("Mon-Sat", "08:55-17:10"), hours.CutDaily("12:00-12:45").Named("lunch"),
		}}},
	}
	policy := chat.Policy{WarnAfter: 4 * time.Minute, CloseAfter: 2 * time.Minute}
	t := settings.Team{
		Sites: []settings.Site{{
			ID: site, Name: "Northlight", Schedule: opening, Queues: []chat.QueueID{advice, orders, asia},
		}},
		Queues: []settings.Queue{
			{ID: advice, Name: "Buying advice", Policy: policy},
			{ID: orders, Name: "Orders and returns", Policy: policy},
			{ID: asia, Name: "Asia", Schedule: "office", Policy: policy},
		},
		Agents:  []settings.Agent{{Login: "liis", Name: "Liis", Supervisor: true}},
		Routing: &settings.Routing{Handover: 12 * time.Minute},
	}
	for _, p := range plans {
		h, err := hours.New(p.config)
		if err != nil {
			return t, fmt.Errorf("shop: %s: %w", p.id, err)
		}
		t.Schedules = append(t.Schedules, settings.Schedule{ID: p.id, Hours: h})
	}
	for _, c := range crew {
		a := settings.Agent{Login: c.login, Name: c.name, Schedule: c.schedule, Capacity: c.capacity}
		for n, q := range c.queues {
			a.Queues = append(a.Queues, chat.Serves{Queue: q, Priority: n})
		}
		t.Agents = append(t.Agents, a)
	}
	return t, nil
}
