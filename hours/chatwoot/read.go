package chatwoot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/switchboard-go/switchboard/hours"
	"github.com/switchboard-go/switchboard/hours/internal/jsonfault"
)

// ErrFormat is wrapped by errors about data that is no working hours.
var ErrFormat = errors.New("chatwoot: not working hours")

type inbox struct {
	Timezone string       `json:"timezone"`
	Enabled  *bool        `json:"working_hours_enabled"`
	Hours    []workingDay `json:"working_hours"`
	Payload  []inbox      `json:"payload"` // of the list of all inboxes
}

// workingDay is a row of working_hours. Chatwoot keeps a whole day as 00:00 to 23:59 with
// open_all_day set.
type workingDay struct {
	Day          *int `json:"day_of_week"` // 0 is Sunday
	ClosedAllDay bool `json:"closed_all_day"`
	OpenAllDay   bool `json:"open_all_day"`
	OpenHour     *int `json:"open_hour"`
	OpenMinutes  *int `json:"open_minutes"`
	CloseHour    *int `json:"close_hour"`
	CloseMinutes *int `json:"close_minutes"`
}

// Read makes a schedule of an inbox, of the answer with all inboxes where there is only one, or of
// the list working_hours alone. The zone is given by its IANA name; if empty, it is the inbox's
// timezone.
//
// An inbox whose working_hours_enabled is false is always open, whatever its rows say: Chatwoot
// makes seven for every new inbox. 23:59, the last minute that can be chosen, closes at midnight. A
// row that Chatwoot cannot have is an error that wraps ErrFormat and names it: a time out of range,
// closed and open all day at once, open all day at other times, a day that comes twice. The errors
// of all rows are joined.
func Read(zone string, data []byte) (*hours.Schedule, error) {
	var in inbox
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) && json.Valid(data) {
		data = slices.Concat([]byte(`{"working_hours":`), data, []byte("}"))
	}
	err := jsonfault.Explain(json.Unmarshal(data, &in))
	if n := len(in.Payload); n == 1 {
		in = in.Payload[0]
	} else if in.Payload != nil && err == nil {
		return nil, fmt.Errorf("%w: payload: has %d inboxes, want one", ErrFormat, n)
	}
	always := in.Enabled != nil && !*in.Enabled
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	case in.Hours == nil && !always:
		return nil, fmt.Errorf("%w: working_hours: is missing", ErrFormat)
	case zone == "" && in.Timezone == "":
		return nil, fmt.Errorf("%w: timezone: is missing, and no zone is given", ErrFormat)
	case zone == "":
		zone = in.Timezone
	}
	c := hours.Config{Zone: zone}
	if always {
		c.Rules = []hours.Rule{hours.Week("Mon-Sun", "00:00-24:00")}
		return hours.New(c)
	}
	var taken [len(names)]bool
	var faults []error
	for i, d := range in.Hours {
		text, err := d.span()
		if err == nil && taken[*d.Day] {
			err = errors.New("day_of_week: the day comes twice")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%w: working_hours[%d].%w", ErrFormat, i, err))
			continue
		}
		if taken[*d.Day] = true; text != "" {
			c.Rules = append(c.Rules, hours.Week(names[*d.Day], text))
		}
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return hours.New(c)
}

var names = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

// span is the day's interval in the form of package hours, empty for closed. An error begins with
// the name of a field.
func (d workingDay) span() (string, error) {
	if d.Day == nil || *d.Day < 0 || *d.Day >= len(names) {
		return "", errors.New("day_of_week: want 0 to 6")
	}
	switch {
	case d.ClosedAllDay && d.OpenAllDay:
		return "", errors.New("open_all_day: is set, and closed_all_day too")
	case d.ClosedAllDay:
		return "", nil
	case d.OpenAllDay && (other(d.OpenHour, 0) || other(d.OpenMinutes, 0) || other(d.CloseHour, 23) || other(d.CloseMinutes, 59)):
		return "", errors.New("open_all_day: is set, and the times are not 0:00 to 23:59")
	case d.OpenAllDay:
		return "00:00-24:00", nil
	}
	for _, f := range []struct {
		name  string
		value *int
		most  int
	}{{"open_hour", d.OpenHour, 23}, {"open_minutes", d.OpenMinutes, 59}, {"close_hour", d.CloseHour, 23}, {"close_minutes", d.CloseMinutes, 59}} {
		if f.value != nil && (*f.value < 0 || *f.value > f.most) || f.value == nil && f.most == 23 {
			return "", fmt.Errorf("%s: want 0 to %d", f.name, f.most)
		}
	}
	opens, closes := minutes(d.OpenHour, d.OpenMinutes), minutes(d.CloseHour, d.CloseMinutes)
	if closes <= opens {
		return "", errors.New("close_hour: closes before it opens")
	}
	if closes == lastMinute {
		closes++
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d", opens/60, opens%60, closes/60, closes%60), nil
}

// other tells whether a number is given and is not the one wanted.
func other(n *int, want int) bool { return n != nil && *n != want }

const lastMinute = 23*60 + 59

// minutes since midnight; Chatwoot leaves out minutes that are zero.
func minutes(hour, minute *int) int {
	if minute == nil {
		return *hour * 60
	}
	return *hour*60 + *minute
}
