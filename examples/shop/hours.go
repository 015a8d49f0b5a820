package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/hours"
)

// opening names the shop's schedule among the settings.
const opening = "opening"

const zone = "Europe/Tallinn"

// presets of the page on which a supervisor changes the hours.
var presets = []struct{ ID, Name string }{
	{"always", "Round the clock"}, {"office", "Mon–Fri 9–18, Sat 10–14, in Tallinn"}, {"closed", "Closed until tomorrow 9:00"},
}

// preset is the schedule of one of them as of now.
func preset(id string, now time.Time) (*hours.Schedule, error) {
	config := hours.Config{Zone: zone, LastCall: 10 * time.Minute, Grace: time.Minute}
	switch id {
	case "always":
		config.Rules = []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}
	case "office":
		config.Rules = []hours.Rule{hours.Week("Mon-Fri", "09:00-18:00"), hours.Week("Sat", "10:00-14:00")}
	case "closed":
		there, err := time.LoadLocation(zone)
		if err != nil {
			return nil, err
		}
		config.Grace = 0
		config.Rules = []hours.Rule{hours.Week("Mon-Sun", "09:00-24:00"), hours.Closed(now.In(there).Format(time.DateOnly))}
	default:
		return nil, fmt.Errorf("shop: hours: no preset %q", id)
	}
	return hours.New(config)
}

// changeHours answers POST /staff/hours, for supervisors.
func (s *shop) changeHours(w http.ResponseWriter, r *http.Request) {
	p, err := s.agentOf(r)
	if err != nil || p.Kind != chat.RoleSupervisor {
		http.Error(w, "only a supervisor changes the hours", http.StatusForbidden)
		return
	}
	week, err := preset(r.PostFormValue("hours"), time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if err := s.putHours(r, p, week); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	http.Redirect(w, r, "/staff", http.StatusSeeOther)
}

// putHours replaces the schedule, on top of the revision that is there.
func (s *shop) putHours(r *http.Request, p chat.Principal, week *hours.Schedule) error {
	boss := s.desk.Supervisor(p)
	all, err := boss.Schedules(r.Context())
	if err != nil {
		return err
	}
	next := settings.Schedule{ID: opening, Hours: week}
	for _, old := range all {
		if old.ID == opening {
			next.Revision = old.Revision
		}
	}
	_, err = boss.PutSchedule(r.Context(), next)
	return err
}
