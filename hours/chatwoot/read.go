package chatwoot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/switchboard-go/switchboard/hours"
)

// ErrFormat is wrapped by errors about data that is no working hours.
var ErrFormat = errors.New("chatwoot: not working hours")

type inbox struct {
	Timezone string       `json:"timezone"`
	Hours    []workingDay `json:"working_hours"`
}

// workingDay is a row of working_hours. Chatwoot keeps a whole day as 00:00 to 23:59 with open_all_day set.
type workingDay struct {
	Day          *int `json:"day_of_week"` // 0 is Sunday
	ClosedAllDay bool `json:"closed_all_day"`
	OpenAllDay   bool `json:"open_all_day"`
	OpenHour     int  `json:"open_hour"`
	OpenMinutes  int  `json:"open_minutes"`
	CloseHour    int  `json:"close_hour"`
	CloseMinutes int  `json:"close_minutes"`
}

// Read makes a schedule of an inbox, or of its list working_hours alone. The zone is given by its IANA name; if empty, it is the
// inbox's timezone.
func Read(zone string, data []byte) (*hours.Schedule, error) {
	var in inbox
	var err error
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		err = json.Unmarshal(data, &in.Hours)
	} else {
		err = json.Unmarshal(data, &in)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	case in.Hours == nil:
		return nil, fmt.Errorf("%w: working_hours: is missing", ErrFormat)
	case zone == "" && in.Timezone == "":
		return nil, fmt.Errorf("%w: timezone: is missing, and no zone is given", ErrFormat)
	case zone == "":
		zone = in.Timezone
	}
	c := hours.Config{Zone: zone}
	for i, d := range in.Hours {
		if d.Day == nil || *d.Day < 0 || *d.Day > 6 {
			return nil, fmt.Errorf("%w: working_hours[%d].day_of_week: want 0 to 6", ErrFormat, i)
		}
		switch {
		case d.ClosedAllDay:
		case d.OpenAllDay:
			c.Rules = append(c.Rules, hours.Week(names[*d.Day], "00:00-24:00"))
		default:
			text := fmt.Sprintf("%02d:%02d-%02d:%02d", d.OpenHour, d.OpenMinutes, d.CloseHour, d.CloseMinutes)
			if d.CloseHour*60+d.CloseMinutes <= d.OpenHour*60+d.OpenMinutes {
				return nil, fmt.Errorf("%w: working_hours[%d]: %s closes before it opens", ErrFormat, i, text)
			}
			c.Rules = append(c.Rules, hours.Week(names[*d.Day], text))
		}
	}
	return hours.New(c)
}

var names = [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
