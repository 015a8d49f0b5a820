package chathttp

import (
	"math"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/report"
)

// agentLogView is a page of an agent's log. Next is missing on the last one.
type agentLogView struct {
	Lines []agentLineView `json:"lines"`
	Next  int             `json:"next,omitempty"`
}

type agentLineView struct {
	N        int            `json:"n"`
	At       time.Time      `json:"at"`
	Mode     chat.AgentMode `json:"mode"`
	Reason   string         `json:"reason,omitempty"`
	Capacity int            `json:"capacity"`
	Queues   []chat.QueueID `json:"queues"`
	Removed  bool           `json:"removed,omitempty"`
	By       chat.AuditBy   `json:"by"`
	Audit    string         `json:"audit,omitempty"`
}

func viewAgentLine(l chat.AgentLine) agentLineView {
	return agentLineView{
		N: l.N, At: l.At, Mode: l.Mode, Reason: l.Reason, Capacity: l.Capacity, Queues: list(l.Queues),
		Removed: l.Removed, By: l.By, Audit: l.Audit,
	}
}

// attendanceView is an agent's days.
type attendanceView struct {
	From time.Time       `json:"from"`
	To   time.Time       `json:"to"`
	Zone string          `json:"time_zone"`
	Days []attendanceDay `json:"days"`
}

type attendanceDay struct {
	From      time.Time `json:"from"`
	To        time.Time `json:"to"`
	Available int       `json:"available_seconds"`
	Break     int       `json:"break_seconds"`
	Draining  int       `json:"draining_seconds"`
	Lost      int       `json:"lost_seconds"`
	Offline   int       `json:"offline_seconds"`
	Planned   int       `json:"planned_seconds"`
	Kept      int       `json:"kept_seconds"`
	Outside   int       `json:"outside_seconds"`
	Adherence *float64  `json:"adherence_percent,omitempty"`
	Accepting int       `json:"accepting_seconds"`
	Busy      int       `json:"busy_seconds"`
	Load      int       `json:"load_seconds"`
	Occupancy *float64  `json:"occupancy_percent,omitempty"`
	// Concurrency is the mean number of sessions at once.
	Concurrency *float64 `json:"concurrency,omitempty"`
}

func viewAttendance(d report.AgentDay) attendanceDay {
	var at *float64
	if n, ok := d.Concurrency(); ok {
		n = math.Round(100*n) / 100
		at = &n
	}
	return attendanceDay{
		From: d.From.UTC(), To: d.To.UTC(), Available: seconds(d.Available), Break: seconds(d.Break),
		Draining: seconds(d.Draining), Lost: seconds(d.Lost), Offline: seconds(d.Offline),
		Planned: seconds(d.Planned), Kept: seconds(d.Kept), Outside: seconds(d.Outside),
		Adherence: percent(d.Adherence()), Accepting: seconds(d.Accepting), Busy: seconds(d.Busy),
		Load: seconds(d.Load), Occupancy: percent(d.Occupancy()), Concurrency: at,
	}
}

// agentLogs answers with what an agent took, and when.
type agentLogs struct{}

func (agentLogs) page(c *call) error {
	f := chat.AgentLogFilter{}
	var err error
	if f.Limit, err = whole(c.r, "limit", 50, 1, timelineMost); err != nil {
		return err
	}
	if f.After, err = whole(c.r, "after", 0, 0, 1<<31-1); err != nil {
		return err
	}
	for name, at := range map[string]*time.Time{"from": &f.From, "to": &f.To} {
		if !c.r.URL.Query().Has(name) {
			continue
		}
		if *at, err = c.instant(name); err != nil {
			return err
		}
	}
	id := chat.AgentID(c.r.PathValue("id"))
	ls, next, err := c.supervisor.AgentLog(id).Page(c.r.Context(), f)
	if err != nil {
		return err
	}
	return c.ok(agentLogView{each(ls, viewAgentLine), next})
}

func (agentLogs) attendance(c *call) error {
	from, err := c.instant("from")
	if err != nil {
		return err
	}
	to, err := c.instant("to")
	if err != nil {
		return err
	}
	name := c.r.URL.Query().Get("time_zone")
	zone, err := time.LoadLocation(name) // the empty name is UTC
	if err != nil || name == "Local" {
		return refuse(codeInvalid, "time_zone: want the name of a zone, such as Europe/Tallinn")
	}
	id := chat.AgentID(c.r.PathValue("id"))
	times, err := c.supervisor.AgentLog(id).Times(c.r.Context(), from, to)
	if err != nil {
		return err
	}
	days := report.Attendance(times.Lines, report.AttendanceConfig{
		From: from, To: to, Now: times.Now, Zone: zone, Shifts: times.Shifts,
		Stints: times.Stints,
	})
	return c.ok(attendanceView{from, to, zone.String(), each(days, viewAttendance)})
}
