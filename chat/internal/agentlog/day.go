package agentlog

import (
	"cmp"
	"fmt"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/internal/records"
	"github.com/switchboard-go/switchboard/store"
)

// maxDay is how many lines one record of a day holds. A day with more has several.
const maxDay = 1000

// day is what lines of an agent's log within one day of UTC come to, with no line missing between
// them. Its key says the number and the instant of the first. The instants are all kept, so a
// report is right in every zone, and whatever the shifts of the agent were or become.
type day struct {
	Lines []dayLine `json:"lines"`
}

// dayLine is what a report needs of a line.
type dayLine struct {
	After    int64          `json:"ms"` // milliseconds after the first line
	Mode     chat.AgentMode `json:"mode"`
	Capacity int            `json:"cap"`
}

// dayOf is the day that begins with a line. Instants are told by how far behind the first they
// are, which is shorter than a date and an hour.
func dayOf(ls []chat.AgentLine) (d day) {
	for _, l := range ls {
		after := l.At.Sub(ls[0].At).Milliseconds()
		d.Lines = append(d.Lines, dayLine{after, l.Mode, l.Capacity})
	}
	return d
}

// DecodeDay reads the lines of a day. They have what the day keeps of them: neither who made the
// change nor the queues. A record that cannot be right is an error, and then the lines themselves
// are read: a report that only skipped it would count an agent's time under the line before.
func DecodeDay(r store.Record) ([]chat.AgentLine, error) {
	d, err := records.Decode[day](r.Value)
	_, newer := records.Newer[day](r.Value)
	if err = cmp.Or(err, newer); err != nil {
		return nil, err
	}
	k, err := records.Parse(r.Key)
	if err != nil || k.Family != records.FamilyAgentDays || k.N < 1 {
		return nil, fmt.Errorf("%w: its key is not one of a day", records.ErrDecode)
	}
	var ls []chat.AgentLine
	last := int64(0)
	for i, x := range d.Lines {
		if x.After < last || x.After > (24*time.Hour).Milliseconds() || i == 0 && x.After != 0 {
			return nil, fmt.Errorf("%w: its lines are out of order", records.ErrDecode)
		}
		last = x.After
		at := k.At.Add(time.Duration(x.After) * time.Millisecond)
		ls = append(ls, chat.AgentLine{N: k.N + i, At: at, Mode: x.Mode, Capacity: x.Capacity})
	}
	if len(ls) == 0 || len(ls) > maxDay {
		return nil, fmt.Errorf("%w: it has %d lines", records.ErrDecode, len(ls))
	}
	return ls, nil
}
