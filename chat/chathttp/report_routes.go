package chathttp

import (
	"cmp"
	"iter"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/report"
)

// reportView is a report of the sessions that began in a period.
type reportView struct {
	From         time.Time           `json:"from"`
	To           time.Time           `json:"to"`
	Distribution report.Distribution `json:"distribution,omitempty"`
	Rows         []reportRow         `json:"rows"`
}

// reportRow is an hour, a day, or everything; of the rest, what the report is about.
type reportRow struct {
	From     time.Time     `json:"from,omitzero"`
	Sessions *volumeView   `json:"sessions,omitempty"`
	Queue    *queueingView `json:"queue,omitempty"`
	Agents   []workView    `json:"agents,omitempty"`
	CSAT     *csatView     `json:"csat,omitempty"`
}

type volumeView struct {
	Started   int `json:"started"`
	Answered  int `json:"answered"`
	Abandoned int `json:"abandoned"`
	Messaged  int `json:"messaged"`
	Open      int `json:"open"`
}

type queueingView struct {
	Wait     spreadView `json:"wait"`
	Left     spreadView `json:"left"`
	Response spreadView `json:"response"`
	Handle   spreadView `json:"handle"`
	Level    *float64   `json:"service_level_percent,omitempty"`
	Kept     int        `json:"kept"`
	InTime   int        `json:"replies_in_time"`
	Late     int        `json:"replies_late"`
	Broken   int        `json:"broken"`

	AnswersKept   int `json:"answers_kept"`
	AnswersBroken int `json:"answers_broken"`

	Outcomes map[string]int `json:"outcomes,omitempty"`
	// Translated is how many characters were charged for.
	Translated map[chat.QueueID]int `json:"translated_characters,omitempty"`
}

type workView struct {
	Agent  chat.AgentID `json:"agent"`
	Closed int          `json:"closed"`
	Busy   int          `json:"busy_seconds"`
	Handle spreadView   `json:"handle"`
	CSAT   csatView     `json:"csat"`
}

type csatView struct {
	Ratings  int      `json:"ratings"`
	Positive int      `json:"positive"`
	Percent  *float64 `json:"percent,omitempty"`
}

type spreadView struct {
	Count int `json:"count"`
	Mean  int `json:"mean_seconds"`
	P50   int `json:"p50_seconds"`
	P90   int `json:"p90_seconds"`
	Max   int `json:"max_seconds"`
}

// reports answers with the part of a report that view shows.
func reports(view func(report.Row) reportRow) func(*call) error {
	return func(c *call) error {
		p, err := period{}.of(c)
		if err != nil {
			return err
		}
		var failed error
		all := c.supervisor.SessionsBetween(c.r.Context(), p.from, p.to)
		sessions := until(&failed, all, func(s chat.Session) chat.Session { return s })
		r, err := report.Summarise(sessions, report.Config{Distribution: p.cut})
		if err := cmp.Or(failed, err); err != nil {
			return err
		}
		return c.ok(reportView{From: p.from, To: p.to, Distribution: p.cut, Rows: each(r.Rows, view)})
	}
}

// until gives what a report takes of what the desk reads, until that fails. Failed is why then.
func until[T, R any](failed *error, read iter.Seq2[T, error], as func(T) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		if *failed != nil {
			return
		}
		for x, err := range read {
			if *failed = err; err != nil || !yield(as(x)) {
				return
			}
		}
	}
}

// period is what a report is of, and how it is cut.
type period struct {
	from, to time.Time
	cut      report.Distribution
}

// of reads it from a query.
func (p period) of(c *call) (period, error) {
	var err error
	if p.from, err = c.instant("from"); err != nil {
		return p, err
	}
	if p.to, err = c.instant("to"); err != nil {
		return p, err
	}
	p.cut = report.Distribution(c.r.URL.Query().Get("distribution"))
	if p.cut != report.Total && p.cut != report.Hour && p.cut != report.Day {
		return p, refuse(codeInvalid, "distribution: want hour, day or nothing")
	}
	return p, nil
}

// instant reads an instant of the query, which must be there.
func (c *call) instant(name string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, c.r.URL.Query().Get(name))
	if err != nil {
		return t, refuse(codeInvalid, name+": want an RFC 3339 instant")
	}
	return t.UTC(), nil
}

// volumeOf counts each session that has ended once: a wait that ended in a message is a message.
func volumeOf(r report.Row) reportRow {
	v := volumeView{r.Started, r.Answered, r.Abandoned - r.Waited, r.Messaged, r.Open}
	return reportRow{From: r.From, Sessions: &v}
}

func queueingOf(r report.Row) reportRow {
	v := queueingView{Wait: viewSpread(r.Wait), Left: viewSpread(r.Left), Response: viewSpread(r.Response), Handle: viewSpread(r.Handle), Kept: r.Kept, Broken: r.Broken, InTime: r.InTime, Late: r.Late}
	v.AnswersKept, v.AnswersBroken = r.AnswersKept, r.AnswersBroken
	v.Outcomes, v.Translated = r.Outcomes, r.Translated
	v.Level = percent(r.ServiceLevel(report.LateAbandoned))
	return reportRow{From: r.From, Queue: &v}
}

func workOf(r report.Row) reportRow {
	return reportRow{From: r.From, Agents: each(r.Agents, func(a report.AgentRow) workView {
		return workView{Agent: a.Agent, Closed: a.Closed, Busy: seconds(a.Busy), Handle: viewSpread(a.Handle), CSAT: viewCSAT(a.Satisfaction)}
	})}
}

func csatOf(r report.Row) reportRow {
	return reportRow{From: r.From, CSAT: new(viewCSAT(r.Satisfaction))}
}

func viewCSAT(s report.Satisfaction) csatView {
	return csatView{Ratings: s.Ratings, Positive: s.Positive, Percent: percent(s.CSAT())}
}

func viewSpread(s report.Spread) spreadView {
	return spreadView{Count: s.Count, Mean: seconds(s.Mean), P50: seconds(s.P50), P90: seconds(s.P90), Max: seconds(s.Max)}
}

// percent is a share that is known.
func percent(share float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return new(100 * share)
}
